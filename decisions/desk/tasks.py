"""Reading what is open: my tasks, what I am waiting for, reminders to my units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.selectors import users_with
from decisions.cases.deadlines import NEAR_DAYS, Light, days_left, light_of
from decisions.cases.lanes import Lane
from decisions.cases.models import Reminder
from decisions.cases.positions import OpenStep
from decisions.cases.selectors import (
    SEES_AUTHORITY,
    SEES_OWN_UNIT,
    decisions_visible_to,
    held_offices,
    units_in_lane,
)
from decisions.desk.actors import actor_of
from decisions.desk.duties import duties_of, duties_within
from decisions.desk.steps import StepKind, step_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from viewflow.workflow.models import Task

# More than so many open tasks are not counted in the margin of every page.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Line:
    """One open step as lists show it."""

    step: OpenStep
    today: date

    @cached_property
    def kind(self) -> StepKind:
        """What the step is."""
        return step_kinds()[self.step.node]

    @property
    def days(self) -> int | None:
        """The days left."""
        return days_left(self.step.due_on, self.today)

    @property
    def light(self) -> Light:
        """The light; a timer is waited for and never late."""
        return Light.NONE if self.step.is_timer else light_of(self.step.due_on, self.today)

    @property
    def owner(self) -> User | None:
        """Who has taken it."""
        owner: User | None = self.step.task.owner
        return owner

    @property
    def actor(self) -> str:
        """Who is to act, in words."""
        return actor_of(self.kind.lane, self.step.decision)


def open_steps() -> QuerySet[OpenStep]:
    """Return open steps with what a line shows of them."""
    return OpenStep.objects.select_related(
        "task__owner",
        "decision__authority",
        "decision__rule_pack",
        "decision__lead_unit",
        "decision__study_unit",
        "decision__risk_unit",
        "decision__executing_unit",
        "decision__evaluating_unit",
    )


def tasks_of(user: User) -> QuerySet[OpenStep]:
    """Return the acts a user may do today: those free, those taken by the user, and those colleagues have taken."""
    return OpenStep.objects.filter(duties_of(user), is_timer=False)


def orphans_of(user: User) -> QuerySet[OpenStep]:
    """Return the tasks in the user's unit that somebody took who can no longer log in: to be handed over."""
    return open_steps().filter(duties_within(user, "hand_over_tasks"), is_timer=False, task__owner__is_active=False)


def awaited_by(user: User) -> QuerySet[OpenStep]:
    """Return what others have to do, or a day has to bring, in the matters of the user's units."""
    reading = held_offices(user).filter(group__permissions__codename__in=[SEES_AUTHORITY, SEES_OWN_UNIT])
    units = list(reading.order_by().values_list("unit", flat=True).distinct())
    own = (
        Q(decision__lead_unit__in=units)
        | Q(decision__proposing_unit__in=units)
        | Q(decision__executing_unit__in=units)
        | Q(decision__evaluating_unit__in=units)
    )
    return OpenStep.objects.filter(own).exclude(duties_of(user) & Q(is_timer=False))


def lines_of(keys: Iterable[int], today: date) -> list[Line]:
    """Return some open steps as lines, in the order of their keys."""
    keys = list(keys)
    found = {step.pk: step for step in open_steps().filter(pk__in=keys)}
    return [Line(found[key], today) for key in keys if key in found]


def keys_of(steps: QuerySet[OpenStep]) -> QuerySet[OpenStep, int]:
    """Return the keys of open steps, in their own order, the most urgent first.

    What a line shows is read for those on the page.
    """
    return steps.values_list("pk", flat=True)


def filtered(
    steps: QuerySet[OpenStep],
    user: User,
    today: date,
    *,
    node: str = "",
    light: str = "",
    taken: str = "",
    words: str = "",
) -> QuerySet[OpenStep]:
    """Narrow open steps as the filter above the list asks.

    Args:
        steps: The steps.
        user: Who asks, for ``mine``.
        today: Today, for lights.
        node: Only this step.
        light: A value of ``Light``.
        taken: ``mine``, ``free`` or ``others``.
        words: A part of the number or the title.
    """
    if node:
        steps = steps.filter(node=node)
    if light:
        steps = steps.filter(light_condition(light, today, "due_on"))
    if taken == "mine":
        steps = steps.filter(task__owner=user)
    elif taken == "free":
        steps = steps.filter(task__owner__isnull=True)
    elif taken == "others":
        steps = steps.filter(task__owner__isnull=False).exclude(task__owner=user)
    if words:
        steps = steps.filter(Q(decision__number__icontains=words) | Q(decision__title__icontains=words))
    return steps


def light_condition(light: str, today: date, field: str) -> Q:
    """Return the condition that a day has a light."""
    if light == Light.LATE:
        return Q(**{f"{field}__lt": today})
    near = today.fromordinal(today.toordinal() + NEAR_DAYS)
    if light == Light.NEAR:
        return Q(**{f"{field}__gte": today, f"{field}__lte": near})
    if light == Light.NORMAL:
        return Q(**{f"{field}__gt": near})
    return Q(**{f"{field}__isnull": True})


def count_of(steps: QuerySet[OpenStep]) -> int:
    """Return how many there are, counting no further than is shown."""
    return steps.order_by()[:MOST_COUNTED].count()


def reminders_for(user: User) -> QuerySet[Reminder]:
    """Return what the user's units have to be told and nobody there has seen yet."""
    units = held_offices(user).order_by().values("unit")
    return Reminder.objects.filter(
        unit__in=units, seen_by__isnull=True, decision__in=decisions_visible_to(user)
    ).select_related("decision", "unit")


def kind_of(task: Task) -> StepKind:
    """Return what a task is."""
    return step_kinds()[task.flow_task.name]


def colleagues_for(step: OpenStep, today: date, *, with_owner: bool = False) -> QuerySet[User]:
    """Return who else may do a step today, and whoever has it where that is asked for."""
    kind = step_kinds()[step.node]
    units: QuerySet[Unit] = units_in_lane(step.decision, Lane(kind.lane))
    found = users_with(f"decisions.{kind.verb}", units, today)
    return (found if with_owner else found.exclude(pk=step.task.owner_id)).order_by("name", "pk")
