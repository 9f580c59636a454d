"""What the units consulted said, for the table of all opinions of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Q, Value, When

from archive.models import Material
from decisions.cases.opinions import Adoption, Opinion, OpinionKind, OpinionSource
from decisions.drafting.models import Disposition, Position, UnitConsultation, UnitReply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.cases.models import Decision

BECAME = {
    Disposition.ADOPTED: Adoption.ADOPTED,
    Disposition.PARTLY: Adoption.PARTLY,
    Disposition.REJECTED: Adoption.NOT_ADOPTED,
}


def sources(decision: Decision) -> Iterator[OpinionSource]:
    """Return what each unit replied, version by version: a row an opinion, one for a reply that has none."""
    rows = (
        UnitReply.objects.filter(request__draft__decision=decision)
        .exclude(position=Position.SILENT)
        .annotate(
            said=F("opinions__text"),
            why=F("opinions__reason"),
            opinion=F("opinions"),
            adoption=Case(
                *(When(opinions__disposition=key, then=Value(value.value)) for key, value in BECAME.items()),
                When(Q(opinions__isnull=True, position=Position.AGREE), then=Value(Adoption.AGREED.value)),
                default=Value(Adoption.OPEN.value),
                output_field=CharField(),
            ),
        )
        .select_related("request__unit", "request__draft")
        .order_by("request__draft__version", "request", "opinion")
    )
    yield OpinionSource(kind=OpinionKind.UNIT, rows=rows, read=lambda rows: _read(decision, rows))


def _read(decision: Decision, rows: list[Any]) -> list[Opinion]:
    # The nth summary is that of the nth consultation that was concluded.
    concluded = (
        UnitConsultation.objects.filter(draft__decision=decision).order_by("pk").values_list("draft", flat=True)
    )
    summaries = Material.objects.filter(case=decision.case_id, code="B07", entry__act="consult_units")
    filed = dict(
        zip(concluded.values_list("draft", flat=True), summaries.defer("data").order_by("sequence"), strict=False)
    )
    return [
        Opinion(
            kind=OpinionKind.UNIT,
            speaker=row.request.unit.name,
            text=row.said or row.text or str(row.get_position_display()),
            adoption=Adoption(row.adoption),
            reason=row.why or "",
            on=row.replied_on,
            material=filed.get(row.request.draft_id),
        )
        for row in rows
    ]
