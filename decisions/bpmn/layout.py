"""Places for the nodes and ways for the flows, so that the diagram reads from left to right in its lanes.

Columns are ranks of the graph without its backward flows. A flow between neighbouring columns bends once in the gap
between them; a longer or backward one runs in a corridor of its own along the edge of a lane. Gaps and corridors are
as wide as the flows in them need, so that no two flows share a stretch and none runs through a node.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decisions.bpmn.graph import Kind
from decisions.cases.lanes import Lane

if TYPE_CHECKING:
    from decisions.bpmn.graph import Edge, Graph

SIZES = {
    Kind.START: (36, 36),
    Kind.END: (36, 36),
    Kind.TIMER: (36, 36),
    Kind.CHOICE: (50, 50),
    Kind.PARALLEL: (50, 50),
    Kind.TASK: (132, 80),
    Kind.CALL: (132, 80),
}
COLUMN = 132
ROW = 124
TRACK = 10
MARGIN = 26
LANE_HEADING = 30
LEFT = 160


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def middle(self) -> int:
        """The y of the middle."""
        return self.y + self.height // 2


Point = tuple[int, int]


@dataclass(frozen=True)
class Layout:
    """Where everything is: boxes of nodes and lanes by id, way-points of edges by id."""

    nodes: dict[str, Box]
    lanes: dict[Lane, Box]
    ways: dict[str, list[Point]]
    width: int
    height: int


def lay_out(graph: Graph, top: int = 20) -> Layout:
    """Return places for a graph whose pool begins at ``top``."""
    return _Drawing(graph).layout(top)


class _Drawing:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.rank = _ranks(graph)
        self.lanes = [lane for lane in Lane if any(node.lane is lane for node in graph.nodes.values())]
        self.row: dict[str, int] = {}
        taken: dict[tuple[Lane, int], int] = defaultdict(int)
        for name in sorted(graph.nodes, key=lambda name: (self.rank[name], list(graph.nodes).index(name))):
            cell = (graph.nodes[name].lane, self.rank[name])
            self.row[name] = taken[cell]
            taken[cell] += 1
        self.rows = {lane: max(count for (held, _), count in taken.items() if held is lane) for lane in self.lanes}

    def layout(self, top: int) -> Layout:
        corridors, gaps = self._count()
        lanes, y = {}, top
        tops: dict[Lane, int] = {}
        for lane in self.lanes:
            corridor = corridors[lane] * TRACK + MARGIN
            tops[lane] = y + corridor
            height = corridor + self.rows[lane] * ROW + 8
            lanes[lane] = (y, height)
            y += height
        columns: list[int] = []
        x = LEFT + LANE_HEADING + 30
        for rank in range(max(self.rank.values()) + 1):
            columns.append(x)
            x += COLUMN + 40 + gaps[rank] * TRACK
        boxes = {}
        for name, node in self.graph.nodes.items():
            width, height = SIZES[node.kind]
            boxes[name] = Box(
                columns[self.rank[name]] + (COLUMN - width) // 2,
                tops[node.lane] + self.row[name] * ROW + (ROW - 28 - height) // 2,
                width,
                height,
            )
        ways = self._ways(boxes, columns, {lane: lanes[lane][0] for lane in self.lanes})
        return Layout(
            nodes=boxes,
            lanes={
                lane: Box(LEFT + LANE_HEADING, above, x - LEFT - LANE_HEADING, height)
                for lane, (above, height) in lanes.items()
            },
            ways=ways,
            width=x + 20,
            height=y,
        )

    def _is_short(self, edge: Edge) -> bool:
        return self.rank[edge.target] == self.rank[edge.source] + 1

    def _corridor_lane(self, edge: Edge) -> Lane:
        return self.graph.nodes[edge.target].lane

    def _count(self) -> tuple[dict[Lane, int], dict[int, int]]:
        """Give every flow its track in the gaps and long ones their corridor; return how many there are of each."""
        self.corridor: dict[str, int] = {}
        self.track: dict[tuple[str, int], int] = {}
        ends: dict[Lane, list[list[tuple[int, int]]]] = defaultdict(list)
        gaps: dict[int, int] = defaultdict(int)
        for edge in self.graph.edges:
            used = {self.rank[edge.source], self.rank[edge.target] - 1}
            for gap in used:
                self.track[(edge.id, gap)] = gaps[gap]
                gaps[gap] += 1
            if self._is_short(edge):
                continue
            low, high = sorted((self.rank[edge.source], self.rank[edge.target] - 1))
            held = ends[self._corridor_lane(edge)]
            for number, spans in enumerate(held):
                if all(high < start or end < low for start, end in spans):
                    spans.append((low, high))
                    self.corridor[edge.id] = number
                    break
            else:
                held.append([(low, high)])
                self.corridor[edge.id] = len(held) - 1
        return {lane: len(ends[lane]) for lane in self.lanes}, gaps

    def _ways(self, boxes: dict[str, Box], columns: list[int], tops: dict[Lane, int]) -> dict[str, list[Point]]:
        ways = {}
        for edge in self.graph.edges:
            source, target = boxes[edge.source], boxes[edge.target]
            first = self._gap(edge, self.rank[edge.source], columns)
            last = self._gap(edge, self.rank[edge.target] - 1, columns)
            if self._is_short(edge):
                points = [(source.right, source.middle), (target.x, target.middle)]
                if source.middle != target.middle:
                    points[1:1] = [(first, source.middle), (first, target.middle)]
            else:
                along = tops[self._corridor_lane(edge)] + 12 + self.corridor[edge.id] * TRACK
                points = [
                    (source.right, source.middle),
                    (first, source.middle),
                    (first, along),
                    (last, along),
                    (last, target.middle),
                    (target.x, target.middle),
                ]
            ways[edge.id] = points
        return ways

    def _gap(self, edge: Edge, gap: int, columns: list[int]) -> int:
        left = columns[gap] + COLUMN if gap >= 0 else columns[0] - 40
        return left + 20 + self.track[(edge.id, gap)] * TRACK


def _ranks(graph: Graph) -> dict[str, int]:
    """Return each node's column: the longest way to it over forward flows."""
    backward = _backward(graph)
    rank = dict.fromkeys(graph.nodes, 0)
    for _round in graph.nodes:
        changed = False
        for edge in graph.edges:
            if edge.id not in backward and rank[edge.target] < rank[edge.source] + 1:
                rank[edge.target] = rank[edge.source] + 1
                changed = True
        if not changed:
            break
    return rank


def _backward(graph: Graph) -> set[str]:
    """Return the flows that lead back to a node on the way to their own source."""
    found: set[str] = set()
    state: dict[str, str] = {}

    def visit(name: str) -> None:
        state[name] = "open"
        for edge in graph.outgoing(name):
            if state.get(edge.target) == "open":
                found.add(edge.id)
            elif edge.target not in state:
                visit(edge.target)
        state[name] = "done"

    visit(next(node.id for node in graph.nodes.values() if node.kind is Kind.START))
    return found
