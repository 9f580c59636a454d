"""The draft of a water price, the units asked about it, and its final text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision

TEXT = """临江市中心城区供水价格调整方案（草案）
第一条 为促进节约用水，保障城镇供水安全，根据《中华人民共和国价格法》《城镇供水价格管理办法》，制定本方案。
第二条 居民生活用水实行阶梯水价。第一级水量为每户每年216立方米以内，价格由每立方米1.85元调整为2.20元。
第三条 非居民用水价格由每立方米2.60元调整为3.10元；特种用水价格由每立方米5.00元调整为6.50元。
第四条 对特困人员、最低生活保障家庭，每户每月减免5立方米水费，所需资金由市财政安排。
第五条 供水企业应当将新增收入优先用于老旧管网改造，每年3月底前公布上一年度改造和漏损情况。
第六条 本方案自2026年10月1日起执行。"""
FINAL_TEXT = TEXT.replace("每户每月减免5立方米水费", "每户每月减免6立方米水费")
EXPLANATION = "现行价格执行已逾十年，经成本监审，供水定价成本为每立方米2.31元。草案按照准许成本加合理收益核定价格。"


def draft(decision: Decision, day: date) -> dict[str, Any]:
    """The first version; a later one differs from it and lets nothing stand that was heard before."""
    values = {
        "title": "临江市中心城区供水价格调整方案（草案）",
        "text": TEXT,
        "explanation": EXPLANATION,
        "attachments": [paper("供水价格分类表")],
        "research": "走访6个街道、12家企业，抽样1200户居民，形成供水成本和居民承受能力数据。",
        "research_files": [paper("供水价格调研报告")],
        "compliance_note": "草案符合《价格法》和《城镇供水价格管理办法》，与省阶梯水价政策一致。",
        "cost_benefit": "居民户均年增支约58元，占可支配收入0.06%；供水企业年增收4200万元用于管网改造。",
        "basis": [
            {"title": "中华人民共和国价格法", "article": "第二十三条", "relation": "公用事业价格应当听证"},
            {"title": "城镇供水价格管理办法", "article": "第六条至第十条", "relation": "定价成本和收益的核定方法"},
        ],
        "units": [unit.pk for unit in Unit.objects.filter(parent=decision.authority, name__contains="生态环境局")],
    }
    former = decision.current_draft
    if former is not None:
        values |= {
            "text": TEXT.replace("216立方米", f"{216 + 6 * former.version}立方米"),
            "units": [],
            **changed("根据意见提高第一级水量。"),
            "standings": standings(decision, stands="no", reason="第一级水量变动，应当重新履行。"),
        }
    return values


def consult_units(decision: Decision, day: date) -> dict[str, Any]:
    """Every unit that has not replied agrees on paper; opinions given in the system are adopted."""
    from decisions.drafting.selectors import open_requests, replies_of

    return {
        "paper_replies": [
            {
                "unit": request.unit_id,
                "position": "agree",
                "signed_by": "局长 周明哲",
                "replied_on": day,
                "files": [paper(f"{request.unit.short_name}复函")],
            }
            for request in open_requests(decision)
        ],
        "opinions": [
            {
                "unit": reply.request.unit_id,
                "text": reply.text,
                "disposition": "adopted",
                "reason": "意见合理，已在草案中修改。",
                "is_agreed": True,
            }
            for reply in replies_of(decision.current_draft)
            if reply.position in {"suggest", "disagree"}
        ],
    }


def finalise_draft(decision: Decision, day: date) -> dict[str, Any]:
    """A final text that takes over one opinion and leaves standing all that was heard."""
    return {
        "title": "临江市中心城区供水价格调整方案（送审稿）",
        "text": FINAL_TEXT,
        "explanation": EXPLANATION,
        **changed("采纳公众意见，提高困难家庭减免水量。"),
        "adoption": "收到公众意见主要集中在困难群体负担，已提高减免水量；专家关于分级水量的意见已采纳。",
        "standings": standings(decision, stands="yes", reason="仅提高减免水量，不影响原结论。"),
    }


def changed(note: str) -> dict[str, Any]:
    """What a changed version says of its change."""
    return {"change_note": note, "change_class": "minor", "change_reason": "不涉及价格水平和主要措施。"}


def standings(decision: Decision, *, stands: str, reason: str) -> list[dict[str, Any]]:
    """One answer for each concluded procedure."""
    from decisions.flows import DecisionFlow

    return [
        {"procedure": procedure.value, "stands": stands, "reason": reason}
        for procedure in DecisionFlow.concluded(decision)
    ]


VALUES = {"draft": draft, "consult_units": consult_units, "finalise_draft": finalise_draft}
