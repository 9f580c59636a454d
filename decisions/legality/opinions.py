"""What the legality review asked to be changed, for the table of all opinions of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Value, When

from archive.models import Material
from decisions.cases.opinions import Adoption, Opinion, OpinionKind, OpinionSource
from decisions.legality.models import ReviewProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.cases.models import Decision


def sources(decision: Decision) -> Iterator[OpinionSource]:
    """Return the problems of every opinion that was issued, with what the lead unit made of them."""
    rows = (
        ReviewProblem.objects.filter(review__submission__decision=decision)
        .annotate(
            adoption=Case(
                When(is_adopted=True, then=Value(Adoption.ADOPTED.value)),
                When(is_adopted=False, then=Value(Adoption.NOT_ADOPTED.value)),
                default=Value(Adoption.OPEN.value),
                output_field=CharField(),
            )
        )
        .select_related("review__unit")
        .order_by("review__submission__round", "position")
    )
    yield OpinionSource(kind=OpinionKind.LEGALITY, rows=rows, read=lambda rows: _read(decision, rows))


def _read(decision: Decision, rows: list[Any]) -> list[Opinion]:
    filed = {
        material.number: material
        for material in Material.objects.filter(
            case=decision.case_id, code="G07", number__in={row.review.number for row in rows}
        ).defer("data")
    }
    return [
        Opinion(
            kind=OpinionKind.LEGALITY,
            speaker=row.review.unit.name,
            text="\n".join(part for part in (row.problem, row.advice) if part),
            adoption=Adoption(row.adoption),
            reason=row.answer,
            clause=row.clause,
            on=row.review.on,
            material=filed.get(row.review.number),
        )
        for row in rows
    ]
