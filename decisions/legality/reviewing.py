"""Issuing the review opinion and acting on it (art. 27, 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.models import ApprovalKind, ChangeClass
from decisions.cases.rules import lawful_text
from decisions.cases.services import approve, deposit, issue_number, require, take_snapshot, write_draft
from decisions.cases.validation import validate
from decisions.legality import rules, selectors, sheets
from decisions.legality.facts import ProblemFacts, ResponseFacts, ReviewFacts, SeparationFacts
from decisions.legality.models import Conclusion, LegalityReview, ReviewProblem, ReviewResponse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision, Snapshot
    from decisions.legality.models import ReviewSubmission

QUESTIONS = ("authority", "procedure", "content")
OPINION_RULES = (
    rules.department_in_charge_reviews,
    rules.review_stands_by_itself,
    rules.opinion_is_no_reply,
    rules.risk_of_reform_is_stated,
    rules.review_takes_its_time,
    rules.three_questions_are_answered,
    rules.somebody_answers_for_it,
    rules.counsel_is_heard,
)
NEW_CLAUSE = "new"


@transaction.atomic
def review_legality(
    decision: Decision,
    *,
    answers: Mapping[str, tuple[bool | None, str]],
    problems: Sequence[Mapping[str, Any]],
    conclusion: str,
    remark: str,
    approver: str,
    early_reason: str,
    claims_exception: bool,
    risk_statement: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Issue the opinion on the text submitted.

    Args:
        answers: For each of the three questions whether it is answered with yes, and the basis.
        problems: Rows of ``ReviewProblem``: ``question``, ``clause``, ``problem``, ``article``, ``advice``.
        conclusion: Of those the rule pack names.
        early_reason: Why the opinion is issued before the working days have passed.
        claims_exception: Whether an exploratory reform shall go on in spite of the conclusion, with its risk stated.

    Returns:
        The opinion filed as G07.

    Raises:
        Refusal: A rule of articles 25 to 28 or a separation of duty stands in the way.
        CalendarMissing: The working days of a year are not entered.
        ValidationError: No submission is accepted, the text changed, or the conclusion is not used here.
    """
    submission = selectors.latest_submission(decision)
    if submission is None or not selectors.review_is_open(decision):
        raise ValidationError(_("No review runs."))
    snapshot = submission.snapshot
    current = decision.current_snapshot
    if current is None or current.digest != snapshot.digest:
        raise ValidationError(_("The draft changed since it was submitted; it has to be submitted again."))
    if conclusion not in decision.pack["legality.conclusions"]:
        raise ValidationError({"conclusion": _("The rules of this place do not know this conclusion.")})
    unit = selectors.reviewing_unit(decision, by, on)
    counted_reason = early_reason if _is_early(decision, submission, on) else ""
    facts = ReviewFacts(
        unit=unit.name if unit else "",
        is_in_charge=unit is not None,
        accepted_on=submission.intake.on,
        replies=len(selectors.replies_of(decision)),
        is_reply=selectors.is_reply(decision, files),
        counsel=len(selectors.counsel_opinions(decision, snapshot)),
        is_issued=True,
        working_days=selectors.elapsed(submission, on),
        early_reason=counted_reason,
        findings=(answers["authority"][0], answers["procedure"][0], answers["content"][0]),
        without_basis=sum(not answers[question][1].strip() for question in QUESTIONS),
        problems=tuple(
            ProblemFacts(question=row["question"], advice=row["advice"], article=row["article"]) for row in problems
        ),
        conclusion=conclusion,
        reviewer=by.name,
        approver=approver,
        claims_exception=claims_exception,
        is_exploratory=decision.is_exploratory,
        risk_statement=risk_statement,
    )
    require(
        decision.pack,
        *((each, facts) for each in OPINION_RULES),
        (
            rules.reviewer_did_not_draft,
            SeparationFacts(name=by.name, is_counsel=False, drafted=by.pk in selectors.drafters(decision)),
        ),
    )
    goes_on_with_risk = claims_exception and conclusion != Conclusion.LAWFUL
    review = LegalityReview(
        submission=submission,
        **{f"{question}_conforms": answers[question][0] for question in QUESTIONS},
        **{f"{question}_basis": answers[question][1] for question in QUESTIONS},
        conclusion=conclusion,
        remark=remark,
        claims_exception=goes_on_with_risk,
        risk_statement=risk_statement if goes_on_with_risk else "",
        working_days=facts.working_days,
        early_reason=counted_reason,
        unit=unit,
        reviewer=by,
        approver=approver,
        number=issue_number(decision.authority, "法审", on.year),
        on=on,
    )
    validate(review)
    review.save()
    for position, row in enumerate(problems, 1):
        problem = ReviewProblem(review=review, position=position, **row)
        validate(problem)
        problem.save()
    filed = _file_opinion(review, snapshot, files=files, by=by)
    approve(
        decision,
        kind=ApprovalKind.LEGALITY,
        snapshot=snapshot,
        conclusion=conclusion,
        allows_submission=conclusion == Conclusion.LAWFUL or goes_on_with_risk,
        entry=filed.entry,
        number=review.number,
        risk_statement=review.risk_statement,
        on=on,
    )
    return filed


def _is_early(decision: Decision, submission: ReviewSubmission, on: date) -> bool:
    demanded = decision.pack["legality.min_working_days"]
    return bool(demanded) and selectors.elapsed(submission, on) < demanded


def _file_opinion(review: LegalityReview, snapshot: Snapshot, *, files: Sequence[Upload], by: User) -> Material:
    decision, on = review.submission.decision, review.on
    if review.risk_statement:
        deposit(
            decision,
            code="G09",
            title=code_of("G09").title,
            act="review_legality",
            data={"number": review.number, "risk_statement": review.risk_statement},
            sheet=sheets.risk_sheet(review),
            rules=(rules.risk_of_reform_is_stated,),
            snapshot=snapshot,
            on=on,
            by=by,
        )
    before = LegalityReview.objects.filter(submission__decision=decision).exclude(pk=review.pk).order_by("-pk").first()
    if before is not None:
        deposit(
            decision,
            code="G10",
            title=code_of("G10").title,
            act="review_legality",
            data={
                "number": review.number,
                "before": before.number,
                "conclusion": review.conclusion,
                "remark": review.remark,
            },
            sheet=sheets.second_review_sheet(review, before),
            number=review.number,
            producer=review.unit.name,
            rules=(lawful_text,),
            snapshot=snapshot,
            on=on,
            by=by,
        )
    return deposit(
        decision,
        code="G07",
        title=code_of("G07").title,
        act="review_legality",
        data={
            "number": review.number,
            "round": review.submission.round,
            "answers": {
                question: {
                    "conforms": getattr(review, f"{question}_conforms"),
                    "basis": getattr(review, f"{question}_basis"),
                }
                for question in QUESTIONS
            },
            "problems": [
                {
                    "number": row.position,
                    "question": row.question,
                    "clause": row.clause,
                    "problem": row.problem,
                    "article": row.article,
                    "advice": row.advice,
                }
                for row in review.problems.all()
            ],
            "counsel": [item.signed_as for item in selectors.counsel_opinions(decision, snapshot)],
            "conclusion": review.conclusion,
            "remark": review.remark,
            "accepted_on": review.submission.intake.on,
            "working_days": review.working_days,
            "early_reason": review.early_reason or None,
            "claims_exception": review.claims_exception,
            "risk_statement": review.risk_statement or None,
            "reviewer": by.name,
            "approver": review.approver,
        },
        sheet=sheets.opinion_sheet(review, selectors.counsel_opinions(decision, snapshot)),
        number=review.number,
        producer=review.unit.name,
        files=files,
        rules=(*OPINION_RULES, lawful_text),
        expectations=_reform_expected(review),
        snapshot=snapshot,
        on=on,
        by=by,
    )


def _reform_expected(review: LegalityReview) -> list[Expect]:
    decision = review.submission.decision
    if not decision.is_exploratory or review.conclusion != Conclusion.LAWFUL:
        return []
    return [
        Expect(
            code="G09",
            is_required=False,
            reason=sheets.reform_is_lawful(),
            decided_by=review.approver,
        )
    ]


@transaction.atomic
def respond_to_review(
    decision: Decision,
    *,
    statement: str,
    answers: Sequence[Mapping[str, Any]],
    clauses: Sequence[Mapping[str, Any]],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Act on the opinion problem by problem; changed clauses make a new version of the draft and a new snapshot.

    Args:
        answers: ``problem`` (its number), ``is_adopted``, ``answer`` (the change, or the reason why not).
        clauses: ``key`` of a clause (``new`` for another one), ``heading``, ``text``, ``is_removed``.

    Returns:
        The statement filed as G08.

    Raises:
        Refusal: LEGAL-09: a problem without an answer, a refusal without a reason, an adoption without a change.
        ValidationError: There is nothing to answer.
    """
    review = selectors.opinion(decision)
    if review is None or hasattr(review, "response"):
        raise ValidationError(_("There is no opinion to act on."))
    given = {int(row["problem"]): row for row in answers}
    problems = list(review.problems.all())
    for row in problems:
        answer = given.get(row.position)
        if answer is not None:
            row.is_adopted = answer["is_adopted"]
            row.answer = answer["answer"]
    changed = _changed_clauses(decision, clauses)
    require(
        decision.pack,
        (
            rules.every_problem_is_acted_on,
            ResponseFacts(
                problems=len(problems),
                unanswered=tuple(row.position for row in problems if row.is_adopted is None),
                unreasoned=tuple(
                    row.position for row in problems if row.is_adopted is False and not row.answer.strip()
                ),
                adopted=sum(row.is_adopted is True for row in problems),
                # An unlawful text goes back to drafting, where it is changed.
                is_changed=changed is not None or selectors.draft_is_unlawful(decision),
            ),
        ),
    )
    for row in problems:
        row.save()
    snapshot = _write(decision, changed, note=statement, number=review.number, on=on, by=by) if changed else None
    response = ReviewResponse(review=review, statement=statement, snapshot=snapshot, on=on, by=by)
    validate(response)
    response.save()
    return deposit(
        decision,
        code="G08",
        title=code_of("G08").title,
        act="respond_to_review",
        data={
            "opinion": review.number,
            "statement": statement,
            "answers": [
                {"problem": row.position, "is_adopted": row.is_adopted, "answer": row.answer} for row in problems
            ],
            "clauses": [dict(row) for row in clauses],
            "reviewed": {
                "sequence": review.submission.snapshot.sequence,
                "digest": review.submission.snapshot.digest,
            },
        },
        sheet=sheets.response_sheet(response, problems),
        files=files,
        rules=(rules.every_problem_is_acted_on,),
        expectations=[
            Expect(
                code="G10",
                is_required=snapshot is not None,
                reason=sheets.why_second_review(is_changed=snapshot is not None),
                decided_by=by.name,
            )
        ],
        snapshot=snapshot or review.submission.snapshot,
        on=on,
        by=by,
    )


def _changed_clauses(decision: Decision, changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]] | None:
    """Return the clauses of the draft with the changes made, None where nothing is different."""
    draft = decision.current_draft
    before = [(item.key, item.heading, item.text) for item in draft.clauses.all()] if draft is not None else []
    after = list(before)
    taken = {key for earlier in decision.drafts.all() for key in earlier.clauses.values_list("key", flat=True)}
    for change in changes:
        key = change["key"]
        if key == NEW_CLAUSE:
            number = 1
            while f"added-{number}" in taken:
                number += 1
            taken.add(f"added-{number}")
            after.append((f"added-{number}", change["heading"], change["text"]))
        elif change.get("is_removed"):
            after = [item for item in after if item[0] != key]
        else:
            after = [(key, change["heading"] or item[1], change["text"]) if item[0] == key else item for item in after]
    return after if after != before else None


def _write(
    decision: Decision, clauses: list[tuple[str, str, str]], *, note: str, number: str, on: date, by: User
) -> Snapshot:
    draft = decision.current_draft
    if draft is None:
        raise ValidationError(_("There is no draft yet."))
    written = write_draft(
        decision,
        title=draft.title,
        clauses=clauses,
        explanation=draft.explanation,
        change_note=note,
        on=on,
        by=by,
    )
    return take_snapshot(
        decision,
        draft=written,
        on=on,
        by=by,
        change_class=ChangeClass.SUBSTANTIVE,
        change_reason=sheets.why_changed(number),
    )
