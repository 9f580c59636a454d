"""What the tests of evaluations enter, and what they find filed."""

from __future__ import annotations

import json
from datetime import date

from decisions import compliance
from decisions.evaluation.views import TriggerEvaluationView


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


def order(procedure, **values):
    procedure.aside(TriggerEvaluationView, kind="order", text="市政府认为有必要评估。")
    procedure.perform("decide_evaluation", **values)
    return procedure


GOES_ON = {
    "outcome": "continue",
    "reason": "目标基本实现，按评估建议继续执行。",
    "approval_number": "",
    "arrangements": "",
    "next_due_on": date(2028, 3, 1),
}
DECLINED = {
    "is_ordered": "no",
    "reason": "执行时间尚短，数据不足。",
    "evaluating_unit": ...,
    "scope": "",
    "next_due_on": date(2027, 1, 5),
}
