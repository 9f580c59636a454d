"""Reading submissions, reviews and answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import UnitKind
from accounts.past import made_at, row_at
from archive.models import MaterialFile
from decisions.cases.deadlines import Deadline
from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import approval, held_offices, units_in_lane
from decisions.legality import clock
from decisions.legality.facts import (
    ForwardingFacts,
    PackageFacts,
    ProblemFacts,
    ResponseFacts,
    ReviewFacts,
    SeparationFacts,
)
from decisions.legality.models import (
    Conclusion,
    CounselOpinion,
    IntakeResult,
    LegalityReview,
    ReviewProblem,
    ReviewSubmission,
)
from decisions.legality.opinions import sources
from decisions.statutes import calendar
from decisions.statutes.calendar import CalendarMissing
from decisions.statutes.rule import Provision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision, Snapshot
    from decisions.cases.opinions import OpinionSource

# Replies of consulted units are filed under these codes.
REPLIES = ("B06", "B07")


def latest_submission(decision: Decision) -> ReviewSubmission | None:
    """Return the last submission with its check and its review."""
    return (
        ReviewSubmission.objects.filter(decision=decision)
        .select_related("intake", "review", "snapshot__draft", "review__response")
        .order_by("-round")
        .first()
    )


def submission_is_accepted(decision: Decision) -> bool:
    """Whether the last submission was accepted for review."""
    return _intake_result(decision) == IntakeResult.ACCEPTED


def submission_needs_supplement(decision: Decision) -> bool:
    """Whether the last submission has to be supplemented; one that was returned goes back further."""
    return _intake_result(decision) == IntakeResult.SUPPLEMENT


def _intake_result(decision: Decision) -> str:
    submission = latest_submission(decision)
    return submission.intake.result if submission is not None and hasattr(submission, "intake") else ""


def opinion(decision: Decision) -> LegalityReview | None:
    """Return the last review opinion."""
    return (
        LegalityReview.objects.filter(submission__decision=decision)
        .select_related("submission__snapshot", "reviewer", "unit", "response")
        .order_by("-submission__round")
        .first()
    )


def reviewed_digest(decision: Decision) -> str:
    """Return the digest of the text last reviewed, "" before any review."""
    found = approval(decision, "legality")
    return found.snapshot.digest if found is not None else ""


def draft_is_unlawful(decision: Decision) -> bool:
    """Whether the last opinion sends the text back to drafting: unlawful, and no reform with its risk stated."""
    found = approval(decision, "legality")
    return found is not None and found.conclusion == Conclusion.UNLAWFUL and not found.allows_submission


def review_is_stale(decision: Decision) -> bool:
    """Whether the text has to be submitted for review again.

    It changed since, or the opinion was that it is lawful only after changes or not to be submitted for now.
    """
    found = approval(decision, "legality")
    if found is None:
        return True
    return not found.covers_current_text or not found.allows_submission


def review_is_open(decision: Decision) -> bool:
    """Whether a submission is accepted and its opinion not issued yet."""
    if decision.status != Status.IN_PROCEDURE:
        return False
    submission = latest_submission(decision)
    return (
        submission is not None
        and hasattr(submission, "intake")
        and submission.intake.result == IntakeResult.ACCEPTED
        and not hasattr(submission, "review")
    )


def counsel_opinions(decision: Decision, snapshot: Snapshot) -> list[CounselOpinion]:
    """Return counsel's opinions on exactly this text."""
    return list(
        CounselOpinion.objects.filter(decision=decision, snapshot__digest=snapshot.digest).select_related("counsel")
    )


def reviewing_unit(decision: Decision, official: User, on: date) -> Unit | None:
    """Return the unit responsible for legality review in which an official holds an office."""
    return units_in_lane(decision, Lane.LEGAL_OFFICE).filter(pk__in=held_offices(official, on).values("unit")).first()


def drafters(decision: Decision, at: LegalityReview | CounselOpinion | None = None) -> set[int]:
    """Return the keys of those who drew up a version of the draft or are in charge of it.

    Args:
        decision: The decision.
        at: An opinion given; then those count who had done so when it was given, and nobody who joined later.
    """
    drafts, instant = decision.drafts.all(), None
    if at is not None:
        snapshot = at.snapshot if isinstance(at, CounselOpinion) else at.submission.snapshot
        drafts, instant = drafts.filter(version__lte=snapshot.draft.version), made_at(at)
    principal = row_at(decision, instant).principal_id
    return set(drafts.values_list("made_by_id", flat=True)) | ({principal} if principal else set())


def works_for_drafter(person: User, decision: Decision, on: date) -> bool:
    """Whether a person holds an office in a unit that draws up the draft."""
    units = {decision.lead_unit_id, *decision.lead_units.values_list("unit_id", flat=True)}
    return held_offices(person, on).filter(unit__in=units).exclude(unit__kind=UnitKind.JUSTICE_BUREAU).exists()


def replies_of(decision: Decision) -> list[Material]:
    """Return the replies of the reviewing unit to the consultation of units: none of them counts as review."""
    names = list(units_in_lane(decision, Lane.LEGAL_OFFICE).values_list("name", "short_name"))
    condition = Q(pk__in=())
    for name, short in names:
        condition |= Q(producer__startswith=name)
        if short:
            condition |= Q(producer__startswith=short)
    return list(decision.case.materials.filter(condition, code__in=REPLIES))


def is_reply(decision: Decision, files: Sequence[Upload]) -> bool:
    """Whether a file is byte for byte one that came with the consultation of units."""
    sent = {upload.blob_id for upload in files}
    return MaterialFile.objects.filter(
        material__case=decision.case, material__code__in=REPLIES, blob_id__in=sent
    ).exists()


# The clock


def stopping_pauses(submission: ReviewSubmission) -> list[clock.Interruption]:
    """Return the interruptions that stop the clock by the decision's rules."""
    stops = submission.decision.pack["legality.clock_stops"] or ()
    return [(pause.starts_on, pause.ends_on) for pause in submission.pauses.all() if pause.kind in stops]


def elapsed(submission: ReviewSubmission, on: date) -> int:
    """Return the working days of review up to a day.

    Raises:
        CalendarMissing: The time reaches into a year nobody has entered.
    """
    return clock.elapsed(submission.intake.on, on, stopping_pauses(submission), calendar.working_days_of)


def earliest(submission: ReviewSubmission) -> date:
    """Return the first day on which the opinion may be issued without a reason.

    Raises:
        CalendarMissing: It lies in a year nobody has entered.
    """
    return clock.earliest(
        submission.intake.on,
        submission.decision.pack["legality.min_working_days"] or 0,
        stopping_pauses(submission),
        calendar.working_days_of,
    )


def problems(decision: Decision) -> tuple[int, int]:
    """Return how many problems the reviews raised, and how many of them are answered."""
    found = ReviewProblem.objects.filter(review__submission__decision=decision).aggregate(
        raised=Count("pk"), answered=Count("pk", filter=Q(review__response__isnull=False))
    )
    return found["raised"], found["answered"]


def deadline(decision: Decision, node: str) -> Deadline | None:
    """Return the time for checking a submission, where the place sets one, and the time a review has had.

    Of a review the law asks that it takes at least so long, not that it ends by a day.
    """
    submission = latest_submission(decision)
    limit = decision.pack["legality.intake_forward_days"]
    if node == "accept_submission" and submission is not None and limit is not None:
        return Deadline(due_on=calendar.add_working_days(submission.on, limit), provision=Provision(26, 1))
    if node != "review_legality" or submission is None or not submission_is_accepted(decision):
        return None
    days = decision.pack["legality.min_working_days"]
    today = timezone.localdate()
    return Deadline(
        due_on=None,
        provision=Provision(26, 2),
        elapsed=elapsed(submission, max(today, submission.intake.on)),
        total=days,
        unit=_("working days"),
        demand=_("as a rule at least %(days)s working days") % {"days": days},
        note=_("may be issued from %(day)s") % {"day": earliest(submission).isoformat()},
    )


# Facts


def evidence(decision: Decision) -> Iterator[object]:
    """Return the facts of every submission, review and answer as the record holds them."""
    submissions = (
        ReviewSubmission.objects.filter(decision=decision)
        .select_related(
            "decision", "snapshot__draft", "intake", "review__unit", "review__reviewer", "review__response"
        )
        .prefetch_related("pauses", "review__problems")
        .order_by("round")
    )
    for submission in submissions:
        yield package_facts(submission)
        yield forwarding_facts(submission)
        if not hasattr(submission, "intake") or submission.intake.result != IntakeResult.ACCEPTED:
            continue
        yield review_facts(submission)
        if hasattr(submission, "review"):
            review = submission.review
            yield SeparationFacts(
                name=review.reviewer.name,
                is_counsel=False,
                drafted=review.reviewer_id in drafters(decision, at=review),
            )
            if hasattr(review, "response"):
                yield response_facts(review)
    for given in CounselOpinion.objects.filter(decision=decision).select_related("counsel", "snapshot__draft"):
        yield SeparationFacts(
            name=given.counsel.name,
            is_counsel=True,
            drafted=given.counsel_id in drafters(decision, at=given),
            is_of_drafter=given.is_of_drafter,
        )


def package_facts(submission: ReviewSubmission) -> PackageFacts:
    """Return a submission as the rules judge it."""
    draft = submission.snapshot.draft
    return PackageFacts(
        has_draft=True,
        has_explanation=bool(draft.explanation.strip()),
        basis=submission.basis,
        statement=submission.statement,
        statement_checked=True,
        prereview=submission.prereview,
    )


def forwarding_facts(submission: ReviewSubmission) -> ForwardingFacts:
    """Return how long the check of a submission took, as counted on its day."""
    if not hasattr(submission, "intake"):
        return ForwardingFacts(submitted_on=submission.on)
    intake = submission.intake
    counted = intake.working_days
    return ForwardingFacts(
        submitted_on=submission.on,
        checked_on=intake.on,
        # Checks made before the number was kept are counted by today's calendar.
        working_days=working_days_or_none(submission.on, intake.on) if counted is None else counted,
    )


def working_days_or_none(start: date, end: date) -> int | None:
    """Return the working days between two days; none where nobody has entered the year."""
    try:
        return calendar.working_days_between(start, max(start, end))
    except CalendarMissing:
        return None


def review_facts(submission: ReviewSubmission) -> ReviewFacts:
    """Return a review as the rules judge it, issued or not."""
    decision = submission.decision
    unit = units_in_lane(decision, Lane.LEGAL_OFFICE).first()
    running = ReviewFacts(
        unit=unit.name if unit else "",
        is_in_charge=True,
        accepted_on=submission.intake.on,
        replies=len(replies_of(decision)),
        counsel=len(counsel_opinions(decision, submission.snapshot)),
        is_exploratory=decision.is_exploratory,
    )
    if not hasattr(submission, "review"):
        return replace(running, earliest=_earliest_or_none(submission))
    review = submission.review
    return replace(
        running,
        unit=review.unit.name,
        is_reply=review.is_reply,
        is_issued=True,
        working_days=review.working_days,
        early_reason=review.early_reason,
        findings=(review.authority_conforms, review.procedure_conforms, review.content_conforms),
        without_basis=sum(
            not text.strip() for text in (review.authority_basis, review.procedure_basis, review.content_basis)
        ),
        problems=tuple(
            ProblemFacts(question=row.question, advice=row.advice, article=row.article)
            for row in review.problems.all()
        ),
        conclusion=review.conclusion,
        reviewer=review.reviewer.name,
        approver=review.approver,
        claims_exception=review.claims_exception,
        risk_statement=review.risk_statement,
    )


def _earliest_or_none(submission: ReviewSubmission) -> date | None:
    try:
        return earliest(submission)
    except CalendarMissing:
        return None


def response_facts(review: LegalityReview) -> ResponseFacts:
    """Return an answer as the rules judge it."""
    problems = list(review.problems.all())
    return ResponseFacts(
        problems=len(problems),
        unanswered=tuple(row.position for row in problems if row.is_adopted is None),
        unreasoned=tuple(row.position for row in problems if row.is_adopted is False and not row.answer.strip()),
        adopted=sum(row.is_adopted is True for row in problems),
        is_changed=review.response.snapshot_id is not None,
    )


def opinions(decision: Decision) -> Iterator[OpinionSource]:
    """Return what was said and what became of it, for the table of all opinions of a matter."""
    return sources(decision)
