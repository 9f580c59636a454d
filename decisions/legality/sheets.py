"""The readable half of what legality review files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.legality.models import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.legality.models import (
        CounselOpinion,
        Intake,
        LegalityReview,
        Pause,
        ReviewProblem,
        ReviewResponse,
        ReviewSubmission,
    )
    from decisions.legality.package import Paper


@in_chinese
def prereview_sheet(submission: ReviewSubmission) -> Sheet:
    """G01."""
    return (
        Sheet()
        .rows(
            (_("Matter"), submission.decision),
            (_("Snapshot reviewed"), submission.snapshot),
            (_("First reviewed by"), submission.prereviewer),
        )
        .text(_("Opinion"), submission.prereview)
    )


@in_chinese
def submission_sheet(submission: ReviewSubmission, papers: Sequence[Paper]) -> Sheet:
    """G02."""
    return (
        Sheet()
        .rows(
            (_("Matter"), submission.decision),
            (_("Lead unit"), submission.decision.lead_unit),
            (_("Number of the letter"), submission.letter_number),
            (_("Draft submitted"), _("Version %(number)d") % {"number": submission.snapshot.draft.version}),
            (_("Snapshot submitted"), submission.snapshot),
            (_("Digest of the snapshot"), submission.snapshot.digest),
            (_("Submitted on"), submission.on),
        )
        .text(_("Legal basis"), submission.basis)
        .text(_("What was supplemented"), submission.supplements)
        .table(
            _("List of papers"),
            [_("Filing number"), _("Title"), _("Document number"), _("Provided by"), _("Date")],
            [(paper.label, paper.title, paper.number, paper.producer, paper.on) for paper in papers],
        )
    )


@in_chinese
def statement_sheet(submission: ReviewSubmission) -> Sheet:
    """G03."""
    return (
        Sheet()
        .rows((_("Matter"), submission.decision), (_("Snapshot submitted"), submission.snapshot))
        .text(_("Statement on the procedure carried out"), submission.statement)
    )


@in_chinese
def intake_sheet(intake: Intake) -> Sheet:
    """G04."""
    return (
        Sheet()
        .rows(
            (_("Number"), intake.number),
            (_("Matter"), intake.submission.decision),
            (_("Snapshot submitted"), intake.submission.snapshot),
            (_("Result"), intake.get_result_display()),
            (_("Checked on"), intake.on),
        )
        .table(
            _("What is missing"),
            [_("Paper"), _("What is missing")],
            [(item["paper"], item["missing"]) for item in intake.items],
        )
        .text(_("Reason"), intake.reason)
    )


@in_chinese
def pause_sheet(pause: Pause, *, stops: bool) -> Sheet:
    """G04 or G06."""
    return (
        Sheet()
        .rows(
            (_("Matter"), pause.submission.decision),
            (_("Interrupted because"), pause.get_kind_display()),
            (_("From"), pause.starts_on),
            (_("Until"), pause.ends_on),
            (_("Stops the clock"), stops),
        )
        .text(_("Reason"), pause.reason)
    )


@in_chinese
def counsel_sheet(given: CounselOpinion) -> Sheet:
    """G05."""
    return (
        Sheet()
        .rows(
            (_("Matter"), given.decision),
            (_("Snapshot reviewed"), given.snapshot),
            (_("Counsel"), given.signed_as),
            (_("Kind of counsel"), given.get_kind_display()),
            (_("Law firm or unit"), given.affiliation),
            (_("Number of the licence"), given.licence),
            (_("Conclusion"), given.get_conclusion_display()),
            (_("Signed on"), given.on),
        )
        .text(_("Legal opinion"), given.opinion)
    )


@in_chinese
def opinion_sheet(review: LegalityReview, counsel: Sequence[CounselOpinion]) -> Sheet:
    """G07."""
    return (
        Sheet()
        .rows(
            (_("Number"), review.number),
            (_("Matter"), review.submission.decision),
            (_("Snapshot reviewed"), review.submission.snapshot),
            (_("Digest of the snapshot"), review.submission.snapshot.digest),
            (_("Accepted on"), review.submission.intake.on),
            (_("Issued on"), review.on),
            (_("Working days of review"), review.working_days),
            (_("Why it is issued early"), review.early_reason),
        )
        .table(
            _("The three questions"),
            [_("Question of the review"), _("Answer"), _("Basis")],
            [
                (
                    Question(question).label,
                    _("Yes, it does") if getattr(review, f"{question}_conforms") else _("No, it does not"),
                    getattr(review, f"{question}_basis"),
                )
                for question in Question.values
            ],
        )
        .table(
            _("Problems"),
            [_("No."), _("Clause"), _("Problem"), _("Provision"), _("Advice")],
            [(row.position, row.clause, row.problem, row.article, row.advice) for row in review.problems.all()],
        )
        .table(
            _("Opinions of counsel"),
            [_("Counsel"), _("Law firm or unit"), _("Conclusion"), _("Signed on")],
            [(item.signed_as, item.affiliation, item.get_conclusion_display(), item.on) for item in counsel],
        )
        .rows(
            (_("Conclusion"), review.get_conclusion_display()),
            (_("Reviewing unit"), review.unit),
            (_("Reviewer"), review.reviewer.name),
            (_("Approved by"), review.approver),
        )
        .text(_("Reasons and advice"), review.remark)
        .text(_("Statement of legal risks"), review.risk_statement)
    )


@in_chinese
def risk_sheet(review: LegalityReview) -> Sheet:
    """G09."""
    return (
        Sheet()
        .rows(
            (_("Matter"), review.submission.decision),
            (_("Number of the opinion"), review.number),
            (_("Conclusion"), review.get_conclusion_display()),
        )
        .text(_("Statement of legal risks"), review.risk_statement)
    )


@in_chinese
def second_review_sheet(review: LegalityReview, before: LegalityReview) -> Sheet:
    """G10."""
    return (
        Sheet()
        .rows(
            (_("Matter"), review.submission.decision),
            (_("Number of the opinion"), review.number),
            (_("Opinion before"), before.number),
            (_("Conclusion before"), before.get_conclusion_display()),
            (_("Conclusion"), review.get_conclusion_display()),
            (_("Snapshot reviewed"), review.submission.snapshot),
        )
        .text(_("Reasons and advice"), review.remark)
    )


@in_chinese
def response_sheet(response: ReviewResponse, problems: Sequence[ReviewProblem]) -> Sheet:
    """G08."""
    return (
        Sheet()
        .rows(
            (_("Matter"), response.review.submission.decision),
            (_("Number of the opinion"), response.review.number),
            (_("Changed text"), response.snapshot),
            (_("Answered on"), response.on),
        )
        .text(_("Statement on what was done"), response.statement)
        .table(
            _("Problems"),
            [_("No."), _("Problem"), _("Advice"), _("Adopted"), _("Change made, or reason why not")],
            [(row.position, row.problem, row.advice, row.is_adopted, row.answer) for row in problems],
        )
    )


@in_chinese
def no_prereview_asked() -> str:
    """Why G01 is not owed."""
    return _("The rules of this place do not ask for a first review by the lead unit.")


@in_chinese
def pause_title() -> str:
    """What the notice of an interruption is called."""
    return _("Interruption of the legality review")


@in_chinese
def reform_is_lawful() -> str:
    """Why G09 is not owed."""
    return _("The reform was found lawful; no risk has to be stated.")


@in_chinese
def why_second_review(*, is_changed: bool) -> str:
    """Why G10 is owed or not."""
    return (
        _("The text was changed after the review.") if is_changed else _("The text was not changed after the review.")
    )


@in_chinese
def why_changed(number: str) -> str:
    """Why the snapshot after a review differs."""
    return _("Changed after legality review opinion %(number)s.") % {"number": number}
