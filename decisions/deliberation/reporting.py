"""Reporting what the meeting decided to the Party committee and, where due, to the people's congress (art. 31, 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from decisions.cases.models import ApprovalKind
from decisions.cases.services import approve, deposit, require
from decisions.cases.validation import validate
from decisions.deliberation import rules, selectors, sheets
from decisions.deliberation.ending import end_by
from decisions.deliberation.facts import CongressFacts, PartyFacts
from decisions.deliberation.majority import Result
from decisions.deliberation.models import CongressReport, PartyReport, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.deliberation.models import DecisionRecord


def _adopted(decision: Decision) -> DecisionRecord:
    record = selectors.present_record(decision)
    if record is None or not Result(record.result).adopts:
        raise ValidationError(_("The meeting has adopted nothing that could be reported."))
    return record


@transaction.atomic
def report_to_party(
    decision: Decision,
    *,
    report_number: str,
    reported_on: date,
    reply: str,
    reply_number: str,
    content: str,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """File the report to the Party committee of the same level with its reply (art. 31).

    Args:
        reported_on: The day of the report.
        reply: Of ``Reply``.
        content: What the reply says, where it does not simply agree.
        on: The day of the reply.

    Returns:
        Both filed as H07.

    Raises:
        Refusal: PARTY-01 stands in the way.
    """
    record = _adopted(decision)
    require(
        decision.pack,
        (
            rules.party_committee_is_asked,
            PartyFacts(
                decided_on=record.on,
                reported_on=reported_on,
                report_number=report_number,
                replied_on=on,
                reply=reply,
                reply_number=reply_number,
            ),
        ),
    )
    report = PartyReport(
        record=record,
        report_number=report_number,
        reported_on=reported_on,
        reply=reply,
        reply_number=reply_number,
        content=content,
        on=on,
        by=by,
    )
    validate(report)
    report.save()
    filed = deposit(
        decision,
        code="H07",
        title=code_of("H07").title,
        act="report_to_party",
        data={
            "minutes": record.minutes_number,
            "report_number": report_number,
            "reported_on": reported_on,
            "reply": reply,
            "reply_number": reply_number,
            "content": content,
        },
        sheet=sheets.party_sheet(decision, report),
        number=reply_number,
        files=files,
        rules=[rules.party_committee_is_asked],
        snapshot=record.snapshot_out,
        on=on,
        by=by,
    )
    assert record.snapshot_out is not None  # noqa: S101 -- a constraint of the record
    approve(
        decision,
        kind=ApprovalKind.PARTY,
        snapshot=record.snapshot_out,
        conclusion=reply,
        allows_submission=reply == Reply.AGREED,
        entry=filed.entry,
        number=reply_number,
        on=on,
    )
    if reply == Reply.NOT_AGREED:
        end_by(decision, record=record, reason=_("The Party committee did not agree."), on=on, by=by)
    return filed


@transaction.atomic
def report_to_congress(
    decision: Decision,
    *,
    body: str,
    is_decided_there: bool,
    report_number: str,
    reported_on: date,
    reply: str,
    reply_number: str,
    content: str,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """File the report to the people's congress, or to its standing committee, with the opinion given (art. 8).

    Args:
        body: Whom it was reported to.
        is_decided_there: Whether the congress itself decides the matter, rather than being told of it.
        reply: Of ``Reply``.
        on: The day of the opinion.

    Returns:
        Both filed as H08.

    Raises:
        Refusal: NPC-01 stands in the way.
    """
    record = _adopted(decision)
    require(
        decision.pack,
        (
            rules.congress_is_told,
            CongressFacts(
                decided_on=record.on,
                reported_on=reported_on,
                report_number=report_number,
                replied_on=on,
                reply=reply,
            ),
        ),
    )
    report = CongressReport(
        record=record,
        body=body,
        is_decided_there=is_decided_there,
        report_number=report_number,
        reported_on=reported_on,
        reply=reply,
        reply_number=reply_number,
        content=content,
        on=on,
        by=by,
    )
    validate(report)
    report.save()
    filed = deposit(
        decision,
        code="H08",
        title=code_of("H08").title,
        act="report_to_congress",
        data={
            "minutes": record.minutes_number,
            "body": body,
            "is_decided_there": is_decided_there,
            "report_number": report_number,
            "reported_on": reported_on,
            "reply": reply,
            "reply_number": reply_number,
            "content": content,
        },
        sheet=sheets.congress_sheet(decision, report),
        number=reply_number or report_number,
        files=files,
        rules=[rules.congress_is_told],
        snapshot=record.snapshot_out,
        on=on,
        by=by,
    )
    assert record.snapshot_out is not None  # noqa: S101 -- a constraint of the record
    approve(
        decision,
        kind=ApprovalKind.CONGRESS,
        snapshot=record.snapshot_out,
        conclusion=reply,
        allows_submission=reply == Reply.AGREED,
        entry=filed.entry,
        number=reply_number,
        on=on,
    )
    if reply == Reply.NOT_AGREED:
        end_by(decision, record=record, reason=_("The people's congress did not agree."), on=on, by=by)
    return filed
