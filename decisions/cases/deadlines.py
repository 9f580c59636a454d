"""What a stage says about the time a step has: ``selectors.deadline(decision, node) -> Deadline | None``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import Promise

    from decisions.statutes.rule import Provision

    Text = str | Promise

# So many days before its last day a step is near.
NEAR_DAYS = 3


class Light(StrEnum):
    """The light of a deadline."""

    LATE = "late"
    NEAR = "near"
    NORMAL = "normal"
    NONE = "none"

    @property
    def label(self) -> Text:
        """The light in words."""
        return {
            Light.LATE: _("Overdue"),
            Light.NEAR: _("Due within three days"),
            Light.NORMAL: _("In time"),
            Light.NONE: _("No deadline"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The time a step has, as its stage counts it; the clock beside the step shows the same.

    Attributes:
        due_on: The last day; none where the law only asks that the step takes at least so long.
        provision: The provision it comes from.
        title: What runs, where it is not simply the step.
        elapsed: How much of the period has run.
        total: How long the period is.
        unit: What is counted, in words, such as working days.
        demand: What is asked for, in words, such as "as a rule at least 7 working days".
        note: From when, until when, what interrupted it.
    """

    due_on: date | None
    provision: Provision | None = None
    title: Text = ""
    elapsed: int | None = None
    total: int | None = None
    unit: Text = ""
    demand: Text = ""
    note: Text = ""


def light_of(due_on: date | None, today: date) -> Light:
    """Return the light of a step that is due on a day."""
    if due_on is None:
        return Light.NONE
    left = (due_on - today).days
    if left < 0:
        return Light.LATE
    return Light.NEAR if left <= NEAR_DAYS else Light.NORMAL


def days_left(due_on: date | None, today: date) -> int | None:
    """Return the days until a step is due, negative when it is over."""
    return None if due_on is None else (due_on - today).days
