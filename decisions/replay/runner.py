"""Carrying a case folder through the flow, as its officials, on its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from decisions.cases import acting
from decisions.cases.forms import as_post
from decisions.cases.refusal import Refusal
from decisions.desk.acts import REPLAYED, SIDE_ACTS, view_of
from decisions.due import fire_timers
from decisions.flows import DecisionFlow
from decisions.replay import people
from decisions.replay.folder import CaseFolder, FolderError, Step
from decisions.replay.values import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision
    from decisions.cases.views import ActView


class RefusedError(Exception):
    """An act of the folder is refused; nothing of it was kept.

    Attributes:
        step: The act.
        reasons: Why, in the words an official reads; each names its clause where it is the law's.
        rules: The codes of the rules that stand in the way.
    """

    def __init__(self, step: Step, reasons: list[str], rules: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.step = step
        self.reasons = reasons
        self.rules = rules


@dataclass
class Replay:
    """A case folder on its way through the flow.

    Attributes:
        folder: The case.
        told: Called after each act with the step and its ledger entry.
        decision: The decision, once it is proposed.
    """

    folder: CaseFolder
    told: Callable[[Step, LedgerEntry | None], None] | None = None
    decision: Decision | None = field(default=None, init=False)

    def run(self, *, until: str = "", password: str | None = None) -> Decision:
        """Carry the case out, up to and with the act named.

        Args:
            until: The node or verb to stop after, when it is done for the last time; empty runs to the end.
            password: The password of accounts that have to be made.

        Raises:
            RefusedError: An act is not allowed.
            FolderError: The folder names something that does not exist, or an act that is not due.
        """
        steps = self._steps(until)
        people.settle(self.folder.people, password=password)
        for step in steps:
            self._run_down(step.on)
            entry = self._perform(step)
            if self.told is not None:
                self.told(step, entry)
        assert self.decision is not None  # noqa: S101 -- the first act proposes
        return self.decision

    def _steps(self, until: str) -> list[Step]:
        if not until:
            return self.folder.steps
        places = [place for place, step in enumerate(self.folder.steps, 1) if step.act == until]
        if not places:
            message = _("The case has no act %(act)s.") % {"act": until}
            raise FolderError(message)
        return self.folder.steps[: places[-1]]

    def _run_down(self, on: date) -> None:
        """Let the timers run out whose day had come by the day of the next act."""
        if self.decision is not None:
            end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
            fire_timers(self.decision, at=min(end, timezone.now()))

    def _perform(self, step: Step) -> LedgerEntry | None:
        try:
            with transaction.atomic():
                return self._without_form(step) if step.act in REPLAYED else self._with_form(step)
        except FolderError as error:
            message = _("%(file)s, act %(position)d, %(act)s on %(on)s: %(error)s") % {**vars(step), "error": error}
            raise FolderError(message) from error
        except Refusal as refusal:
            rules = [rule.code for rule, _finding in refusal.grounds]
            raise RefusedError(step, acting.as_complaints(refusal), rules) from refusal
        except ValidationError as error:
            raise RefusedError(step, acting.as_complaints(error), []) from error
        except PermissionDenied as error:
            message = _("%(name)s may not do this.") % {"name": self._official(step)}
            raise RefusedError(step, [str(error) or message], []) from error

    def _with_form(self, step: Step) -> LedgerEntry:
        view = self._view(step)
        known = dict(view.initial())
        values = self._sources(step, known).resolve(step.values)
        self._check_names(view.make_form(), values)
        # A browser sends hidden fields back as the page filled them in.
        hidden = {
            name: known[name]
            for name, item in view.form_class.base_fields.items()
            if item.widget.is_hidden and name in known
        }
        form = view.make_form(as_post(view.form_class, {"on": step.on, **hidden, **values}))
        if not form.is_valid():
            raise RefusedError(step, form.all_errors(), [])
        entry = acting.perform(view, form)
        if view.decision is not None:
            self.decision = view.decision
            self.decision.refresh_from_db()
        return entry

    def _check_names(self, form: ActForm, values: dict[str, Any]) -> None:
        """Refuse names the form does not have, which would be lost without a word."""
        unknown = sorted(set(values) - set(form.fields) - set(form.formsets))
        for name, rows in form.formsets.items():
            given = values.get(name, [])
            if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
                message = _("%(name)s is a group of rows.") % {"name": name}
                raise FolderError(message)
            fields = set(rows.empty_form.fields)
            unknown += sorted({f"{name}.{key}" for row in given for key in row if key not in fields})
        if unknown:
            message = _("The form does not ask for %(names)s; it asks for %(fields)s.") % {
                "names": ", ".join(unknown),
                "fields": ", ".join([*form.fields, *form.formsets]),
            }
            raise FolderError(message)

    def _without_form(self, step: Step) -> LedgerEntry | None:
        if self.decision is None:
            message = _("The first act has to be propose.")
            raise FolderError(message)
        official = self._official(step)
        values = self._sources(step, {}).resolve(step.values)
        return REPLAYED[step.act](self.decision, values, on=step.on, by=official)

    def _sources(self, step: Step, known: dict[str, Any]) -> Sources:
        return Sources(folder=self.folder.path, decision=self.decision, official=self._official(step), known=known)

    def _view(self, step: Step) -> ActView:
        official = self._official(step)
        if official is None:
            message = _("nobody is named as acting.")
            raise FolderError(message)
        if self.decision is None:
            view: type[ActView] = DecisionFlow.propose._start_view.view_class
            if step.act != view.node:
                message = _("The first act has to be propose.")
                raise FolderError(message)
            return view.bound(official=official, flow_class=DecisionFlow)
        task = next((task for task in self._human_tasks() if task.flow_task.name == step.act), None)
        if task is not None:
            return view_of(task).bound(official=official, decision=self.decision, task=task)
        if step.act in SIDE_ACTS:
            return SIDE_ACTS[step.act].bound(official=official, decision=self.decision)
        message = _("not due; due are: %(open)s.") % {"open": ", ".join(self._open())}
        raise FolderError(message)

    def _human_tasks(self) -> Any:
        assert self.decision is not None  # noqa: S101
        return Task.objects.filter(
            process=self.decision.process, status__in=[STATUS.NEW, STATUS.ASSIGNED], flow_task_type="HUMAN"
        )

    def _open(self) -> Iterator[str]:
        assert self.decision is not None  # noqa: S101
        for task in self.decision.process.task_set.filter(
            flow_task_type__in=["HUMAN", "TIMER"], status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED]
        ):
            yield task.flow_task.name

    def _official(self, step: Step) -> User | None:
        if not step.by:
            return None
        user = User.objects.filter(username=step.by).first()
        if user is None:
            message = _("there is no account %(by)s.") % vars(step)
            raise FolderError(message)
        return user
