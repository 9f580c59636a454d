"""The readable half of a record: headings, labelled values, tables and paragraphs, as plain data.

A sheet is deposited with the machine-readable data of an act, so that the record explains itself without this
program, and every rendition is made from what was deposited and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


class Sheet:
    """A document in the making: blocks in the order in which they are added.

    >>> Sheet().rows((_("Opens on"), date(2026, 3, 1))).text(_("Explanation"), "…")
    """

    def __init__(self) -> None:
        self._blocks: list[dict[str, Any]] = []

    def rows(self, *pairs: tuple[object, object], heading: object = "") -> Sheet:
        """Add labelled values; an empty value is left out."""
        rows = [[str(label), written(value)] for label, value in pairs if written(value)]
        if rows:
            self._blocks.append({"kind": "rows", "heading": str(heading), "rows": rows})
        return self

    def text(self, heading: object, body: object) -> Sheet:
        """Add a passage of text; an empty one is left out."""
        if str(body).strip():
            self._blocks.append({"kind": "text", "heading": str(heading), "text": str(body)})
        return self

    def table(self, heading: object, head: Sequence[object], body: Iterable[Sequence[object]]) -> Sheet:
        """Add a table; one without rows is left out."""
        lines = [[written(cell) for cell in line] for line in body]
        if lines:
            self._blocks.append(
                {"kind": "table", "heading": str(heading), "head": [str(cell) for cell in head], "body": lines}
            )
        return self

    def as_data(self) -> list[dict[str, Any]]:
        """Return the blocks as plain data."""
        return list(self._blocks)

    def shown(self) -> list[dict[str, Any]]:
        """Return the blocks ready to be shown, for a preview of what is going to be filed."""
        return [_shown(block) for block in self._blocks]


def written(value: object) -> str:
    """Return a value as a paper shows it: 2026年7月1日, 是/否, a list by its members."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            local = timezone.localtime(value)
            return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Decimal():
            return f"{value:f}"
        case str():
            return value
        case list() | tuple():
            return "、".join(written(item) for item in value)
    return str(value)


# A table longer than this is written line by line on paper; the renderer takes minutes for a long one.
_LONG_TABLE = 60


def blocks_of(content: str) -> list[dict[str, Any]]:
    """Return the blocks of a deposited sheet, ready to be shown on a page or on paper.

    Args:
        content: The data of a material as they were deposited.
    """
    return [_shown(block) for block in json.loads(content)["sheet"]]


def _shown(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "text":
        return {**block, "lines": [line for line in block["text"].splitlines() if line.strip()]}
    if block["kind"] == "table" and len(block["body"]) > _LONG_TABLE:
        labelled = [[pair for pair in zip(block["head"], row, strict=False) if pair[1]] for row in block["body"]]
        return {**block, "is_long": True, "labelled": labelled}
    return block
