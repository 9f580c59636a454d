"""Deciding on an evaluation, evaluating, and deciding on the result (art. 36, 37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.evaluation import rules, selectors, sheets, triggers
from decisions.evaluation.facts import ParticipationFacts, TeamFacts
from decisions.evaluation.models import (
    Evaluation,
    EvaluationMember,
    EvaluationOrder,
    Indicator,
    TriggerKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision

# What an evaluation finds and advises.
FINDINGS = (
    "execution",
    "effects",
    "costs",
    "appraisal",
    "problems",
    "suggestions",
    "grade",
    "conclusion",
    "conclusion_reason",
)
STATED = (TriggerKind.ORDER, TriggerKind.LEGAL_BASIS, TriggerKind.CIRCUMSTANCE)


@transaction.atomic
def trigger_evaluation(
    decision: Decision,
    *,
    kind: str,
    text: str,
    instrument: str,
    article: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """State a ground for an evaluation: the organ's order, a changed legal basis or changed circumstances.

    Args:
        kind: One of ``STATED``.
        instrument: The law or document that changed, with its ``article``; for a changed legal basis.

    Returns:
        The ground filed as L01.

    Raises:
        ValidationError: The decision is not being executed, or the instrument is not named.
    """
    if not goes_on_in_execution(decision):
        raise ValidationError(_("The decision is not being executed."))
    if kind not in STATED:
        raise ValidationError({"kind": _("This ground is found by the system.")})
    if kind == TriggerKind.LEGAL_BASIS and not (instrument.strip() and article.strip()):
        raise ValidationError({"instrument": _("Name the instrument that changed, and the article.")})
    number = issue_number(decision.authority, "评由", on.year)
    numbers = {"number": number}
    if kind == TriggerKind.LEGAL_BASIS:
        numbers |= {"instrument": instrument, "article": article}
        text = f"《{instrument.strip('《》')}》{article}：{text}"
    return triggers.state(
        decision, kind=kind, cause=f"{kind}:{number}", text=text, numbers=numbers, files=files, on=on, by=by
    )


def goes_on_in_execution(decision: Decision) -> bool:
    """Whether the decision is being executed, or its execution is suspended."""
    return decision.status in selectors.IN_EXECUTION and hasattr(decision, "execution_plan")


@transaction.atomic
def decide_evaluation(
    decision: Decision,
    *,
    is_ordered: bool,
    reason: str,
    approver: str,
    scope: str,
    evaluating_unit: Unit | None,
    third_party: str,
    contract: str,
    tie: str,
    is_declared: bool,
    report_due_on: date | None,
    next_due_on: date | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Decide on the grounds for an evaluation: who evaluates, or why not now (art. 36(1), (2)).

    Whatever grounds are open are answered by it. A third party is compared with all who argued or assessed before.

    Args:
        evaluating_unit: The unit that evaluates, or commissions the third party.
        third_party: The body commissioned, with the number of the ``contract`` and its ``tie`` to the executing unit.
        report_due_on: By when the report is due, where the organ says so.
        next_due_on: When it is decided on again, where it is declined; without one, the last day local rules leave.

    Returns:
        The decision filed as L01.

    Raises:
        Refusal: EVAL-01, EVAL-02 or SOD-05 stand in the way.
        ValidationError: What is entered contradicts itself.
    """
    triggers.look(decision, today=on)
    waiting = list(selectors.open_triggers(decision).filter(on__lte=on))
    last = selectors.latest_order(decision)
    order = EvaluationOrder(
        decision=decision,
        round=(last.round if last else 0) + 1,
        is_ordered=is_ordered,
        reason=reason,
        approver=approver,
        scope=scope if is_ordered else "",
        evaluating_unit=evaluating_unit if is_ordered else None,
        third_party=third_party.strip() if is_ordered else "",
        contract=contract if is_ordered else "",
        tie=tie if is_ordered else "",
        is_declared=is_declared and is_ordered,
        report_due_on=report_due_on if is_ordered else None,
        on=on,
        by=by,
    )
    known = selectors.assessors(decision)
    if order.third_party:
        order.assessors = sorted(known)
    if not is_ordered:
        order.next_due_on = next_due_on or rules.last_day(selectors.ground_facts(order, grounds=()), decision.pack)
    commission = selectors.commission_facts(order, known=known)
    demands = [
        (rules.grounds_are_decided_on, selectors.ground_facts(order, grounds=[item.text for item in waiting])),
        (rules.third_party_assessed_nothing, commission),
        (rules.third_party_is_independent, commission),
    ]
    require(decision.pack, *demands)
    order.number = issue_number(decision.authority, "评估", on.year)
    validate(order)
    order.save()
    for trigger in waiting:
        trigger.answer = order
        trigger.save()
    if is_ordered and evaluating_unit is not None:
        decision.evaluating_unit = evaluating_unit
        decision.save(update_fields=["evaluating_unit"])
        decision.involved_units.add(evaluating_unit)
    return deposit(
        decision,
        code="L01",
        title=code_of("L01").title,
        act="decide_evaluation",
        number=order.number,
        data={
            "number": order.number,
            "round": order.round,
            "is_ordered": is_ordered,
            "reason": reason,
            "approver": approver,
            "scope": order.scope,
            "evaluating_unit": order.evaluating_unit.name if order.evaluating_unit else None,
            "third_party": order.third_party,
            "contract": order.contract,
            "tie": order.tie,
            "is_declared": order.is_declared,
            "compared_with": order.assessors,
            "report_due_on": order.report_due_on.isoformat() if order.report_due_on else None,
            "next_due_on": order.next_due_on.isoformat() if order.next_due_on else None,
            "grounds": [{"kind": item.kind, "text": item.text, "numbers": item.numbers} for item in waiting],
        },
        sheet=sheets.order_sheet(order, waiting),
        files=files,
        rules=[rule for rule, _facts in demands],
        expectations=sheets.order_expectations(decision, order),
        on=on,
        by=by,
    )


@transaction.atomic
def evaluate(
    decision: Decision,
    *,
    plan: str,
    planned_on: date,
    methods: Sequence[str],
    members: Sequence[Mapping[str, str]],
    absence_reason: str,
    heard: str,
    inquiries: str,
    collected_until: date,
    indicators: Sequence[Mapping[str, str]],
    findings: Mapping[str, str],
    is_self_evaluation: bool,
    papers: tuple[Sequence[Upload], Sequence[Upload], Sequence[Upload]],
    on: date,
    by: User,
) -> Material:
    """Evaluate a decision: plan and team, inquiries, findings on indicators, and what is advised (art. 36).

    Args:
        members: ``category``, ``name``, ``organisation`` and ``role`` of each who takes part.
        absence_reason: Why kinds the article names are absent.
        heard: How the public was heard.
        collected_until: When the inquiries were closed; no conclusion is drawn before.
        indicators: ``dimension``, ``name``, ``target``, ``result`` and ``source``.
        findings: One text for each of ``FINDINGS``; ``conclusion`` is of ``Conclusion``, ``grade`` empty where local
            rules give none.
        is_self_evaluation: Whether the report is marked as the executing unit's own.
        papers: What is filed with plan, inquiries and report.

    Returns:
        The report filed as L04; plan and team are filed as L02, the inquiries as L03.

    Raises:
        Refusal: SOD-02, EVAL-03 or SOD-12 stand in the way.
        ValidationError: No evaluation is ordered, the days contradict each other, or the grade is none of the place's.
    """
    order = selectors.order_to_carry_out(decision)
    if order is None:
        raise ValidationError(_("No evaluation is ordered."))
    if planned_on < order.on:
        raise ValidationError({"planned_on": _("The evaluation was ordered on %(day)s.") % {"day": order.on}})
    _check_grade(decision.pack["posteval.grades"], findings["grade"])
    participation = ParticipationFacts(
        heard=heard,
        categories=frozenset(member["category"] for member in members),
        absence_reason=absence_reason,
        is_self_evaluation=selectors.executes(decision, order.evaluating_unit) and not order.third_party,
        is_marked=is_self_evaluation,
    )
    demands = [
        (
            rules.team_assessed_nothing,
            TeamFacts(
                persons=tuple(member["name"] for member in members),
                organisations=tuple(member.get("organisation", "") for member in members),
                assessors=selectors.assessors(decision),
                third_party=order.third_party,
            ),
        ),
        (rules.all_sides_take_part, participation),
        (rules.self_evaluation_is_open, participation),
    ]
    require(decision.pack, *demands)
    evaluation = Evaluation(
        order=order,
        decision=decision,
        number=issue_number(decision.authority, "评报", on.year),
        is_self_evaluation=is_self_evaluation,
        plan=plan,
        planned_on=planned_on,
        methods=list(methods),
        heard=heard,
        absence_reason=absence_reason,
        collected_until=collected_until,
        inquiries=inquiries,
        **{name: findings[name] for name in FINDINGS},
        on=on,
        by=by,
    )
    validate(evaluation)
    evaluation.save()
    team = [EvaluationMember(evaluation=evaluation, **member) for member in members]
    measured = [Indicator(evaluation=evaluation, **indicator) for indicator in indicators]
    for row in (*team, *measured):
        validate(row)
        row.save()
    return _file_evaluation(
        evaluation,
        team,
        measured,
        papers=papers,
        judged=[rule for rule, _facts in demands],
    )


def _check_grade(grades: Sequence[str], grade: str) -> None:
    if grades and grade not in grades:
        raise ValidationError({"grade": _("Give one of the grades of local rules.")})
    if grade and not grades:
        raise ValidationError({"grade": _("Local rules give no grades.")})


def _file_evaluation(
    evaluation: Evaluation,
    team: Sequence[EvaluationMember],
    measured: Sequence[Indicator],
    *,
    papers: tuple[Sequence[Upload], Sequence[Upload], Sequence[Upload]],
    judged: Sequence[Any],
) -> Material:
    order = evaluation.order
    common: dict[str, Any] = {
        "act": "evaluate",
        "producer": order.third_party or (order.evaluating_unit.name if order.evaluating_unit else ""),
        "rules": judged,
        "on": evaluation.on,
        "by": evaluation.by,
    }
    deposit(
        evaluation.decision,
        code="L02",
        title=code_of("L02").title,
        data={
            "order": order.number,
            "is_self_evaluation": evaluation.is_self_evaluation,
            "plan": evaluation.plan,
            "planned_on": evaluation.planned_on.isoformat(),
            "methods": evaluation.methods,
            "members": [
                {"category": row.category, "name": row.name, "organisation": row.organisation, "role": row.role}
                for row in team
            ],
            "absence_reason": evaluation.absence_reason,
        },
        sheet=sheets.plan_sheet(evaluation, team),
        files=papers[0],
        **common,
    )
    deposit(
        evaluation.decision,
        code="L03",
        title=code_of("L03").title,
        data={
            "heard": evaluation.heard,
            "inquiries": evaluation.inquiries,
            "collected_until": evaluation.collected_until.isoformat(),
        },
        sheet=sheets.inquiries_sheet(evaluation),
        files=papers[1],
        **common,
    )
    return deposit(
        evaluation.decision,
        code="L04",
        title=code_of("L04").title,
        number=evaluation.number,
        data={
            "number": evaluation.number,
            "indicators": [
                {
                    "dimension": row.dimension,
                    "name": row.name,
                    "target": row.target,
                    "result": row.result,
                    "source": row.source,
                }
                for row in measured
            ],
            **{name: getattr(evaluation, name) for name in FINDINGS},
        },
        sheet=sheets.report_sheet(evaluation, measured),
        files=papers[2],
        **common,
    )
