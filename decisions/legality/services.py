"""Submitting for review, checking the submission, counsel's opinions, and interruptions (art. 26, 28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.lanes import Lane
from decisions.cases.selectors import units_in_lane
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.legality import package, rules, selectors, sheets
from decisions.legality.facts import PackageFacts, SeparationFacts
from decisions.legality.models import CounselOpinion, Intake, IntakeResult, Pause, PauseKind, ReviewSubmission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision


@transaction.atomic
def submit_for_review(
    decision: Decision,
    *,
    letter_number: str,
    basis: str,
    statement: str,
    statement_checked: bool,
    prereview: str,
    prereviewer: str,
    supplements: str,
    files: Sequence[Upload],
    prereview_files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Submit the present text for legality review; the list of papers is computed from the record.

    Args:
        basis: The legal basis: the compilation on file, or the provisions themselves.
        statement: The statement on the procedure carried out, checked by the lead unit.
        prereview: The opinion of the lead unit's own legal body, signed by ``prereviewer``.
        supplements: What was added, where a supplement was asked for.

    Returns:
        The letter with the list of papers, filed as G02.

    Raises:
        Refusal: LEGAL-04 stands in the way; it names what is missing.
        ValidationError: There is no text, or a supplement does not say what was added.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft yet."))
    draft = snapshot.draft
    facts = PackageFacts(
        has_draft=draft.clauses.exists(),
        has_explanation=bool(draft.explanation.strip()),
        basis=basis,
        statement=statement,
        statement_checked=statement_checked,
        prereview=prereview,
    )
    require(decision.pack, (rules.package_is_whole, facts))
    if selectors.submission_needs_supplement(decision) and not supplements.strip():
        raise ValidationError({"supplements": _("Say what was supplemented.")})
    before = selectors.latest_submission(decision)
    submission = ReviewSubmission(
        decision=decision,
        round=(before.round if before else 0) + 1,
        snapshot=snapshot,
        letter_number=letter_number,
        basis=basis,
        statement=statement,
        prereview=prereview,
        prereviewer=prereviewer,
        supplements=supplements,
        on=on,
        by=by,
    )
    validate(submission)
    submission.save()
    # Counsel and reviewers of the bureau read the matter from now on.
    decision.involved_units.add(*units_in_lane(decision, Lane.LEGAL_OFFICE))
    if prereview.strip():
        deposit(
            decision,
            code="G01",
            title=code_of("G01").title,
            act="submit_for_review",
            data={"round": submission.round, "opinion": prereview, "signed_by": prereviewer},
            sheet=sheets.prereview_sheet(submission),
            files=prereview_files,
            rules=(rules.package_is_whole,),
            snapshot=snapshot,
            on=on,
            by=by,
        )
    papers = package.papers(decision)
    deposit(
        decision,
        code="G03",
        title=code_of("G03").title,
        act="submit_for_review",
        data={"round": submission.round, "statement": statement},
        sheet=sheets.statement_sheet(submission),
        rules=(rules.package_is_whole,),
        snapshot=snapshot,
        on=on,
        by=by,
    )
    return deposit(
        decision,
        code="G02",
        title=code_of("G02").title,
        act="submit_for_review",
        data={
            "round": submission.round,
            "letter_number": letter_number,
            "draft_version": draft.version,
            "basis": basis,
            "supplements": supplements or None,
            "papers": [
                {"code": paper.code, "sequence": paper.sequence, "title": paper.title, "on": paper.on}
                for paper in papers
            ],
        },
        sheet=sheets.submission_sheet(submission, papers),
        number=letter_number,
        files=files,
        rules=(rules.package_is_whole,),
        expectations=_prereview_expected(decision, prereview, by=by, on=on),
        snapshot=snapshot,
        on=on,
        by=by,
    )


def _prereview_expected(decision: Decision, prereview: str, *, by: User, on: date) -> list[Expect]:
    if prereview.strip():
        return []
    return [
        Expect(
            code="G01",
            is_required=False,
            reason=sheets.no_prereview_asked(),
            decided_by=office_line(by, decision.authority, on),
        )
    ]


@transaction.atomic
def accept_submission(
    decision: Decision,
    *,
    result: str,
    reason: str,
    items: Sequence[Mapping[str, Any]],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Check a submission: accept it, which starts the clock, ask once for everything missing, or return it.

    Args:
        result: Of ``IntakeResult``.
        reason: Why it is returned; or why something is asked for that was not named the first time.
        items: What is missing: ``paper`` and ``missing``.

    Returns:
        The notice filed as G04.

    Raises:
        ValidationError: There is nothing to check, the list is empty, or a second list gives no reason.
    """
    submission = selectors.latest_submission(decision)
    if submission is None or hasattr(submission, "intake"):
        raise ValidationError(_("There is no submission to check."))
    current = decision.current_snapshot
    if result == IntakeResult.ACCEPTED and (current is None or current.digest != submission.snapshot.digest):
        raise ValidationError(_("The draft changed since it was submitted; it has to be submitted again."))
    if result == IntakeResult.SUPPLEMENT and not items:
        raise ValidationError(_("List everything that is missing."))
    asked_before = (
        Intake.objects.filter(
            submission__decision=decision,
            submission__snapshot__digest=submission.snapshot.digest,
            result=IntakeResult.SUPPLEMENT,
        )
        .exclude(submission=submission)
        .exists()
    )
    if result == IntakeResult.SUPPLEMENT and asked_before and not reason.strip():
        raise ValidationError(
            {"reason": _("What is missing is named once and for all; say why this could not be named before.")}
        )
    intake = Intake(
        submission=submission,
        result=result,
        reason=reason,
        items=[dict(item) for item in items] if result == IntakeResult.SUPPLEMENT else [],
        number=issue_number(decision.authority, "法受", on.year),
        working_days=selectors.working_days_or_none(submission.on, on),
        on=on,
        by=by,
    )
    validate(intake)
    intake.save()
    return deposit(
        decision,
        code="G04",
        title=code_of("G04").title,
        act="accept_submission",
        data={
            "round": submission.round,
            "number": intake.number,
            "result": result,
            "reason": reason or None,
            "items": intake.items,
        },
        sheet=sheets.intake_sheet(intake),
        number=intake.number,
        files=files,
        rules=(rules.package_is_whole, rules.submission_is_forwarded),
        snapshot=submission.snapshot,
        on=on,
        by=by,
    )


@transaction.atomic
def pause_review(
    decision: Decision,
    *,
    kind: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Record an interruption of the review; whether it stops the clock is a matter of the rule pack.

    Returns:
        The notice filed as G04, or the record of the argumentation as G06.

    Raises:
        ValidationError: No review runs, or the interruption lies outside of it.
    """
    submission = selectors.latest_submission(decision)
    if submission is None or not selectors.review_is_open(decision):
        raise ValidationError(_("No review runs."))
    if starts_on < submission.intake.on:
        raise ValidationError({"starts_on": _("The review was accepted later than this.")})
    if ends_on > on:
        raise ValidationError({"ends_on": _("Record the interruption once it is over.")})
    pause = Pause(submission=submission, kind=kind, starts_on=starts_on, ends_on=ends_on, reason=reason)
    validate(pause)
    pause.save()
    stops = kind in (decision.pack["legality.clock_stops"] or ())
    code = "G06" if kind == PauseKind.EXPERT else "G04"
    return deposit(
        decision,
        code=code,
        title=sheets.pause_title(),
        act="pause_review",
        data={"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "reason": reason, "stops_the_clock": stops},
        sheet=sheets.pause_sheet(pause, stops=stops),
        files=files,
        rules=(rules.review_takes_its_time,),
        snapshot=submission.snapshot,
        on=on,
        by=by,
    )


@transaction.atomic
def give_legal_opinion(
    decision: Decision,
    *,
    kind: str,
    affiliation: str,
    licence: str,
    opinion: str,
    conclusion: str,
    is_hired_by_drafter: bool,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Give a signed legal opinion on the text under review, as adviser or public lawyer.

    Args:
        affiliation: Law firm or unit; with ``licence`` the number of the licence.
        is_hired_by_drafter: Whether counsel is hired by the lead unit on this matter, as counsel declares.

    Returns:
        The opinion filed as G05.

    Raises:
        Refusal: SOD-04: counsel drafted, or works for the lead unit.
        ValidationError: No review runs, or counsel has already given an opinion on this text.
    """
    submission = selectors.latest_submission(decision)
    if submission is None or not selectors.review_is_open(decision):
        raise ValidationError(_("No review runs."))
    is_of_drafter = is_hired_by_drafter or selectors.works_for_drafter(by, decision, on)
    require(
        decision.pack,
        (
            rules.reviewer_did_not_draft,
            SeparationFacts(
                name=by.name,
                is_counsel=True,
                drafted=by.pk in selectors.drafters(decision),
                is_of_drafter=is_of_drafter,
            ),
        ),
    )
    given = CounselOpinion(
        decision=decision,
        snapshot=submission.snapshot,
        counsel=by,
        kind=kind,
        affiliation=affiliation,
        licence=licence,
        opinion=opinion,
        conclusion=conclusion,
        is_of_drafter=is_of_drafter,
        signed_as=by.name,
        on=on,
    )
    validate(given)
    given.save()
    return deposit(
        decision,
        code="G05",
        title=code_of("G05").title,
        act="give_legal_opinion",
        data={
            "counsel": by.name,
            "kind": kind,
            "affiliation": affiliation,
            "licence": licence,
            "opinion": opinion,
            "conclusion": conclusion,
            "is_hired_by_drafter": is_hired_by_drafter,
        },
        sheet=sheets.counsel_sheet(given),
        producer=affiliation,
        files=files,
        rules=(rules.counsel_is_heard, rules.reviewer_did_not_draft),
        snapshot=submission.snapshot,
        on=on,
        by=by,
    )
