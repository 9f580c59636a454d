"""Reading what the meeting did: the present round, its outcome, and the replies to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, UnitKind
from accounts.selectors import held_on
from decisions.cases.deadlines import Deadline
from decisions.deliberation import afterwards
from decisions.deliberation.facts import (
    CongressFacts,
    DepartureFacts,
    MeetingFacts,
    MinutesFacts,
    OpeningFacts,
    OutcomeFacts,
    PartyFacts,
    Speaker,
    SpeakingFacts,
)
from decisions.deliberation.local_rules import shelved_comes_back_in_time
from decisions.deliberation.majority import Position, Result, Tally, tally
from decisions.deliberation.models import (
    Admission,
    AgendaItem,
    Attendance,
    Capacity,
    CongressReport,
    DecisionRecord,
    DeliberationRequest,
    Meeting,
    PartyReport,
    Presence,
    Reply,
    SpokenView,
    WrittenView,
)
from decisions.deliberation.package import from_data
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from decisions.cases.models import Decision

# Groups whose holders are members of the organ's meetings.
MEMBERS = ("executive_head", "meeting_member")


# --- the present round


def present_request(decision: Decision) -> DeliberationRequest | None:
    """Return the latest request for deliberation."""
    return decision.deliberation_requests.select_related("snapshot").order_by("-round").first()


def present_admission(decision: Decision) -> Admission | None:
    """Return what was found of the latest request, if it was checked."""
    request = present_request(decision)
    return Admission.objects.filter(request=request).first() if request else None


def present_item(decision: Decision) -> AgendaItem | None:
    """Return the agenda item of the present round."""
    request = present_request(decision)
    return (
        AgendaItem.objects.filter(admission__request=request).select_related("meeting", "snapshot").first()
        if request
        else None
    )


def present_record(decision: Decision) -> DecisionRecord | None:
    """Return what was decided in the present round."""
    item = present_item(decision)
    return (
        DecisionRecord.objects.filter(item=item).select_related("item__meeting", "decided_by", "snapshot_out").first()
        if item
        else None
    )


def last_record(decision: Decision) -> DecisionRecord | None:
    """Return the latest record, of whichever round."""
    return records(decision).order_by("-item__admission__request__round").first()


def records(decision: Decision) -> QuerySet[DecisionRecord]:
    """Return the records of every round."""
    return DecisionRecord.objects.filter(item__admission__request__decision=decision).select_related(
        "item__meeting", "decided_by", "snapshot_in", "snapshot_out"
    )


# --- what the flow asks


def is_admitted(decision: Decision) -> bool:
    """Whether the present request is on the agenda of a meeting."""
    admission = present_admission(decision)
    return admission is not None and admission.is_admitted


def is_adopted(decision: Decision) -> bool:
    """Whether the present round ended with an adoption."""
    record = present_record(decision)
    return record is not None and Result(record.result).adopts


def is_changed_in_substance(decision: Decision) -> bool:
    """Whether the meeting sent the draft back for a change in substance."""
    record = present_record(decision)
    return record is not None and record.result == Result.CHANGE_IN_SUBSTANCE


def is_rejected(decision: Decision) -> bool:
    """Whether the meeting did not adopt the draft."""
    record = present_record(decision)
    return record is not None and record.result == Result.REJECT


def party_report(decision: Decision) -> PartyReport | None:
    """Return the report to the Party committee of the present round."""
    record = present_record(decision)
    return PartyReport.objects.filter(record=record).first() if record else None


def congress_report(decision: Decision) -> CongressReport | None:
    """Return the report to the people's congress of the present round."""
    record = present_record(decision)
    return CongressReport.objects.filter(record=record).first() if record else None


def party_asks_for_changes(decision: Decision) -> bool:
    """Whether the Party committee asks for changes."""
    report = party_report(decision)
    return report is not None and report.reply == Reply.CHANGES


def party_does_not_agree(decision: Decision) -> bool:
    """Whether the Party committee does not agree."""
    report = party_report(decision)
    return report is not None and report.reply == Reply.NOT_AGREED


def report_to_congress_is_due(decision: Decision) -> bool:
    """Whether the matter goes to the people's congress, as was determined."""
    return decision.requires(Procedure.CONGRESS)


def congress_asks_for_changes(decision: Decision) -> bool:
    """Whether the people's congress asks for changes."""
    report = congress_report(decision)
    return report is not None and report.reply == Reply.CHANGES


def congress_does_not_agree(decision: Decision) -> bool:
    """Whether the people's congress does not agree."""
    report = congress_report(decision)
    return report is not None and report.reply == Reply.NOT_AGREED


def deadline(decision: Decision, node: str) -> Deadline | None:
    """Return until when a shelved draft may be submitted again; other steps have no period of their own."""
    last = afterwards.lapse_day(decision) if node == "submit_for_deliberation" else None
    if last is None:
        return None
    return Deadline(
        due_on=last,
        provision=shelved_comes_back_in_time.provision,
        title=_("Shelved draft lapses"),
        demand=_("to be submitted again before it lapses"),
    )


# --- facts


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage as the record holds them, of every round that came to the meeting."""
    request = present_request(decision)
    if request is None:
        return
    yield from_data(request.items, digest=request.snapshot.digest)
    items = (
        AgendaItem.objects.filter(admission__request__decision=decision)
        .select_related("meeting", "record__decided_by", "record__party_report", "record__congress_report")
        .prefetch_related(
            Prefetch(
                "attendances", queryset=Attendance.objects.select_related("user", "written_view", "confirmation")
            ),
            Prefetch("views", queryset=SpokenView.objects.select_related("attendance")),
        )
        .order_by("admission__request__round")
    )
    for item in items:
        yield from _facts_of(item, decision)
    yield from afterwards.shelved_facts_of(decision)


def _facts_of(item: AgendaItem, decision: Decision) -> Iterable[object]:
    record: DecisionRecord | None = getattr(item, "record", None)
    speakers = speakers_of(item)
    yield meeting_facts(
        item,
        speakers,
        on=record.on if record else item.meeting.on,
        is_held=record is not None,
        attending=_attended(record, decision, speakers) if record else (True, True),
    )
    if record is None:
        return
    counted = Tally(
        members=record.tally["members"],
        present=record.tally["present"],
        counts=tuple((value, count) for value, count in record.tally.items() if value not in {"members", "present"}),
    )
    yield speaking_facts(speakers)
    yield outcome_facts(record.result, speakers, counted)
    yield DepartureFacts(
        result=record.result,
        counts=counted.counts,
        members=counted.members,
        present=counted.present,
        reason=record.reason,
        said_at_meeting=record.said_at_meeting,
    )
    yield minutes_facts(speakers, record.minute_taker)
    yield OpeningFacts(opening=record.opening, words=record.opening_words)
    yield afterwards.written_facts(speakers, on=record.on)
    yield afterwards.confirmation_facts(record, item.attendances.all())
    party: PartyReport | None = getattr(record, "party_report", None)
    if party is not None:
        yield PartyFacts(
            decided_on=record.on,
            reported_on=party.reported_on,
            report_number=party.report_number,
            replied_on=party.on,
            reply=party.reply,
            reply_number=party.reply_number,
        )
    congress: CongressReport | None = getattr(record, "congress_report", None)
    if congress is not None:
        yield CongressFacts(
            decided_on=record.on,
            reported_on=congress.reported_on,
            report_number=congress.report_number,
            replied_on=congress.on,
            reply=congress.reply,
        )


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


def _attended(record: DecisionRecord, decision: Decision, speakers: Sequence[Speaker]) -> tuple[bool, bool]:
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


# --- what forms offer


def meetings_to_come(decision: Decision, *, on: date) -> QuerySet[Meeting]:
    """Return the meetings of the organ that a draft may still go to."""
    return Meeting.objects.filter(authority=decision.authority, on__gte=on).order_by("on", "pk")


def members_of(decision: Decision, *, on: date) -> list[tuple[User, Membership]]:
    """Return the members of the organ's meetings with their office, the head first."""
    offices = (
        Membership.objects.filter(
            held_on(on),
            Q(unit=decision.authority) | Q(unit__parent=decision.authority, unit__kind=UnitKind.GOVERNMENT_OFFICE),
            group__name__in=MEMBERS,
            user__is_active=True,
        )
        .select_related("user", "group", "unit")
        .order_by("group__name", "pk")
    )
    found: dict[int, tuple[User, Membership]] = {}
    for office in offices:
        found.setdefault(office.user_id, (office.user, office))
    return list(found.values())


def officials_of(decision: Decision, *, on: date) -> QuerySet[User]:
    """Return the officials of the organ and its units, who may be at a meeting."""
    return (
        get_user_model()
        .objects.filter(
            held_on(on, "memberships__"),
            Q(memberships__unit=decision.authority_id) | Q(memberships__unit__parent=decision.authority_id),
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )
