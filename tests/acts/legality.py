"""The legality review of a water price: a whole package, counsel heard, seven working days, lawful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import call_command

from decisions.legality import package, selectors
from decisions.legality.views import GiveLegalOpinionView
from decisions.statutes import calendar
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from tests.procedure import Procedure

OPINION = {
    "kind": "public_lawyer",
    "affiliation": "临江市司法局",
    "licence": "13301202610012345",
    "opinion": (
        "调整供水价格属于市人民政府定价权限；草案已履行价格听证、公开征求意见等程序；内容符合《价格法》和省定价目录。"
    ),
    "conclusion": "lawful",
    "is_hired_by_drafter": "no",
}


def submit_for_review(decision: Decision, day: date) -> dict[str, Any]:
    """The basis, and the statement as the record tells it."""
    values = {
        "letter_number": f"临发改函〔{day.year}〕33号",
        "basis": "《中华人民共和国价格法》第十八条、第二十三条；《城镇供水价格管理办法》第十条；省定价目录第6项。",
        "statement": package.statement(decision),
        "statement_checked": True,
        "files": [paper("供水价格调整方案送审函")],
    }
    if selectors.submission_needs_supplement(decision):
        values["supplements"] = "已补充成本监审报告全文。"
    return values


def accept_submission(decision: Decision, day: date) -> dict[str, Any]:
    """Accepted."""
    return {"result": "accepted", "missing_papers": []}


def review_legality(decision: Decision, day: date) -> dict[str, Any]:
    """Lawful on all three questions."""
    return {
        "authority_conforms": "yes",
        "authority_basis": "《价格法》第十八条、省定价目录（2025年版）第6项，城镇供水价格由市、县人民政府制定。",
        "procedure_conforms": "yes",
        "procedure_basis": "公开征求意见、听证、专家论证、风险评估和公平竞争审查均已完成，材料齐备。",
        "content_conforms": "yes",
        "content_basis": "阶梯设置和减免措施符合《城镇供水价格管理办法》和国家节水政策。",
        "problems": [],
        "conclusion": "lawful",
        "remark": "草案符合法定权限，程序完备，内容合法，可以提请集体讨论。",
        "approver": "市司法局局长 高志远",
    }


def respond_to_review(decision: Decision, day: date) -> dict[str, Any]:
    """Nothing to change."""
    return {"statement": "审查意见未提出问题，草案不作修改。", "answers": [], "clauses": []}


def before_review(procedure: Procedure) -> None:
    """Counsel gives an opinion, and the working days pass."""
    submission = selectors.latest_submission(procedure.reload())
    if not calendar.CalendarYear.objects.filter(year=procedure.day.year).exists():
        call_command("load_calendar", verbosity=0)
        calendar.forget()
    if not selectors.counsel_opinions(procedure.decision, submission.snapshot):
        procedure.aside(GiveLegalOpinionView, **OPINION)
    procedure.on(max(procedure.day, selectors.earliest(submission)))


VALUES = {
    "submit_for_review": submit_for_review,
    "accept_submission": accept_submission,
    "review_legality": review_legality,
    "respond_to_review": respond_to_review,
}
BEFORE = {"review_legality": before_review}
