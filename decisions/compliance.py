"""Judging a decision by every rule of the register, from what the record holds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from decisions.cases.positions import STEP_TYPES
from decisions.cases.selectors import determinations_now
from decisions.statutes.finding import Finding, Outcome, not_applicable, pending
from decisions.statutes.rule import REGISTER, Rule, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.cases.models import Decision, Determination
    from decisions.statutes.pack import Pack

STAGES = (
    "decisions.initiation",
    "decisions.drafting",
    "decisions.participation",
    "experts",
    "decisions.risk",
    "decisions.competition",
    "decisions.legality",
    "decisions.cases",
    "decisions.deliberation",
    "decisions.publication",
    "decisions.filing",
    "decisions.execution",
    "decisions.evaluation",
)

# The gravest first.
GRAVITY = [Outcome.BREACHED, Outcome.PENDING, Outcome.EXCUSED, Outcome.MET, Outcome.NOT_APPLICABLE]

for stage in STAGES:
    import_module(f"{stage}.rules")


# Rules that ask nothing unless something happens: a change, a problem, an urgent case.
_ABOUT_SITUATIONS = {Strength.COND, Strength.MAY}


@dataclass(frozen=True)
class Judged:
    """One rule and what it finds; a rule that judges several things has several."""

    rule: Rule
    finding: Finding


def report(decision: Decision) -> list[Judged]:
    """Judge the decision by the whole register.

    A rule whose procedure was determined not to apply is not applicable, with the ground and who said so; one that is
    about a situation only is not applicable where its step went by without it; one whose facts are not there yet is
    pending.
    """
    return _judge(decision, list(REGISTER.values()))


def findings_at(decision: Decision | None, node: str) -> list[dict[str, Any]]:
    """Return the rules due at a node, each with its worst finding, as the rules panel shows them."""
    rules = [rule for rule in REGISTER.values() if rule.node == node]
    if decision is None or decision.pk is None:
        return [{"rule": rule, "finding": pending()} for rule in rules]
    worst: dict[str, Judged] = {}
    for judged in _judge(decision, rules):
        held = worst.get(judged.rule.code)
        if held is None or GRAVITY.index(judged.finding.outcome) < GRAVITY.index(held.finding.outcome):
            worst[judged.rule.code] = judged
    return [{"rule": judged.rule, "finding": judged.finding} for judged in worst.values()]


def _judge(decision: Decision, rules: Sequence[Rule]) -> list[Judged]:
    determinations = determinations_now(decision)
    facts = _evidence(decision, rules)
    behind = _nodes_behind(decision)
    packs = _packs_of_acts(decision)
    judged: list[Judged] = []
    for rule in rules:
        waived = _waived(rule, determinations)
        found = facts.get(rule.facts, [])
        if waived is not None and not found:
            judged.append(Judged(rule, waived))
        elif not found and rule.strength in _ABOUT_SITUATIONS and rule.node in behind:
            judged.append(Judged(rule, not_applicable(_("The situation has not arisen."))))
        elif not found:
            judged.append(Judged(rule, pending(_("Not there yet."))))
        else:
            pack = packs.get(rule.node, decision.pack) if rule.node in behind else decision.pack
            judged += [Judged(rule, rule(fact, pack)) for fact in found]
    return judged


def _packs_of_acts(decision: Decision) -> dict[str, Pack]:
    """Return, by act, the version of the rules it was done under, where the decision was moved to another one since.

    A move is for what comes after it. Of an act done several times the last counts.
    """
    moves = list(decision.pack_moves.select_related("before").order_by("pk"))
    if not moves:
        return {}
    acts: dict[str, int] = {}
    moved_at: list[int] = []
    for act, sequence in decision.case.entries.order_by("sequence").values_list("act", "sequence"):
        acts[act] = sequence
        if act == "move_rule_pack":
            moved_at.append(sequence)
    return {
        act: next(move.before for at, move in zip(moved_at, moves, strict=True) if at > done).resolved
        for act, done in acts.items()
        if done < moved_at[-1]
    }


def _nodes_behind(decision: Decision) -> set[str]:
    """Return the nodes that were passed and are not open again, and the timers that run."""
    tasks = decision.process.task_set.filter(flow_task_type__in=STEP_TYPES).exclude(status=STATUS.CANCELED)
    behind: set[str] = set()
    here: set[str] = set()
    # As values: a task without its process would be asked for it, one query each.
    for node, kind, status in tasks.order_by().values_list("flow_task", "flow_task_type", "status"):
        is_open = kind == "HUMAN" and status in {STATUS.NEW, STATUS.ASSIGNED}
        (here if is_open else behind).add(node.name)
    return behind - here


def _waived(rule: Rule, determinations: dict[str, Determination]) -> Finding | None:
    if rule.procedure is None:
        return None
    # The last determination is that of the final draft: no row is ever changed (a trigger refuses it), and a new one
    # is refused from there on. What is excused here never took place, so there is no act to look back to.
    determination = determinations.get(rule.procedure)
    if determination is None or determination.is_required:
        return None
    return not_applicable(
        _("%(ground)s (determined by %(signed_by)s)")
        % {"ground": determination.ground, "signed_by": determination.signed_by}
    )


def _evidence(decision: Decision, rules: Sequence[Rule]) -> dict[type, list[object]]:
    facts: dict[type, list[object]] = {}
    for stage in sorted({rule.facts.__module__.rpartition(".")[0] for rule in rules}):
        for fact in _of(stage, decision):
            facts.setdefault(type(fact), []).append(fact)
    return facts


def _of(stage: str, decision: Decision) -> Iterable[object]:
    evidence = import_module(f"{stage}.selectors").evidence
    found: Iterable[object] = evidence(decision)
    return found
