"""Reading hearings: who takes part, what reached them when, and what the rules judge of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Max, Prefetch

from decisions.participation import facts
from decisions.participation.choices import ParticipantCategory
from decisions.participation.models import Hearing, HearingParticipant, PublicOpinion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from archive.models import Material
    from decisions.cases.models import Decision


def current_hearing(decision: Decision) -> Hearing | None:
    """Return the hearing announced and not held yet."""
    return Hearing.objects.filter(decision=decision, held_on__isnull=True).select_related("snapshot").first()


def hearing_determination(decision: Decision) -> Material | None:
    """Return the latest determination whether a hearing is needed (C08): the start files it, a revision again."""
    return decision.case.materials.filter(code="C08").order_by("-sequence").first()


def participants_of(hearing: Hearing) -> QuerySet[HearingParticipant]:
    """Return the participants with their party and the day the papers reached them."""
    return (
        HearingParticipant.objects.filter(hearing=hearing)
        .select_related("party")
        .annotate(delivered_on=Max("deliveries__delivered_on"))
        .order_by("pk")
    )


def participants_without_proof(hearing: Hearing) -> QuerySet[HearingParticipant]:
    """Return the participants of whom nothing proves yet that the papers reached them."""
    return HearingParticipant.objects.filter(hearing=hearing, deliveries__isnull=True).order_by("pk")


def feedback_facts(hearing: Hearing, *, is_closing: bool = True) -> facts.Feedback:
    """Return how those who spoke at a hearing were told what became of it."""
    return facts.Feedback(statements=hearing.opinions.count(), told=hearing.feedback, is_closing=is_closing)


def hearings_to_tell(opinions: Iterable[PublicOpinion]) -> list[Hearing]:
    """Return the hearings some opinions were voiced at, whose participants were not told yet."""
    found = {opinion.hearing_id for opinion in opinions if opinion.hearing_id is not None}
    return list(Hearing.objects.filter(pk__in=found, feedback="").order_by("number"))


def necessity_facts(hearing: Hearing) -> facts.Necessity:
    """Return why a hearing is held."""
    return facts.Necessity(ground=hearing.ground, is_mandated=hearing.is_mandated, mandate=hearing.mandate)


def hearing_notice_facts(hearing: Hearing) -> facts.HearingNotice:
    """Return what the announcement says."""
    draft = hearing.snapshot.draft
    return facts.HearingNotice(
        published_on=hearing.published_on,
        hearing_on=hearing.held_on or hearing.hearing_on,
        begins_at=f"{hearing.begins_at:%H:%M}",
        place=hearing.place,
        has_draft=draft.clauses.exists(),
        has_explanation=bool(draft.explanation.strip()),
        channels=tuple(channel["name"] for channel in hearing.channels),
    )


def participant_facts(hearing: Hearing, participants: Sequence[HearingParticipant]) -> list[object]:
    """Return what the list of participants is judged by: selection, publication, composition."""
    day = hearing.held_on or hearing.hearing_on
    categories = Counter(participant.category for participant in participants)
    return [
        facts.Selection(
            is_needed=hearing.needs_selection,
            method=hearing.selection_method,
            method_published_on=hearing.published_on,
            selected_on=min((participant.selected_on for participant in participants), default=None),
            parties=tuple(party.name for party in hearing.parties.all()),
            represented=tuple({participant.party.name for participant in participants if participant.party}),
        ),
        facts.ListPublished(
            listed=len(participants),
            published_on=max((participant.listed_on for participant in participants), default=None),
            hearing_on=day,
        ),
        facts.Composition(
            participants=len(participants),
            interested=categories[ParticipantCategory.INTERESTED],
            public=categories[ParticipantCategory.PUBLIC],
            civil_servants=tuple(item.name for item in participants if item.is_civil_servant),
        ),
    ]


def delivery_facts(hearing: Hearing, *, is_closing: bool = True) -> facts.Deliveries:
    """Return when the papers first reached each participant."""
    first: dict[int, date] = {}
    participants = list(hearing.participants.prefetch_related("deliveries"))
    for participant in participants:
        for delivery in participant.deliveries.all():
            held = first.get(participant.pk)
            first[participant.pk] = min(held, delivery.delivered_on) if held else delivery.delivered_on
    return facts.Deliveries(
        hearing_on=hearing.held_on or hearing.hearing_on,
        delivered=tuple((participant.name, first.get(participant.pk)) for participant in participants),
        is_closing=is_closing,
    )


def sitting_facts(hearing: Hearing) -> list[object]:
    """Return what a hearing that was held is judged by."""
    participants = list(hearing.participants.all())
    present = [participant for participant in participants if participant.is_present]
    return [
        facts.Roles(host=hearing.host, presenters=tuple(hearing.presenters)),
        facts.Attendance(present=len(present), invited=len(participants)),
        facts.HearingPanel(members=len(hearing.panel), has_supervisor=bool(hearing.supervisor)),
        facts.Sitting(
            presentation=hearing.presentation,
            statements=hearing.opinions.count(),
            debate=hearing.debate,
            confirmations=tuple((item.name, item.confirmation, bool(item.remark.strip())) for item in present),
            has_signed_record=hearing.has_signed_record,
        ),
        facts.Report(is_written=hearing.has_report),
    ]


def _with_party() -> QuerySet[HearingParticipant]:
    return HearingParticipant.objects.select_related("party")


def evidence_of_hearings(decision: Decision, *, is_closing: bool) -> Iterable[object]:
    """Return every fact of the hearings as the record holds it.

    Args:
        decision: The decision.
        is_closing: Whether the answers are complete, so that those who spoke had to be told.
    """
    hearings = Hearing.objects.filter(decision=decision).select_related("snapshot__draft")
    for hearing in hearings.prefetch_related("parties", Prefetch("participants", _with_party())):
        yield necessity_facts(hearing)
        yield hearing_notice_facts(hearing)
        yield from participant_facts(hearing, list(hearing.participants.all()))
        yield delivery_facts(hearing, is_closing=hearing.held_on is not None)
        if hearing.held_on is not None:
            yield from sitting_facts(hearing)
            yield feedback_facts(hearing, is_closing=is_closing)
