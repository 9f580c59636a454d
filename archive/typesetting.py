"""What a printed page needs to know beforehand: the widths of columns, the lines of a title."""

from __future__ import annotations

import unicodedata
from math import ceil, sqrt
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

# Characters that fit beside each other in a table across the page, at 12 points.
_ACROSS = 34
# A column is never so narrow that a date or a short label breaks after each character.
_NARROWEST = 3
# The head of a column breaks only if it is longer than this.
_SHORT_HEAD = 4
_NOT_FIRST = "，。、；：！？）》〉」』】〕”’"
_NOT_LAST = "（《〈「『【〔“‘"


def breadth(text: str) -> float:
    """Return how many full-width characters a text takes on one line."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.55 for character in text)


def title_lines(title: str, *, across: int) -> list[str]:
    """Break a title into lines of like length, at a mark where one is near, instead of leaving a character over.

    Args:
        title: The title.
        across: How many full-width characters fit on a line.
    """
    wide = breadth(title)
    places = [place for place in range(1, len(title)) if breadth(title[:place]) <= across and _may_break(title, place)]
    if wide <= across or not places:
        return [title]
    number = ceil(wide / across)
    share = wide / number
    # Where lines are full to the last character, a mark that may not begin one makes one more.
    fitting = [place for place in places if breadth(title[place:]) <= across * (number - 1)] or places
    # A mark is worth a third of a line: 评分表 had better stay together than both lines be equally long.
    place = min(
        fitting,
        key=lambda place: abs(breadth(title[:place]) - share) - (across / 3 if _is_mark(title, place) else 0),
    )
    return [title[:place], *title_lines(title[place:].lstrip(), across=across)]


def _may_break(title: str, place: int) -> bool:
    before, after = title[place - 1], title[place]
    return after not in _NOT_FIRST and before not in _NOT_LAST and not (before.isascii() and after.isascii())


def _is_mark(title: str, place: int) -> bool:
    return title[place - 1] in _NOT_FIRST or title[place] in _NOT_LAST


def columns(head: Sequence[str], body: Sequence[Sequence[str]]) -> SafeString:
    """Return the column group of a table: short columns as wide as they need, long ones by how much they hold.

    Args:
        head: The cells of the head.
        body: The rows.
    """
    cells = [[row[place] for row in body if place < len(row)] for place in range(len(head))]
    # A head may break once; what stands in the cells had better not, where it is short.
    needed = [_needed(title, column) for title, column in zip(head, cells, strict=True)]
    held = [sqrt(sum(breadth(cell) for cell in column) / max(1, len(column)) + 1) for column in cells]
    widths = ((f"{one:.1f}",) for one in _shared([width + 1 for width in needed], held))
    return format_html("<colgroup>{}</colgroup>", format_html_join("", '<col style="width: {}%">', widths))


def _needed(title: str, column: Sequence[str]) -> float:
    lines = [breadth(line) for cell in column for line in cell.splitlines()]
    return max(_NARROWEST, min(breadth(title), max(_SHORT_HEAD, breadth(title) / 2)), *lines)


def _shared(needed: Sequence[float], held: Sequence[float]) -> list[float]:
    """Share a line out: whoever needs less than their part gets what they need, the others share the rest."""
    if sum(needed) <= _ACROSS:
        return [100 * width / sum(needed) for width in needed]
    given: dict[int, float] = {}
    while True:
        rest = [place for place in range(len(needed)) if place not in given]
        left = _ACROSS - sum(given.values())
        parts = {place: left * held[place] / sum(held[other] for other in rest) for place in rest}
        content = {place for place in rest if needed[place] <= parts[place]}
        if not content:
            return [100 * {**given, **parts}[place] / _ACROSS for place in range(len(needed))]
        given |= {place: needed[place] for place in content}
