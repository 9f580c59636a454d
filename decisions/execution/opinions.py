"""What the public says of the execution, and the answers (art. 35(2))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.services import deposit, issue_number
from decisions.cases.validation import validate
from decisions.execution import rules, sheets
from decisions.execution.models import ExecutionOpinion, OpinionChannel
from decisions.execution.selectors import is_in_execution, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.execution.models import ExecutionPlan

ANONYMOUS = "anonymous"


class Author(Protocol):
    """Who gives an opinion, as the portal asks."""

    @property
    def tier(self) -> str:
        """How the author wants to appear."""

    @property
    def name(self) -> str:
        """The name given."""

    @property
    def organisation(self) -> str:
        """The organisation spoken for."""

    def check(self) -> None:
        """Ask for the name that goes with how the author wants to appear."""


def running(decision: Decision, on: date) -> ExecutionPlan:
    """Return the plan of a decision that is being executed on a day.

    Raises:
        ValidationError: It is not, or the executing unit was named later.
    """
    plan = plan_of(decision)
    if plan is None or not is_in_execution(decision):
        raise ValidationError(_("The decision is not being executed."))
    if on < plan.on:
        raise ValidationError(
            {"on": _("The executing unit was named on %(day)s; this cannot have happened earlier.") % {"day": plan.on}}
        )
    return plan


@transaction.atomic
def receive_execution_opinion(
    decision: Decision,
    *,
    text: str,
    on: date,
    by: User | None = None,
    channel: str = OpinionChannel.WEB,
    author: str = "",
    files: Sequence[Upload] = (),
    submission: UUID | None = None,
) -> Material:
    """Register what a citizen, legal person or organisation says of the execution (art. 35(2)).

    Args:
        text: What was said.
        on: The day it was received.
        by: The official who enters what came on paper, by telephone or in person; none for the portal.
        channel: Of ``OpinionChannel``.
        author: Who said it, where that was told.
        submission: The form's own token, so that a second sending is refused by the row.

    Returns:
        The opinion filed as K05; its number is the receipt.

    Raises:
        ValidationError: The decision is not being executed, or nothing is said.
    """
    running(decision, on)
    opinion = ExecutionOpinion(
        decision=decision,
        channel=channel,
        author=author,
        text=text.strip(),
        received_on=on,
        receipt=issue_number(decision.authority, "执意", on.year),
        submission=submission,
    )
    validate(opinion)
    opinion.save()
    return _file_opinion(
        decision,
        opinion,
        act="enter_execution_opinion" if by else "receive_execution_opinion",
        title=_("Opinion on the execution"),
        files=files,
        on=on,
        by=by,
    )


def receive_opinion(
    decision: Decision, *, body: str, author: Author, submission: UUID | None, on: date | None = None
) -> ExecutionOpinion:
    """Take an opinion from the portal; sent a second time, it finds the first (art. 35(2)).

    Args:
        body: What was said.
        author: Who says it, by ``name`` and ``organisation`` as far as given; no address or telephone is kept.
        submission: The form's own token.
        on: The day it came, today if none is named.

    Raises:
        ValidationError: The decision is not being executed, or nothing is said.
    """
    try:
        author.check()
        with transaction.atomic():
            held = _sent_before(decision, submission)
            if held is None:
                filed = receive_execution_opinion(
                    decision,
                    text=body,
                    on=on or timezone.localdate(),
                    author="" if author.tier == ANONYMOUS else author.organisation or author.name,
                    submission=submission,
                )
                held = ExecutionOpinion.objects.get(decision=decision, receipt=filed.number)
            return held
    except (IntegrityError, ValidationError):
        # The same form came twice at once: the row refused the second.
        first = _sent_before(decision, submission)
        if first is None:
            raise
        return first


def _sent_before(decision: Decision, submission: UUID | None) -> ExecutionOpinion | None:
    if submission is None:
        return None
    return ExecutionOpinion.objects.filter(decision=decision, submission=submission).first()


@transaction.atomic
def handle_execution_opinion(
    decision: Decision, *, opinion: ExecutionOpinion, answer: str, files: Sequence[Upload], on: date, by: User
) -> Material:
    """Answer an opinion on the execution, and say what was done about it.

    Returns:
        The opinion with its answer, filed as K05.

    Raises:
        ValidationError: It is answered already, or was received later.
    """
    held = ExecutionOpinion.objects.select_for_update().get(pk=opinion.pk, decision=decision)
    if held.answer:
        raise ValidationError({"opinion": _("The opinion is answered already.")})
    if on < held.received_on:
        raise ValidationError({"on": _("It was received on %(day)s.") % {"day": held.received_on}})
    held.answer = answer.strip()
    held.answered_on = on
    held.answered_by = by
    validate(held)
    held.save()
    return _file_opinion(
        decision,
        held,
        act="handle_execution_opinion",
        title=_("Answer to an opinion on the execution"),
        files=files,
        on=on,
        by=by,
    )


def _file_opinion(
    decision: Decision,
    opinion: ExecutionOpinion,
    *,
    act: str,
    title: Any,
    files: Sequence[Upload],
    on: date,
    by: User | None,
) -> Material:
    return deposit(
        decision,
        code="K05",
        title=title,
        act=act,
        number=opinion.receipt,
        producer="" if by else opinion.author or str(sheets.public()),
        data={
            "receipt": opinion.receipt,
            "channel": opinion.channel,
            "author": opinion.author,
            "text": opinion.text,
            "received_on": opinion.received_on.isoformat(),
            "answer": opinion.answer,
            "answered_on": opinion.answered_on.isoformat() if opinion.answered_on else None,
        },
        sheet=sheets.opinion_sheet(decision, opinion),
        files=files,
        rules=(rules.opinions_are_taken_in,),
        on=on,
        by=by,
    )
