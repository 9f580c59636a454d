"""Reading what the meeting did: the present round, its outcome, and the replies to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, UnitKind
from accounts.selectors import held_on
from decisions.cases.deadlines import Deadline
from decisions.deliberation import afterwards, attending
from decisions.deliberation.facts import (
    CongressFacts,
    DepartureFacts,
    OpeningFacts,
    PartyFacts,
)
from decisions.deliberation.local_rules import shelved_comes_back_in_time
from decisions.deliberation.majority import Result, Tally
from decisions.deliberation.models import (
    Admission,
    AgendaItem,
    Attendance,
    CongressReport,
    DecisionRecord,
    DeliberationRequest,
    Meeting,
    PartyReport,
    Reply,
    SpokenView,
)
from decisions.deliberation.package import from_data
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    speakers = attending.speakers_of(item)
    yield attending.meeting_facts(
        item,
        speakers,
        on=record.on if record else item.meeting.on,
        is_held=record is not None,
        attending=attending.attended(record, decision, speakers) if record else (True, True),
    )
    if record is None:
        return
    counted = Tally(
        members=record.tally["members"],
        present=record.tally["present"],
        counts=tuple((value, count) for value, count in record.tally.items() if value not in {"members", "present"}),
    )
    yield attending.speaking_facts(speakers)
    yield attending.outcome_facts(record.result, speakers, counted)
    yield DepartureFacts(
        result=record.result,
        counts=counted.counts,
        members=counted.members,
        present=counted.present,
        reason=record.reason,
        said_at_meeting=record.said_at_meeting,
    )
    yield attending.minutes_facts(speakers, record.minute_taker)
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
