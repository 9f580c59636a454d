"""What a score sheet holds and when it is whole. Plain data: it is sealed before any row is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from experts.rules import DIMENSIONS
from experts.scoring import LEVELS, NEEDS_COMMENT, is_complete

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STANCES = ("support", "conditional", "oppose", "unable")


@dataclass(frozen=True)
class Asked:
    """A criterion as the sheet asks it."""

    key: str
    label: str
    weight: Decimal
    allows_na: bool


@dataclass(frozen=True)
class Sheet:
    """Scores, grounds and the opinion of one expert.

    Attributes:
        scores: Criterion to level; none for not applicable. What is not answered is absent.
        comments: Criterion to ground.
        stance: Support, support on conditions, oppose, cannot judge.
        dimensions: What the expert says on each dimension.
        text: The opinion as a whole.
        conditions: What has to be met, for support on conditions.
    """

    scores: Mapping[str, int | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    stance: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    conditions: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "scores": dict(self.scores),
            "comments": {key: text for key, text in self.comments.items() if text},
            "stance": self.stance,
            "dimensions": dict(self.dimensions),
            "text": self.text,
            "conditions": self.conditions,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sheet:
        """Return the sheet kept as plain data."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})


def dimensions_of(asked: Sequence[Asked]) -> list[str]:
    """Return the dimensions on which words are asked, in the order of the sheet."""
    return [item.key for item in asked if item.key in DIMENSIONS]


def complaints(sheet: Sheet, asked: Sequence[Asked]) -> dict[str, str]:
    """Return what is missing or wrong, by field of the form; empty when the sheet can be sealed."""
    found = _score_complaints(sheet, asked)
    weights = {item.key: item.weight for item in asked}
    if not found and not is_complete(sheet.scores, weights):
        found["__all__"] = _("Answers must carry at least 80% of the weight.")
    if sheet.stance not in STANCES:
        found["stance"] = _("State your opinion.")
    if sheet.stance == "conditional" and not sheet.conditions.strip():
        found["conditions"] = _("State the conditions.")
    for key in dimensions_of(asked):
        if not str(sheet.dimensions.get(key, "")).strip():
            found[f"dimension_{key}"] = _("State what you think on %(dimension)s.") % {"dimension": DIMENSIONS[key]}
    if not sheet.text.strip():
        found["text"] = _("Write your opinion.")
    return found


def _score_complaints(sheet: Sheet, asked: Sequence[Asked]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in asked:
        if item.key not in sheet.scores:
            found[f"score_{item.key}"] = _("Give a score, or mark it as not applicable.")
            continue
        value = sheet.scores[item.key]
        has_ground = bool(sheet.comments.get(item.key, "").strip())
        if value is None and not item.allows_na:
            found[f"score_{item.key}"] = _("This criterion applies; give a score.")
        elif value is not None and value not in LEVELS:
            found[f"score_{item.key}"] = _("A score is 1 to 5.")
        elif (value is None or value in NEEDS_COMMENT) and not has_ground:
            found[f"comment_{item.key}"] = _("Scores of 1, 2 and 5 and what is not applicable need a ground.")
    return found
