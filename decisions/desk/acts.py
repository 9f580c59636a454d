"""Acts beside the flow, by verb, and the way from an address to the act it names."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from viewflow.workflow.models import Task

from accounts.kept import login_keeping_form
from decisions.cases.selectors import decision_tasks, decisions_visible_to
from decisions.compliance import STAGES
from decisions.flows import DecisionFlow

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from accounts.models import User
    from archive.models import LedgerEntry
    from decisions.cases.views import ActView

# Views of the stages, in the order in which the decision page offers them.
SIDE_ACTS: dict[str, type[ActView]] = {
    view.verb: view for stage in STAGES for view in getattr(import_module(f"{stage}.views"), "SIDE_ACTS", ())
}

# What a case folder may do besides acts with a form, such as a comment from the public or an answer on a work page.
REPLAYED: dict[str, Callable[..., LedgerEntry | None]] = {
    name: act for stage in STAGES for name, act in getattr(import_module(f"{stage}.views"), "REPLAYED", {}).items()
}


def view_of(task: Task) -> type[ActView]:
    """Return the act of a task's node."""
    view: type[ActView] = task.flow_task._view.view_class
    return view


@login_keeping_form
def start(request: HttpRequest) -> HttpResponseBase:
    """Propose a matter: the flow's first act."""
    node = DecisionFlow.propose
    response: HttpResponseBase = node._start_view(request, flow_class=DecisionFlow)
    return response


@login_keeping_form
def perform_task(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open a task's act; a task guessed by its address is no more than not found."""
    task = get_object_or_404(decision_tasks(), pk=pk, flow_task_type="HUMAN")
    process = task.process.coerced
    decision = getattr(process, "decision", None)
    if decision is None:
        raise Http404
    return view_of(task).as_view()(request, task=task, decision=decision)


@login_keeping_form
def perform_side_act(request: HttpRequest, pk: int, verb: str) -> HttpResponseBase:
    """Open an act beside the flow."""
    view = SIDE_ACTS.get(verb)
    decision = decisions_visible_to(cast("User", request.user)).filter(pk=pk).first()
    if view is None or decision is None:
        raise Http404
    return view.as_view()(request, decision=decision)
