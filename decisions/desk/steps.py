"""The steps of the flow as people meet them: what each is called, whose it is, which article asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from decisions.cases.lanes import Lane
from decisions.cases.positions import STEP_TYPES
from decisions.flows import DecisionFlow
from decisions.position import RIBBON, STAGE_OF
from decisions.statutes.rule import REGISTER, Instrument

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from decisions.position import Stage
    from decisions.statutes.rule import Provision

    Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class StepKind:
    """A node of the flow at which a decision can stand.

    Attributes:
        node: Its name.
        title: What it is called.
        button: Verb and object; empty for a timer.
        verb: The permission it asks for; empty for a timer.
        lane: Who acts.
        provision: The first provision of its rules, the decree's own before others.
    """

    node: str
    title: Text
    button: Text
    verb: str
    lane: Lane
    provision: Provision | None

    @property
    def stage(self) -> Stage:
        """The stage it belongs to."""
        return STAGE_OF[self.node]


@cache
def step_kinds() -> dict[str, StepKind]:
    """Return the start and every node at which a decision can stand, by name, in the order of the flow."""
    found = {}
    for node in DecisionFlow.instance.nodes():
        if node.task_type not in STEP_TYPES or node.name not in STAGE_OF:
            continue
        view = getattr(node, "_view", None) or getattr(node, "_start_view", None)
        act = view.view_class if view is not None else None
        found[node.name] = StepKind(
            node=node.name,
            title=node.task_title,
            button=act.button if act else "",
            verb=act.verb if act else "",
            lane=act.lane if act else Lane.SYSTEM,
            provision=_provision(node.name),
        )
    return {node: found[node] for stage in RIBBON for node in stage.nodes if node in found}


def awaited_acts() -> list[StepKind]:
    """Return the acts at which a decision can stand: all of the flow but the one that makes it."""
    return [kind for kind in step_kinds().values() if kind.verb and kind.lane is not Lane.PROPOSER]


def titles_of(nodes: Iterable[str]) -> list[Text]:
    """Return what nodes are called, in the order of the flow."""
    present = set(nodes)
    return [kind.title for node, kind in step_kinds().items() if node in present]


def _provision(node: str) -> Provision | None:
    cited = [rule.provision for rule in REGISTER.values() if rule.node == node]
    own = [provision for provision in cited if provision.instrument is Instrument.DECREE_713]
    return min(own, key=lambda item: (item.article, item.paragraph or 0), default=cited[0] if cited else None)
