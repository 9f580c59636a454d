"""Writing the graph as standard BPMN 2.0 with its diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from django.utils.translation import override

from decisions.bpmn.graph import Edge, Graph, Kind, Node, graphs_of
from decisions.bpmn.layout import LEFT, Box, Layout, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

for prefix, namespace in {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI}.items():
    ET.register_namespace(prefix, namespace)


def bpmn_of(flow_class: type, *, language: str = "zh-hans") -> str:
    """Return a flow as a BPMN 2.0 document: lanes, conditions, timers, articles, and the drawing.

    Conditions are the names of the flow's own questions; whoever runs the process elsewhere answers them.
    """
    with override(language):
        drawn, top = [], 20
        for graph in graphs_of(flow_class):
            layout = lay_out(graph, top)
            drawn.append((graph, layout))
            top = layout.height + 60
        return _document(drawn)


def _document(drawn: Sequence[tuple[Graph, Layout]]) -> str:
    root = ET.Element(_q(BPMN, "definitions"), {"id": "definitions", "targetNamespace": "urn:major-decisions"})
    collaboration = _add(root, BPMN, "collaboration", id="collaboration")
    for graph, _layout in drawn:
        _add(
            collaboration,
            BPMN,
            "participant",
            id=f"participant_{graph.id}",
            name=graph.title,
            processRef=graph.id,
        )
    for graph, layout in drawn:
        _write_process(root, graph, layout)
    diagram = _add(root, BPMNDI, "BPMNDiagram", id="diagram")
    plane = _add(diagram, BPMNDI, "BPMNPlane", id="plane", bpmnElement="collaboration")
    for graph, layout in drawn:
        _write_diagram(plane, graph, layout)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _write_process(root: ET.Element, graph: Graph, layout: Layout) -> None:
    process = _add(root, BPMN, "process", id=graph.id, name=graph.title, isExecutable="true")
    lanes = _add(process, BPMN, "laneSet", id=f"lanes_{graph.id}")
    for lane in layout.lanes:
        element = _add(lanes, BPMN, "lane", id=f"lane_{lane.value}_{graph.id}", name=str(lane.label))
        for node in graph.nodes.values():
            if node.lane is lane:
                _add(element, BPMN, "flowNodeRef").text = node.id
    for node in graph.nodes.values():
        _write_node(process, graph, node)
    for edge in graph.edges:
        _write_edge(process, edge)


def _write_node(process: ET.Element, graph: Graph, node: Node) -> None:
    attributes = {"id": node.id}
    if node.title:
        attributes["name"] = node.title
    default = next((edge for edge in graph.outgoing(node.id) if edge.is_default), None)
    if default is not None:
        attributes["default"] = default.id
    if node.calls:
        attributes["calledElement"] = node.calls
    element = _add(process, BPMN, node.kind.value, **attributes)
    if node.documentation:
        _add(element, BPMN, "documentation").text = node.documentation
    for edge in graph.incoming(node.id):
        _add(element, BPMN, "incoming").text = edge.id
    for edge in graph.outgoing(node.id):
        _add(element, BPMN, "outgoing").text = edge.id
    if node.kind is Kind.TIMER:
        definition = _add(element, BPMN, "timerEventDefinition", id=f"{node.id}_timer")
        date = _add(definition, BPMN, "timeDate")
        date.set(_q(XSI, "type"), "bpmn:tFormalExpression")
        date.text = node.timer


def _write_edge(process: ET.Element, edge: Edge) -> None:
    attributes = {"id": edge.id, "sourceRef": edge.source, "targetRef": edge.target}
    if edge.label:
        attributes["name"] = edge.label
    element = _add(process, BPMN, "sequenceFlow", **attributes)
    if edge.condition:
        condition = _add(element, BPMN, "conditionExpression")
        condition.set(_q(XSI, "type"), "bpmn:tFormalExpression")
        condition.text = edge.condition


def _write_diagram(plane: ET.Element, graph: Graph, layout: Layout) -> None:
    heights = list(layout.lanes.values())
    pool = Box(LEFT, heights[0].y, heights[0].right - LEFT, sum(box.height for box in heights))
    _shape(plane, f"participant_{graph.id}", pool, isHorizontal="true")
    for lane, box in layout.lanes.items():
        _shape(plane, f"lane_{lane.value}_{graph.id}", box, isHorizontal="true")
    for name, box in layout.nodes.items():
        shape = _shape(plane, name, box, **_marker(graph.nodes[name]))
        if graph.nodes[name].kind not in {Kind.TASK, Kind.CALL} and graph.nodes[name].title:
            label = _add(shape, BPMNDI, "BPMNLabel")
            _bounds(label, Box(box.x + box.width // 2 - 62, box.y + box.height + 4, 124, 30))
    for edge in graph.edges:
        points = layout.ways[edge.id]
        element = _add(plane, BPMNDI, "BPMNEdge", id=f"{edge.id}_edge", bpmnElement=edge.id)
        for x, y in points:
            _add(element, DI, "waypoint", x=str(x), y=str(y))
        if edge.label:
            # A way that bends names itself after the bend, where no other way of its gateway lies.
            x, y = points[2] if len(points) > 4 else points[0]  # noqa: PLR2004
            label = _add(element, BPMNDI, "BPMNLabel")
            _bounds(label, Box(x + 2, y - 20, 14 * len(edge.label) + 4, 16))


def _marker(node: Node) -> dict[str, str]:
    return {"isMarkerVisible": "true"} if node.kind is Kind.CHOICE else {}


def _shape(plane: ET.Element, element: str, box: Box, **attributes: str) -> ET.Element:
    shape = _add(plane, BPMNDI, "BPMNShape", id=f"{element}_shape", bpmnElement=element, **attributes)
    _bounds(shape, box)
    return shape


def _bounds(parent: ET.Element, box: Box) -> None:
    values: Sequence[tuple[str, int]] = (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height))
    _add(parent, DC, "Bounds", **{name: str(value) for name, value in values})


def _add(parent: ET.Element, namespace: str, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _q(namespace, tag), attributes)


def _q(namespace: str, tag: str) -> str:
    return f"{{{namespace}}}{tag}"
