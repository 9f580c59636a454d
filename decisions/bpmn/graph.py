"""The flow as a BPMN graph: the same nodes, and the merges that BPMN asks for and viewflow does not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from viewflow.workflow import flow

from decisions.cases.lanes import Lane
from decisions.statutes.rule import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """The BPMN element of a node."""

    START = "startEvent"
    END = "endEvent"
    TASK = "userTask"
    CHOICE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    TIMER = "intermediateCatchEvent"
    CALL = "callActivity"


@dataclass
class Edge:
    """A sequence flow.

    Attributes:
        source: Id of the node it leaves.
        target: Id of the node it enters.
        condition: Name of the condition under which it is taken; none on plain and default flows.
        label: What it says in the drawing.
        is_default: Whether it is taken when no condition holds.
    """

    source: str
    target: str
    condition: str = ""
    label: str = ""
    is_default: bool = False

    @property
    def id(self) -> str:
        """The element's id."""
        suffix = f"_if_{self.condition.split()[0]}" if self.condition else ""
        return f"from_{self.source}_to_{self.target}{suffix}"


@dataclass
class Node:
    """A flow node."""

    id: str
    kind: Kind
    title: str
    lane: Lane
    documentation: str = ""
    timer: str = ""
    calls: str = ""


@dataclass
class Graph:
    """Nodes by id, and edges in the order in which their conditions are asked."""

    id: str = ""
    title: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def outgoing(self, node: str) -> Iterator[Edge]:
        """Yield the edges that leave a node."""
        return (edge for edge in self.edges if edge.source == node)

    def incoming(self, node: str) -> Iterator[Edge]:
        """Yield the edges that enter a node."""
        return (edge for edge in self.edges if edge.target == node)


START = "start"
MAIN = "major_administrative_decision"


def graphs_of(flow_class: Any) -> list[Graph]:
    """Return the BPMN graphs of a flow: the procedure, and the parallel block it calls once a round.

    The human start becomes a start event and a task. The block between split and join is a process of its own, called
    by an activity: each round then has its own scope, and an engine's join never counts tokens of an earlier round.
    Where several flows come together before anything but a parallel join, an exclusive merge is put before it;
    each branch of the block is merged before the join, because a BPMN join waits for one token on each incoming flow.
    """
    graph = Graph(MAIN, str(flow_class.process_title))
    for node in flow_class.instance.nodes():
        graph.nodes[node.name] = _node(node)
        graph.edges += _edges(node)
    _put_lanes(graph)
    start = next(node for node in flow_class.instance.nodes() if isinstance(node, flow.Start))
    graph.nodes[START] = Node(START, Kind.START, _("Matter raised"), graph.nodes[start.name].lane)
    graph.edges.insert(0, Edge(START, start.name))
    _merge_branches(graph, flow_class)
    blocks = [_take_out(graph, node.name) for node in flow_class.instance.nodes() if isinstance(node, flow.Split)]
    for each in (graph, *blocks):
        _merge_before_activities(each)
    return [graph, *blocks]


def _take_out(graph: Graph, split: str) -> Graph:
    """Move a parallel block into a graph of its own and leave a call in its place."""
    inside, waiting, join = {split}, [edge.target for edge in graph.outgoing(split)], ""
    while waiting:
        name = waiting.pop()
        if name in inside:
            continue
        inside.add(name)
        if graph.nodes[name].kind is Kind.PARALLEL:
            join = name
        else:
            waiting += [edge.target for edge in graph.outgoing(name)]
    head = graph.nodes[split]
    block = Graph(f"{split}_round", head.title)
    call = Node(f"call_{split}", Kind.CALL, head.title, head.lane, calls=block.id)
    block.nodes = {
        f"{split}_{START}": Node(f"{split}_{START}", Kind.START, _("Draft ready to be heard"), head.lane),
        **{name: graph.nodes.pop(name) for name in list(graph.nodes) if name in inside},
        f"{split}_end": Node(f"{split}_end", Kind.END, _("All sides heard"), head.lane),
    }
    block.edges = [
        Edge(f"{split}_{START}", split),
        *(edge for edge in graph.edges if edge.source in inside and edge.target in inside),
        Edge(join, f"{split}_end"),
    ]
    graph.nodes[call.id] = call
    graph.edges = [edge for edge in graph.edges if not (edge.source in inside and edge.target in inside)]
    for edge in graph.edges:
        if edge.target == split:
            edge.target = call.id
        if edge.source == join:
            edge.source = call.id
    return block


def _node(node: Any) -> Node:
    kinds = {
        flow.Start: Kind.TASK,
        flow.View: Kind.TASK,
        flow.If: Kind.CHOICE,
        flow.Switch: Kind.CHOICE,
        flow.Split: Kind.PARALLEL,
        flow.Join: Kind.PARALLEL,
        flow.Timer: Kind.TIMER,
        flow.End: Kind.END,
    }
    kind = kinds[type(node)]
    view = getattr(node, "_view", None) or getattr(node, "_start_view", None)
    lane = view.view_class.lane if view is not None else Lane.SYSTEM
    timer = getattr(node._delay, "__name__", "") if kind is Kind.TIMER else ""
    return Node(node.name, kind, str(node.task_title), lane, _articles(node.name), timer)


def _articles(name: str) -> str:
    rules = [rule for rule in REGISTER.values() if rule.node == name]
    return "\n".join(f"{rule.code} {rule.provision.citation} {rule.title}" for rule in rules)


def _edges(node: Any) -> list[Edge]:
    if isinstance(node, flow.If):
        condition = node._condition.__name__
        return [
            Edge(node.name, node._on_true.name, condition, _("yes")),
            Edge(node.name, node._on_false.name, "", _("no"), is_default=True),
        ]
    if isinstance(node, flow.Switch):
        return list(_cases(node))
    return [Edge(node.name, edge.dst.name) for edge in node._outgoing()]


def _cases(switch: Any) -> Iterator[Edge]:
    """Yield the ways of a switch; each excludes those asked before, so that no engine's order matters."""
    earlier: list[str] = []
    for target, condition in switch._branches:
        if condition is None:
            yield Edge(switch.name, target.name, "", _("otherwise"), is_default=True)
            continue
        name = condition.__name__
        asked = " and ".join([name, *(f"not({other})" for other in earlier)])
        yield Edge(switch.name, target.name, asked, CONDITIONS().get(name, ""))
        earlier.append(name)


def CONDITIONS() -> dict[str, str]:  # noqa: N802 -- a table that has to be made in the reader's language
    """Return what the conditions of the multi-way gateways are called in the drawing."""
    return {
        "risk_is_uncontrollable": _("risk not controllable"),
        "competition_is_restricted": _("contrary to fair competition"),
        "something_is_due": _("something still due"),
        "submission_is_accepted": _("accepted"),
        "submission_needs_supplement": _("supplement asked for"),
        "draft_is_unlawful": _("unlawful"),
        "review_is_stale": _("changed since the review"),
        "is_adopted": _("adopted"),
        "is_changed_in_substance": _("changed in substance"),
        "is_rejected": _("rejected"),
        "party_asks_for_changes": _("changes asked for"),
        "party_does_not_agree": _("not agreed to"),
        "report_to_congress_is_due": _("congress to be asked"),
        "congress_asks_for_changes": _("changes asked for"),
        "congress_does_not_agree": _("not agreed to"),
    }


def _put_lanes(graph: Graph) -> None:
    """Put each gateway, timer and end into the lane of the act before it."""
    for _round in range(len(graph.nodes)):
        for node in graph.nodes.values():
            if node.lane is Lane.SYSTEM:
                before = [graph.nodes[edge.source].lane for edge in graph.incoming(node.id)]
                known = [lane for lane in before if lane is not Lane.SYSTEM]
                if known:
                    node.lane = known[0]


def _merge_branches(graph: Graph, flow_class: Any) -> None:
    nodes = list(flow_class.instance.nodes())
    for split in (node for node in nodes if isinstance(node, flow.Split)):
        for first in [edge.target for edge in graph.outgoing(split.name)]:
            branch = _branch(graph, first)
            joins = {
                edge.target
                for edge in graph.edges
                if edge.source in branch and graph.nodes[edge.target].kind is Kind.PARALLEL
            }
            for join in joins:
                _merge(graph, join, [edge for edge in graph.incoming(join) if edge.source in branch], f"{first}_end")


def _branch(graph: Graph, first: str) -> set[str]:
    found: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name in found or graph.nodes[name].kind is Kind.PARALLEL:
            continue
        found.add(name)
        waiting += [edge.target for edge in graph.outgoing(name)]
    return found


def _merge_before_activities(graph: Graph) -> None:
    joins: defaultdict[str, int] = defaultdict(int)
    for edge in graph.edges:
        joins[edge.target] += 1
    for name, count in list(joins.items()):
        node = graph.nodes[name]
        is_join = node.kind in {Kind.PARALLEL, Kind.CHOICE} and sum(1 for _edge in graph.outgoing(name)) == 1
        if count > 1 and not is_join:
            _merge(graph, name, list(graph.incoming(name)), f"{name}_again")


def _merge(graph: Graph, target: str, edges: list[Edge], name: str) -> None:
    if len(edges) < 2:  # noqa: PLR2004 -- one flow needs no merge
        return
    graph.nodes[name] = Node(name, Kind.CHOICE, "", graph.nodes[edges[0].source].lane)
    if graph.nodes[target].kind is not Kind.PARALLEL:
        graph.nodes[name].lane = graph.nodes[target].lane
    position = min(graph.edges.index(edge) for edge in edges)
    for edge in edges:
        edge.target = name
    graph.edges.insert(position + 1, Edge(name, target))
