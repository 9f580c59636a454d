"""The exported process keeps the rules of good modelling that ``bpmnlint:recommended`` asks of it.

Each fault is named after the rule of bpmnlint that reports it. Its rules on what the export never holds
(sub-processes, inclusive, complex and event-based gateways, link events, messages, terminating ends) are one here:
such an element is a fault as soon as it appears, until somebody writes what it has to keep to.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from decisions.bpmn.xml import BPMN, BPMNDI, DC, bpmn_of
from decisions.flows import DecisionFlow

ACTIVITIES = {"userTask", "callActivity"}
GATEWAYS = {"exclusiveGateway", "parallelGateway"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent"}
NODES = ACTIVITIES | GATEWAYS | EVENTS
FLOW = "sequenceFlow"
CONDITION = "conditionExpression"


def q(name):
    return f"{{{BPMN}}}{name}"


def kind(element):
    return element.tag.removeprefix(f"{{{BPMN}}}")


class Model:
    """A document as a checker reads it: processes, their nodes and ways, and where each is drawn."""

    def __init__(self, document):
        self.root = ET.fromstring(document)
        self.processes = self.root.findall(q("process"))
        self.drawn = {item.get("bpmnElement"): item for item in self.root.iter() if item.get("bpmnElement")}

    def nodes(self, process):
        return [element for element in process if kind(element) in NODES]

    def ways(self, process):
        return process.findall(q(FLOW))

    def leaving(self, process, node):
        return [way for way in self.ways(process) if way.get("sourceRef") == node.get("id")]

    def coming(self, process, node):
        return [way for way in self.ways(process) if way.get("targetRef") == node.get("id")]

    def box(self, name):
        shape = self.drawn.get(name)
        bounds = shape.find(f"{{{DC}}}Bounds") if shape is not None else None
        return None if bounds is None else [float(bounds.get(side)) for side in ("x", "y", "width", "height")]


def is_conditional(way):
    return way.find(q(CONDITION)) is not None


def touch(one, other):
    (x, y, width, height), (left, top, across, down) = one, other
    return x <= left + across and left <= x + width and y <= top + down and top <= y + height


def holds(outer, inner):
    (x, y, width, height), (left, top, across, down) = outer, inner
    return x <= left and y <= top and left + across <= x + width and top + down <= y + height


def faults(document):
    """Yield each rule that is not kept, with the element."""
    model = Model(document)
    yield from unknown(model)
    yield from dangling(model)
    for process in model.processes:
        yield from of_process(model, process)
        for node in model.nodes(process):
            yield from of_ways(process, model, node)
            yield from of_kind(process, model, node)
    yield from unnamed(model)
    yield from of_drawing(model)


def unknown(model):
    """Whatever bpmnlint has rules about and this file has none."""
    known = NODES | {FLOW, "laneSet", "documentation"}
    for process in model.processes:
        yield from (("unknown", element.get("id")) for element in process if kind(element) not in known)
        for node in model.nodes(process):
            of_node = {"documentation", "incoming", "outgoing", "timerEventDefinition"}
            yield from (("unknown", node.get("id")) for part in node if kind(part) not in of_node)
    for element in model.root:
        if kind(element) not in {"collaboration", "process"} and element.tag != f"{{{BPMNDI}}}BPMNDiagram":
            yield "global", element.get("id")


def dangling(model):
    """Names that nothing bears, which bpmnlint reports while it reads."""
    borne = {element.get("id") for element in model.root.iter()}
    attributes = ("sourceRef", "targetRef", "bpmnElement", "processRef", "default", "calledElement")
    for element in model.root.iter():
        named = [element.get(attribute) for attribute in attributes]
        if kind(element) in {"flowNodeRef", "incoming", "outgoing"}:
            named.append(element.text)
        yield from (("unresolved reference", name) for name in named if name and name not in borne)


def of_process(model, process):
    name, kinds = process.get("id"), Counter(kind(node) for node in model.nodes(process))
    if not kinds["startEvent"]:
        yield "start-event-required", name
    if kinds["startEvent"] > 1:
        yield "single-blank-start-event", name
    if not kinds["endEvent"]:
        yield "end-event-required", name
    said = Counter(
        (way.get("sourceRef"), way.get("targetRef"), way.findtext(q(CONDITION))) for way in model.ways(process)
    )
    yield from (("no-duplicate-sequence-flows", one[0]) for one, count in said.items() if count > 1)


def of_ways(process, model, node):
    name, coming, leaving = node.get("id"), model.coming(process, node), model.leaving(process, node)
    # Drawing programs read the ways from the nodes, engines from the ways.
    for told, meant in (("incoming", coming), ("outgoing", leaving)):
        if sorted(item.text for item in node.findall(q(told))) != sorted(way.get("id") for way in meant):
            yield "no-disconnected", name
    if not coming and kind(node) != "startEvent":
        yield "no-implicit-start", name
    if not leaving and kind(node) != "endEvent":
        yield "no-implicit-end", name
    default = node.get("default")
    bare = [way for way in leaving if not is_conditional(way) and way.get("id") != default]
    if bare and len(bare) < len(leaving):
        yield "conditional-flows", name


def of_kind(process, model, node):
    name, coming, leaving = node.get("id"), len(model.coming(process, node)), len(model.leaving(process, node))
    if kind(node) in GATEWAYS:
        if coming > 1 and leaving > 1:
            yield "no-gateway-join-fork", name
        if coming == leaving == 1:
            yield "superfluous-gateway", name
    else:
        if coming > 1:
            yield "fake-join", name
        if leaving > 1:
            yield "no-implicit-split", name
    definitions = [part for part in node if kind(part).endswith("EventDefinition")]
    if len(definitions) > 1 or (kind(node) == "intermediateCatchEvent" and not definitions):
        yield "single-event-definition", name


def unnamed(model):
    for process in model.processes:
        named = [*model.root.iter(q("participant")), *process.iter(q("lane"))]
        named += [node for node in model.nodes(process) if kind(node) not in GATEWAYS]
        forks = [node for node in model.nodes(process) if len(model.leaving(process, node)) > 1]
        named += [node for node in forks if kind(node) == "exclusiveGateway"]
        named += [way for way in model.ways(process) if is_conditional(way)]
        yield from (("label-required", item.get("id")) for item in named if not (item.get("name") or "").strip())


def of_drawing(model):
    for process in model.processes:
        shown = [*model.nodes(process), *process.iter(q("lane")), *model.ways(process)]
        yield from (("no-bpmndi", item.get("id")) for item in shown if item.get("id") not in model.drawn)
    pools = {pool.get("processRef"): pool.get("id") for pool in model.root.iter(q("participant"))}
    yield from (("no-bpmndi", name) for name in pools.values() if name not in model.drawn)
    areas = [[node.get("id") for node in model.nodes(process)] for process in model.processes]
    for area in [list(pools.values()), *areas]:
        boxes = [(name, box) for name in area if (box := model.box(name))]
        for (name, box), (_other, held) in combinations(boxes, 2):
            if touch(box, held):
                yield "no-overlapping-elements", name
    for process, area in zip(model.processes, areas, strict=True):
        pool = model.box(pools[process.get("id")])
        for name in area:
            if pool and (box := model.box(name)) and not holds(pool, box):
                yield "no-overlapping-elements", name


@pytest.fixture(scope="module")
def document():
    return bpmn_of(DecisionFlow)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_export_breaks_no_rule_of_modelling(language):
    assert list(faults(bpmn_of(DecisionFlow, language=language))) == []


# What each rule is there to find, done to the export.


def node(root, name):
    return next(
        element for element in root.iter() if element.get("id") == name and element.tag.startswith(f"{{{BPMN}}}")
    )


def way(root, source, target, **attributes):
    """Draw one way more, told by both of its nodes."""
    process = next(
        process for process in root.findall(q("process")) if any(item.get("id") == source for item in process)
    )
    name = f"{source}_{target}_more"
    added = ET.SubElement(process, q(FLOW), {"id": name, "sourceRef": source, "targetRef": target, **attributes})
    ET.SubElement(node(root, source), q("outgoing")).text = name
    ET.SubElement(node(root, target), q("incoming")).text = name
    return added


def without(root, *names):
    """Take elements out."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("id") in names or (kind(child) in {"incoming", "outgoing"} and child.text in names):
                parent.remove(child)


def ways_of(root, name, end):
    return [item.get("id") for item in root.iter(q(FLOW)) if item.get(end) == name]


def first(root, tag, end="sourceRef", at_least=2):
    return next(item for item in root.iter(q(tag)) if len(ways_of(root, item.get("id"), end)) >= at_least)


def move(root, name, onto):
    shapes = {item.get("bpmnElement"): item for item in root.iter(f"{{{BPMNDI}}}BPMNShape")}
    there = shapes[onto].find(f"{{{DC}}}Bounds")
    shapes[name].find(f"{{{DC}}}Bounds").attrib.update(x=there.get("x"), y=there.get("y"))


def outside(root, name):
    shape = next(item for item in root.iter(f"{{{BPMNDI}}}BPMNShape") if item.get("bpmnElement") == name)
    shape.find(f"{{{DC}}}Bounds").set("x", "100000")


def undrawn(root, name):
    for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        for item in list(plane):
            if item.get("bpmnElement") == name:
                plane.remove(item)


def bare_way(root):
    conditional = next(item for item in root.iter(q(FLOW)) if is_conditional(item))
    conditional.remove(conditional.find(q(CONDITION)))


def second_start(root):
    process = root.find(q("process"))
    ET.SubElement(process, q("startEvent"), {"id": "again", "name": "again"})


def through(root):
    """A gateway with one way in and one out: one of the ways of a fork into two is taken away."""
    fork = next(
        item
        for item in root.iter(q("exclusiveGateway"))
        if len(ways_of(root, item.get("id"), "sourceRef")) == 2
        and len(ways_of(root, item.get("id"), "targetRef")) == 1
    )
    without(root, ways_of(root, fork.get("id"), "sourceRef")[0])


SABOTAGE = [
    (
        "unknown",
        lambda root: ET.SubElement(root.find(q("process")), q("inclusiveGateway"), {"id": "any", "name": "any"}),
    ),
    ("unknown", lambda root: ET.SubElement(next(root.iter(q("endEvent"))), q("terminateEventDefinition"))),
    ("global", lambda root: ET.SubElement(root, q("message"), {"id": "message", "name": "message"})),
    ("unresolved reference", lambda root: without(root, "deliberate")),
    ("start-event-required", lambda root: without(root, next(root.iter(q("startEvent"))).get("id"))),
    ("single-blank-start-event", second_start),
    ("end-event-required", lambda root: without(root, *(item.get("id") for item in root.iter(q("endEvent"))))),
    (
        "no-duplicate-sequence-flows",
        lambda root: way(root, *(next(root.iter(q(FLOW))).get(end) for end in ("sourceRef", "targetRef"))),
    ),
    ("no-disconnected", lambda root: node(root, "deliberate").remove(node(root, "deliberate").find(q("incoming")))),
    ("no-implicit-start", lambda root: without(root, *ways_of(root, "deliberate", "targetRef"))),
    ("no-implicit-end", lambda root: without(root, *ways_of(root, "deliberate", "sourceRef"))),
    ("conditional-flows", bare_way),
    ("no-gateway-join-fork", lambda root: way(root, "deliberate", first(root, "exclusiveGateway").get("id"))),
    ("superfluous-gateway", through),
    ("fake-join", lambda root: way(root, "study", "deliberate")),
    ("no-implicit-split", lambda root: way(root, "deliberate", "publish")),
    (
        "single-event-definition",
        lambda root: ET.SubElement(node(root, "await_evaluation"), q("timerEventDefinition"), {"id": "twice"}),
    ),
    ("label-required", lambda root: node(root, "deliberate").set("name", " ")),
    ("label-required", lambda root: first(root, "exclusiveGateway").attrib.pop("name")),
    ("label-required", lambda root: next(root.iter(q("lane"))).attrib.pop("name")),
    (
        "label-required",
        lambda root: next(item for item in root.iter(q(FLOW)) if is_conditional(item)).attrib.pop("name"),
    ),
    ("no-bpmndi", lambda root: undrawn(root, "deliberate")),
    ("no-bpmndi", lambda root: undrawn(root, next(root.iter(q(FLOW))).get("id"))),
    ("no-overlapping-elements", lambda root: move(root, "deliberate", "publish")),
    ("no-overlapping-elements", lambda root: outside(root, "deliberate")),
]


@pytest.mark.parametrize(("rule", "sabotage"), SABOTAGE)
def test_each_rule_finds_what_it_is_for(document, rule, sabotage):
    root = ET.fromstring(document)
    sabotage(root)
    assert rule in {name for name, _element in faults(ET.tostring(root, encoding="unicode"))}
