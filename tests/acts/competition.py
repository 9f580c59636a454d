"""Fair competition of a water price: nothing is restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def review_competition(decision: Decision, day: date) -> dict[str, Any]:
    """The drafting unit's opinion came on paper; two associations were heard."""
    return {
        "measures": "第三条非居民用水价格、第五条特种用水价格适用于全部经营主体。",
        "opinion": "经自查，价格调整对各类经营主体一视同仁，未设置歧视性条件，不具有排除、限制竞争效果。",
        "preliminary_conclusion": "lawful",
        "signed_by": "市发展和改革委员会 价格科科长",
        "operators": [
            {
                "name": "临江市餐饮行业协会",
                "heard_how": "座谈会",
                "opinion": "希望明确调价过渡期。",
                "answer": "采纳，设三个月过渡期。",
            },
            {"name": "临江市洗染业商会", "heard_how": "书面征求意见", "opinion": "无不同意见。", "answer": ""},
        ],
        "touches_public": True,
        "public_heard": "通过公开征求意见和听证会听取社会公众意见。",
        "standards": ["cost"],
        "reasons": "价格标准统一适用于同类用户，没有给予特定经营主体优惠，不影响生产经营成本的公平。",
        "conclusion": "lawful",
    }


VALUES = {"review_competition": review_competition}
