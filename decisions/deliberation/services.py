"""Submitting a draft for collective discussion, and admitting it to a meeting (art. 29, 30(1))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import gate_demands
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.deliberation import local_rules, rules, sheets
from decisions.deliberation.afterwards import shelved_facts, shelved_record
from decisions.deliberation.facts import MeetingFacts
from decisions.deliberation.models import Admission, AgendaItem, DeliberationRequest, Meeting
from decisions.deliberation.package import as_data, package
from decisions.deliberation.selectors import present_request
from decisions.statutes.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.deliberation.facts import PackageFacts
    from decisions.statutes.rule import Rule

PACKAGE_RULES = (
    rules.draft_is_submitted,
    rules.public_adoption_is_submitted,
    rules.expert_adoption_is_submitted,
    rules.risk_report_is_submitted,
    rules.opinion_is_submitted,
    rules.other_papers_are_submitted,
)


def require_package(decision: Decision, facts: PackageFacts) -> list[Rule]:
    """Refuse unless the six items are there and the reviews let the text pass; return the rules asked.

    Raises:
        Refusal: SUBMIT-01 to 06, LEGAL-03, RISK-06 or FCR-04 stand in the way, each named.
    """
    demands: list[tuple[Rule, object]] = [(rule, facts) for rule in PACKAGE_RULES]
    demands += gate_demands(decision)
    require(decision.pack, *demands)
    return [rule for rule, _facts in demands]


@transaction.atomic
def submit_for_deliberation(
    decision: Decision, *, number: str, statement: str, files: Sequence[Upload], on: date, by: User
) -> Material:
    """Submit the final draft with the papers of article 29; the papers are those on file.

    Args:
        number: The number of the lead unit's request.
        statement: What the meeting is asked to decide.

    Returns:
        The request filed as H01; the list of papers follows as H02.

    Raises:
        Refusal: A paper is missing, a review does not let this text pass, or a shelved draft lapsed.
    """
    facts = package(decision)
    asked = require_package(decision, facts)
    shelved = shelved_record(decision)
    if shelved is not None:
        back = shelved_facts(decision, shelved, back_on=on)
        require(decision.pack, (local_rules.shelved_comes_back_in_time, back))
        asked.append(local_rules.shelved_comes_back_in_time)
    snapshot = decision.submitted_snapshot
    assert snapshot is not None  # noqa: S101 -- SUBMIT-01 refuses before
    before = present_request(decision)
    request = DeliberationRequest(
        decision=decision,
        round=(before.round if before else 0) + 1,
        snapshot=snapshot,
        number=number,
        statement=statement,
        items=as_data(facts),
        on=on,
        by=by,
    )
    validate(request)
    request.save()
    filed = deposit(
        decision,
        code="H01",
        title=code_of("H01").title,
        act="submit_for_deliberation",
        data={"number": number, "round": request.round, "statement": statement},
        sheet=sheets.request_sheet(decision, request),
        number=number,
        files=files,
        rules=asked,
        snapshot=snapshot,
        on=on,
        by=by,
    )
    deposit(
        decision,
        code="H02",
        title=code_of("H02").title,
        act="submit_for_deliberation",
        data={"round": request.round, "items": request.items, "reviewed_digest": facts.reviewed_digest},
        sheet=sheets.package_sheet(decision, facts),
        rules=PACKAGE_RULES,
        snapshot=snapshot,
        on=on,
        by=by,
    )
    return filed


@transaction.atomic
def admit(
    decision: Decision,
    *,
    is_admitted: bool,
    checks: Sequence[Mapping[str, Any]],
    reason: str = "",
    meeting: Meeting | None = None,
    kind: str = "",
    meeting_number: str = "",
    meets_on: date | None = None,
    place: str = "",
    chair: str = "",
    papers_sent_on: date | None = None,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Check the papers item by item, and put the draft on the agenda of a meeting or return it with reasons.

    Args:
        is_admitted: Whether it goes on an agenda.
        checks: For each of the six items ``number``, ``verdict`` (complete, missing, waived) and ``note``.
        reason: Why it is returned.
        meeting: A meeting already called; without one, ``kind`` to ``chair`` call it.
        papers_sent_on: When the members have the papers.

    Returns:
        Notice and agenda filed as H03, or the return filed under H02.

    Raises:
        Refusal: The papers are no longer complete, the text is no longer the one submitted, or they come too late.
        ValidationError: An item is unchecked or found incomplete and the draft is admitted all the same.
    """
    request = present_request(decision)
    if request is None:
        raise ValidationError(_("Nothing was submitted."))
    found = [dict(check) for check in sorted(checks, key=lambda check: check["number"])]
    _check_checks(found, is_admitted=is_admitted, reason=reason)
    admission = Admission(
        request=request, is_admitted=is_admitted, checks=found, reason="" if is_admitted else reason, on=on, by=by
    )
    validate(admission)
    admission.save()
    if not is_admitted:
        return deposit(
            decision,
            code="H02",
            title=_("Papers for deliberation returned"),
            act="admit",
            data={"round": request.round, "is_admitted": False, "checks": found, "reason": reason},
            sheet=sheets.return_sheet(decision, request, found, reason=reason),
            files=files,
            snapshot=request.snapshot,
            on=on,
            by=by,
        )
    facts = package(decision)
    asked = require_package(decision, facts)
    if facts.digest != request.snapshot.digest:
        raise ValidationError(
            _("The draft has changed since it was submitted; return it and have it submitted again.")
        )
    called = meeting or _call_meeting(
        decision, kind=kind, number=meeting_number, on=meets_on, place=place, chair=chair, today=on
    )
    item = _put_on_agenda(decision, admission, called, papers_sent_on=papers_sent_on)
    return deposit(
        decision,
        code="H03",
        title=_("Notice and agenda of the meeting"),
        act="admit",
        data={
            "round": request.round,
            "is_admitted": True,
            "checks": found,
            "meeting": {
                "kind": called.kind,
                "number": called.number,
                "on": called.on,
                "place": called.place,
                "chair": called.chair,
            },
            "item": item.position,
            "papers_sent_on": papers_sent_on,
        },
        sheet=sheets.notice_sheet(decision, item, found),
        files=files,
        rules=[*asked, rules.meeting_discusses],
        snapshot=item.snapshot,
        on=on,
        by=by,
    )


def _check_checks(checks: Sequence[Mapping[str, Any]], *, is_admitted: bool, reason: str) -> None:
    numbers = [check["number"] for check in checks]
    unchecked = [str(number) for number in range(1, 7) if number not in numbers]
    if unchecked or len(numbers) != len(set(numbers)):
        raise ValidationError(
            _("Check each of the six items once; still unchecked: %(items)s.") % {"items": "、".join(unchecked) or "—"}
        )
    incomplete = [str(check["number"]) for check in checks if check["verdict"] == "missing"]
    if is_admitted and incomplete:
        raise ValidationError(
            _("Incomplete: item %(items)s of article 29. Return the request.") % {"items": "、".join(incomplete)}
        )
    if not is_admitted and not reason.strip():
        raise ValidationError({"reason": _("Say why the request is returned.")})


def _call_meeting(
    decision: Decision, *, kind: str, number: str, on: date | None, place: str, chair: str, today: date
) -> Meeting:
    if on is None or not (kind and number and place and chair):
        raise ValidationError(_("Choose a meeting, or give kind, number, day, place and chair of a new one."))
    if on < today:
        raise ValidationError({"meets_on": _("The meeting cannot be before its notice.")})
    called = Meeting(authority=decision.authority, kind=kind, number=number, on=on, place=place, chair=chair)
    called.full_clean(validate_unique=False, validate_constraints=False)
    # Two clerks may call the same meeting at once: one row, whoever is first.
    called, made = Meeting.objects.get_or_create(
        authority=decision.authority, kind=kind, number=number, defaults={"on": on, "place": place, "chair": chair}
    )
    if not made and (called.on, called.place, called.chair) != (on, place, chair):
        raise ValidationError(
            {
                "meeting_number": _(
                    "This meeting is already called for %(day)s at %(place)s; choose it from the list."
                )
                % {"day": called.on.isoformat(), "place": called.place}
            }
        )
    return called


def _put_on_agenda(
    decision: Decision, admission: Admission, meeting: Meeting, *, papers_sent_on: date | None
) -> AgendaItem:
    if meeting.authority_id != decision.authority_id:
        raise ValidationError({"meeting": _("The meeting is another organ's.")})
    if meeting.on < admission.on:
        raise ValidationError({"meeting": _("The meeting cannot be before its notice.")})
    facts = MeetingFacts(kind=meeting.kind, number=meeting.number, on=meeting.on, papers_sent_on=papers_sent_on)
    finding = rules.meeting_discusses(facts, decision.pack)
    if finding.outcome is Outcome.BREACHED:
        raise Refusal([(rules.meeting_discusses, finding)])
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    item = AgendaItem(
        admission=admission,
        meeting=held,
        snapshot=admission.request.snapshot,
        position=(held.items.aggregate(last=Max("position"))["last"] or 0) + 1,
        papers_sent_on=papers_sent_on,
    )
    validate(item)
    item.save()
    return item
