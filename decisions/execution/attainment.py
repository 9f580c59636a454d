"""How far a result is from its target, in whole arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

HUNDREDTH = Decimal("0.01")
NINE_DIGITS = Decimal("9999999.99")


def expected_by(*, kind: str, target: Decimal, start: date, due: date, day: date) -> Decimal:
    """Return what was to be reached by a day.

    A target that grows is spread evenly from the start to the day due; a level holds at any time.
    """
    if kind != "grows":
        return target
    total = (due - start).days
    if total <= 0 or day >= due:
        return target
    elapsed = max((day - start).days, 0)
    return (target * elapsed / total).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def attained_percent(*, kind: str, result: Decimal, expected: Decimal) -> Decimal | None:
    """Return the result as a share of what was expected; none where nothing was expected yet.

    For an upper limit the share is turned round: twice the limit is half attained.
    """
    if kind == "at_most":
        if result <= expected:
            return Decimal("100.00")
        share = expected / result * 100
    elif not expected:
        return None
    else:
        share = result / expected * 100
    return min(share, NINE_DIGITS).quantize(HUNDREDTH, ROUND_HALF_UP)
