"""All opinions of a matter in one table: counted source by source, and read no further than the page that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from decisions.cases.opinions import Adoption, Opinion, OpinionKind, OpinionSource
from decisions.compliance import STAGES
from decisions.desk.matter import is_involved

if TYPE_CHECKING:
    from accounts.models import User
    from decisions.cases.models import Decision


@dataclass(frozen=True)
class Total:
    """How many of the opinions of a source, or of all, became one thing."""

    adoption: Adoption
    number: int
    of: int

    @property
    def share(self) -> str:
        """The share in percent."""
        return f"{100 * self.number // self.of}%" if self.of else "—"


class OpinionTable:
    """The opinions a user may read of a decision, narrowed by source and by what became of them.

    Behaves as a list to a paginator: its length comes from the counts, a slice reads only the rows it shows.

    Args:
        user: Who reads.
        decision: The decision.
        kind: Only of these speakers.
        adoption: Only what became this.
    """

    def __init__(
        self, user: User, decision: Decision, *, kind: OpinionKind | None = None, adoption: Adoption | None = None
    ) -> None:
        self.kind = kind
        self.adoption = adoption
        found = _sources(decision)
        # What is filed as restricted is for those involved, here as under its material.
        self.withholds = decision.is_nonpublic and not is_involved(user, decision)
        if self.withholds:
            found = [source for source in found if not source.is_internal]
        self.sources = sorted(found, key=lambda source: list(OpinionKind).index(source.kind))

    @cached_property
    def counted(self) -> list[tuple[OpinionSource, dict[Adoption, int]]]:
        """Each source with its counts, one query each."""
        return [(source, source.counts()) for source in self.sources]

    def by_kind(self) -> list[tuple[OpinionKind, int]]:
        """Return how many opinions each kind of speaker gave, whatever is narrowed to."""
        return [
            (kind, sum(sum(counts.values()) for source, counts in self.counted if source.kind is kind))
            for kind in OpinionKind
        ]

    def by_adoption(self) -> list[Total]:
        """Return what became of the opinions of the kind narrowed to."""
        wanted = [counts for source, counts in self.counted if self.kind in (None, source.kind)]
        whole = sum(sum(counts.values()) for counts in wanted)
        return [Total(adoption, sum(counts.get(adoption, 0) for counts in wanted), whole) for adoption in Adoption]

    def __len__(self) -> int:
        return sum(self._length(source, counts) for source, counts in self.counted)

    def __getitem__(self, wanted: slice) -> list[Opinion]:
        start, stop, _step = wanted.indices(len(self))
        found: list[Opinion] = []
        before = 0
        for source, counts in self.counted:
            length = self._length(source, counts)
            first, last = max(start - before, 0), min(stop - before, length)
            if first < last:
                found += source.some(self.adoption, first, last)
            before += length
        return found

    def _length(self, source: OpinionSource, counts: dict[Adoption, int]) -> int:
        if self.kind not in (None, source.kind):
            return 0
        return sum(counts.values()) if self.adoption is None else counts.get(self.adoption, 0)


def _sources(decision: Decision) -> list[OpinionSource]:
    """Return what the stages offer: ``selectors.opinions(decision)``."""
    found: list[OpinionSource] = []
    for stage in STAGES:
        ask = getattr(import_module(f"{stage}.selectors"), "opinions", None)
        if ask is not None:
            found += ask(decision)
    return found
