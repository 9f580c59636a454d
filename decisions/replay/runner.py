"""Carrying a case folder through the flow, as its officials, on its days."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import Unit, User
from archive.services import stage_upload
from decisions.cases import acting
from decisions.cases.forms import as_post
from decisions.cases.refusal import Refusal
from decisions.desk.acts import REPLAYED, SIDE_ACTS, view_of
from decisions.due import fire_timers
from decisions.flows import DecisionFlow
from decisions.replay import people
from decisions.replay.folder import CaseFolder, FolderError, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive.models import LedgerEntry
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
        decision: The decision, once it is proposed.
        told: Called after each act with the step and its ledger entry.
    """

    folder: CaseFolder
    told: Callable[[Step, LedgerEntry | None], None] = lambda step, entry: None
    decision: Decision | None = field(default=None, init=False)

    def run(self, *, until: str = "", password: str | None = None) -> Decision:
        """Carry the case out, up to and with the act named.

        Args:
            until: The node or verb to stop after; empty runs to the end.
            password: The password of accounts that have to be made.

        Raises:
            RefusedError: An act is not allowed.
            FolderError: The folder names something that does not exist, or an act that is not due.
        """
        people.settle(self.folder.people, password=password)
        for step in self.folder.steps:
            self.told(step, self._perform(step))
            if self.decision is not None:
                fire_timers(self.decision)
            if until and step.act == until:
                break
        if self.decision is None:
            raise FolderError(_("The case proposes nothing."))
        return self.decision

    def _perform(self, step: Step) -> LedgerEntry | None:
        if step.act in REPLAYED:
            return self._without_form(step)
        view = self._view(step)
        try:
            form = view.make_form(as_post(view.form_class, {"on": step.on, **self._values(step)}))
            if not form.is_valid():
                raise RefusedError(step, form.all_errors(), [])
            entry = acting.perform(view, form)
        except Refusal as refusal:
            raise RefusedError(
                step, acting.as_complaints(refusal), [rule.code for rule, _finding in refusal.grounds]
            ) from refusal
        except ValidationError as error:
            raise RefusedError(step, acting.as_complaints(error), []) from error
        except PermissionDenied as error:
            message = _("%(name)s may not do this.") % {"name": view.official}
            raise RefusedError(step, [str(error) or message], []) from error
        if view.decision is not None:
            self.decision = view.decision
            self.decision.refresh_from_db()
        return entry

    def _without_form(self, step: Step) -> LedgerEntry | None:
        assert self.decision is not None  # noqa: S101
        try:
            return REPLAYED[step.act](self.decision, self._values(step), on=step.on, by=self._official(step))
        except Refusal as refusal:
            raise RefusedError(
                step, acting.as_complaints(refusal), [rule.code for rule, _finding in refusal.grounds]
            ) from refusal
        except ValidationError as error:
            raise RefusedError(step, acting.as_complaints(error), []) from error

    def _view(self, step: Step) -> ActView:
        official = self._official(step)
        if official is None:
            message = _("Act %(position)d, %(act)s: nobody is named as acting.") % vars(step)
            raise FolderError(message)
        if self.decision is None:
            view: type[ActView] = DecisionFlow.propose._start_view.view_class
            if step.act != view.node:
                message = _("The first act has to be propose.")
                raise FolderError(message)
            return view.bound(official=official, flow_class=DecisionFlow)
        task = next(
            (
                task
                for task in Task.objects.filter(
                    process=self.decision.process, status__in=[STATUS.NEW, STATUS.ASSIGNED], flow_task_type="HUMAN"
                )
                if task.flow_task.name == step.act
            ),
            None,
        )
        if task is not None:
            return view_of(task).bound(official=official, decision=self.decision, task=task)
        if step.act in SIDE_ACTS:
            return SIDE_ACTS[step.act].bound(official=official, decision=self.decision)
        open_now = ", ".join(self._open())
        message = _("Act %(position)d, %(act)s, is not due; due are: %(open)s.") % {**vars(step), "open": open_now}
        raise FolderError(message)

    def _open(self) -> Iterator[str]:
        assert self.decision is not None  # noqa: S101
        for task in self.decision.process.task_set.exclude(
            status__in=[STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED]
        ):
            yield task.flow_task.name

    def _official(self, step: Step) -> User | None:
        if not step.by:
            return None
        user = User.objects.filter(username=step.by).first()
        if user is None:
            message = _("Act %(position)d: there is no account %(by)s.") % vars(step)
            raise FolderError(message)
        return user

    def _values(self, step: Step) -> dict[str, Any]:
        official = self._official(step)
        return {name: self._value(value, official) for name, value in step.values.items()}

    def _value(self, value: Any, official: User | None) -> Any:
        match value:
            case {"file": str(name), **more}:
                return self._file(self.folder.path / name, str(more.get("as", "")), official)
            case {"text": str(name)}:
                return self._inside(self.folder.path / name).read_text(encoding="utf-8")
            case {"unit": str(name)}:
                return _one(Unit.objects.filter(name=name), name).pk
            case {"user": str(name)}:
                return _one(User.objects.filter(username=name), name).pk
            case {"model": str(label), **lookups}:
                return self._row(label, lookups)
            case dict():
                return {name: self._value(item, official) for name, item in value.items()}
            case list():
                return [self._value(item, official) for item in value]
        return value

    def _row(self, label: str, lookups: dict[str, Any]) -> Any:
        model = apps.get_model(label)
        names = {item.name for item in model._meta.get_fields()}
        if "decision" in names and self.decision is not None:
            lookups = {**lookups, "decision": self.decision}
        return _one(model._default_manager.filter(**lookups), f"{label} {lookups}").pk

    def _inside(self, path: Path) -> Path:
        resolved = path.resolve()
        if not resolved.is_relative_to(self.folder.path.resolve().parent) or not resolved.is_file():
            message = _("The file %(path)s is not there.") % {"path": path}
            raise FolderError(message)
        return resolved

    def _file(self, path: Path, name: str, official: User | None) -> Any:
        resolved = self._inside(path)
        kind = mimetypes.guess_type(resolved.name)[0] or "application/octet-stream"
        sent = SimpleUploadedFile(name or resolved.name, resolved.read_bytes(), kind)
        return stage_upload(sent, by=official)


def _one(found: Any, name: str) -> Any:
    rows = list(found[:2])
    if len(rows) != 1:
        message = _("%(name)s is found %(count)d times.") % {"name": name, "count": len(rows)}
        raise FolderError(message)
    return rows[0]
