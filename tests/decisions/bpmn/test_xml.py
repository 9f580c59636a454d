"""The exported process: standard, drawable, and making the same choices as the flow in an engine we did not write."""

import random
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction
from django.utils import timezone
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, ParallelGateway
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from viewflow.workflow import flow
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from decisions.bpmn.graph import MAIN, Graph, Kind, graphs_of
from decisions.bpmn.xml import BPMN, bpmn_of
from decisions.flows import DecisionFlow

NS = {"b": BPMN}


@pytest.fixture(scope="module")
def document():
    return bpmn_of(DecisionFlow)


@pytest.fixture(scope="module")
def graph():
    whole = Graph()
    for each in graphs_of(DecisionFlow):
        whole.nodes.update(each.nodes)
        whole.edges += each.edges
    return whole


def test_every_node_of_the_flow_is_in_it(document):
    ids = {element.get("id") for element in ET.fromstring(document).iter()}
    assert {node.name for node in DecisionFlow.instance.nodes()} <= ids


def test_every_fork_is_labelled_and_decided(graph):
    for node in graph.nodes.values():
        ways = list(graph.outgoing(node.id))
        if node.kind is Kind.CHOICE and len(ways) > 1:
            assert node.title
            assert sum(way.is_default for way in ways) == 1
            assert all(way.label and (way.condition or way.is_default) for way in ways)


def test_lanes_hold_every_node_once(document, graph):
    held = [ref.text for ref in ET.fromstring(document).iterfind("b:process/b:laneSet/b:lane/b:flowNodeRef", NS)]
    assert len(held) == len(set(held))
    assert set(held) == set(graph.nodes)


def test_timers_name_their_day(document):
    days = [element.text for element in ET.fromstring(document).iter(f"{{{BPMN}}}timeDate")]
    assert sorted(days) == ["day_of_evaluation", "end_of_consultation", "end_of_scoring"]


def conditions():
    names = set()
    for node in DecisionFlow.instance.nodes():
        if isinstance(node, flow.If):
            names.add(node._condition.__name__)
        elif isinstance(node, flow.Switch):
            names |= {condition.__name__ for _target, condition in node._branches if condition}
    return sorted(names)


CONDITIONS = conditions()
PAST = "2020-01-01T00:00:00+08:00"


class Engine:
    """The exported process in SpiffWorkflow."""

    def __init__(self, document, answers):
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(document.encode()))
        self.answers = answers
        self.workflow = BpmnWorkflow(parser.get_spec(MAIN), parser.get_subprocess_specs(MAIN))
        self.settle()

    def settle(self):
        data = {**self.answers, "end_of_consultation": PAST, "end_of_scoring": PAST, "day_of_evaluation": PAST}
        for _ in range(50):
            self.workflow.refresh_timers()
            ready = [task for task in self.workflow.get_tasks(state=TaskState.READY) if not task.task_spec.manual]
            if not ready:
                break
            for task in ready:
                task.data.update(data)
                if task.state == TaskState.READY:
                    task.run()

    def open(self):
        return sorted(task.task_spec.name for task in self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def complete(self, name):
        task = next(task for task in self.workflow.get_tasks(state=TaskState.READY) if task.task_spec.name == name)
        task.data.update(self.answers)
        task.run()
        self.settle()

    @property
    def is_over(self):
        return self.workflow.is_completed()


class Ours:
    """The same process in our flow, its questions answered by the test."""

    def __init__(self, answers, monkeypatch):
        def answer(name):
            def ask(activation):
                return answers[name]

            ask.__name__ = name
            return ask

        for node in DecisionFlow.instance.nodes():
            if isinstance(node, flow.If):
                monkeypatch.setattr(node, "_condition", answer(node._condition.__name__))
            elif isinstance(node, flow.Switch):
                monkeypatch.setattr(
                    node,
                    "_activate_next" if hasattr(node, "_activate_next") else "_branches",
                    [
                        (target, answer(condition.__name__) if condition else None)
                        for target, condition in node._branches
                    ],
                )
            elif isinstance(node, flow.Timer):
                monkeypatch.setattr(node, "_delay", timedelta(0))
        monkeypatch.setattr(DecisionFlow, "process_class", Process)
        start = DecisionFlow.propose
        with transaction.atomic():
            activation = start.activation_class.create(start, None, None)
            activation.start(SimpleNamespace(user=None))
            activation.execute()
        self.process = activation.process
        self.settle()

    def tasks(self):
        return Task.objects.filter(process=self.process)

    def settle(self):
        while waiting := self.tasks().filter(status=STATUS.SCHEDULED).first():
            with waiting.activation() as activation:
                activation.start()
                activation.complete()
                activation.activate_next()

    def open(self):
        return sorted(task.flow_task.name for task in self.tasks().filter(status=STATUS.NEW, flow_task_type="HUMAN"))

    def complete(self, name):
        task = next(task for task in self.tasks().filter(status=STATUS.NEW) if task.flow_task.name == name)
        with task.activation() as activation:
            activation.assign(None)
            activation.start(None)
            activation.execute()
        self.settle()

    @property
    def is_over(self):
        return Process.objects.get(pk=self.process.pk).finished is not None


def agree(answers):
    """Something is due when one of the procedures is; answers that contradict each other never come to an act."""
    answers["something_is_due"] = any(answers[name] for name in HEARD)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_another_engine_makes_the_same_choices(document, monkeypatch, seed):
    """On a random walk both offer the same acts after every act, and end together."""
    chance = random.Random(seed)  # noqa: S311 -- a walk, no secret
    answers = {name: chance.random() < 0.5 for name in CONDITIONS}
    agree(answers)
    ours = Ours(answers, monkeypatch)
    engine = Engine(document, answers)
    engine.complete("propose")
    for _step in range(120):
        assert engine.open() == ours.open()
        assert engine.is_over == ours.is_over
        if ours.is_over:
            return
        # The later the walk, the more the answers lead on, so that it comes to an end.
        eager = min(1, 0.5 + _step / 60)
        for name in CONDITIONS:
            answers[name] = (chance.random() < eager) == (name in ONWARD)
        agree(answers)
        act = chance.choice(ours.open())
        ours.complete(act)
        engine.complete(act)
    pytest.fail("the walk does not end")


def branches(engine):
    """Return every branch of the process: a fork and the place one of its ways leads to."""
    specs = [engine.workflow.spec, *engine.workflow.subprocess_specs.values()]
    return {
        (spec.name, way.name)
        for process in specs
        for spec in process.task_specs.values()
        if isinstance(spec, (ExclusiveGateway, ParallelGateway)) and len(spec.outputs) > 1
        for way in spec.outputs
    }


def taken(engine):
    """Return the branches the walk took."""
    return {
        (task.parent.task_spec.name, task.task_spec.name)
        for task in engine.workflow.get_tasks(state=TaskState.COMPLETED)
        if task.parent is not None
    }


# From where on a walk strays from the shortest way; the far branches are rare on walks that stray from the start.
STRAYS_FROM = ("study", "finalise_draft", "submit_for_deliberation", "publish")


def walk(document, seed):
    """Walk once from the proposal to the end, straying from some act on, and back on the way after sixty acts."""
    chance = random.Random(seed)  # noqa: S311 -- a walk, no secret
    detours = [name for name in CONDITIONS if name not in ONWARD]
    strays_from, bent = STRAYS_FROM[seed % len(STRAYS_FROM)], ONWARD | set(chance.sample(detours, 3))
    answers = {name: name in ONWARD for name in CONDITIONS}
    agree(answers)
    engine, is_straying = Engine(document, answers), False
    for step in range(200):
        if engine.is_over:
            break
        act = chance.choice(engine.open())
        is_straying = (is_straying or act == strays_from) and step < 60
        answers.update(
            {name: (chance.random() < 0.7) == (name in bent) if is_straying else name in ONWARD for name in CONDITIONS}
        )
        agree(answers)
        engine.complete(act)
    return engine


def test_another_engine_takes_every_branch_and_comes_to_an_end(document):
    """Walks until no branch is left that none of them took; each walk ends."""
    missing = None
    for seed in range(200):
        engine = walk(document, seed)
        assert engine.is_over, seed
        missing = (branches(engine) if missing is None else missing) - taken(engine)
        if not missing:
            return
    assert not missing


HEARD = (
    "consultation_is_due",
    "hearing_is_due",
    "panel_is_due",
    "assessment_is_due",
    "competition_review_is_due",
)

ONWARD = {
    "is_started",
    "submission_is_accepted",
    "is_admitted",
    "is_adopted",
    "is_in_force",
    "evaluation_is_ordered",
}


def test_onward_answers_are_questions_of_the_flow():
    assert set(CONDITIONS) >= ONWARD


def test_past_is_past():
    assert timezone.datetime.fromisoformat(PAST) < timezone.now()
