"""The risks of a water price: two points, both lessened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def assess_risk(decision: Decision, day: date) -> dict[str, Any]:
    """A medium risk that measures bring down; after an uncontrollable finding, how the draft was adjusted."""
    values = {
        "assessor": decision.risk_unit_id or decision.lead_unit_id,
        "methods": ["opinion", "visits", "consultation", "qualitative"],
        "scope": "走访3个街道12个社区，发放问卷600份，回收有效问卷582份；与物业公司、低保家庭代表座谈4次。",
        "overall_level": "low",
        "conclusion": "多数群众理解支持，少数人有意见，通过减免和宣传工作可以化解，总体风险为低风险、可控。",
        "response_plan": (
            "成立由市发改委牵头的应急处置小组，热线12345专席答复，出现集中信访时两小时内到场，必要时分步实施。"
        ),
        "points": [
            {
                "kind": "stability",
                "description": "低收入家庭水费支出上升，可能引发集中投诉或信访。",
                "likelihood": "4",
                "impact": "3",
                "measure": "对低保、特困家庭每户每月减免5立方米水费，与调价同日执行。",
                "owner": "市民政局 社会救助科",
                "residual_likelihood": "2",
                "residual_impact": "2",
            },
            {
                "kind": "economy",
                "description": "洗浴、洗车等用水大户成本上升，可能转嫁价格。",
                "likelihood": "3",
                "impact": "2",
                "measure": "提前三个月公布价格，开展节水改造补助。",
                "owner": "市发改委 价格科",
                "residual_likelihood": "2",
                "residual_impact": "2",
            },
        ],
        "opinions": [
            {
                "department": "市信访局",
                "opinion": "建议同步公布减免办法，避免误解。",
                "answer": "采纳，已写入实施方案。",
            },
            {"department": "市公安局", "opinion": "无不同意见。", "answer": ""},
        ],
        "earlier": [],
        "report_files": [paper("供水价格调整社会稳定风险评估报告")],
        "opinion_files": [paper("有关部门对风险的意见")],
    }
    if (
        decision.approvals.filter(kind="risk").order_by("-pk").values_list("allows_submission", flat=True).first()
        is False
    ):
        values["adjustment"] = "将居民一级水价涨幅由0.50元降为0.35元，分两年执行，并扩大减免范围。"
    return values


def find_risk(decision: Decision, day: date) -> dict[str, Any]:
    """Controllable."""
    return {
        "is_controllable": "yes",
        "reason": "评估程序规范，风险点识别全面，防范措施和处置预案可行，同意低风险、可控的结论。",
        "demands": "落实减免措施，调价前完成社区宣传。",
        "finder": "市长 陈国栋",
    }


VALUES = {"assess_risk": assess_risk, "find_risk": find_risk}
