"""Carrying a decision through its procedure in tests, as its officials and in lawful time.

``Procedure(world).advance_to("review_legality")`` performs what comes before with the values of ``tests.acts``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import pkgutil
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

import tests.acts
from accounts.models import Membership
from decisions.cases import acting
from decisions.cases.forms import ActForm, as_post
from decisions.cases.models import Decision
from decisions.cases.selectors import units_in_lane
from decisions.cases.views import ActView
from decisions.desk.acts import view_of
from decisions.flows import DecisionFlow
from tests.factories.papers import staged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from accounts.models import User
    from archive.models import LedgerEntry
    from tests.factories.cases import World

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_DAY = dt.date(2026, 3, 2)
HEARD = "join_hearing"


class NotValid(AssertionError):
    """The plain values do not make a valid form."""


class Procedure(contextlib.AbstractContextManager["Procedure"]):
    """One decision on its way.

    Used as a context manager it moves the clock: each act takes place on its own day at nine in the morning in
    Shanghai, and waiting takes the days it takes.

    Attributes:
        world: Units and people.
        decision: The decision, once it is proposed.
        day: Today.
        values: Values for this procedure only, by node; they go over those of ``tests.acts``.
        files: Where its files lie, if not where those of the test do.
    """

    def __init__(
        self, world: World, *, day: dt.date = FIRST_DAY, pace: int = 1, values: dict[str, dict[str, Any]] | None = None
    ) -> None:
        self.world = world
        self.decision: Decision | None = None
        self.day = day
        self.pace = pace
        self.values = values or {}
        self.files: Path | None = None
        self._travel: time_machine.travel | None = None
        self._travels = False
        self._prepared: set[int] = set()

    # --- time

    def __enter__(self) -> Self:
        """Move the clock to the first day."""
        self._travels = True
        self.on(self.day)
        return self

    def __exit__(self, *exception: object) -> None:
        """Put the clock right."""
        self._travels = False
        if self._travel is not None:
            self._travel.stop()
            self._travel = None

    def on(self, day: dt.date) -> Procedure:
        """Make it another day."""
        self.day = day
        if self._travels:
            if self._travel is not None:
                self._travel.stop()
            self._travel = time_machine.travel(dt.datetime.combine(day, dt.time(9), SHANGHAI), tick=False)
            self._travel.start()
        return self

    def wait(self, days: int = 1) -> Procedure:
        """Let days pass, and fire the timers that run out, each after what happens while it runs."""
        day = self.day + dt.timedelta(days=days)
        self._prepare_running(until=day)
        self.on(max(day, self.day))
        self.fire_timers()
        return self

    def fire_timers(self) -> int:
        """Fire the timers that have run out."""
        return fire_due_timers()

    def wait_for_timer(self) -> None:
        """Let time pass until the next timer has run out, after what happens while it runs.

        Raises:
            LookupError: No timer runs.
        """
        if not self._running():
            msg = "No timer runs."
            raise LookupError(msg)
        self._prepare_running(until=_runs_out(self._running()[0]))
        running = self._running()
        if not running:
            return
        self._prepare_running(until=_runs_out(running[0]))
        self.on(max(_runs_out(running[0]), self.day))
        if not self.fire_timers():
            msg = f"{running[0].flow_task.name} did not run out."
            raise LookupError(msg)

    def _prepare_running(self, *, until: dt.date) -> None:
        for task in self._running():
            if _runs_out(task) <= until and task.pk not in self._prepared:
                self._prepared.add(task.pk)
                self._prepare(task.flow_task.name)

    def _running(self) -> list[Task]:
        return list(self._tasks().filter(status=STATUS.SCHEDULED).order_by("scheduled", "pk"))

    # --- reading

    def tasks(self) -> list[str]:
        """Return the nodes of the open tasks, human and timers."""
        return [task.flow_task.name for task in self._tasks()]

    def task(self, node: str) -> Task:
        """Return the open task of a node.

        Raises:
            LookupError: There is none.
        """
        for task in self._tasks():
            if task.flow_task.name == node:
                return task
        msg = f"{node} is not open; open are {self.tasks()}."
        raise LookupError(msg)

    def _tasks(self) -> Any:
        if self.decision is None:
            return Task.objects.none()
        return (
            Task.objects.filter(process=self.decision.process.pk, flow_task_type__in=["HUMAN", "TIMER"])
            .filter(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED])
            .order_by("pk")
        )

    def reload(self) -> Decision:
        """Read the decision again."""
        assert self.decision is not None
        self.decision = Decision.objects.get(pk=self.decision.pk)
        return self.decision

    # --- acting

    def official_for(self, view: ActView) -> User:
        """Return the first official who may do an act.

        Raises:
            LookupError: Nobody may.
        """
        if view.decision is None:
            return self.world.person(self.world.planning, "lead_official")
        holders = self._holders(view)
        for person in self.world.everybody():
            if holders is not None and person.pk not in holders:
                continue
            view.official = person
            if view.may():
                return person
        msg = f"Nobody may {view.verb}."
        raise LookupError(msg)

    @staticmethod
    def _holders(view: ActView) -> set[int] | None:
        """Return who holds an office for the act, in one query; none where the act has a say of its own."""
        if type(view).may is not ActView.may:
            return None
        offices = Membership.objects.filter(
            group__permissions__codename=view.verb, unit__in=units_in_lane(view.decision, view.lane)
        )
        return set(offices.values_list("user", flat=True))

    def view(self, node: str, *, by: User | None = None) -> ActView:
        """Return the act of an open node, bound to an official who may do it."""
        if node == "propose":
            view = DecisionFlow.instance.node("propose")._start_view.view_class.bound(
                official=by, flow_class=DecisionFlow
            )
            view.node = node
        else:
            task = self.task(node)
            view = view_of(task).bound(official=by, decision=self.reload(), task=task)
        view.official = by or self.official_for(view)
        return view

    def values_for(self, node: str, view: ActView, **overrides: Any) -> dict[str, Any]:
        """Return the plain values of an act: those of ``tests.acts``, then this procedure's, then the overrides.

        A value ``...`` leaves the field out.
        """
        plain = VALUES().get(node)
        values = {
            "on": self.day,
            **(plain(self._subject(), self.day) if plain else {}),
            **self.values.get(node, {}),
            **overrides,
        }
        return staged({name: value for name, value in values.items() if value is not ...}, by=view.official)

    def form(self, node: str, *, by: User | None = None, **overrides: Any) -> ActForm:
        """Return the bound form of an open node."""
        view = self.view(node, by=by)
        return view.make_form(as_post(view.form_class, self.values_for(node, view, **overrides)))

    def perform(self, node: str, *, by: User | None = None, prepare: bool = True, **overrides: Any) -> LedgerEntry:
        """Do the act of an open node.

        Args:
            node: The node.
            by: Who does it; without one, whoever may.
            prepare: Whether what ``BEFORE`` names happens first.
            overrides: Values other than usual.

        Raises:
            NotValid: The form does not accept the values.
        """
        if prepare:
            self._prepare(node)
        view = self.view(node, by=by)
        form = view.make_form(as_post(view.form_class, self.values_for(node, view, **overrides)))
        entry = self._perform(view, form)
        self.on(self.day + dt.timedelta(days=self.pace))
        return entry

    def aside(self, view_class: type[ActView], *, by: User | None = None, **values: Any) -> LedgerEntry:
        """Do an act beside the flow.

        Raises:
            PermissionDenied: The official may not.
        """
        view = view_class.bound(official=by, decision=self.reload())
        view.official = by or self.official_for(view)
        if not view.may():
            raise PermissionDenied
        plain = staged({"on": self.day, **values}, by=view.official)
        return self._perform(view, view.make_form(as_post(view.form_class, plain)))

    def advance_to(self, target: str) -> Procedure:
        """Perform what comes before a node until its task is open.

        Raises:
            LookupError: The way does not lead there.
        """
        if self.decision is None:
            if target == "propose":
                return self
            self.perform("propose")
        for _step in range(200):
            if target in self.tasks():
                return self
            self._step_towards(target)
        msg = f"{target} was not reached; open are {self.tasks()}."
        raise LookupError(msg)

    def finish(self) -> Procedure:
        """Perform every act until the process has ended."""
        if self.decision is None:
            self.perform("propose")
        for _step in range(200):
            tasks = self.tasks()
            if not tasks:
                return self
            self._step(tasks)
        msg = f"The procedure does not end; open are {self.tasks()}."
        raise LookupError(msg)

    def _step_towards(self, target: str) -> None:
        ways = {node: way for node in self.tasks() if (way := shortest_way(node, target)) is not None}
        if not ways:
            msg = f"No way leads to {target} from {self.tasks()}."
            raise LookupError(msg)
        within = {node: way for node, way in ways.items() if HEARD not in way}
        self._step(sorted(within or ways, key=lambda node: len(ways[node])))

    def _step(self, nodes: list[str]) -> None:
        human = [node for node in nodes if DecisionFlow.instance.node(node).task_type == "HUMAN"]
        if human:
            self.perform(human[0])
        else:
            self.wait_for_timer()

    def _perform(self, view: ActView, form: ActForm) -> LedgerEntry:
        if not form.is_valid():
            raise NotValid(f"{type(view).__name__}: {form.all_errors()}")
        entry = acting.perform(view, form)
        self.decision = view.decision
        self.reload()
        return entry

    def _prepare(self, node: str) -> None:
        before = BEFORE().get(node)
        if before is not None:
            before(self)

    def _subject(self) -> Any:
        """Return what the values are made for: the decision, or the world before there is one."""
        return self.decision if self.decision is not None else self.world


def _runs_out(task: Task) -> dt.date:
    """Return the first day at nine in the morning of which a timer has run out."""
    due = timezone.localtime(task.scheduled, SHANGHAI)
    return due.date() if due.time() <= dt.time(9) else due.date() + dt.timedelta(days=1)


@cache
def shortest_way(start: str, target: str) -> tuple[str, ...] | None:
    """Return the nodes between two nodes of the flow on the shortest way, the target included."""
    nodes = {node.name: node for node in DecisionFlow.instance.nodes()}
    waiting = deque([(start, ())])
    seen = {start}
    while waiting:
        name, way = waiting.popleft()
        for edge in nodes[name]._outgoing():
            if edge.dst.name == target:
                return (*way, target)
            if edge.dst.name not in seen:
                seen.add(edge.dst.name)
                waiting.append((edge.dst.name, (*way, edge.dst.name)))
    return None


@cache
def VALUES() -> dict[str, Callable[[Any, dt.date], dict[str, Any]]]:  # noqa: N802 -- named as in the modules it gathers
    """Return the lawful values of every node."""
    return _gathered("VALUES")


@cache
def BEFORE() -> dict[str, Callable[[Procedure], None]]:  # noqa: N802
    """Return what happens beside the flow before a node."""
    return _gathered("BEFORE")


def _gathered(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(tests.acts.__path__):
        found |= getattr(importlib.import_module(f"tests.acts.{module.name}"), name, {})
    return found
