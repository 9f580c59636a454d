"""What a discussion leaves on file: attendance, record, minutes, changes, and later corrections (art. 30(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.services import deposit
from decisions.cases.validation import validate
from decisions.cases.wording import in_chinese
from decisions.deliberation import local_rules, rules, selectors, sheets
from decisions.deliberation.majority import Result
from decisions.deliberation.models import Attendance, Capacity, MinutesAddendum, Presence
from decisions.statutes.comparison import Change, compare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.deliberation.facts import Speaker
    from decisions.deliberation.models import DecisionRecord
    from decisions.statutes.rule import Rule

RULES = (
    rules.meeting_discusses,
    rules.head_decides,
    rules.head_speaks_last,
    rules.departure_is_explained,
    rules.dissent_is_recorded,
    rules.minute_taker_does_not_decide,
    local_rules.head_opens_neutrally,
    local_rules.written_opinions_are_in_order,
)


def file_minutes(
    decision: Decision,
    record: DecisionRecord,
    spoken: Sequence[Speaker],
    *,
    postponed: str,
    files: Sequence[Upload],
    asked: Sequence[Rule],
) -> Material:
    """Save the record of a discussion and file its papers.

    Args:
        record: What was decided, not saved yet.
        spoken: Everybody there in the order of speaking.
        postponed: Why the item was discussed on another day than the meeting was called for.
        files: The signed record.
        asked: The rules the act answers to.

    Returns:
        The record filed as H04.
    """
    common: dict[str, Any] = {"act": "deliberate", "on": record.on, "by": record.by}
    deposit(
        decision,
        code="H03",
        title=_("Attendance of the meeting"),
        data={"attendance": [_person(speaker) for speaker in spoken], "postponed": postponed},
        sheet=sheets.attendance_sheet(decision, record.item, spoken, postponed=postponed),
        rules=[rules.meeting_discusses],
        snapshot=record.snapshot_in,
        **common,
    )
    filed = deposit(
        decision,
        code="H04",
        title=code_of("H04").title,
        data={
            "minutes": record.minutes_number,
            "views": [
                {**_person(speaker), "position": speaker.position, "text": speaker.text}
                for speaker in spoken
                if speaker.speaks
            ],
            "result": record.result,
            "tally": record.tally,
            "majority_base": record.majority_base,
            "departs_from_majority": record.departs_from_majority,
            "reason": record.reason,
            "said_at_meeting": record.said_at_meeting,
            "opening": record.opening,
            "opening_words": record.opening_words,
            "written": [
                {**_person(speaker), "text": speaker.written, "received_on": speaker.written_on}
                for speaker in spoken
                if speaker.written.strip()
            ],
            "conclusion": record.conclusion,
            "minute_taker": record.minute_taker,
            "snapshot_out": record.snapshot_out
            and {"sequence": record.snapshot_out.sequence, "digest": record.snapshot_out.digest},
        },
        sheet=sheets.record_sheet(decision, record, spoken),
        files=files,
        rules=asked,
        snapshot=record.snapshot_in,
        **common,
    )
    record.entry = filed.entry
    validate(record)
    record.save()
    deposit(
        decision,
        code="H05",
        title=code_of("H05").title,
        data={"number": record.minutes_number, "result": record.result, "conclusion": record.conclusion},
        sheet=sheets.minutes_sheet(decision, record, spoken),
        number=record.minutes_number,
        rules=RULES,
        expectations=_expectations(record),
        snapshot=record.snapshot_out or record.snapshot_in,
        **common,
    )
    if record.result == Result.ADOPT_WITH_CHANGES:
        _file_changes(decision, record, common)
    return filed


@in_chinese
def _expectations(record: DecisionRecord) -> list[Expect]:
    if not Result(record.result).adopts:
        return []
    changed = record.result == Result.ADOPT_WITH_CHANGES
    return [
        Expect(
            code="H06",
            is_required=changed,
            reason=gettext("The meeting changed the wording") if changed else gettext("Adopted without changes"),
            decided_by=record.decided_by.name,
        )
    ]


def _file_changes(decision: Decision, record: DecisionRecord, common: dict[str, Any]) -> None:
    out = record.snapshot_out
    assert out is not None  # noqa: S101 -- a constraint of the record
    before, after = list(record.snapshot_in.draft.clauses.all()), list(out.draft.clauses.all())
    changes = [
        (change.name, change.old_text, change.new_text)
        for change in compare(before, after)
        if change.change is not Change.UNCHANGED
    ]
    deposit(
        decision,
        code="H06",
        title=code_of("H06").title,
        data={
            "change_class": record.change_class,
            "reason": record.change_reason,
            "before": record.snapshot_in.digest,
            "clauses": [{"key": clause.key, "heading": clause.heading, "text": clause.text} for clause in after],
        },
        sheet=sheets.changes_sheet(decision, record, changes),
        snapshot=out,
        **common,
    )


def _person(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "post": speaker.post,
        "username": speaker.user.username if speaker.user else "",
        "capacity": speaker.capacity,
        "presence": speaker.presence,
        "is_head": speaker.is_head,
        "presides": speaker.presides,
        "delegation": speaker.delegation,
    }


@transaction.atomic
def correct_minutes(
    decision: Decision,
    *,
    passage: str,
    correction: str,
    reason: str,
    confirmed_by: str,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Add a correction to signed minutes; the minutes themselves stay as they are (SOD-09).

    Args:
        confirmed_by: The person whose words are concerned, or who presided.

    Returns:
        The addendum filed under H04.

    Raises:
        ValidationError: There are no minutes, it is earlier than they are, or a member who decided corrects them.
    """
    record = selectors.last_record(decision)
    if record is None:
        raise ValidationError(_("There are no minutes yet."))
    if on < record.on:
        raise ValidationError({"on": _("The minutes are of %(day)s.") % {"day": record.on.isoformat()}})
    if Attendance.objects.filter(
        item=record.item, user=by, capacity=Capacity.MEMBER, presence=Presence.PRESENT
    ).exists():
        raise ValidationError(_("Who took part in deciding does not correct the minutes."))
    addendum = MinutesAddendum(
        record=record,
        sequence=record.addenda.count() + 1,
        passage=passage,
        correction=correction,
        reason=reason,
        confirmed_by=confirmed_by,
        on=on,
        by=by,
    )
    validate(addendum)
    addendum.save()
    return deposit(
        decision,
        code="H04",
        title=_("Addendum to the record of the meeting"),
        act="correct_minutes",
        data={
            "minutes": record.minutes_number,
            "sequence": addendum.sequence,
            "passage": passage,
            "correction": correction,
            "reason": reason,
            "confirmed_by": confirmed_by,
        },
        sheet=sheets.addendum_sheet(decision, addendum),
        files=files,
        rules=[rules.minute_taker_does_not_decide],
        on=on,
        by=by,
    )
