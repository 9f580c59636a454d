"""What becomes of a decision after its evaluation: it goes on, is adjusted, suspended or terminated (art. 36, 37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from decisions.cases.models import Reminder, Status
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.evaluation import rules, selectors, sheets
from decisions.evaluation.models import Application, Conclusion
from decisions.statutes.periods import add_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision

PROPOSE_ADJUSTMENT = "propose_adjustment"


@transaction.atomic
def apply_evaluation(
    decision: Decision,
    *,
    outcome: str,
    reason: str,
    approver: str,
    approval_number: str,
    is_major: bool,
    minor_reason: str,
    adjustment: str,
    proposing_unit: Unit | None,
    propose_by: date | None,
    arrangements: str,
    next_due_on: date | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Decide on the result of an evaluation (art. 36(4), 37).

    A major adjustment changes nothing yet: a unit is ordered to propose it, and the decision stays as it is until the
    adjusting decision is published (``decisions.cases.services.supersede``).

    Args:
        outcome: Of ``Conclusion``; may depart from the advice with reasons.
        approval_number: The number of the organ's own decision; needed for whatever is not simply continued.
        is_major: Whether an adjustment goes through the procedure again; if not, ``minor_reason`` says why.
        adjustment: What is adjusted.
        proposing_unit: Who proposes a major adjustment, ``propose_by`` when.
        arrangements: What keeps loss and bad effects small.
        next_due_on: The next evaluation of what goes on; without one, the last day local rules leave.

    Returns:
        The decision filed as L05; the order of a major adjustment is filed as L07 with it.

    Raises:
        Refusal: EVAL-04, ADJ-01 or ADJ-03 stand in the way.
        ValidationError: There is no evaluation to apply, or what is entered is not whole.
    """
    evaluation = selectors.evaluation_to_apply(decision)
    if evaluation is None:
        raise ValidationError(_("No evaluation of the decision is on file."))
    is_adjusted = outcome == Conclusion.ADJUST
    result = Application(
        evaluation=evaluation,
        decision=decision,
        outcome=outcome,
        reason=reason,
        approver=approver,
        approval_number=approval_number,
        is_major=is_major and is_adjusted,
        minor_reason=minor_reason if is_adjusted and not is_major else "",
        adjustment=adjustment if is_adjusted else "",
        proposing_unit=proposing_unit if is_adjusted and is_major else None,
        propose_by=propose_by if is_adjusted and is_major else None,
        arrangements=arrangements,
        next_due_on=_next_due(decision, outcome, next_due_on, on=on),
        on=on,
        by=by,
    )
    _check_whole(result)
    facts = selectors.result_facts(decision, result)
    demands = [
        (rules.result_is_the_basis, facts),
        (rules.change_follows_procedure, facts),
        (rules.major_adjustment_is_proposed, facts),
    ]
    require(decision.pack, *demands)
    result.number = issue_number(decision.authority, "评结", on.year)
    validate(result)
    result.save()
    for trigger in selectors.open_triggers(decision).filter(on__lte=evaluation.on):
        trigger.answer = evaluation.order
        trigger.save()
    _set_status(decision, result, on=on, by=by)
    filed = deposit(
        decision,
        code="L05",
        title=code_of("L05").title,
        act="apply_evaluation",
        number=result.number,
        data={
            "number": result.number,
            "evaluation": evaluation.number,
            "conclusion": evaluation.conclusion,
            "outcome": outcome,
            "reason": reason,
            "approver": approver,
            "approval_number": approval_number,
            "is_major": result.is_major,
            "minor_reason": result.minor_reason,
            "adjustment": result.adjustment,
            "proposing_unit": result.proposing_unit.name if result.proposing_unit else None,
            "propose_by": result.propose_by.isoformat() if result.propose_by else None,
            "arrangements": arrangements,
            "next_due_on": result.next_due_on.isoformat() if result.next_due_on else None,
            "status": decision.status,
        },
        sheet=sheets.result_sheet(result),
        files=files,
        rules=[rule for rule, _facts in demands],
        expectations=sheets.result_expectations(result),
        on=on,
        by=by,
    )
    if result.is_major:
        _order_adjustment(decision, result, on=on, by=by)
    return filed


def _next_due(decision: Decision, outcome: str, chosen: date | None, *, on: date) -> date | None:
    if outcome == Conclusion.TERMINATE:
        return None
    months = decision.pack["posteval.mandatory_after_months"]
    if chosen is None and months is None:
        raise ValidationError({"next_due_on": _("Local rules set no time for the next evaluation: choose the day.")})
    if months is None:
        return chosen
    last = add_months(on, months)
    if chosen is not None and chosen > last:
        raise ValidationError(
            {"next_due_on": _("Local rules ask for the next evaluation by %(day)s.") % {"day": last.isoformat()}}
        )
    return chosen or last


def _check_whole(result: Application) -> None:
    if result.outcome == Conclusion.ADJUST and not result.adjustment.strip():
        raise ValidationError({"adjustment": _("Say what is adjusted.")})
    stops = result.outcome in {Conclusion.SUSPEND, Conclusion.TERMINATE}
    if stops and not result.arrangements.strip():
        raise ValidationError({"arrangements": _("Say how loss and bad effects are kept small.")})
    if result.propose_by is not None and result.propose_by <= result.on:
        raise ValidationError({"propose_by": _("The day has to follow the decision.")})


def _set_status(decision: Decision, result: Application, *, on: date, by: User) -> None:
    if result.outcome == Conclusion.CONTINUE:
        for suspension in decision.suspensions.filter(resumed_on__isnull=True):
            suspension.resumed_on = on
            suspension.resume_reason = result.reason
            suspension.resumed_by = by
            suspension.save()
    status = {
        Conclusion.CONTINUE: Status.IN_FORCE,
        Conclusion.SUSPEND: Status.SUSPENDED,
        Conclusion.TERMINATE: Status.TERMINATED,
    }.get(Conclusion(result.outcome), Status(decision.status))
    if decision.status != status:
        decision.status = status
        decision.save(update_fields=["status"])


def _order_adjustment(decision: Decision, result: Application, *, on: date, by: User) -> None:
    unit = result.proposing_unit
    assert unit is not None  # noqa: S101 -- ADJ-03 has just been met
    deposit(
        decision,
        code="L07",
        title=_("Order to carry out a major adjustment by the procedure"),
        act="apply_evaluation",
        number=result.number,
        data={
            "order": result.number,
            "proposing_unit": unit.name,
            "propose_by": result.propose_by.isoformat() if result.propose_by else None,
            "adjustment": result.adjustment,
        },
        sheet=sheets.adjustment_order_sheet(result),
        rules=(rules.major_adjustment_is_proposed,),
        on=on,
        by=by,
    )
    decision.involved_units.add(unit)
    Reminder.objects.get_or_create(
        decision=decision,
        kind=PROPOSE_ADJUSTMENT,
        cause=result.number,
        defaults={"text": sheets.reminder_to_propose(result), "unit": unit, "due_on": result.propose_by},
    )
