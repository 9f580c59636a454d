"""Acts beside the flow: revising what applies, withdrawing, handing over, moving to other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.cases.models import Decision, Status
from decisions.cases.selectors import determinations_now
from decisions.cases.services import deposit
from decisions.cases.validation import validate
from decisions.initiation import sheets
from decisions.initiation.determining import (
    Answer,
    NonpublicReview,
    check_consistent,
    determine_one,
    file_determinations,
    nothing_more_is_owed,
)
from decisions.initiation.grounds import Ground
from decisions.initiation.models import PackMove, Withdrawal
from decisions.initiation.selectors import (
    determinations_are_open,
    holds_office_in,
    is_started,
    legality_reviewers,
    may_be_withdrawn,
    packs_in_force,
)
from decisions.statutes.rule import Procedure
from decisions.statutes.selectors import compare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.statutes.models import RulePack


@transaction.atomic
def revise_determination(
    decision: Decision,
    *,
    procedure: Procedure,
    ground: Ground,
    reason: str,
    signed_by: str,
    countersigned_by: User,
    countersign_number: str,
    nonpublic: NonpublicReview,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Revise whether a procedure applies, as long as the draft is not final.

    The former determination stays; the new one is filed with the justice bureau's countersignature and says anew what
    the file owes.

    Args:
        ground: The statutory ground; it says whether the procedure applies.
        signed_by: Who answers for it in the lead unit.
        countersigned_by: A legality reviewer of the authority, not the one who acts.

    Raises:
        ValidationError: The draft is final, nothing changes, the countersigner may not, or grounds contradict.
    """
    if not determinations_are_open(decision):
        raise ValidationError(_("The draft is final; what applies can no longer be revised."))
    if countersigned_by == by or not legality_reviewers(decision, on).filter(pk=countersigned_by.pk).exists():
        raise ValidationError(
            {"countersigned_by": _("A legality reviewer of the justice bureau, other than yourself, countersigns.")}
        )
    now = determinations_now(decision)
    held = now.get(procedure)
    if held is not None and held.kind == ground.value:
        raise ValidationError({"ground": _("This is what is determined already.")})
    answers = {Procedure(key): Answer(Ground(row.kind), row.ground) for key, row in now.items() if row.kind} | {
        procedure: Answer(ground, reason)
    }
    if {Procedure.PARTICIPATION, Procedure.HEARING} <= answers.keys():
        check_consistent(answers)
    made = determine_one(decision, procedure, answers[procedure], signed_by=signed_by, on=on)
    return file_determinations(
        decision,
        [made],
        act="revise_determination",
        nonpublic=nonpublic,
        countersigned_by=countersigned_by.name,
        countersign_number=countersign_number,
        files=files,
        on=on,
        by=by,
    )


@transaction.atomic
def withdraw(
    decision: Decision,
    *,
    reason: str,
    approver: str,
    approval_number: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Withdraw a matter before its publication; its file is closed with what it holds.

    It is filed as a further approval (A08): it ends what the approval to start began. Once the procedure is started,
    ending it needs the approval of the organ that started it (art. 10).

    Raises:
        ValidationError: The decision is published or over, or the approval is missing.
    """
    if not may_be_withdrawn(decision):
        raise ValidationError(_("The matter can no longer be withdrawn."))
    if is_started(decision) and not (approver.strip() and approval_number.strip()):
        raise ValidationError(
            {"approver": _("The procedure is started: name who of the organ approved the withdrawal, and the number.")}
        )
    found = Withdrawal(
        decision=decision, reason=reason, approver=approver, approval_number=approval_number, on=on, by=by
    )
    validate(found)
    found.save()
    decision.status = Status.WITHDRAWN
    decision.save(update_fields=["status"])
    return deposit(
        decision,
        code="A08",
        title=_("Withdrawal of the matter"),
        act="withdraw",
        data={"reason": reason, "approver": approver, "approval_number": approval_number},
        sheet=sheets.withdrawal_sheet(decision, found),
        number=approval_number,
        files=files,
        expectations=nothing_more_is_owed(
            decision, reason=sheets.reason_withdrawn(found), decided_by=approver or by.name, but=("A08",)
        ),
        on=on,
        by=by,
    )


@transaction.atomic
def hand_over_charge(decision: Decision, *, to: User, reason: str, on: date, by: User) -> Material:
    """Put another official of the lead unit in charge.

    Raises:
        ValidationError: The official holds no office in the lead unit, or is in charge already.
    """
    assert decision.lead_unit is not None  # noqa: S101 -- the act is open only once there is a lead unit
    if decision.principal == to:
        raise ValidationError({"to": _("%(name)s is in charge already.") % {"name": to}})
    if not holds_office_in(to, decision.lead_unit, on):
        raise ValidationError({"to": _("%(name)s holds no office in the lead unit.") % {"name": to}})
    before = decision.principal
    decision.principal = to
    decision.save(update_fields=["principal"])
    return deposit(
        decision,
        code="A09",
        title=_("Change of the official in charge"),
        act="hand_over_charge",
        data={
            "lead_unit": decision.lead_unit.name,
            "before": before.name if before else None,
            "principal": to.name,
            "reason": reason,
        },
        sheet=sheets.charge_sheet(decision, before=before, after=to, unit=decision.lead_unit, reason=reason),
        on=on,
        by=by,
    )


@transaction.atomic
def move_rule_pack(decision: Decision, *, to: RulePack, reason: str, on: date, by: User) -> Material:
    """Judge a decision by another version of the rules from now on.

    Raises:
        ValidationError: It is judged by them already, or they are not in force for its authority.
    """
    if to == decision.rule_pack or not packs_in_force(decision.authority, on=on).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Choose another rule pack in force for the authority.")})
    move = PackMove(decision=decision, before=decision.rule_pack, after=to, reason=reason, on=on, by=by)
    validate(move)
    move.save()
    decision.rule_pack = to
    decision.save(update_fields=["rule_pack"])
    return deposit(
        decision,
        code="A03",
        title=_("Move to another version of the rules"),
        act="move_rule_pack",
        data={
            "before": {"code": move.before.code, "version": move.before.version},
            "after": {"code": to.code, "version": to.version},
            "reason": reason,
        },
        sheet=sheets.pack_move_sheet(decision, move, compare(move.before, to, only_differences=True)),
        on=on,
        by=by,
    )
