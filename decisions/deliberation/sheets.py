"""The readable half of what deliberation files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.deliberation.majority import Position, Result
from decisions.deliberation.models import Capacity, Presence
from decisions.deliberation.package import ITEM_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from decisions.cases.models import Decision
    from decisions.deliberation.facts import PackageFacts, Speaker
    from decisions.deliberation.models import (
        AgendaItem,
        CongressReport,
        DecisionRecord,
        DeliberationRequest,
        MinutesAddendum,
        MinutesConfirmation,
        PartyReport,
    )


@in_chinese
def request_sheet(decision: Decision, request: DeliberationRequest) -> Sheet:
    """H01."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Lead unit"), decision.lead_unit),
            (_("Number of the request"), request.number),
            (_("Round"), request.round),
            (_("Text submitted"), f"{request.snapshot} {request.snapshot.short_digest}"),
            (_("Submitted on"), request.on),
        )
        .text(_("What is asked"), request.statement)
    )


@in_chinese
def package_sheet(decision: Decision, facts: PackageFacts) -> Sheet:
    """H02."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("SHA-256 of the text submitted"), facts.digest))
        .table(
            _("Papers for the discussion"),
            [_("Item"), _("Kind of paper"), _("Article"), _("Papers on file")],
            [
                [
                    item.number,
                    ITEM_TITLES[item.number],
                    _("Art. 29 (%(number)d)") % {"number": item.number},
                    "；".join(item.papers) or item.waived or _("None owed"),
                ]
                for item in facts.items
            ],
        )
    )


def _checks_table(sheet: Sheet, checks: Sequence[Mapping[str, Any]]) -> Sheet:
    words = {"complete": _("Complete"), "missing": _("Incomplete"), "waived": _("Not owed")}
    return sheet.table(
        _("Check of the papers"),
        [_("Item"), _("Kind of paper"), _("Result"), _("Remark")],
        [[check["number"], ITEM_TITLES[check["number"]], words[check["verdict"]], check["note"]] for check in checks],
    )


@in_chinese
def notice_sheet(decision: Decision, item: AgendaItem, checks: Sequence[Mapping[str, Any]]) -> Sheet:
    """H03: notice and agenda."""
    sheet = Sheet().rows(
        (_("Matter"), decision),
        (_("Meeting"), item.meeting.get_kind_display()),
        (_("Number of the meeting"), item.meeting.number),
        (_("Held on"), item.meeting.on),
        (_("Place"), item.meeting.place),
        (_("Chair"), item.meeting.chair),
        (_("Agenda item"), item.position),
        (_("Papers sent to the members on"), item.papers_sent_on),
        (_("Text on the agenda"), f"{item.snapshot} {item.snapshot.short_digest}"),
    )
    return _checks_table(sheet, checks)


@in_chinese
def return_sheet(
    decision: Decision, request: DeliberationRequest, checks: Sequence[Mapping[str, Any]], *, reason: str
) -> Sheet:
    """H02: the request goes back."""
    sheet = (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number of the request"), request.number),
            (_("Result"), _("Returned")),
        )
        .text(_("Reasons"), reason)
    )
    return _checks_table(sheet, checks)


@in_chinese
def attendance_sheet(decision: Decision, item: AgendaItem, speakers: Sequence[Speaker], *, postponed: str) -> Sheet:
    """H03: who was there."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Meeting"), item.meeting), (_("Why on another day"), postponed))
        .table(
            _("Attendance"),
            [_("Full name"), _("Unit and post"), _("Capacity"), _("Presence"), _("Remark")],
            [
                [
                    speaker.name,
                    speaker.post,
                    Capacity(speaker.capacity).label,
                    Presence(speaker.presence).label,
                    _remark(speaker),
                ]
                for speaker in speakers
            ],
        )
    )


def _remark(speaker: Speaker) -> str:
    if speaker.presides and speaker.is_head:
        return _("Head; presides")
    if speaker.presides:
        return _("Presides by delegation %(number)s") % {"number": speaker.delegation}
    return _("Head") if speaker.is_head else ""


def _stand(speaker: Speaker) -> str:
    return str(Position(speaker.position).label) if speaker.position else ""


@in_chinese
def record_sheet(decision: Decision, record: DecisionRecord, speakers: Sequence[Speaker]) -> Sheet:
    """H04: each speaker in order, each dissent word for word, the head last, and what the head decided."""
    spoken = [speaker for speaker in speakers if speaker.speaks]
    differing = [speaker for speaker in spoken if speaker.position and Position(speaker.position).needs_words]
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Meeting"), record.item.meeting),
            (_("Discussed on"), record.on),
            (_("Presided over by"), record.decided_by.name),
            (_("Minute-taker"), record.minute_taker),
            (_("Text discussed"), f"{record.snapshot_in} {record.snapshot_in.short_digest}"),
            (_("Opening by who presides"), record.get_opening_display()),
        )
        .text(_("Words of the opening"), record.opening_words)
        .table(
            _("Speakers in order"),
            [_("Order"), _("Speaker"), _("Unit and post"), _("Capacity"), _("Position"), _("What was said")],
            [
                [
                    place,
                    speaker.name,
                    speaker.post,
                    Capacity(speaker.capacity).label,
                    _stand(speaker),
                    speaker.text,
                ]
                for place, speaker in enumerate(spoken, 1)
            ],
        )
        .table(
            _("Different opinions"),
            [_("Speaker"), _("Position"), _("What was said")],
            [[speaker.name, _stand(speaker), speaker.text] for speaker in differing],
        )
        .table(
            _("Written opinions of absent members (counted neither for the quorum nor among the positions)"),
            [_("Full name"), _("Unit and post"), _("Received on"), _("Written opinion")],
            [
                [speaker.name, speaker.post, speaker.written_on, speaker.written]
                for speaker in speakers
                if speaker.written.strip()
            ],
        )
        .table(_("Positions counted"), [_("Position"), _("Members")], _counts(record))
        .rows(
            (_("Outcome"), Result(record.result).label),
            (_("Departs from the majority"), record.departs_from_majority),
            (_("Text adopted"), record.snapshot_out and f"{record.snapshot_out} {record.snapshot_out.short_digest}"),
        )
        .text(_("Reasons the head gave at the meeting"), record.reason)
        .text(_("What was decided"), record.conclusion)
    )


def _counts(record: DecisionRecord) -> list[list[object]]:
    labels = {"members": _("All members"), "present": _("Present and not recused")}
    return [[labels.get(value) or Position(value).label, count] for value, count in record.tally.items()]


@in_chinese
def minutes_sheet(decision: Decision, record: DecisionRecord, speakers: Sequence[Speaker]) -> Sheet:
    """H05: the minutes as issued."""

    def names(capacity: str, *presence: str) -> list[str]:
        return [speaker.name for speaker in speakers if speaker.capacity == capacity and speaker.presence in presence]

    return (
        Sheet()
        .rows(
            (_("Number of the minutes"), record.minutes_number),
            (_("Meeting"), record.item.meeting),
            (_("Discussed on"), record.on),
            (_("Place"), record.item.meeting.place),
            (_("Presided over by"), record.decided_by.name),
            (_("Present"), names(Capacity.MEMBER, Presence.PRESENT)),
            (_("Absent"), names(Capacity.MEMBER, Presence.ABSENT, Presence.EXCUSED)),
            (_("Attending"), names(Capacity.ATTENDING, Presence.PRESENT)),
            (_("Observers"), names(Capacity.OBSERVER, Presence.PRESENT)),
            (_("Minute-taker"), record.minute_taker),
            (_("Matter"), decision),
            (_("Outcome"), Result(record.result).label),
        )
        .text(_("What was decided"), record.conclusion)
    )


@in_chinese
def changes_sheet(decision: Decision, record: DecisionRecord, changes: Sequence[tuple[str, str, str]]) -> Sheet:
    """H06: what the meeting changed, clause by clause, and the final text."""
    out = record.snapshot_out
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number of the minutes"), record.minutes_number),
            (_("Text discussed"), f"{record.snapshot_in} {record.snapshot_in.short_digest}"),
            (_("Text adopted"), out and f"{out} {out.short_digest}"),
        )
        .text(_("What was changed and why"), record.change_reason)
        .table(_("Changed clauses"), [_("Clause"), _("Before"), _("After")], changes)
        .table(
            _("Final text"),
            [_("Clause"), _("Text")],
            [[clause.name, clause.text] for clause in out.draft.clauses.all()] if out else [],
        )
    )


@in_chinese
def ending_sheet(decision: Decision, record: DecisionRecord, reason: str) -> Sheet:
    """H05, supplement: the matter ends."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Number of the minutes"), record.minutes_number))
        .text(_("Why the procedure ends"), reason)
    )


@in_chinese
def confirmation_sheet(decision: Decision, record: DecisionRecord, confirmation: MinutesConfirmation) -> Sheet:
    """H04, supplement: a member's word on the record."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number of the minutes"), record.minutes_number),
            (_("Member of the meeting"), confirmation.attendance.name),
            (_("Unit and post"), confirmation.attendance.post),
            (_("Answer"), confirmation.get_answer_display()),
            (_("Given in the system by the member"), confirmation.is_own),
            (_("Confirmed on"), confirmation.on),
        )
        .text(_("What is to be corrected"), confirmation.remark)
    )


@in_chinese
def addendum_sheet(decision: Decision, addendum: MinutesAddendum) -> Sheet:
    """H04, supplement."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number of the minutes"), addendum.record.minutes_number),
            (_("Addendum"), addendum.sequence),
            (_("Confirmed by"), addendum.confirmed_by),
            (_("Corrected on"), addendum.on),
        )
        .text(_("Passage concerned"), addendum.passage)
        .text(_("Correct wording"), addendum.correction)
        .text(_("Reason"), addendum.reason)
    )


@in_chinese
def party_sheet(decision: Decision, report: PartyReport) -> Sheet:
    """H07."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number of the minutes"), report.record.minutes_number),
            (_("Number of the report"), report.report_number),
            (_("Reported on"), report.reported_on),
            (_("Reply"), report.get_reply_display()),
            (_("Number of the reply"), report.reply_number),
            (_("Replied on"), report.on),
        )
        .text(_("What the reply says"), report.content)
    )


@in_chinese
def congress_sheet(decision: Decision, report: CongressReport) -> Sheet:
    """H08."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Reported to"), report.body),
            (_("Decided by the congress itself"), report.is_decided_there),
            (_("Number of the report"), report.report_number),
            (_("Reported on"), report.reported_on),
            (_("Opinion"), report.get_reply_display()),
            (_("Number of the opinion"), report.reply_number),
            (_("Opinion given on"), report.on),
        )
        .text(_("What the opinion says"), report.content)
    )
