"""Reading what follows a sitting: written opinions on its record, its confirmation, a draft that was shelved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import may_act
from decisions.deliberation.facts import ConfirmationFacts, ShelvedFacts, WrittenFacts, WrittenOpinion
from decisions.deliberation.local_rules import lapses_on
from decisions.deliberation.majority import Position, Result
from decisions.deliberation.models import (
    Admission,
    Attendance,
    Capacity,
    DecisionRecord,
    DeliberationRequest,
    Presence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from decisions.cases.models import Decision
    from decisions.deliberation.facts import Speaker


# --- written opinions


def written_facts(speakers: Sequence[Speaker], *, on: date) -> WrittenFacts:
    """Return the written opinions that came to a discussion."""
    return WrittenFacts(
        on=on,
        opinions=tuple(
            WrittenOpinion(
                name=speaker.called,
                is_absent_member=speaker.capacity == Capacity.MEMBER and speaker.presence != Presence.PRESENT,
                received_on=speaker.written_on,
            )
            for speaker in speakers
            if speaker.written.strip()
        ),
    )


# --- shelving


def shelved_record(decision: Decision) -> DecisionRecord | None:
    """Return the record by which the meeting shelved the draft, while nothing has followed it but returns.

    A draft that is submitted again is no longer shelved; one whose papers were returned is shelved as before.
    """
    record = (
        DecisionRecord.objects.filter(item__admission__request__decision=decision)
        .select_related("decided_by", "item__admission__request")
        .order_by("-item__admission__request__round")
        .first()
    )
    if record is None or record.result != Result.SHELVE:
        return None
    latest = DeliberationRequest.objects.filter(decision=decision).order_by("-round").first()
    if latest is None or latest.pk == record.item.admission.request_id:
        return record
    returned = Admission.objects.filter(request=latest, is_admitted=False).exists()
    return record if returned else None


def lapse_day(decision: Decision) -> date | None:
    """Return the last day on which a shelved draft may come back; none where it is not shelved, or never lapses."""
    record = shelved_record(decision)
    return lapses_on(record.on, decision.pack) if record is not None else None


def shelved_facts(
    decision: Decision, record: DecisionRecord, *, back_on: date | None = None, today: date | None = None
) -> ShelvedFacts:
    """Return how a shelved draft stands on a day, today where none is named."""
    return ShelvedFacts(
        shelved_on=record.on,
        back_on=back_on,
        today=today or timezone.localdate(),
        has_lapsed=decision.status == Status.LAPSED,
    )


def shelved_facts_of(decision: Decision) -> Iterator[ShelvedFacts]:
    """Return how each shelving of the record stands."""
    shelved = list(
        DecisionRecord.objects.filter(item__admission__request__decision=decision, result=Result.SHELVE)
        .select_related("item__admission__request")
        .order_by("item__admission__request__round")
    )
    if not shelved:
        return
    submitted = dict(DeliberationRequest.objects.filter(decision=decision).values_list("round", "on"))
    for record in shelved:
        yield shelved_facts(decision, record, back_on=submitted.get(record.item.admission.request.round + 1))


# --- confirmation of the record


def to_confirm(decision: Decision) -> QuerySet[Attendance]:
    """Return the members who were there and have not confirmed the record, of every discussion."""
    return (
        Attendance.objects.filter(
            item__admission__request__decision=decision,
            item__record__isnull=False,
            capacity=Capacity.MEMBER,
            presence=Presence.PRESENT,
            confirmation__isnull=True,
        )
        .exclude(view__position=Position.RECUSED)
        .select_related("item__record", "user", "view")
        .order_by("item__admission__request__round", "pk")
    )


def keeps_minutes(decision: Decision, user: User) -> bool:
    """Whether a user keeps the minutes, and so enters what members confirmed on paper."""
    return may_act(user, decision, verb="correct_minutes", lane=Lane.GOVERNMENT_OFFICE)


def may_be_confirmed_by(decision: Decision, user: User) -> QuerySet[Attendance]:
    """Return the places on the record that a user may confirm: one's own, and who keeps the minutes every other."""
    found = to_confirm(decision)
    return found if keeps_minutes(decision, user) else found.filter(user=user)


def passages(record: DecisionRecord) -> list[Attendance]:
    """Return the members who were there, in the order of speaking, with what the record holds of each."""
    return list(
        Attendance.objects.filter(item=record.item_id, capacity=Capacity.MEMBER, presence=Presence.PRESENT)
        .exclude(view__position=Position.RECUSED)
        .select_related("view", "confirmation")
        .order_by("view__sequence", "pk")
    )


def confirmation_facts(record: DecisionRecord, rows: Iterable[Attendance]) -> ConfirmationFacts:
    """Return who confirmed a record and when.

    Args:
        record: The record.
        rows: The attendance of its item, with the confirmations.
    """
    recused = set(record.item.views.filter(position=Position.RECUSED).values_list("attendance_id", flat=True))
    return ConfirmationFacts(
        number=record.minutes_number,
        recorded_on=record.on,
        members=tuple(
            (row.name, row.confirmation.on if hasattr(row, "confirmation") else None)
            for row in rows
            if row.capacity == Capacity.MEMBER and row.presence == Presence.PRESENT and row.pk not in recused
        ),
        today=timezone.localdate(),
    )
