"""What experts said in opinions that are signed and opened, for the table of all opinions of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Value, When

from archive.models import Material
from decisions.cases.opinions import Adoption, Opinion, OpinionKind, OpinionSource
from experts.models import Disposition, ExpertOpinion, Panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.cases.models import Decision

BECAME = {
    Disposition.ADOPTED: Adoption.ADOPTED,
    Disposition.PARTLY: Adoption.PARTLY,
    Disposition.NOT_ADOPTED: Adoption.NOT_ADOPTED,
    Disposition.NOTED: Adoption.EXPLAINED,
}


def sources(decision: Decision) -> Iterator[OpinionSource]:
    """Return the opinions of each panel's last round: a row a point answered, one for an opinion not answered yet.

    There is no opinion before the sheets are opened together: a sealed sheet is no row here, and no count.
    """
    rows = (
        ExpertOpinion.objects.filter(
            sheet__seat__panel__decision=decision,
            sheet__seat__panel__opened_on__isnull=False,
            sheet__round=F("sheet__seat__panel__round"),
        )
        .annotate(
            point=F("answers__point"),
            why=F("answers__reason"),
            place=F("answers__position"),
            adoption=Case(
                *(When(answers__disposition=key, then=Value(value.value)) for key, value in BECAME.items()),
                default=Value(Adoption.OPEN.value),
                output_field=CharField(),
            ),
        )
        .select_related("sheet__seat__panel")
        .order_by("sheet__seat__panel__number", "sheet__seat__alias", "place")
    )
    yield OpinionSource(kind=OpinionKind.EXPERT, rows=rows, read=lambda rows: _read(decision, rows))


def _read(decision: Decision, rows: list[Any]) -> list[Opinion]:
    # The nth table of answers is that of the nth panel that was concluded.
    panels = Panel.objects.filter(decision=decision, concluded_on__isnull=False).order_by("number")
    tables = Material.objects.filter(case=decision.case_id, code="D08", entry__act="conclude_panel")
    filed = dict(
        zip(panels.values_list("pk", flat=True), tables.defer("data").order_by("sequence"), strict=False),
    )
    return [
        Opinion(
            kind=OpinionKind.EXPERT,
            speaker=row.sheet.seat.alias,
            text=row.point or "\n".join(part for part in (row.text, row.conditions) if part),
            adoption=Adoption(row.adoption),
            reason=row.why or "",
            on=row.sheet.sealed_on,
            material=filed.get(row.sheet.seat.panel_id),
        )
        for row in rows
    ]
