"""Two versions of a draft beside each other, clause by clause (修改对照)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import Indel

from decisions.statutes.clauses import called, without_marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    Text = str | Promise

# Equal characters fewer than this between two changes read better as part of the change.
SHORT_RUN = 3

_TOKEN = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[A-Za-z]+|.", re.DOTALL)


class ClauseLike(Protocol):
    """What is compared: a clause of a draft, parsed or stored."""

    @property
    def key(self) -> str:
        """What stays with the clause from version to version."""

    @property
    def heading(self) -> str:
        """Its number and title."""

    @property
    def text(self) -> str:
        """What it says."""


class Change(StrEnum):
    """What became of a clause."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def label(self) -> Text:
        """The change in a word."""
        return {
            Change.UNCHANGED: _("Unchanged"),
            Change.CHANGED: _("Changed"),
            Change.MOVED: _("Moved"),
            Change.ADDED: _("Added"),
            Change.REMOVED: _("Removed"),
        }[self]


class Mark(StrEnum):
    """What became of a piece of text."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Segment:
    """A piece of text and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both versions.

    Attributes:
        change: What became of it; a clause both moved and changed is changed, and ``is_moved``.
        key: Its key.
        old_heading: Its heading before, "" if it is new.
        new_heading: Its heading now, "" if it is gone.
        segments: Its text in pieces; equal and deleted pieces make the old, equal and inserted ones the new.
        is_moved: Whether it stands elsewhere among the clauses both versions have.
    """

    change: Change
    key: str
    old_heading: str
    new_heading: str
    segments: tuple[Segment, ...]
    is_moved: bool = False

    @property
    def name(self) -> str:
        """What readers call the clause, now or, if it is gone, before."""
        return called(self.key, self.new_heading or self.old_heading)

    @property
    def old_text(self) -> str:
        """The text before."""
        return "".join(piece.text for piece in self.segments if piece.mark is not Mark.INSERTED)

    @property
    def new_text(self) -> str:
        """The text now."""
        return "".join(piece.text for piece in self.segments if piece.mark is not Mark.DELETED)


def compare(old: Sequence[ClauseLike], new: Sequence[ClauseLike]) -> list[ClauseChange]:
    """Compare two versions whose clauses carry stable keys.

    A clause that only got another number, because one was put in before it, is unchanged.

    Returns:
        The clauses in the order of the new version, each removed one after the clause it followed.
    """
    before = {clause.key: clause for clause in old}
    after = {clause.key: clause for clause in new}
    moved = _moved([clause.key for clause in old if clause.key in after], [c.key for c in new if c.key in before])
    changes = [_changed(before.get(clause.key), clause, is_moved=clause.key in moved) for clause in new]
    place = {change.key: position for position, change in enumerate(changes)}
    gone_after: dict[int, list[ClauseChange]] = {}
    anchor = -1
    for clause in old:
        if clause.key not in after:
            gone_after.setdefault(anchor, []).append(_removed(clause))
        elif clause.key not in moved:
            anchor = place[clause.key]
    ordered = gone_after.get(-1, [])
    for position, change in enumerate(changes):
        ordered = [*ordered, change, *gone_after.get(position, [])]
    return ordered


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Return the pieces in which two texts agree and differ.

    Chinese is compared by characters, numbers and Latin words as wholes; short agreements between two changes are
    made part of the change, for a reader sees a phrase replaced and not its letters shuffled.
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[tuple[str, str, str]] = []  # equal, deleted, inserted
    for block in Indel.opcodes(left, right):
        gone = "".join(left[block.src_start : block.src_end])
        come = "".join(right[block.dest_start : block.dest_end])
        pieces.append((gone, "", "") if block.tag == "equal" else ("", gone, come))
    return tuple(_merged(pieces))


def counts(changes: Sequence[ClauseChange]) -> dict[Change, int]:
    """Return how many clauses each change befell."""
    return {kind: sum(change.change is kind for change in changes) for kind in Change}


def _changed(old: ClauseLike | None, new: ClauseLike, *, is_moved: bool) -> ClauseChange:
    if old is None:
        return ClauseChange(Change.ADDED, new.key, "", new.heading, _whole(Mark.INSERTED, new.text))
    if old.text == new.text and without_marker(old.heading) == without_marker(new.heading):
        kind = Change.MOVED if is_moved else Change.UNCHANGED
        return ClauseChange(kind, new.key, old.heading, new.heading, _whole(Mark.EQUAL, new.text), is_moved)
    pieces = segments(old.text, new.text)
    return ClauseChange(Change.CHANGED, new.key, old.heading, new.heading, pieces, is_moved)


def _removed(old: ClauseLike) -> ClauseChange:
    return ClauseChange(Change.REMOVED, old.key, old.heading, "", _whole(Mark.DELETED, old.text))


def _whole(mark: Mark, text: str) -> tuple[Segment, ...]:
    return (Segment(mark, text),) if text else ()


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the keys that left their place: all but a longest run whose order is kept."""
    rank = {key: position for position, key in enumerate(old)}
    tails: list[int] = []
    tail_keys: list[str] = []
    before: dict[str, str | None] = {}
    for key in new:
        slot = bisect_left(tails, rank[key])
        before[key] = tail_keys[slot - 1] if slot else None
        tails[slot : slot + 1] = [rank[key]]
        tail_keys[slot : slot + 1] = [key]
    kept: set[str] = set()
    key_or_none = tail_keys[-1] if tail_keys else None
    while key_or_none is not None:
        kept.add(key_or_none)
        key_or_none = before[key_or_none]
    return set(new) - kept


def _merged(pieces: Sequence[tuple[str, str, str]]) -> list[Segment]:
    found: list[Segment] = []
    gone = come = ""
    for position, (equal, deleted, inserted) in enumerate(pieces):
        inside = 0 < position < len(pieces) - 1
        if equal and not (inside and len(equal) < SHORT_RUN):
            found += [*_whole(Mark.DELETED, gone), *_whole(Mark.INSERTED, come), Segment(Mark.EQUAL, equal)]
            gone = come = ""
        else:
            gone += equal + deleted
            come += equal + inserted
    return [*found, *_whole(Mark.DELETED, gone), *_whole(Mark.INSERTED, come)]
