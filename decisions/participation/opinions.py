"""What the public and the participants of hearings said, for the table of all opinions of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Value, When

from decisions.cases.opinions import Adoption, Opinion, OpinionKind, OpinionSource
from decisions.cases.selectors import clause_headings
from decisions.participation.choices import AnswerKind
from decisions.participation.masking import masked_author, masked_text
from decisions.participation.models import PublicOpinion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.cases.models import Decision

BECAME = {
    AnswerKind.ADOPTED: Adoption.ADOPTED,
    AnswerKind.PARTLY: Adoption.PARTLY,
    AnswerKind.NOT_ADOPTED: Adoption.NOT_ADOPTED,
    AnswerKind.EXPLAINED: Adoption.EXPLAINED,
    AnswerKind.NOT_OF_MATTER: Adoption.SET_ASIDE,
    AnswerKind.WITHHELD: Adoption.SET_ASIDE,
}


def sources(decision: Decision) -> Iterator[OpinionSource]:
    """Return the comments of the public and the statements of hearings, in the order received."""
    given = (
        PublicOpinion.objects.filter(decision=decision)
        .annotate(
            adoption=Case(
                *(
                    When(disposition__answer__kind=kind, then=Value(adoption.value))
                    for kind, adoption in BECAME.items()
                ),
                default=Value(Adoption.OPEN.value),
                output_field=CharField(),
            )
        )
        .select_related("disposition__answer", "disposition__filed_in", "participant")
        .order_by("number")
    )
    for kind, rows in (
        (OpinionKind.PUBLIC, given.filter(hearing__isnull=True)),
        (OpinionKind.HEARING, given.filter(hearing__isnull=False)),
    ):
        yield OpinionSource(
            kind=kind,
            rows=rows,
            read=lambda rows, kind=kind: _read(decision, kind, rows),  # type: ignore[misc]
            # The table of answers is published, whatever else of the matter is not.
            is_internal=False,
        )


def _read(decision: Decision, kind: OpinionKind, rows: list[PublicOpinion]) -> list[Opinion]:
    keys = {row.clause_key for row in rows} | {
        row.disposition.answer.clause_key for row in rows if hasattr(row, "disposition")
    }
    clauses = clause_headings(decision, keys)
    return [_opinion(kind, row, clauses) for row in rows]


def _opinion(kind: OpinionKind, row: PublicOpinion, clauses: dict[str, str]) -> Opinion:
    answer = row.disposition.answer if hasattr(row, "disposition") else None
    speaker = masked_author(row.tier, row.author, row.organisation)
    if row.participant is not None:
        speaker = f"{speaker}（{row.participant.get_category_display()}）"
    changed = f"{clauses.get(answer.clause_key, answer.clause_key)} {answer.change}".strip() if answer else ""
    return Opinion(
        kind=kind,
        speaker=speaker,
        text="" if answer is not None and answer.kind == AnswerKind.WITHHELD else masked_text(row.body),
        adoption=Adoption(row.adoption),  # type: ignore[attr-defined]
        reason="\n".join(part for part in (answer.reason, changed) if part) if answer else "",
        clause=clauses.get(row.clause_key, row.clause_key),
        on=row.on,
        material=row.disposition.filed_in if answer is not None else None,
    )
