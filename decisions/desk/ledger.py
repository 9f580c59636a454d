"""The ledger of decisions: its rows, and what narrows and orders them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import F, Max, Min, Prefetch, Q, QuerySet

from decisions.cases.deadlines import Light, days_left, light_of
from decisions.cases.models import Decision
from decisions.cases.positions import OpenStep, Position
from decisions.cases.selectors import decisions_visible_to
from decisions.desk import rates
from decisions.desk.tasks import Line, light_condition
from decisions.position import RIBBON, segments_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from accounts.models import User

    Text = str | Promise

# What a filter offers is not read again for so many seconds.
CHOICES_KEPT = 60

SORTS: Mapping[str, Sequence[Any]] = {
    "-number": ("-year", "-pk"),
    "number": ("year", "pk"),
    "due": (F("position__due_on").asc(nulls_last=True), "position__decision_id"),
    "-due": (F("position__due_on").desc(nulls_last=True), "-position__decision_id"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
}
DEFAULT_SORT = "-number"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One decision as the ledger shows it."""

    decision: Decision
    today: date
    missing: int

    @property
    def position(self) -> Position | None:
        """Where it stands; none for one whose flow never moved."""
        return getattr(self.decision, "position", None)

    @cached_property
    def lines(self) -> list[Line]:
        """What is open."""
        lines = [Line(step, self.today) for step in self.decision.open_steps.all()]
        for line in lines:
            # The decision is loaded already, with its units.
            line.step.decision = self.decision
        return lines

    @property
    def due_on(self) -> date | None:
        """The day the next act is due, or until which a timer runs."""
        if self.position and self.position.due_on:
            return self.position.due_on
        return min((line.step.due_on for line in self.lines if line.step.due_on), default=None)

    @property
    def days(self) -> int | None:
        """The days left for the next act."""
        return days_left(self.position.due_on if self.position else None, self.today)

    @property
    def light(self) -> Light:
        """The light of the next act."""
        return light_of(self.position.due_on if self.position else None, self.today)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is open any more."""
        return not self.lines

    @property
    def segments(self) -> list[dict[str, Any]]:
        """The stages in small."""
        return segments_of(self.position.progress if self.position else "")

    @property
    def done(self) -> int:
        """How many stages are done."""
        return sum(segment["state"] == "done" for segment in self.segments)

    @property
    def total(self) -> int:
        """How many stages there are, without those that do not apply."""
        return sum(segment["state"] != "na" for segment in self.segments)

    @property
    def steps(self) -> list[Text]:
        """What is open, in words: the step, or of several the stages they lie in."""
        if len(self.lines) == 1:
            return [self.lines[0].kind.title]
        return list(dict.fromkeys(line.kind.stage.label for line in self.lines))

    @property
    def is_waiting(self) -> bool:
        """Whether only timers run: nobody has anything to do."""
        return bool(self.lines) and all(line.step.is_timer for line in self.lines)

    @property
    def actors(self) -> list[str]:
        """Who acts next; a timer has nobody."""
        return list(dict.fromkeys(line.actor for line in self.lines if not line.step.is_timer))


def decisions_for(
    user: User,
    today: date,
    *,
    words: str = "",
    stage: str = "",
    unit: str = "",
    category: str = "",
    light: str = "",
    year: str = "",
    status: str = "",
    rate: str = "",
) -> QuerySet[Decision]:
    """Return the decisions a user may see, narrowed as the filter asks.

    Args:
        user: Who asks.
        today: Today, for lights.
        words: A part of number or title.
        stage: The key of a stage of the ribbon in which something is open.
        unit: The id of the lead unit.
        category: A value of ``Category``.
        light: A value of ``Light``.
        year: The year.
        status: A value of ``Status``.
        rate: The key of a rate, for the rows behind it.
    """
    found = decisions_visible_to(user)
    if words:
        found = found.filter(Q(number__icontains=words) | Q(title__icontains=words))
    nodes = next((item.nodes for item in RIBBON if item.key == stage), ())
    if nodes:
        found = found.filter(position__present_nodes__overlap=list(nodes))
    if light:
        found = found.filter(light_condition(light, today, "position__due_on"))
    if rate in rates.KEYS:
        found = found.filter(pk__in=rates.behind(rate, today).values("pk"))
    plain = {"lead_unit": unit, "category": category, "year": year, "status": status}
    return found.filter(**{field: value for field, value in plain.items() if value})


def ordered(decisions: QuerySet[Decision], sort: str) -> QuerySet[Decision, int]:
    """Return the keys of decisions in an order; what a row shows is read only for those on the page."""
    if sort.endswith("due"):
        # Every decision has a position once it is proposed; an inner join lets the index give the order.
        decisions = decisions.filter(position__isnull=False)
    return decisions.order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT])).values_list("pk", flat=True)


def with_rows(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Load what a row shows."""
    return decisions.select_related(
        "position",
        "case",
        "authority",
        "rule_pack",
        "lead_unit",
        "proposing_unit",
        "study_unit",
        "risk_unit",
        "executing_unit",
        "evaluating_unit",
    ).prefetch_related(Prefetch("open_steps", OpenStep.objects.select_related("task__owner")))


def page_of(keys: Iterable[int], today: date) -> list[Row]:
    """Return the rows of some decisions in the order of their keys."""
    keys = list(keys)
    found = {decision.pk: decision for decision in with_rows(Decision.objects.filter(pk__in=keys))}
    return rows_of((found[key] for key in keys if key in found), today)


def rows_of(decisions: Iterable[Decision], today: date) -> list[Row]:
    """Return decisions as rows, with what each file lacks."""
    return [Row(decision=decision, today=today, missing=decision.case.missing) for decision in decisions]


def choices_for(user: User) -> tuple[list[int], list[int]]:
    """Return the years and the keys of the lead units to choose from; read at most once a minute for a reader."""
    name = f"desk-choices-{user.pk}"
    held: tuple[list[int], list[int]] | None = cache.get(name)
    if held is None:
        visible = decisions_visible_to(user).order_by()
        span = visible.aggregate(first=Min("year"), last=Max("year"))
        years = list(range(span["last"], span["first"] - 1, -1)) if span["last"] else []
        units = list(visible.filter(lead_unit__isnull=False).values_list("lead_unit", flat=True).distinct())
        held = (years, units)
        cache.set(name, held, CHOICES_KEPT)
    return held
