"""What can be said about one parameter of a rule pack: its kind, its default, and which way is stricter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise


class Kind(StrEnum):
    """What a value is."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    SHARE = "share"  # a fraction as text, "1/3"
    CHOICE = "choice"
    LIST = "list"
    MONTH_DAY = "month_day"  # "06-30"


class Direction(StrEnum):
    """Which way a value binds harder."""

    UP = "up"
    DOWN = "down"
    TRUE = "true"
    FALSE = "false"
    SUPERSET = "superset"
    RANK = "rank"  # the choices are listed from the loosest to the strictest
    NONE = "none"  # a matter of local arrangement

    @property
    def label(self) -> Text:
        """How the direction reads in a table."""
        return {
            Direction.UP: _("more is stricter"),
            Direction.DOWN: _("less is stricter"),
            Direction.TRUE: _("yes is stricter"),
            Direction.FALSE: _("no is stricter"),
            Direction.SUPERSET: _("may be added to"),
            Direction.RANK: _("in the order given"),
            Direction.NONE: _("free"),
        }[self]


class Measure(StrEnum):
    """What an integer counts."""

    NONE = ""
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    PERSONS = "persons"
    ITEMS = "items"
    PERCENT = "percent"

    @property
    def label(self) -> Text:
        """The unit's name."""
        names: dict[Measure, Text] = {
            Measure.NONE: "",
            Measure.DAYS: _("days"),
            Measure.WORKING_DAYS: _("working days"),
            Measure.MONTHS: _("months"),
            Measure.YEARS: _("years"),
            Measure.PERSONS: _("persons"),
            Measure.ITEMS: _("items"),
            Measure.PERCENT: _("per cent"),
        }
        return names[self]


MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Spec:
    """One parameter.

    Attributes:
        key: Its name, ``group.what``.
        label: What it regulates.
        kind: What a value is.
        direction: Which way is stricter.
        default: The value where no pack says anything; None means there is no rule.
        measure: What an integer counts.
        choices: The values allowed, for a choice or the entries of a list.
        provision: The article of Decree 713 (or another instrument, as named) it specifies.
        comparator: For a fraction, the key that holds its comparator.
        shares: For a comparator, the key of the fraction it belongs to.
        unread: Why no rule or act reads it, for what is only shown and compared; a test holds it to the code.
    """

    key: str
    label: Text
    kind: Kind
    direction: Direction
    default: Any = None
    measure: Measure = Measure.NONE
    choices: tuple[str, ...] = ()
    provision: str = ""
    comparator: str = ""
    shares: str = ""
    unread: Text = ""

    @property
    def group(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    def check(self, value: Any) -> None:
        """Refuse a value that is not of the parameter's kind.

        Raises:
            ValidationError: It names the parameter and what is wrong with the value.
        """
        if value is None:
            if self.default is None:
                return
            raise ValidationError(_("%(key)s: a value is needed.") % {"key": self.key})
        if not self._fits(value):
            raise ValidationError(
                _("%(key)s: %(value)s is not a value of the kind expected.") % {"key": self.key, "value": value}
            )

    def _fits(self, value: Any) -> bool:
        if self.kind is Kind.BOOLEAN:
            return isinstance(value, bool)
        if self.kind is Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if self.kind is Kind.LIST:
            return isinstance(value, list) and all(
                isinstance(item, str) and (not self.choices or item in self.choices) for item in value
            )
        if not isinstance(value, str):
            return False
        if self.kind is Kind.SHARE:
            return re.fullmatch(r"[1-9]\d*/[1-9]\d*", value) is not None and Fraction(value) <= 1
        if self.kind is Kind.MONTH_DAY:
            return MONTH_DAY.fullmatch(value) is not None
        return value in self.choices
