"""A water price issued and published the same day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from decisions.publication.selectors import decided
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def publish(decision: Decision, day: date) -> dict[str, Any]:
    """On website and in the gazette, with its interpretation; a matter not disclosed says on what ground."""
    values: dict[str, Any] = {
        "digest": decided(decision).snapshot.digest,
        "signed_by": "市长 陈国栋",
        "issued_on": day,
        "effective_on": day + timedelta(days=30),
        "document": [paper("签发稿"), paper("印发稿")],
        "proofs": [paper("公布情况截图")],
    }
    if decision.is_nonpublic:
        return {
            **values,
            "withheld_ground": "state_secret",
            "withheld_reason": "内容属于国家秘密，依法不予公开。",
            "proofs": [],
        }
    return {
        **values,
        "channels": [
            {"kind": "website", "reference": "https://www.linjiang.gov.cn/zfxxgk/2026/sj1.html", "on": day},
            {"kind": "gazette", "reference": f"临江市人民政府公报{day.year}年第6期", "on": day},
        ],
        "is_watched": True,
        "is_technical": True,
        "interpretation": "市政府新闻办召开新闻发布会，市发展和改革委员会负责人解读调价依据、减免政策并答记者问。",
        "public_adoption": "公开征求意见和听证中采纳提高减免额度、公开管网改造进度等意见。",
        "expert_adoption": "专家关于阶梯水量和成本核定的意见均已采纳。",
        "interpretation_files": [paper("政策解读")],
    }


VALUES = {"publish": publish}
