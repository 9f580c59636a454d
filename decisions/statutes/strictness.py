"""Which of two values of a parameter binds harder: what a local rule may make stricter it may never make looser."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from decisions.statutes.schema import SCHEMA, Direction, Kind, Spec, spec_of

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


class Order(Enum):
    """How one value stands to another."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    # Neither contains the other (lists), or the key has no direction: the place chooses.
    APART = "apart"


@dataclass(frozen=True)
class Loosening:
    """A parameter in which a pack falls below what it builds on."""

    key: str
    floor: Any
    proposed: Any
    floor_source: str


def compare_values(key: str, old: Pack, new: Pack) -> Order:
    """Return how the value of ``new`` stands to that of ``old``.

    A fraction and its comparator are judged together: more than half is stricter than half or more, and two thirds
    or more is stricter than both.
    """
    spec = spec_of(key)
    before, after = old[key], new[key]
    if spec.shares:
        # The key is a comparator: it binds as its fraction does.
        return compare_values(spec.shares, old, new)
    if spec.kind is Kind.SHARE:
        return _rank(_share_weight(spec, old), _share_weight(spec, new))
    if before == after:
        return Order.SAME
    return _order(spec, before, after)


def loosenings(parent: Pack, child: Pack) -> list[Loosening]:
    """Return the parameters in which a resolved child is looser than its resolved parent.

    A list that neither contains the other's entries is a loosening too: something the parent demands is gone.
    """
    return [
        Loosening(key=key, floor=parent[key], proposed=child[key], floor_source=parent.source(key))
        for key, spec in SCHEMA.items()
        if spec.direction is not Direction.NONE
        and not (spec.shares and child[key] == parent[key])
        and compare_values(key, parent, child) in {Order.LOOSER, Order.APART}
    ]


def _order(spec: Spec, before: Any, after: Any) -> Order:
    """Order two different values of a key that is not a fraction."""
    if spec.direction is Direction.NONE:
        return Order.APART
    if spec.direction is Direction.SUPERSET:
        old, new = set(before), set(after)
        if old == new:
            return Order.SAME
        return Order.STRICTER if old < new else Order.LOOSER if new < old else Order.APART
    return _rank(_weight(spec, before), _weight(spec, after))


def _rank(before: tuple[Any, ...], after: tuple[Any, ...]) -> Order:
    if before == after:
        return Order.SAME
    return Order.STRICTER if after > before else Order.LOOSER


def _weight(spec: Spec, value: Any) -> tuple[Any, ...]:
    """Return something that grows as the value binds harder; no rule weighs least."""
    if value is None:
        return (0,)
    if spec.direction is Direction.UP:
        return (1, value)
    if spec.direction is Direction.DOWN:
        # Month and day compare as text, and the earlier binds harder.
        number = int(value.replace("-", "")) if isinstance(value, str) else value
        return (1, -number)
    if spec.direction is Direction.RANK:
        return (1, spec.choices.index(value))
    return (1, value is (spec.direction is Direction.TRUE))


def _share_weight(spec: Spec, pack: Pack) -> tuple[Any, ...]:
    fraction: Fraction | None = pack[spec.key]
    if fraction is None:
        return (0,)
    exclusive = pack[spec.comparator] in {">", "<"}
    return (1, fraction if spec.direction is Direction.UP else -fraction, exclusive)
