"""An expert's answer to an invitation: interests declared, undertakings given, accepted or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from archive.sheet import Sheet
from decisions.cases.services import deposit, require
from experts import rules, vetting
from experts.facts import Signature, Undertaking
from experts.models import Answer, ConflictDeclaration, ScoreSheet, Seat, SeatStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from archive.models import Material
    from decisions.statutes.rule import Rule

# Each one answered with yes is a direct interest.
QUESTIONS = {
    "employment": _lazy("I work for the lead unit, a unit leading with it, or an organisation with an interest."),
    "benefit": _lazy("I hold shares in, supply, or am paid by somebody who gains or loses by the matter."),
    "kinship": _lazy("A near relative of mine is in charge of the matter or gains or loses by it."),
    "drafting": _lazy("I took part in drafting, studying or assessing the matter."),
    "litigation": _lazy("I am in a lawsuit or another dispute about the matter."),
    "other": _lazy("Something else could keep me from being impartial."),
}
UNDERTAKING = _lazy(
    "I argue independently, objectively, fairly and scientifically. I keep state secrets, trade secrets and personal "
    "data that become known to me, and neither copy papers nor pass them on. What I declared above is complete."
)


@transaction.atomic
def answer_invitation(
    seat: Seat,
    *,
    answer: str,
    interests: Mapping[str, bool],
    explanation: str = "",
    undertakes_independence: bool = False,
    undertakes_confidentiality: bool = False,
    signed_name: str,
    on: date,
    by: User,
) -> Material:
    """Declare interests and accept or decline (art. 19(2), 20(2)). Whoever declares an interest is excluded.

    Args:
        seat: The seat the invitation is for.
        answer: Accept or decline.
        interests: Answers to ``QUESTIONS``.
        explanation: Of what is declared; the reason for declining.
        undertakes_independence: Whether the expert undertakes to argue independently.
        undertakes_confidentiality: Whether the expert undertakes to keep secrets.
        signed_name: The name as signed.
        by: The expert.

    Raises:
        ValidationError: The invitation is not open, or an explanation is missing.
        Refusal: Unsigned, no undertaking, or the check found an interest that was not declared.
    """
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("panel__decision", "panel__snapshot", "expert__employer_unit")
        .get(pk=seat.pk)
    )
    panel, decision, expert = seat.panel, seat.panel.decision, seat.expert
    if not seat.is_active or panel.is_opened or ScoreSheet.objects.filter(seat=seat, round=panel.round).exists():
        raise ValidationError(_("This invitation is no longer open."))
    if on > panel.deadline_on:
        raise ValidationError(_("The period for scoring is over; ask the organiser for more time."))
    declared = [str(QUESTIONS[key]) for key, is_so in interests.items() if is_so]
    if (declared or answer == Answer.DECLINE) and not explanation.strip():
        raise ValidationError({"explanation": _("Explain what you declare, or why you decline.")})
    signature = Signature(expert.name, signed_name, by.pk == expert.user_id)
    demands: list[tuple[Rule, object]] = [(rules.opinions_are_signed, signature)]
    if declared:
        seat.status, seat.status_reason = SeatStatus.BARRED, explanation
    elif answer == Answer.DECLINE:
        seat.status, seat.status_reason = SeatStatus.DECLINED, explanation
    else:
        matter = vetting.matter_of(
            decision, interested_parties=panel.interested_parties, co_units=panel.co_units.all()
        )
        demands += [
            (
                rules.experts_undertake,
                Undertaking(expert.name, undertakes_independence, undertakes_confidentiality),
            ),
            (rules.no_direct_interest, vetting.interests_of(expert, matter, on)),
            *((rules.experts_do_not_handle, found) for found in vetting.participations(decision, [expert])),
        ]
        seat.status = SeatStatus.ACCEPTED
    require(decision.pack, *demands)
    seat.save()
    given = ConflictDeclaration.objects.create(
        seat=seat,
        answer=answer,
        answers={key: bool(interests.get(key)) for key in QUESTIONS},
        explanation=explanation,
        undertakes_independence=undertakes_independence,
        undertakes_confidentiality=undertakes_confidentiality,
        text=str(UNDERTAKING),
        signed_name=signed_name,
        signed_by=by,
        signed_at=timezone.now(),
        on=on,
    )
    return _file(given, seat, demands, by=by)


def _file(given: ConflictDeclaration, seat: Seat, demands: list[tuple[Rule, object]], *, by: User) -> Material:
    expert, panel = seat.expert, seat.panel
    sheet = (
        Sheet()
        .rows(
            (_("Expert"), expert.name),
            (_("Employer"), expert.employer),
            (_("Panel"), panel.number),
            (_("Answer"), given.get_answer_display()),
            (_("Outcome"), seat.get_status_display()),
        )
        .table(
            _("Declaration of interests"),
            [_("Question"), _("Answer")],
            [[question, bool(given.answers[key])] for key, question in QUESTIONS.items()],
        )
        .text(_("Explanation"), given.explanation)
    )
    if seat.status == SeatStatus.ACCEPTED:
        sheet.text(_("Undertaking"), given.text)
    sheet.rows((_("Signed by name"), given.signed_name), (_("Signed at"), given.signed_at))
    return deposit(
        panel.decision,
        code="D03",
        title=_("Undertaking and declaration of interests (%(name)s)") % {"name": expert.name},
        act="declare_conflicts",
        data={
            "panel": panel.number,
            "expert": {"code": expert.code, "name": expert.name},
            "answer": given.answer,
            "interests": given.answers,
            "explanation": given.explanation,
            "independence": given.undertakes_independence,
            "confidentiality": given.undertakes_confidentiality,
            "text": given.text,
            "outcome": seat.status,
            "signature": {"name": given.signed_name, "account": by.username, "at": given.signed_at},
        },
        sheet=sheet,
        on=given.on,
        by=by,
        producer=expert.name,
        rules=[rule for rule, _facts in demands] if seat.status == SeatStatus.ACCEPTED else [rules.no_direct_interest],
    )
