"""What a case folder does besides acts with a form: comments and sign-ups of the public, answers on the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.selectors import may_act
from decisions.participation import hearing_selectors, selectors
from decisions.participation.answering import Answer, give_answer
from decisions.participation.choices import AuthorTier, Channel
from decisions.participation.forms import NumbersField
from decisions.participation.intake import Author, NotOpen, check_clause, keep_applicant, keep_opinion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from decisions.cases.models import Decision


@transaction.atomic
def comment(decision: Decision, values: Mapping[str, Any], *, on: date, by: User | None) -> None:
    """Take in a comment that was sent to a website in the past: ``body``, ``tier``, ``author``, ``clause`` ….

    The day is the folder's; the instant of receipt is the server's, as for everything entered later.

    Raises:
        NotOpen: Comments were not invited on that day.
    """
    consultation = selectors.last_consultation(decision)
    if consultation is None or not consultation.runs_on(on):
        raise NotOpen(_("Comments were not invited on %(day)s.") % {"day": on.isoformat()})
    clause = str(values.get("clause", ""))
    check_clause(consultation, clause)
    keep_opinion(
        decision,
        channel=Channel.WEB,
        body=str(values.get("body", "")),
        author=_author(values),
        clause_key=clause,
        on=on,
        received_at=timezone.now(),
        consultation=consultation,
        entered_by=by,
    )


def answer(decision: Decision, values: Mapping[str, Any], *, on: date, by: User | None) -> None:
    """Answer opinions by their numbers in the register: ``numbers``, ``answer``, ``reason``, ``clause``, ``change``.

    Raises:
        ValidationError: The official may not, a number is not there, or the answer lacks something.
    """
    if by is None or not may_act(by, decision, verb="answer_opinions", lane=Lane.LEAD_UNIT):
        raise ValidationError(_("%(name)s may not answer opinions on this matter.") % {"name": by or "—"})
    given = values.get("numbers", "")
    numbers = [int(number) for number in given] if isinstance(given, list) else NumbersField().clean(str(given))
    opinions = list(selectors.opinions_to_answer(decision).filter(number__in=numbers))
    missing = sorted(set(numbers) - {opinion.number for opinion in opinions})
    if missing:
        raise ValidationError(
            _("No opinion to be answered has the number: %(numbers)s.")
            % {"numbers": "、".join(str(number) for number in missing)}
        )
    give_answer(
        decision,
        opinions=opinions,
        answer=Answer(
            kind=str(values.get("answer", "")),
            reason=str(values.get("reason", "")),
            point=str(values.get("point", "")),
            clause_key=str(values.get("clause", "")),
            change=str(values.get("change", "")),
        ),
        on=on,
        by=by,
    )


def sign_up(decision: Decision, values: Mapping[str, Any], *, on: date, by: User | None) -> None:  # noqa: ARG001 -- callers hand it over
    """Take in a sign-up for a hearing in the past: ``name``, ``organisation``, ``party``, ``phone``, ``statement``.

    Raises:
        NotOpen: Nobody could sign up on that day.
        ValidationError: The party is not one of the hearing.
    """
    hearing = hearing_selectors.current_hearing(decision)
    if hearing is None or not hearing.takes_applicants_on(on):
        raise NotOpen(_("Sign-up for this hearing is not open."))
    name = str(values.get("party", ""))
    party = hearing.parties.filter(name=name).first()
    if name and party is None:
        raise ValidationError(_("%(party)s is not a party to this hearing.") % {"party": name})
    keep_applicant(
        hearing,
        name=str(values.get("name", "")),
        organisation=str(values.get("organisation", "")),
        phone=str(values.get("phone", "")),
        statement=str(values.get("statement", "")),
        party=party,
        applied_at=timezone.now(),
    )


def _author(values: Mapping[str, Any]) -> Author:
    name, organisation = str(values.get("author", "")), str(values.get("organisation", ""))
    usual = AuthorTier.ORGANISATION if organisation else AuthorTier.NAMED if name else AuthorTier.ANONYMOUS
    return Author(
        tier=str(values.get("tier", usual)),
        name=name,
        organisation=organisation,
        phone=str(values.get("phone", "")),
    )
