"""Reviewing fair competition: the drafting unit first, then the regulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import UnitKind
from archive.models import Access
from archive.scheme import code_of
from decisions.cases.models import ApprovalKind
from decisions.cases.rules import fair_competition
from decisions.cases.services import approve, deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.competition import rules, selectors, sheets
from decisions.competition.facts import CompetitionFacts
from decisions.competition.models import (
    CompetitionConclusion,
    CompetitionReview,
    OperatorOpinion,
    PreliminaryReview,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision

RULES = (
    rules.drafting_unit_reviews_first,
    rules.operators_are_heard,
    rules.conclusion_is_argued,
    rules.reviewer_did_not_draft,
)


@transaction.atomic
def review_first(
    decision: Decision,
    *,
    measures: str,
    opinion: str,
    conclusion: str,
    signed_by: str,
    files: Sequence[Upload],
    on: date,
    by: User,
    is_on_paper: bool = False,
) -> Material:
    """Keep the drafting unit's preliminary opinion on the present text (art. 14 of the regulation).

    Args:
        measures: What in the draft bears on operators.
        is_on_paper: Whether the regulator entered a paper the drafting unit sent.

    Returns:
        The opinion filed as F01.

    Raises:
        ValidationError: There is no text yet.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft yet."))
    preliminary = PreliminaryReview(
        decision=decision,
        snapshot=snapshot,
        measures=measures,
        opinion=opinion,
        conclusion=conclusion,
        signed_by=signed_by,
        on=on,
        by=by,
    )
    validate(preliminary)
    preliminary.save()
    return deposit(
        decision,
        code="F01",
        title=code_of("F01").title,
        act="preliminary_competition_review" if not is_on_paper else "review_competition",
        data={
            "measures": measures,
            "opinion": opinion,
            "conclusion": conclusion,
            "signed_by": signed_by,
            "is_on_paper": is_on_paper,
        },
        sheet=sheets.preliminary_sheet(preliminary),
        producer=decision.lead_unit.name if decision.lead_unit else "",
        files=files,
        rules=(rules.drafting_unit_reviews_first,),
        snapshot=snapshot,
        on=on,
        by=by,
    )


class ExceptionCase(NamedTuple):
    """An exception of article 12: ground, why it applies, why nothing restricts less, and until when it runs."""

    ground: str = ""
    statement: str = ""
    alternatives: str = ""
    period: str = ""


@transaction.atomic
def review_competition(
    decision: Decision,
    *,
    preliminary: Mapping[str, Any] | None,
    standards: Sequence[str],
    reasons: str,
    operators: Sequence[Mapping[str, Any]],
    operator_files: Sequence[Upload],
    touches_public: bool,
    public_heard: str,
    conclusion: str,
    exception: ExceptionCase,
    advice: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Review the present text as the market regulator.

    Args:
        preliminary: The drafting unit's opinion on paper (``measures``, ``opinion``, ``conclusion``,
            ``signed_by``), where it did not enter one itself.
        operators: Rows of ``OperatorOpinion``.
        exception: What article 12 asks of an exception; counts only where the conclusion is one.
        advice: What has to be changed, where the text is contrary.

    Returns:
        The conclusion filed as F03.

    Raises:
        Refusal: One of FCR-01 to FCR-03 or SOD-13 stands in the way.
        ValidationError: There is no text yet, or the official is of no regulator.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft yet."))
    unit = selectors.reviewing_unit(decision, by, on)
    if unit is None:
        raise ValidationError(_("You hold no office in the market regulator on that day."))
    first = selectors.preliminary_on(decision, snapshot)
    lead = decision.lead_unit
    facts = CompetitionFacts(
        has_preliminary=first is not None or preliminary is not None,
        reviewer=unit.name,
        lead_unit=lead.name if lead else "",
        lead_is_regulator=bool(lead and lead.kind == UnitKind.MARKET_REGULATOR),
        operators_heard=len(operators),
        touches_public=touches_public,
        public_heard=public_heard,
        conclusion=conclusion,
        **exception._asdict(),
    )
    require(decision.pack, *((each, facts) for each in RULES))
    if first is None:
        review_first(decision, **(preliminary or {}), files=(), on=on, by=by, is_on_paper=True)
        first = selectors.preliminary_on(decision, snapshot)
    is_exception = conclusion == CompetitionConclusion.EXCEPTION
    before = selectors.latest(decision)
    review = CompetitionReview(
        decision=decision,
        round=(before.round if before else 0) + 1,
        snapshot=snapshot,
        preliminary=first,
        reviewer=unit,
        standards=list(standards),
        reasons=reasons,
        touches_public=touches_public,
        public_heard=public_heard,
        conclusion=conclusion,
        **(exception._asdict() if is_exception else {}),
        advice=advice,
        number=issue_number(decision.authority, "公审", on.year),
        on=on,
        by=by,
    )
    validate(review)
    review.save()
    for row in operators:
        heard = OperatorOpinion(review=review, **row)
        validate(heard)
        heard.save()
    deposit(
        decision,
        code="F02",
        title=code_of("F02").title,
        act="review_competition",
        data={"round": review.round, "operators": [dict(row) for row in operators], "public_heard": public_heard},
        sheet=sheets.operators_sheet(review),
        files=operator_files,
        rules=(rules.operators_are_heard,),
        on=on,
        by=by,
    )
    filed = _file_conclusion(review, files=files, by=by)
    approve(
        decision,
        kind=ApprovalKind.COMPETITION,
        snapshot=snapshot,
        conclusion=conclusion,
        allows_submission=conclusion != CompetitionConclusion.CONTRARY,
        entry=filed.entry,
        number=review.number,
        on=on,
    )
    return filed


def _file_conclusion(review: CompetitionReview, *, files: Sequence[Upload], by: User) -> Material:
    return deposit(
        review.decision,
        code="F03",
        title=code_of("F03").title,
        act="review_competition",
        data={
            "round": review.round,
            "number": review.number,
            "standards": review.standards,
            "reasons": review.reasons,
            "conclusion": review.conclusion,
            "ground": review.ground or None,
            "statement": review.statement or None,
            "alternatives": review.alternatives or None,
            "period": review.period or None,
            "advice": review.advice or None,
            "reviewer": review.reviewer.name,
        },
        sheet=sheets.conclusion_sheet(review),
        producer=review.reviewer.name,
        number=review.number,
        access=Access.INTERNAL,
        files=files,
        rules=(rules.conclusion_is_argued, rules.drafting_unit_reviews_first, fair_competition),
        snapshot=review.snapshot,
        on=review.on,
        by=by,
    )
