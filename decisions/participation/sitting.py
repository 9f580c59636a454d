"""The act of holding a hearing: presence, three parts in order, confirmation of the record (art. 17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.services import deposit, require
from decisions.participation import hearing_papers as papers
from decisions.participation import hearing_rules as rules
from decisions.participation import hearing_selectors, selectors
from decisions.participation.answering import Answer, file_answers, give_answer
from decisions.participation.choices import AuthorTier, Channel
from decisions.participation.hearing_services import Filed, announced
from decisions.participation.intake import Author, keep_opinion
from decisions.participation.rules import opinions_are_answered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from accounts.models import User
    from archive.models import Upload
    from decisions.cases.models import Decision
    from decisions.participation.models import Hearing, HearingParticipant, PublicOpinion


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Whether a participant came, and what they say of the record."""

    participant: HearingParticipant
    is_present: bool
    confirmation: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a participant said, and the answer if it is given at once."""

    participant: HearingParticipant
    body: str
    clause_key: str = ""
    answer: Answer | None = None


@transaction.atomic
def hold_hearing(  # noqa: PLR0913 -- an act has as many facts as the law asks for
    decision: Decision,
    *,
    began: time,
    ended: time,
    place: str,
    host: str,
    presenters: Sequence[str],
    recorder: str,
    supervisor: str = "",
    panel: Sequence[str] = (),
    presences: Sequence[Presence],
    presentation: str,
    statements: Sequence[Statement],
    debate: str = "",
    report: str = "",
    feedback: str = "",
    signed_record: Sequence[Upload] = (),
    recordings: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Filed:
    """Record a hearing as it was held: presence, the three parts in order, and what participants say of the record.

    What participants said joins the opinions that are answered. Where no act that answers opinions lies ahead, each
    statement is answered here, so that none is lost.

    Raises:
        Refusal: The papers came late, too few were present, a party had nobody, the record is not confirmed, or a
            statement has no answer and none can follow; then participants are also told in writing, where the place
            asks for it.
        ValidationError: No hearing is announced, or it was held before its day.
    """
    hearing = announced(decision)
    if on != hearing.hearing_on:
        raise ValidationError(
            {
                "on": _("The hearing was announced for %(day)s; hold it on that day, or postpone it first.")
                % {"day": hearing.hearing_on.isoformat()}
            }
        )
    if ended <= began:
        raise ValidationError({"ended": _("The end must follow the beginning.")})
    _take_presence(hearing, presences)
    hearing.held_on = on
    hearing.place = place
    hearing.host = host.strip()
    hearing.presenters = [name.strip() for name in presenters if name.strip()]
    hearing.recorder = recorder.strip()
    hearing.supervisor = supervisor.strip()
    hearing.panel = [name.strip() for name in panel if name.strip()]
    hearing.presentation = presentation
    hearing.debate = debate
    hearing.has_signed_record = bool(signed_record)
    hearing.has_report = bool(report.strip())
    hearing.full_clean(exclude=["channels", "material"])
    hearing.save()
    opinions = _take_statements(decision, hearing, statements, on=on, by=by)
    participants = list(hearing_selectors.participants_of(hearing))
    selection, listing, composition = hearing_selectors.participant_facts(hearing, participants)
    roles, attendance, conducted, sitting, reported = hearing_selectors.sitting_facts(hearing)
    answers_follow = selectors.answers_are_to_come(decision)
    demands: list[tuple[Any, object]] = [
        (rules.selection_is_fair, selection),
        (rules.list_is_published, listing),
        (rules.participants_are_balanced, composition),
        (rules.papers_are_delivered, hearing_selectors.delivery_facts(hearing)),
        (rules.enough_are_present, attendance),
        (rules.panel_is_as_local_rules_say, conducted),
        (rules.host_does_not_present, roles),
        (rules.hearing_is_in_order, sitting),
        (rules.report_is_written, reported),
    ]
    if not answers_follow:
        fresh = selectors.opinions_of(decision).filter(pk__in=[opinion.pk for opinion in opinions])
        demands.append((opinions_are_answered, selectors.answered_facts(fresh)))
        if feedback.strip():
            hearing.feedback = feedback.strip()
            hearing.save(update_fields=["feedback"])
        demands.append((rules.participants_are_told, hearing_selectors.feedback_facts(hearing)))
    require(decision.pack, *demands)
    times = {"began": f"{began:%H:%M}", "ended": f"{ended:%H:%M}"}
    common: dict[str, Any] = {"act": "hold_hearing", "on": on, "by": by, "producer": hearing.organiser}
    deposit(
        decision,
        **papers.agenda(hearing, participants, **times),
        **common,
        files=recordings,
        rules=[rules.enough_are_present, rules.panel_is_as_local_rules_say, rules.host_does_not_present],
    )
    material = deposit(
        decision,
        **papers.proceedings(hearing, participants, opinions, **times),
        **common,
        files=signed_record,
        rules=[rules.hearing_is_in_order, rules.papers_are_delivered, rules.selection_is_fair],
        snapshot=hearing.snapshot,
    )
    if hearing.has_report:
        deposit(
            decision,
            **papers.report(hearing, report),
            **common,
            rules=[rules.report_is_written],
            snapshot=hearing.snapshot,
        )
    if opinions and not answers_follow:
        file_answers(decision, opinions=opinions, act="hold_hearing", on=on, by=by, hearing=hearing, feedback=feedback)
    return Filed(hearing, material)


def _take_presence(hearing: Hearing, presences: Sequence[Presence]) -> None:
    said = {presence.participant.pk: presence for presence in presences}
    for participant in hearing.participants.all():
        presence = said.pop(participant.pk, None)
        participant.is_present = bool(presence and presence.is_present)
        if presence is not None and presence.is_present:
            participant.confirmation = presence.confirmation
            participant.remark = presence.remark.strip()
        participant.full_clean(exclude=["is_present"])
        participant.save()
    if said:
        stranger = next(iter(said.values()))
        raise ValidationError(_("%(name)s is not on the list of this hearing.") % {"name": stranger.participant})


def _take_statements(
    decision: Decision, hearing: Hearing, statements: Sequence[Statement], *, on: date, by: User
) -> list[PublicOpinion]:
    present = set(hearing.participants.filter(is_present=True).values_list("pk", flat=True))
    received_at = timezone.now()
    opinions = []
    for said in statements:
        if said.participant.pk not in present:
            raise ValidationError(_("%(name)s speaks but is not present.") % {"name": said.participant})
        opinion = keep_opinion(
            decision,
            channel=Channel.HEARING,
            body=said.body,
            author=Author(
                tier=AuthorTier.NAMED, name=said.participant.name, organisation=said.participant.organisation
            ),
            clause_key=said.clause_key,
            on=on,
            received_at=received_at,
            hearing=hearing,
            participant=said.participant,
            entered_by=by,
        )
        if said.answer is not None:
            give_answer(decision, opinions=[opinion], answer=said.answer, on=on, by=by)
        opinions.append(opinion)
    return opinions
