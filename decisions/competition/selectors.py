"""Reading fair-competition reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import UnitKind
from accounts.past import made_at, row_at
from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import approval, held_offices, units_in_lane
from decisions.competition.facts import CompetitionFacts
from decisions.competition.models import CompetitionReview, PreliminaryReview
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from accounts.models import Unit, User
    from decisions.cases.models import Decision, Snapshot


def evidence(decision: Decision) -> Iterator[object]:
    """Return the facts of every review as the record holds them."""
    reviews = (
        CompetitionReview.objects.filter(decision=decision)
        .select_related("reviewer", "decision__lead_unit")
        .prefetch_related("operators")
    )
    for review in reviews:
        yield facts_of(review)


def facts_of(review: CompetitionReview) -> CompetitionFacts:
    """Return a review as the rules judge it, the lead unit as it was then."""
    lead = review.decision.lead_unit
    was = row_at(lead, made_at(review)) if lead else None
    return CompetitionFacts(
        has_preliminary=review.preliminary_id is not None,
        reviewer=review.reviewer.name,
        lead_unit=lead.name if lead else "",
        lead_is_regulator=bool(was and was.kind == UnitKind.MARKET_REGULATOR),
        operators_heard=len(review.operators.all()),
        touches_public=review.touches_public,
        public_heard=review.public_heard,
        conclusion=review.conclusion,
        ground=review.ground,
        statement=review.statement,
        alternatives=review.alternatives,
        period=review.period,
    )


def latest(decision: Decision) -> CompetitionReview | None:
    """Return the last review."""
    return CompetitionReview.objects.filter(decision=decision).select_related("snapshot").order_by("-round").first()


def preliminary_on(decision: Decision, snapshot: Snapshot | None) -> PreliminaryReview | None:
    """Return the drafting unit's last opinion on exactly this text."""
    if snapshot is None:
        return None
    return (
        PreliminaryReview.objects.filter(decision=decision, snapshot__digest=snapshot.digest).order_by("-pk").first()
    )


def preliminary_is_open(decision: Decision) -> bool:
    """Whether the drafting unit may review: the review is required and none stands on the present text."""
    current = decision.current_snapshot
    if decision.status != Status.IN_PROCEDURE or current is None or not decision.requires(Procedure.COMPETITION):
        return False
    found = approval(decision, "competition")
    return found is None or found.snapshot.digest != current.digest


def reviewing_unit(decision: Decision, official: User, on: date) -> Unit | None:
    """Return the regulator in which an official reviews."""
    return (
        units_in_lane(decision, Lane.MARKET_REGULATOR).filter(pk__in=held_offices(official, on).values("unit")).first()
    )


def concluded_on(decision: Decision) -> Snapshot | None:
    """Return the text of the last conclusion that lets the matter go on; a contrary one has to be overcome first."""
    found = approval(decision, "competition")
    return found.snapshot if found is not None and found.allows_submission else None


def is_restricted(decision: Decision) -> bool:
    """Whether the present text was last found contrary to fair competition, and has to be changed."""
    found = approval(decision, "competition")
    return found is not None and not found.allows_submission and found.covers_current_text
