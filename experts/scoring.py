"""Scores in numbers: weighted means, medians and spread, in ``Decimal`` throughout, quantised once.

A sheet answers some criteria with 1 to 5 and leaves others as not applicable; an answer left out is a third thing
and does not occur in a sealed sheet. Numbers support those who read the opinions; nothing here passes or fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

LEVELS = (1, 2, 3, 4, 5)
NEEDS_COMMENT = frozenset({1, 2, 5})
# A sheet is complete when answers carry this part of the weight.
COMPLETE = Decimal("0.8")
# With fewer sheets a mean or a chart would show a person's score.
FEWEST_SHOWN = 3
HUNDREDTH = Decimal("0.01")

Scores = Mapping[str, int | None]


@dataclass(frozen=True)
class Spread:
    """How numbers lie: middle, ends, quartile distance and standard deviation of the sample."""

    count: int
    mean: Decimal
    median: Decimal
    least: Decimal
    most: Decimal
    interquartile: Decimal
    deviation: Decimal

    def as_data(self) -> dict[str, Any]:
        """Return plain data, numbers as text with two places."""
        return {
            "count": self.count,
            "mean": rounded(self.mean),
            "median": rounded(self.median),
            "min": rounded(self.least),
            "max": rounded(self.most),
            "iqr": rounded(self.interquartile),
            "sd": rounded(self.deviation),
        }


def rounded(value: Decimal) -> str:
    """Return a number with two places, half up, as papers show it."""
    return f"{value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP):f}"


def weighted_mean(scores: Scores, weights: Mapping[str, Decimal]) -> Decimal | None:
    """Return Σ w·s / Σ w over the criteria answered; none where nothing is answered."""
    answered = {key: value for key, value in scores.items() if value is not None and key in weights}
    weight = sum((weights[key] for key in answered), Decimal(0))
    if not weight:
        return None
    return sum((weights[key] * value for key, value in answered.items()), Decimal(0)) / weight


def answered_weight(scores: Scores, weights: Mapping[str, Decimal]) -> Decimal:
    """Return the weight of the criteria answered."""
    return sum((weights[key] for key, value in scores.items() if value is not None and key in weights), Decimal(0))


def is_complete(scores: Scores, weights: Mapping[str, Decimal]) -> bool:
    """Whether answers carry at least four fifths of the weight."""
    return answered_weight(scores, weights) >= COMPLETE


def quantile(ordered: Sequence[Decimal], part: Decimal) -> Decimal:
    """Return a quantile of ordered numbers by linear interpolation, both ends included."""
    position = part * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def spread(values: Iterable[Decimal | int]) -> Spread | None:
    """Return how numbers lie; none where there are none."""
    ordered = sorted(Decimal(value) for value in values)
    if not ordered:
        return None
    count = len(ordered)
    mean = sum(ordered, Decimal(0)) / count
    squares = sum(((value - mean) ** 2 for value in ordered), Decimal(0))
    return Spread(
        count=count,
        mean=mean,
        median=quantile(ordered, Decimal("0.5")),
        least=ordered[0],
        most=ordered[-1],
        interquartile=quantile(ordered, Decimal("0.75")) - quantile(ordered, Decimal("0.25")),
        deviation=(squares / (count - 1)).sqrt() if count > 1 else Decimal(0),
    )


def majority(opinions: Iterable[str]) -> str:
    """Return the opinion more than half of the experts share, or "" where none has a majority."""
    counted = Counter(opinions)
    if not counted:
        return ""
    kind, number = counted.most_common(1)[0]
    return kind if number * 2 > sum(counted.values()) else ""


def statistics(
    sheets: Mapping[str, Scores], opinions: Mapping[str, str], weights: Mapping[str, Decimal]
) -> dict[str, Any]:
    """Return the figures of a panel, ready to be filed.

    Args:
        sheets: Scores by alias: criterion to level, none for not applicable.
        opinions: Opinion by alias.
        weights: Weight by criterion, in the order of the sheet.

    Returns:
        Means by expert, spread overall and by criterion with the number of experts at each level, and the count of
        opinions. With fewer than three sheets only the opinions are counted.
    """
    shown = len(sheets) >= FEWEST_SHOWN
    means = {alias: weighted_mean(scores, weights) for alias, scores in sheets.items()}
    overall = spread(mean for mean in means.values() if mean is not None)
    found: dict[str, Any] = {
        "sheets": len(sheets),
        "shown": shown,
        "opinions": dict(sorted(Counter(opinions.values()).items())),
        "majority": majority(opinions.values()),
    }
    if not shown:
        return found
    found["experts"] = {alias: rounded(mean) for alias, mean in sorted(means.items()) if mean is not None}
    found["overall"] = overall.as_data() if overall else None
    found["criteria"] = {}
    for key, weight in weights.items():
        given = [scores.get(key) for scores in sheets.values()]
        values = [value for value in given if value is not None]
        lying = spread(values)
        found["criteria"][key] = {
            "weight": f"{weight.normalize():f}",
            "levels": {str(level): values.count(level) for level in LEVELS},
            "not_applicable": len(given) - len(values),
            "spread": lying.as_data() if lying else None,
        }
    return found
