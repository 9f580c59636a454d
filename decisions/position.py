"""Where a decision stands: the stages of the procedure as one looks at them, what is open, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from decisions.cases.acting import day_of
from decisions.cases.positions import STEP_TYPES, OpenStep, Position
from decisions.cases.selectors import determinations_now
from decisions.compliance import STAGES
from decisions.statutes.calendar import CalendarMissing
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from django.utils.functional import Promise
    from viewflow.workflow.models import Task

    from decisions.cases.deadlines import Deadline
    from decisions.cases.models import Decision, Determination

    Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage as the ribbon shows it.

    Attributes:
        key: Its word in addresses.
        label: Its name.
        nodes: The nodes of the flow in it.
        closing: The node whose act completes it.
        rank: Its place in the order; those heard in parallel share one.
        procedure: The procedure whose determination can leave it out.
    """

    key: str
    label: Text
    nodes: tuple[str, ...]
    closing: str
    rank: int
    procedure: Procedure | None = None


_HEARD = 2
# Timers that run to the end of a last day; the one before an evaluation runs to a day's beginning.
PERIODS = {"await_comments", "await_sheets"}
RIBBON: tuple[Stage, ...] = (
    Stage(key="initiation", label=_("Initiation"), nodes=("propose", "study", "initiate"), closing="initiate", rank=0),
    Stage(
        key="drafting",
        label=_("Drafting"),
        nodes=("draft", "consult_units", "finalise_draft"),
        closing="draft",
        rank=1,
    ),
    Stage(
        key="participation",
        label=_("Public participation"),
        nodes=("open_consultation", "await_comments", "answer_opinions"),
        closing="answer_opinions",
        rank=_HEARD,
        procedure=Procedure.PARTICIPATION,
    ),
    Stage(
        key="hearing",
        label=_("Hearing"),
        nodes=("announce_hearing", "hold_hearing"),
        closing="hold_hearing",
        rank=_HEARD,
        procedure=Procedure.HEARING,
    ),
    Stage(
        key="experts",
        label=_("Expert argumentation"),
        nodes=("convene_panel", "await_sheets", "conclude_panel"),
        closing="conclude_panel",
        rank=_HEARD,
        procedure=Procedure.EXPERTS,
    ),
    Stage(
        key="risk",
        label=_("Risk assessment"),
        nodes=("assess_risk", "find_risk"),
        closing="find_risk",
        rank=_HEARD,
        procedure=Procedure.RISK,
    ),
    Stage(
        key="competition",
        label=_("Fair competition"),
        nodes=("review_competition",),
        closing="review_competition",
        rank=_HEARD,
        procedure=Procedure.COMPETITION,
    ),
    Stage(
        key="legality",
        label=_("Legality review"),
        nodes=("submit_for_review", "accept_submission", "review_legality", "respond_to_review"),
        closing="respond_to_review",
        rank=4,
    ),
    Stage(
        key="deliberation",
        label=_("Collective discussion"),
        nodes=("submit_for_deliberation", "admit", "deliberate", "report_to_party", "report_to_congress"),
        closing="deliberate",
        rank=5,
    ),
    Stage(key="publication", label=_("Publication"), nodes=("publish",), closing="publish", rank=6),
    Stage(key="filing", label=_("Filing"), nodes=("file_dossier",), closing="file_dossier", rank=7),
    Stage(
        key="execution",
        label=_("Execution and evaluation"),
        nodes=(
            "assign_execution",
            "await_evaluation",
            "decide_evaluation",
            "evaluate",
            "apply_evaluation",
        ),
        closing="apply_evaluation",
        rank=8,
    ),
)
STAGE_OF = {node: stage for stage in RIBBON for node in stage.nodes}
# A draft is finalised when all sides have been heard: what was heard stands beside it as done.
_RANKS = {"finalise_draft": _HEARD + 1}
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED)
_STATES = {"d": "done", "n": "now", "x": "na", "o": ""}


def rank_of(node: str) -> int:
    """Return the place of a node in the order of stages."""
    return _RANKS.get(node, STAGE_OF[node].rank)


@dataclass(frozen=True, kw_only=True)
class Step:
    """An open task: an act to be done, or a timer that runs."""

    task_id: int
    node: str
    is_timer: bool
    since: datetime
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a decision stands; the fields are those of ``cases.positions.Position``."""

    steps: tuple[Step, ...]
    progress: str
    reviewed_on: date | None
    tabled_on: date | None
    discussed_on: date | None
    issued_on: date | None
    filed_on: date | None
    problems: tuple[int, int]

    @property
    def present_nodes(self) -> list[str]:
        """The nodes it stands at."""
        return [step.node for step in self.steps]

    @property
    def due_on(self) -> date | None:
        """The first day on which an act is due; a timer is waited for, not owed."""
        return min((step.due_on for step in self.steps if step.due_on and not step.is_timer), default=None)


def place_of(decision: Decision) -> Place:
    """Return where a decision stands, read from its flow."""
    tasks = list(
        decision.process.task_set.filter(flow_task_type__in=STEP_TYPES).exclude(status=STATUS.CANCELED).order_by("pk")
    )
    present = [task for task in tasks if task.status in OPEN]
    days = _days_done(tasks)
    return Place(
        steps=tuple(_step(decision, task) for task in present),
        progress=_progress([task.flow_task.name for task in present], days, determinations_now(decision)),
        reviewed_on=days.get("review_legality"),
        tabled_on=days.get("submit_for_deliberation"),
        discussed_on=days.get("deliberate"),
        issued_on=days.get("publish"),
        filed_on=days.get("file_dossier"),
        # Nothing was raised before a review was given.
        problems=_problems(decision) if "review_legality" in days else (0, 0),
    )


def _days_done(tasks: Iterable[Task]) -> dict[str, date]:
    """Return the day each node was last done."""
    found: dict[str, date] = {}
    for task in tasks:
        if task.status == STATUS.DONE and (day := day_of(task)) is not None:
            found[task.flow_task.name] = day
    return found


def _step(decision: Decision, task: Task) -> Step:
    node = task.flow_task.name
    is_timer = task.flow_task_type == "TIMER"
    if is_timer:
        due_on = _awaited(node, task.scheduled) if task.scheduled else None
    else:
        deadline = deadline_of(decision, node)
        due_on = deadline.due_on if deadline else None
    return Step(task_id=task.pk, node=node, is_timer=is_timer, since=task.created, due_on=due_on)


def _awaited(node: str, until: datetime) -> date:
    """Return the day a reader waits for: of a period its last day, although the timer runs to the end of that day."""
    return timezone.localdate(until - timedelta(microseconds=1) if node in PERIODS else until)


def _progress(present: Sequence[str], days: Mapping[str, date], determinations: Mapping[str, Determination]) -> str:
    """Return one letter for each stage of the ribbon."""
    ranks = [rank_of(node) for node in present]
    here = min(ranks) if ranks else None
    return "".join(_letter(stage, present, days, determinations, here) for stage in RIBBON)


def _letter(
    stage: Stage,
    present: Sequence[str],
    days: Mapping[str, date],
    determinations: Mapping[str, Determination],
    here: int | None,
) -> str:
    if any(node in stage.nodes for node in present):
        return "n"
    determined = determinations.get(stage.procedure) if stage.procedure else None
    if determined is not None and not determined.is_required:
        return "x"
    # What was heard stands although the draft is on the table again; what comes after the hearing is done anew.
    is_behind = here is None or stage.rank <= max(here, _HEARD)
    return "d" if stage.closing in days and is_behind else "o"


def ribbon_of(
    decision: Decision, progress: str, *, today: date, steps: Iterable[OpenStep] | None = None
) -> list[dict[str, Any]]:
    """Return the stages as ``components/ribbon.html`` shows them, with the day each was done or is due.

    Args:
        decision: The decision.
        progress: The letters of its position.
        today: Today, for what is overdue.
        steps: Its open steps, where they are read already.
    """
    tasks = decision.process.task_set.filter(flow_task_type__in=STEP_TYPES).order_by("pk")
    days = _days_done(tasks)
    due: dict[str, date] = {}
    for step in decision.open_steps.all() if steps is None else steps:
        if step.due_on and (stage := STAGE_OF.get(step.node)):
            due[stage.key] = min(step.due_on, due.get(stage.key, step.due_on))
    return [
        {
            "key": stage.key,
            "label": stage.label,
            "state": "late" if letter == "n" and due.get(stage.key, today) < today else _STATES[letter],
            "note": _note(stage, letter, days, due.get(stage.key), today),
        }
        for stage, letter in zip(RIBBON, progress or "o" * len(RIBBON), strict=False)
    ]


def _note(stage: Stage, letter: str, days: Mapping[str, date], due_on: date | None, today: date) -> str:
    if letter == "d":
        return _day(days[stage.closing], today) if stage.closing in days else ""
    if letter == "x":
        return str(_("not applicable"))
    if letter == "n":
        return str(_("by %(day)s") % {"day": _day(due_on, today)}) if due_on else str(_("in hand"))
    return ""


def _day(day: date, today: date) -> str:
    """Return a day as short as it can be: without its year only where that is this one."""
    return day.strftime("%m-%d" if day.year == today.year else "%Y-%m-%d")


def segments_of(progress: str) -> list[dict[str, Any]]:
    """Return the stages as ``components/progress_segments.html`` shows them."""
    return [
        {"label": stage.label, "state": _STATES[letter]}
        for stage, letter in zip(RIBBON, progress or "o" * len(RIBBON), strict=False)
    ]


def page_context(decision: Decision | None) -> dict[str, Any]:
    """Return addresses and stages for the page of an act."""
    context: dict[str, Any] = {"tasks_url": reverse("decisions:tasks")}
    if decision is None or decision.pk is None:
        return context
    held = Position.objects.filter(decision=decision).first()
    return {
        **context,
        "decision_url": reverse("decisions:decision", args=[decision.pk]),
        "record_url": reverse("decisions:record", args=[decision.pk]),
        "compliance_url": reverse("decisions:compliance", args=[decision.pk]),
        "stages": ribbon_of(
            decision,
            held.progress if held else "",
            today=timezone.localdate(),
        ),
    }


# --- what stages say, if they say it


@cache
def _stage_of(flow_class: Any, node: str) -> str:
    flow_node = flow_class.instance.node(node)
    view = getattr(flow_node, "_view", None) or getattr(flow_node, "_start_view", None)
    if view is None:
        return ""
    module: str = view.view_class.__module__
    return next((stage for stage in STAGES if module.startswith(f"{stage}.")), "")


def deadline_of(decision: Decision, node: str) -> Deadline | None:
    """Return the time a step has, if its stage says so: ``selectors.deadline(decision, node)``.

    A period that reaches into a year without a calendar is not guessed: the step shows none.
    """
    stage = _stage_of(decision.process.flow_class, node)
    ask = getattr(import_module(f"{stage}.selectors"), "deadline", None) if stage else None
    if ask is None:
        return None
    try:
        found: Deadline | None = ask(decision, node)
    except CalendarMissing:
        return None
    return found


def _problems(decision: Decision) -> tuple[int, int]:
    """Return how many problems the reviews raised, and how many of them are handled: ``selectors.problems``."""
    raised = handled = 0
    for stage in STAGES:
        ask = getattr(import_module(f"{stage}.selectors"), "problems", None)
        if ask is not None:
            more = ask(decision)
            raised, handled = raised + more[0], handled + more[1]
    return raised, handled
