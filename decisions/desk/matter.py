"""Reading one decision for its page: what its tabs show."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import Unit
from archive.access import act_title
from archive.models import Access, Case, LedgerEntry, Material
from decisions import compliance
from decisions.cases.acting import day_of
from decisions.cases.models import Approval, ApprovalKind, Decision, Draft, Snapshot, Standing
from decisions.cases.positions import STEP_TYPES
from decisions.cases.selectors import decisions_involving, decisions_visible_to, determinations_now
from decisions.cases.verbs import verb_title
from decisions.compliance import Judged
from decisions.desk.acts import SIDE_ACTS
from decisions.desk.steps import StepKind, step_kinds
from decisions.position import RIBBON, Stage
from decisions.statutes.finding import Outcome
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from decisions.cases.views import ActView


_UNITS = (
    "authority",
    "proposing_unit",
    "study_unit",
    "lead_unit",
    "risk_unit",
    "executing_unit",
    "evaluating_unit",
)


def decision_for(user: User, pk: int) -> Decision | None:
    """Return a decision with its units; none if there is none, or the user may not see it.

    The units come in a query of their own, as one unit often has several parts in a decision.
    """
    try:
        decision: Decision = (
            decisions_visible_to(user)
            .select_related("case", "principal", "rule_pack", "process", "position")
            .get(pk=pk)
        )
    except Decision.DoesNotExist:
        return None
    units = Unit.objects.in_bulk({key for name in _UNITS if (key := getattr(decision, f"{name}_id")) is not None})
    for name in _UNITS:
        setattr(decision, name, units.get(getattr(decision, f"{name}_id")))
    return decision


# --- acts


def side_acts(user: User, decision: Decision) -> list[type[ActView]]:
    """Return the acts beside the flow that the user may do now."""
    found = []
    for view in SIDE_ACTS.values():
        # The right comes from an office: without it nothing else has to be asked.
        if user.has_perm(f"decisions.{view.verb}") and view.is_open(decision):
            bound = view.bound(official=user, decision=decision)
            if bound.may():
                found.append(view)
    return found


# --- drafts and snapshots


@dataclass(frozen=True, kw_only=True)
class Word:
    """The last word of a review, and whether it still speaks of the text on the table.

    Attributes:
        approval: What was given.
        state: ``counts`` while the digests are equal, ``stands`` if the responsible unit has stated so since, else
            ``stale``.
        standing: The statement, if there is one.
    """

    approval: Approval
    state: str
    standing: Standing | None


# A legality opinion never stands by a statement: it needs the same digest.
_STATED = {ApprovalKind.RISK: Procedure.RISK, ApprovalKind.COMPETITION: Procedure.COMPETITION}


def words_of(decision: Decision) -> list[Word]:
    """Return the last word of each review, in the order of the procedure."""
    latest = {item.kind: item for item in decision.approvals.select_related("snapshot", "entry").order_by("pk")}
    stated = {item.procedure: item for item in decision.standings.order_by("snapshot__sequence")}
    found = []
    for kind in ApprovalKind:
        approval = latest.get(kind)
        if approval is None:
            continue
        standing = stated.get(_STATED[kind]) if kind in _STATED else None
        if approval.covers_current_text:
            state = "counts"
        else:
            state = "stands" if standing is not None and standing.stands else "stale"
        found.append(Word(approval=approval, state=state, standing=standing))
    return found


def drafts_of(decision: Decision) -> QuerySet[Draft]:
    """Return the versions, the latest first, with who made them and their snapshots."""
    return decision.drafts.select_related("made_by").prefetch_related("snapshots").order_by("-version")


def snapshots_of(decision: Decision) -> QuerySet[Snapshot]:
    """Return the snapshots, the latest first."""
    return decision.snapshots.select_related("draft", "taken_by").order_by("-sequence")


def given_on(decision: Decision) -> dict[int, list[Material]]:
    """Return what was filed about each snapshot, as the materials name it."""
    found: dict[int, list[Material]] = defaultdict(list)
    for material in decision.case.materials.filter(data__contains='"snapshot":{').order_by("on", "pk"):
        about = json.loads(material.data)["data"].get("snapshot")
        if isinstance(about, dict) and "sequence" in about:
            found[about["sequence"]].append(material)
    return found


# --- materials


def may_read(user: User, decision: Decision, material: Material) -> bool:
    """Whether a user who sees the decision may open a material: what is restricted is for those involved."""
    return material.access != Access.RESTRICTED or is_involved(user, decision)


def is_involved(user: User, decision: Decision) -> bool:
    """Whether an office held today is in a unit that takes part, or in one that serves this very authority.

    A superior authority reads the decisions of its inferiors, but not what they lawfully keep to themselves.
    """
    return decisions_involving(user).filter(pk=decision.pk).exists()


def materials_of(decision: Decision, codes: Iterable[str]) -> dict[str, list[Material]]:
    """Return what was filed under some codes, without the data."""
    found: dict[str, list[Material]] = defaultdict(list)
    for material in Material.objects.filter(case=decision.case_id, code__in=set(codes)).defer("data"):
        found[material.code].append(material)
    return found


# --- compliance


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of the report with what proves it."""

    judged: Judged
    evidence: tuple[Material, ...]


@dataclass(frozen=True, kw_only=True)
class Count:
    """How the rules are answered.

    Attributes:
        answered: Met, or excused with a recorded reason.
        applicable: All that are not inapplicable.
        by_outcome: The number of each outcome.
    """

    answered: int
    applicable: int
    by_outcome: dict[Outcome, int]

    @property
    def share(self) -> str:
        """The share answered in percent."""
        return f"{100 * self.answered // self.applicable}%" if self.applicable else "—"


def answers(decision: Decision) -> list[Answer]:
    """Return the compliance report with links to the materials that prove it."""
    judged = compliance.report(decision)
    filed = materials_of(decision, (code for item in judged for code in item.rule.proved_by))
    return [
        Answer(
            judged=item, evidence=tuple(material for code in item.rule.proved_by for material in filed.get(code, ()))
        )
        for item in judged
    ]


def count(found: Iterable[Judged]) -> Count:
    """Count the answers, each rule once by its gravest."""
    worst: dict[str, Outcome] = {}
    for item in found:
        held = worst.get(item.rule.code)
        if held is None or compliance.GRAVITY.index(item.finding.outcome) < compliance.GRAVITY.index(held):
            worst[item.rule.code] = item.finding.outcome
    by_outcome = {outcome: sum(value is outcome for value in worst.values()) for outcome in Outcome}
    return Count(
        answered=by_outcome[Outcome.MET] + by_outcome[Outcome.EXCUSED],
        applicable=len(worst) - by_outcome[Outcome.NOT_APPLICABLE],
        by_outcome=by_outcome,
    )


# --- the record


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """An entry of the ledger with what its content says."""

    entry: LedgerEntry
    title: str
    office: str
    material: Material | None


def entries_of(case: Case) -> QuerySet[LedgerEntry]:
    """Return the entries of a case, the latest first."""
    return case.entries.select_related("actor").prefetch_related("material").order_by("-sequence")


def lines_of(entries: Iterable[LedgerEntry]) -> list[RecordLine]:
    """Return entries as the record tab shows them."""
    return [
        RecordLine(
            entry=entry,
            title=entry_title(entry),
            office=json.loads(entry.body)["actor"].get("office", ""),
            material=material_of(entry),
        )
        for entry in entries
    ]


def material_of(entry: LedgerEntry) -> Material | None:
    """Return what an entry filed."""
    material: Material | None = getattr(entry, "material", None)
    return material


def entry_title(entry: LedgerEntry) -> str:
    """Return what happened: the material filed, or what the act is called."""
    material = material_of(entry)
    return material.title if material is not None else act_title(entry.act)


def title_of_act(act: str) -> str:
    """Return what people call an act of the ledger: its page, its step, or its verb."""
    if act in SIDE_ACTS:
        return str(SIDE_ACTS[act].title)
    kind = step_kinds().get(act)
    return str(kind.title if kind else verb_title(act))


# --- the procedure step by step


@dataclass(frozen=True, kw_only=True)
class Walked:
    """A step of the flow with its state.

    Attributes:
        kind: The step.
        state: ``done``, ``now``, ``na`` if it was determined not to apply, ``ended`` if the matter ended before it,
            or empty while it is still to come.
        days: The days on which it was done, every round.
        taken_by: Who did it last.
    """

    kind: StepKind
    state: str
    days: tuple[date, ...]
    taken_by: str


def walk_of(decision: Decision, present: Iterable[str]) -> list[tuple[Stage, list[Walked]]]:
    """Return every step by stage, with the days on which it was done and where the decision stands."""
    here = set(present)
    waived = {procedure for procedure, item in determinations_now(decision).items() if not item.is_required}
    ahead = "" if here else "ended"
    done: dict[str, list[Task]] = defaultdict(list)
    for task in _tasks_done(decision):
        done[task.flow_task.name].append(task)
    stages: dict[Stage, list[Walked]] = {}
    for node, kind in step_kinds().items():
        tasks = done.get(node, [])
        procedure = Procedure.CONGRESS if node == "report_to_congress" else kind.stage.procedure
        otherwise = "na" if procedure in waived else ahead
        stages.setdefault(kind.stage, []).append(
            Walked(
                kind=kind,
                state="now" if node in here else "done" if tasks else otherwise,
                days=tuple(day for task in tasks if (day := day_of(task)) is not None),
                taken_by=str(tasks[-1].owner) if tasks and tasks[-1].owner else "",
            )
        )
    return list(stages.items())


def nodes_done(decision: Decision) -> list[str]:
    """Return the nodes passed, for the markers of the diagram."""
    tasks = decision.process.task_set.filter(status=STATUS.DONE)
    return sorted({task.flow_task.name for task in tasks})


def stage_labels() -> dict[str, str]:
    """Return what the stage of each node is called, in the order of the ribbon."""
    return {node: str(stage.label) for stage in RIBBON for node in stage.nodes}


def _tasks_done(decision: Decision) -> QuerySet[Task]:
    tasks: QuerySet[Task] = decision.process.task_set.filter(status=STATUS.DONE, flow_task_type__in=STEP_TYPES)
    return tasks.select_related("owner").order_by("pk")
