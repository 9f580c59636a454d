"""The discussion itself: attendance, views in order, and the head's decision (art. 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.models import Upload
from decisions.cases.models import ApprovalKind, ChangeClass, Clause
from decisions.cases.selectors import attachments_of, gate_demands
from decisions.cases.services import approve, issue_number, require, take_snapshot, write_draft
from decisions.cases.validation import validate
from decisions.deliberation import afterwards, attending, local_rules, rules, selectors
from decisions.deliberation.ending import end_by
from decisions.deliberation.facts import DepartureFacts, OpeningFacts
from decisions.deliberation.majority import Result, departs
from decisions.deliberation.minutes import file_minutes
from decisions.deliberation.models import Attendance, DecisionRecord, SpokenView, WrittenView
from decisions.statutes.clauses import parse
from decisions.statutes.comparison import Change, compare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material
    from decisions.cases.models import Decision, Snapshot
    from decisions.deliberation.facts import Speaker
    from decisions.deliberation.majority import Tally
    from decisions.deliberation.models import AgendaItem
    from decisions.statutes.rule import Rule

CHANGES = {Result.ADOPT_WITH_CHANGES: ChangeClass.MINOR, Result.CHANGE_IN_SUBSTANCE: ChangeClass.SUBSTANTIVE}


@transaction.atomic
def deliberate(
    decision: Decision,
    *,
    speakers: Sequence[Speaker],
    result: str,
    conclusion: str,
    reason: str = "",
    said_at_meeting: bool = False,
    opening: str = "",
    opening_words: str = "",
    minute_taker: str,
    final_text: str = "",
    change_reason: str = "",
    postponed: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Record the discussion of a draft and what the head decided on its basis.

    Args:
        speakers: Everybody concerned, in the order of speaking unless they say another.
        result: Of ``majority.Result``.
        conclusion: What was decided, in words, as the minutes put it.
        reason: What the head said for departing from the majority.
        said_at_meeting: Whether it was said at the meeting.
        opening: Of ``Opening``: how whoever presides opened the item, where the place asks for it.
        opening_words: The opening word for word.
        final_text: The whole text as the meeting worded it, where it changed the wording.
        change_reason: What was changed, and why the change is one of wording only; or what has to change.
        postponed: Why the item was discussed on another day than the meeting was called for.
        files: The signed record.

    Returns:
        The record filed as H04; attendance (H03), minutes (H05) and changes (H06) are filed with it.

    Raises:
        Refusal: DELIB-01 to 05, 07, 08 or SOD-09 stand in the way; for an adoption also LEGAL-03, RISK-06 and FCR-04.
        ValidationError: The order of speaking is not one, or the text discussed is not the one on the agenda.
    """
    item = selectors.present_item(decision)
    if item is None:
        raise ValidationError(_("The draft is on the agenda of no meeting."))
    current = decision.submitted_snapshot
    if current is None or current.digest != item.snapshot.digest:
        raise ValidationError(_("The draft has changed since it was put on the agenda; it has to be submitted again."))
    _check_day(item, postponed, on=on)
    spoken = in_order(speakers)
    counted = attending.counted_of(spoken)
    base = decision.pack["meeting.majority_base"]
    asked = _require(
        decision,
        item,
        spoken,
        counted,
        result=result,
        reason=reason,
        said_at_meeting=said_at_meeting,
        opening=OpeningFacts(opening=opening, words=opening_words),
        minute_taker=minute_taker,
        on=on,
    )
    chosen = Result(result)
    if chosen is Result.CHANGE_IN_SUBSTANCE and not change_reason.strip():
        raise ValidationError({"change_reason": _("Say what has to change.")})
    rows = _write_attendance(item, spoken)
    out = item.snapshot if chosen is Result.ADOPT else None
    if chosen is Result.ADOPT_WITH_CHANGES:
        out = _reword(decision, item, final_text, change_reason, on=on, by=by)
    by_lead, by_legal = attending.represented(decision, spoken, on=on)
    record = DecisionRecord(
        item=item,
        lead_attended=by_lead,
        legal_attended=by_legal,
        result=result,
        decided_by=next(row for row in rows if row.presides),
        tally=counted.as_data(),
        majority_base=base,
        departs_from_majority=departs(result, counted, base=base),
        reason=reason,
        said_at_meeting=said_at_meeting and bool(reason.strip()),
        opening=opening,
        opening_words=opening_words,
        conclusion=conclusion,
        minute_taker=minute_taker,
        minutes_number=issue_number(decision.authority, "会纪", on.year),
        snapshot_in=item.snapshot,
        snapshot_out=out,
        change_class=CHANGES.get(chosen, ""),
        change_reason=change_reason,
        on=on,
        by=by,
    )
    filed = file_minutes(decision, record, spoken, postponed=postponed, files=files, asked=asked)
    approve(
        decision,
        kind=ApprovalKind.MEETING,
        snapshot=out or item.snapshot,
        conclusion=result,
        allows_submission=chosen.adopts,
        entry=filed.entry,
        number=record.minutes_number,
        on=on,
    )
    if chosen is Result.REJECT:
        end_by(decision, record=record, reason=_("The meeting did not adopt the draft."), on=on, by=by)
    return filed


def in_order(speakers: Sequence[Speaker]) -> list[Speaker]:
    """Return everybody in the order of speaking; those who did not speak keep their place in the list.

    Raises:
        ValidationError: Two are given the same place.
    """
    places = [speaker.order for speaker in speakers if speaker.order is not None]
    twice = sorted({place for place in places if places.count(place) > 1})
    if twice:
        raise ValidationError(
            _("Two speak at the same place in the order: %(places)s.") % {"places": "、".join(map(str, twice))}
        )
    # Those with a place of their own come by it; the others where the list has them.
    numbered = [
        (speaker.order if speaker.order is not None else position, position, speaker)
        for position, speaker in enumerate(speakers, 1)
    ]
    return [speaker for _place, _position, speaker in sorted(numbered, key=lambda entry: entry[:2])]


def _check_day(item: AgendaItem, postponed: str, *, on: date) -> None:
    if on < item.meeting.on:
        raise ValidationError({"on": _("The meeting was called for %(day)s.") % {"day": item.meeting.on.isoformat()}})
    if on > item.meeting.on and not postponed.strip():
        raise ValidationError(
            {
                "postponed": _("The meeting was called for %(day)s; say why the item was discussed on another day.")
                % {"day": item.meeting.on.isoformat()}
            }
        )


def _require(
    decision: Decision,
    item: AgendaItem,
    spoken: Sequence[Speaker],
    counted: Tally,
    *,
    result: str,
    reason: str,
    said_at_meeting: bool,
    opening: OpeningFacts,
    minute_taker: str,
    on: date,
) -> list[Rule]:
    minutes = attending.minutes_facts(spoken, minute_taker)
    demands: list[tuple[Rule, object]] = [
        (
            rules.meeting_discusses,
            attending.meeting_facts(
                item, spoken, on=on, is_held=True, attending=attending.represented(decision, spoken, on=on)
            ),
        ),
        (rules.head_decides, attending.outcome_facts(result, spoken, counted)),
        (rules.head_speaks_last, attending.speaking_facts(spoken)),
        (
            rules.departure_is_explained,
            DepartureFacts(
                result=result,
                counts=counted.counts,
                members=counted.members,
                present=counted.present,
                reason=reason,
                said_at_meeting=said_at_meeting,
            ),
        ),
        (rules.dissent_is_recorded, minutes),
        (rules.minute_taker_does_not_decide, minutes),
        (local_rules.head_opens_neutrally, opening),
        (local_rules.written_opinions_are_in_order, afterwards.written_facts(spoken, on=on)),
    ]
    if Result(result).adopts:
        demands += gate_demands(decision)
    require(decision.pack, *demands)
    return [rule for rule, _facts in demands]


def _write_attendance(item: AgendaItem, spoken: Sequence[Speaker]) -> list[Attendance]:
    rows = []
    for speaker in spoken:
        row = Attendance(
            item=item,
            user=speaker.user,
            name=speaker.name,
            post=speaker.post,
            capacity=speaker.capacity,
            presence=speaker.presence,
            is_head=speaker.is_head,
            presides=speaker.presides,
            delegation=speaker.delegation,
        )
        validate(row)
        row.save()
        rows.append(row)
    sequence = 0
    for speaker, row in zip(spoken, rows, strict=True):
        if speaker.speaks:
            sequence += 1
            view = SpokenView(
                item=item, attendance=row, sequence=sequence, position=speaker.position, text=speaker.text
            )
            validate(view)
            view.save()
        elif speaker.written.strip() and speaker.written_on is not None:
            written = WrittenView(attendance=row, text=speaker.written, received_on=speaker.written_on)
            validate(written)
            written.save()
    return rows


def _reword(
    decision: Decision,
    item: AgendaItem,
    final_text: str,
    change_reason: str,
    *,
    on: date,
    by: User,
) -> Snapshot:
    if not change_reason.strip():
        raise ValidationError({"change_reason": _("Say what was changed, and why it is wording only.")})
    if not final_text.strip():
        raise ValidationError({"final_text": _("Enter the text as the meeting worded it.")})
    before = item.snapshot.draft
    clauses = parse(
        final_text,
        previous=[(clause.key, clause.heading, clause.text) for clause in before.clauses.all()],
        taken=set(Clause.objects.filter(draft__decision=decision).values_list("key", flat=True)),
    )
    draft = write_draft(
        decision,
        title=before.title,
        clauses=clauses,
        explanation=before.explanation,
        change_note=change_reason,
        on=on,
        by=by,
    )
    changes = [change.change for change in compare(list(before.clauses.all()), list(draft.clauses.all()))]
    if all(change is Change.UNCHANGED for change in changes):
        raise ValidationError(_("The text is the same as before; adopt it without changes."))
    if Change.ADDED in changes or Change.REMOVED in changes:
        raise ValidationError(
            _("A clause was added or left out: that is a change in substance, and the draft has to be heard again.")
        )
    return take_snapshot(
        decision,
        draft=draft,
        on=on,
        by=by,
        files=attachments_of(item.snapshot),
        change_class=ChangeClass.MINOR,
        change_reason=change_reason,
        is_decided=True,
    )
