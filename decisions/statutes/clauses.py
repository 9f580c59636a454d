"""Official Chinese texts clause by clause, each clause with a key that stays with it from version to version.

Rules are written in articles (第一条), within which items stay in the text; plans and notices in numbered sections
(一、) with subsections (（一）), each a clause of its own. A text with neither falls into its paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
_ARTICLE = re.compile(rf"第({_NUMERAL})条(?:之({_NUMERAL}))?(?:\s*【[^】]{{1,40}}】)?")
_CHAPTER = re.compile(rf"第({_NUMERAL})([编章节])(?:\s+|$)[^。；]{{0,60}}$")
_SECTION = re.compile(rf"({_NUMERAL})、")
_SUBSECTION = re.compile(rf"[（(]({_NUMERAL})[）)]")
_PARAGRAPH = re.compile(r"p-(\d+)")
_CHAPTER_KEYS = {"编": "part", "章": "ch", "节": "sec"}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}

HEADING_LENGTH = 60
SIMILAR = 60.0
# Alike enough to be the same clause without looking at the others, if the number is the same too.
NEARLY_SAME = 85.0


class ParsedClause(NamedTuple):
    """A clause as a draft keeps it."""

    key: str
    heading: str
    text: str

    @property
    def body(self) -> str:
        """What the clause says, without its number."""
        return without_marker(self.heading) + self.text


def parse(
    text: str, *, previous: Sequence[tuple[str, str, str]] = (), taken: Iterable[str] = ()
) -> list[ParsedClause]:
    """Split a text into clauses.

    Args:
        text: The text as pasted.
        previous: The clauses of the version before; a clause found again keeps its key.
        taken: Keys of still earlier versions, which a new clause must not get either.

    Returns:
        The clauses in order, with unique keys; none for an empty text.
    """
    lines = [line.strip().strip("\u3000") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if any(_ARTICLE.match(line) for line in lines):
        found = _by_articles(lines)
    elif any(_SECTION.match(line) for line in lines):
        found = _by_sections(lines)
    else:
        found = [(f"p-{number}", "", [line]) for number, line in enumerate(lines, 1)]
    fresh = _with_unique_keys([(key, heading, "\n".join(body)) for key, heading, body in found])
    return rekey([ParsedClause(*item) for item in previous], fresh, taken=taken) if previous else fresh


def render(clauses: Iterable[tuple[str, str, str]]) -> str:
    """Write clauses as one text; parsing it gives the same clauses again."""
    lines = []
    for _key, heading, text in clauses:
        first, _break, others = text.partition("\n")
        joined = f"{heading}{'　' if heading.startswith('第') else ''}{first}"
        if heading and first and _heading(joined) == (heading, first):
            lines += [joined, others]
        else:
            lines += [heading, text]
    return "\n".join(line for line in lines if line)


def rekey(
    previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause], *, taken: Iterable[str] = ()
) -> list[ParsedClause]:
    """Give the clauses of a new version the keys they had in the version before.

    A clause that reads exactly as before keeps its key wherever it went. Of the others, those similar enough are
    matched in order, and then whatever similar is left, best first. The rest are new and get keys never used.
    """
    kept = _exact(previous, fresh)
    _same_number(previous, fresh, kept)
    _in_order(previous, fresh, kept)
    _left_over(previous, fresh, kept)
    used = {clause.key for clause in previous} | set(taken)
    clauses = []
    for position, clause in enumerate(fresh):
        if position in kept:
            clauses.append(clause._replace(key=previous[kept[position]].key))
        else:
            key = _unused(clause.key.partition("~")[0], used)
            used.add(key)
            clauses.append(clause._replace(key=key))
    return clauses


def called(key: str, heading: str) -> str:
    """Return what readers call a clause: its heading; one without a heading by its place, never by its key.

    Args:
        key: What stays with the clause from version to version.
        heading: Its number and title, "" before the first article and in a text of plain paragraphs.
    """
    if heading:
        return heading
    if found := _PARAGRAPH.match(key):
        return _("Paragraph %(number)s") % {"number": found[1]}
    return _("Opening words")


def without_marker(heading: str) -> str:
    """Return a heading without its number: 第五条 【罚则】 gives 【罚则】."""
    for marker in (re.compile(rf"第{_NUMERAL}(?:条(?:之{_NUMERAL})?|[编章节])"), _SECTION, _SUBSECTION):
        if found := marker.match(heading):
            return heading[found.end() :].strip()
    return heading


def number_of(numeral: str) -> int:
    """Return the number a Chinese or Arabic numeral writes: 二十三, 一百零五, 12."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        elif character.isdecimal():
            digit = digit * 10 + int(character)
        else:
            digit = _DIGITS[character]
    return total + digit


def _by_articles(lines: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    clauses: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if chapter := _CHAPTER.match(line):
            clauses.append((f"{_CHAPTER_KEYS[chapter[2]]}-{number_of(chapter[1])}", line, []))
        elif article := _ARTICLE.match(line):
            key = f"art-{number_of(article[1])}" + (f"-{number_of(article[2])}" if article[2] else "")
            heading, rest = _heading(line)
            clauses.append((key, heading, [rest] if rest else []))
        elif clauses and (not clauses[-1][1] or clauses[-1][0].startswith("art-")):
            clauses[-1][2].append(line)
        else:
            clauses.append(("preamble", "", [line]))
    return clauses


def _by_sections(lines: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    clauses: list[tuple[str, str, list[str]]] = []
    section = "s-0"
    for line in lines:
        if found := _SECTION.match(line):
            section = f"s-{number_of(found[1])}"
            heading, rest = _heading(line)
            clauses.append((section, heading, [rest] if rest else []))
        elif (found := _SUBSECTION.match(line)) and clauses:
            heading, rest = _heading(line)
            clauses.append((f"{section}-{number_of(found[1])}", heading, [rest] if rest else []))
        elif clauses:
            clauses[-1][2].append(line)
        else:
            clauses.append(("preamble", "", [line]))
    return clauses


def _heading(line: str) -> tuple[str, str]:
    """Split the first line of a clause into its heading and where its text begins.

    An article's heading is its number with a title in brackets. A section's is a short title standing alone or closed
    by a full stop, else the bare number.
    """
    if article := _ARTICLE.match(line):
        return article[0], line[article.end() :].strip()
    marker = _SECTION.match(line) or _SUBSECTION.match(line)
    stop = line.find("。")
    if stop == -1 and len(line) <= HEADING_LENGTH:
        return line, ""
    if 0 < stop < HEADING_LENGTH // 2:
        return line[: stop + 1], line[stop + 1 :].strip()
    end = marker.end() if marker else 0
    return line[:end], line[end:].strip()


def _with_unique_keys(clauses: Sequence[tuple[str, str, str]]) -> list[ParsedClause]:
    used: set[str] = set()
    unique = []
    for key, heading, text in clauses:
        free = _unused(key, used)
        used.add(free)
        unique.append(ParsedClause(free, heading, text))
    return unique


def _unused(key: str, used: set[str]) -> str:
    if key not in used:
        return key
    number = 2
    while f"{key}~{number}" in used:
        number += 1
    return f"{key}~{number}"


def _exact(previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause]) -> dict[int, int]:
    """Match equal clauses, the first to the first; those under the number they had before go first."""
    places: dict[str, list[int]] = {}
    for position, clause in enumerate(previous):
        places.setdefault(clause.body, []).append(position)
    kept: dict[int, int] = {}
    for same_heading in (True, False):
        for position, clause in enumerate(fresh):
            open_places = places.get(clause.body, [])
            choice = next(
                (place for place in open_places if not same_heading or previous[place].heading == clause.heading), None
            )
            if position not in kept and choice is not None:
                kept[position] = choice
                open_places.remove(choice)
    return kept


def _same_number(previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause], kept: dict[int, int]) -> None:
    """Match clauses nearly the same under the same heading, which spares comparing each with every other."""
    gone = set(kept.values())
    places = {clause.heading: place for place, clause in enumerate(previous) if clause.heading and place not in gone}
    for position, clause in enumerate(fresh):
        place = places.get(clause.heading)
        if position in kept or place is None:
            continue
        if fuzz.ratio(previous[place].body, clause.body, score_cutoff=NEARLY_SAME):
            kept[position] = place
            del places[clause.heading]


def _in_order(previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause], kept: dict[int, int]) -> None:
    """Match what is similar without crossing, so that the sum of similarities is greatest."""
    old = [place for place in range(len(previous)) if place not in set(kept.values())]
    new = [position for position in range(len(fresh)) if position not in kept]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = _similarities(previous, fresh, old, new)
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            kept[new[j]] = old[i]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _left_over(previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause], kept: dict[int, int]) -> None:
    """Match clauses that were both moved and changed, the most similar first."""
    old = [place for place in range(len(previous)) if place not in set(kept.values())]
    new = [position for position in range(len(fresh)) if position not in kept]
    alike = _similarities(previous, fresh, old, new)
    pairs = sorted(
        (-alike[i][j], position, place) for j, position in enumerate(new) for i, place in enumerate(old) if alike[i][j]
    )
    gone: set[int] = set()
    for _likeness, position, place in pairs:
        if position not in kept and place not in gone:
            kept[position] = place
            gone.add(place)


def _similarities(
    previous: Sequence[ParsedClause], fresh: Sequence[ParsedClause], old: Sequence[int], new: Sequence[int]
) -> list[list[float]]:
    """Return how alike old and new clauses are, 0 where they are not alike enough to be one."""
    return [
        [float(fuzz.ratio(previous[place].body, fresh[position].body, score_cutoff=SIMILAR)) for position in new]
        for place in old
    ]
