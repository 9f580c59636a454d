"""Positions, outcomes, and whether a decision follows the majority (art. 30(2)): plain counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    Text = str | Promise


class Position(StrEnum):
    """What a member of the meeting says to the draft."""

    AGREE = "agree"
    AGREE_WITH_CHANGES = "agree_with_changes"
    DISAGREE = "disagree"
    DEFER = "defer"
    ABSTAIN = "abstain"
    NO_VIEW = "no_view"
    RECUSED = "recused"

    @property
    def label(self) -> Text:
        """The position in words."""
        return {
            Position.AGREE: _("Agrees"),
            Position.AGREE_WITH_CHANGES: _("Agrees with changes"),
            Position.DISAGREE: _("Does not agree"),
            Position.DEFER: _("Wants it deferred"),
            Position.ABSTAIN: _("Abstains"),
            Position.NO_VIEW: _("Expressed no view"),
            Position.RECUSED: _("Recused"),
        }[self]

    @property
    def needs_words(self) -> bool:
        """Whether the record must hold what was said, word for word: whatever is not plain assent or silence."""
        return self in {Position.AGREE_WITH_CHANGES, Position.DISAGREE, Position.DEFER}


class Result(StrEnum):
    """How a discussion ends."""

    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    CHANGE_IN_SUBSTANCE = "change_in_substance"
    REDISCUSS = "rediscuss"
    DEFER = "defer"
    SHELVE = "shelve"
    REJECT = "reject"

    @property
    def label(self) -> Text:
        """The outcome in words."""
        return {
            Result.ADOPT: _("Passed"),
            Result.ADOPT_WITH_CHANGES: _("Adopted with changes of wording"),
            Result.CHANGE_IN_SUBSTANCE: _("To be changed in substance and heard again"),
            Result.REDISCUSS: _("To be discussed again"),
            Result.DEFER: _("Deferred"),
            Result.SHELVE: _("Shelved"),
            Result.REJECT: _("Not passed"),
        }[self]

    @property
    def adopts(self) -> bool:
        """Whether the draft is adopted."""
        return self in {Result.ADOPT, Result.ADOPT_WITH_CHANGES}

    @property
    def parameter(self) -> str:
        """What rule packs call it: they know one word for modifying, whatever becomes of the modification."""
        return Result.ADOPT_WITH_CHANGES.value if self is Result.CHANGE_IN_SUBSTANCE else self.value


# A majority is of one mind when its members want the same to become of the draft.
BLOCS: tuple[frozenset[Position], ...] = (
    frozenset({Position.AGREE, Position.AGREE_WITH_CHANGES}),
    frozenset({Position.DISAGREE}),
    frozenset({Position.DEFER}),
)
# Whose position an outcome follows.
FOLLOWS: dict[Result, frozenset[Position]] = {
    Result.ADOPT: BLOCS[0],
    Result.ADOPT_WITH_CHANGES: BLOCS[0],
    Result.CHANGE_IN_SUBSTANCE: frozenset({Position.AGREE_WITH_CHANGES, Position.DEFER}),
    Result.REDISCUSS: BLOCS[2],
    Result.DEFER: BLOCS[2],
    Result.SHELVE: BLOCS[2],
    Result.REJECT: BLOCS[1],
}


@dataclass(frozen=True)
class Tally:
    """Positions counted.

    Attributes:
        members: All members of the meeting, the absent too.
        present: Members present and not recused.
        counts: How many hold each position.
    """

    members: int
    present: int
    counts: tuple[tuple[str, int], ...]

    def of(self, *positions: Position) -> int:
        """Return how many hold one of these positions."""
        return sum(count for value, count in self.counts if value in positions)

    @property
    def expressed(self) -> int:
        """How many want something in particular to become of the draft."""
        return sum(self.of(*bloc) for bloc in BLOCS)

    def base(self, kind: str) -> int:
        """Return of how many a majority is more than half: those who expressed a view, the present, or all."""
        return {"expressed": self.expressed, "present": self.present, "all": self.members}[kind]

    def majority(self, kind: str) -> frozenset[Position] | None:
        """Return the bloc that more than half hold, or None where opinion is divided."""
        base = self.base(kind)
        return next((bloc for bloc in BLOCS if 2 * self.of(*bloc) > base > 0), None)

    def as_data(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return {"members": self.members, "present": self.present, **dict(self.counts)}


def tally(positions: Iterable[str], *, members: int) -> Tally:
    """Count the positions of the members present, the head's too: the head is a member of the meeting."""
    held = [Position(position) for position in positions]
    counted = Counter(held)
    return Tally(
        members=members,
        present=len(held) - counted[Position.RECUSED],
        counts=tuple((position.value, counted[position]) for position in Position if counted[position]),
    )


def departs(result: str, counted: Tally, *, base: str = "expressed") -> bool:
    """Whether an outcome is another than more than half of the members want.

    Where opinion is divided and no bloc has a majority, no outcome departs from one. A majority that agrees outright
    is departed from by a change in substance; one that agrees with changes is not.

    Args:
        result: The outcome.
        counted: The positions.
        base: Of whom the majority is counted (``meeting.majority_base``).
    """
    whole = counted.base(base)
    followed = FOLLOWS[Result(result)]
    return any(2 * counted.of(*(bloc - followed)) > whole for bloc in BLOCS if bloc - followed)
