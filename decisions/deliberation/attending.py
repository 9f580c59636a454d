"""Who was at an item of a meeting, what they said in which order, and what the rules judge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Membership, UnitKind
from accounts.selectors import held_on
from decisions.deliberation.facts import MeetingFacts, MinutesFacts, OutcomeFacts, Speaker, SpeakingFacts
from decisions.deliberation.majority import Position, Tally, tally
from decisions.deliberation.models import Capacity, Presence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from decisions.cases.models import Decision
    from decisions.deliberation.models import AgendaItem, Attendance, DecisionRecord, WrittenView


def speakers_of(item: AgendaItem) -> list[Speaker]:
    """Return who was at an item and what they said, in the order of speaking; the silent follow."""
    views = {view.attendance_id: view for view in item.views.all()}
    found = [
        Speaker(
            name=row.name,
            post=row.post,
            capacity=row.capacity,
            presence=row.presence,
            user=row.user,
            is_head=row.is_head,
            presides=row.presides,
            delegation=row.delegation,
            order=views[row.pk].sequence if row.pk in views else None,
            position=views[row.pk].position if row.pk in views else "",
            text=views[row.pk].text if row.pk in views else "",
            **_written(row),
        )
        for row in item.attendances.all()
    ]
    return sorted(found, key=lambda speaker: (speaker.order is None, speaker.order or 0))


def _written(row: Attendance) -> dict[str, Any]:
    written: WrittenView | None = getattr(row, "written_view", None)
    return {"written": written.text, "written_on": written.received_on} if written is not None else {}


def counted_of(speakers: Sequence[Speaker]) -> Tally:
    """Count the positions of the members present."""
    members = [speaker for speaker in speakers if speaker.capacity == Capacity.MEMBER]
    return tally((item.position for item in members if item.is_present_member and item.position), members=len(members))


def meeting_facts(
    item: AgendaItem, speakers: Sequence[Speaker], *, on: date, is_held: bool, attending: tuple[bool, bool]
) -> MeetingFacts:
    """Return the facts of the meeting at which an item is discussed."""
    lead, legal = attending
    return MeetingFacts(
        kind=item.meeting.kind,
        number=item.meeting.number,
        on=on,
        papers_sent_on=item.papers_sent_on,
        is_held=is_held,
        members=sum(speaker.capacity == Capacity.MEMBER for speaker in speakers),
        present=sum(speaker.is_present_member and speaker.position != Position.RECUSED for speaker in speakers),
        lead_unit_attends=lead,
        legal_head_attends=legal,
    )


def speaking_facts(speakers: Sequence[Speaker]) -> SpeakingFacts:
    """Return who was there and who spoke in which order; names with posts, because names repeat."""
    presiding = next((speaker for speaker in speakers if speaker.presides), None)
    return SpeakingFacts(
        present=tuple(
            speaker.called
            for speaker in speakers
            if speaker.is_present_member and speaker.position != Position.RECUSED
        ),
        spoke=tuple(speaker.called for speaker in speakers if speaker.speaks),
        presiding=presiding.called if presiding else "",
        is_head=bool(presiding and presiding.is_head),
        delegation=presiding.delegation if presiding else "",
    )


def outcome_facts(result: str, speakers: Sequence[Speaker], counted: Tally) -> OutcomeFacts:
    """Return what was decided; who decides is who presides."""
    presiding = next((speaker.called for speaker in speakers if speaker.presides), "")
    return OutcomeFacts(
        result=result,
        decider=presiding,
        presiding=presiding,
        favour=counted.of(Position.AGREE, Position.AGREE_WITH_CHANGES),
        members=counted.members,
        discussed=sum(speaker.is_present_member and speaker.speaks and not speaker.presides for speaker in speakers),
    )


def minutes_facts(speakers: Sequence[Speaker], minute_taker: str) -> MinutesFacts:
    """Return who differed in which words, and who took the minutes."""
    return MinutesFacts(
        differing=tuple(
            (speaker.called, speaker.text)
            for speaker in speakers
            if speaker.speaks and speaker.position and Position(speaker.position).needs_words
        ),
        minute_taker=minute_taker,
        deciders=tuple(speaker.name for speaker in speakers if speaker.is_present_member),
    )


def attended(record: DecisionRecord, decision: Decision, speakers: Sequence[Speaker]) -> tuple[bool, bool]:
    """Whether lead unit and legal body were there, as the record says."""
    if record.lead_attended is None or record.legal_attended is None:
        return represented(decision, speakers, on=record.on)
    return record.lead_attended, record.legal_attended


def represented(decision: Decision, speakers: Sequence[Speaker], *, on: date) -> tuple[bool, bool]:
    """Whether lead unit and justice bureau were there: an official of theirs, or somebody entered with their name."""
    present = [speaker for speaker in speakers if speaker.presence == Presence.PRESENT]
    users = [speaker.user.pk for speaker in present if speaker.user is not None]
    held = set(
        Membership.objects.filter(held_on(on), user__in=users).values_list("unit_id", "unit__kind", "unit__parent_id")
    )
    lead = decision.lead_unit
    by_lead = lead is not None and (
        any(unit == lead.pk for unit, _kind, _parent in held)
        or any(name in speaker.post for speaker in present for name in (lead.name, lead.short_name) if name)
    )
    by_legal = any(
        kind == UnitKind.JUSTICE_BUREAU and parent == decision.authority_id for _unit, kind, parent in held
    ) or any("司法局" in speaker.post or "司法厅" in speaker.post for speaker in present)
    return by_lead, by_legal
