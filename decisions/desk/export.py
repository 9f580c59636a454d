"""The ledger of decisions as a spreadsheet."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from decisions.desk.ledger import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from decisions.desk.ledger import Row

_BATCH = 500
_CHUNK = 64 * 1024
_WIDTHS = (14, 26, 48, 18, 20, 12, 30, 12, 8, 24, 14)


def spreadsheet(keys: Iterable[int], today: date) -> Iterator[bytes]:
    """Yield a workbook of decisions; its rows are read and written in pieces and wait on disk, not in memory.

    Args:
        keys: The keys of the decisions in their order.
        today: The day whose lights are shown.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Ledger of decisions"))
    for position, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + position)].width = width
    sheet.freeze_panes = "A2"
    _head(sheet)
    for batch in _batches(keys):
        for row in page_of(batch, today):
            sheet.append(_cells(row))
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for key in keys:
        batch.append(key)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _head(sheet: WriteOnlyWorksheet) -> None:
    cells = []
    for title in (
        _("Light"),
        _("Number"),
        _("Matter"),
        _("Lead unit"),
        _("Category"),
        _("Progress"),
        _("Present step"),
        _("Due"),
        _("Missing"),
        _("Next actor"),
        _("Status"),
    ):
        cell = WriteOnlyCell(sheet, value=title)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _cells(row: Row) -> list[object]:
    decision = row.decision
    values = [
        str(row.light.label),
        decision.number,
        decision.title,
        decision.lead_unit.short_name if decision.lead_unit else "",
        decision.get_category_display(),
        f"{row.done}/{row.total}",
        "、".join(str(title) for title in row.steps),
        row.due_on,
        row.missing,
        "、".join(row.actors),
        decision.get_status_display(),
    ]
    return [_harmless(value) for value in values]


def _harmless(value: object) -> object:
    """Return a text that a spreadsheet takes for a formula as text."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return f"'{value}"
    return value
