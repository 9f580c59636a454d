"""The graph: no path leads around a mandated step, and nobody may do an act without a permission."""

import pytest
from viewflow.workflow import flow

from decisions.cases.lanes import Lane
from decisions.cases.verbs import GROUP_VERBS
from decisions.flows import DecisionFlow
from decisions.initiation.selectors import BEFORE_THE_FINAL_DRAFT

NODES = {node.name: node for node in DecisionFlow.instance.nodes()}
TIMERS = {name for name, node in NODES.items() if isinstance(node, flow.Timer)}
HUMAN = {name: node for name, node in NODES.items() if isinstance(node, flow.View | flow.Start)}


def reachable(*, avoiding=(), start="propose"):
    """Return the nodes that can be reached from a node, at first the start, without passing some."""
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name in seen or name in avoiding:
            continue
        seen.add(name)
        waiting += [edge.dst.name for edge in NODES[name]._outgoing()]
    return seen


@pytest.mark.parametrize(
    ("required", "before"),
    [
        ("initiate", "draft"),  # art. 10
        ("draft", "open_consultation"),  # art. 15
        ("split_hearing", "finalise_draft"),  # art. 14, 19, 22
        ("join_hearing", "submit_for_review"),
        ("finalise_draft", "submit_for_review"),
        ("accept_submission", "review_legality"),  # art. 26
        ("review_legality", "submit_for_deliberation"),  # art. 25
        ("review_legality", "deliberate"),
        ("admit", "deliberate"),  # art. 29
        ("deliberate", "publish"),  # art. 30
        ("report_to_party", "publish"),  # art. 31
        ("file_dossier", "assign_execution"),  # art. 33, and only a decision in force goes on
        ("decide_evaluation", "evaluate"),  # art. 36
        ("evaluate", "apply_evaluation"),
    ],
)
def test_no_path_skips_a_mandated_step(required, before):
    assert before in reachable()
    assert before not in reachable(avoiding=[required])


def test_nothing_leads_from_the_publication_back_to_where_what_applies_is_determined():
    """What applies after publication is what applied then, so that what was done is judged by it for good."""
    assert HUMAN.keys() | TIMERS >= BEFORE_THE_FINAL_DRAFT
    assert "publish" in reachable(start="submit_for_review")
    assert not reachable(start="publish") & BEFORE_THE_FINAL_DRAFT


def test_executing_units_are_named_once():
    """Who executes is said in one act, so that an evaluation can be judged by it for good."""
    assert "assign_execution" not in reachable(start="await_evaluation")


@pytest.mark.parametrize(
    "branch", ["check_consultation", "check_hearing", "check_panel", "check_risk", "check_competition"]
)
def test_every_hearing_branch_begins_with_its_question_and_is_joined(branch):
    assert branch in {edge.dst.name for edge in NODES["split_hearing"]._outgoing()}
    assert NODES[branch]._on_false.name == "join_hearing"


@pytest.mark.parametrize("end", ["end_without_decision", "end_of_decision"])
def test_whatever_ends_is_filed(end):
    """Art. 33: a matter rejected or withdrawn half-way is filed as well."""
    assert end in reachable()
    assert end not in reachable(avoiding=["file_dossier"])


@pytest.mark.parametrize("name", sorted(HUMAN))
def test_every_human_node_names_a_verb_that_somebody_holds(name):
    node = HUMAN[name]
    assert node._owner_permission == f"decisions.{name}"
    assert GROUP_VERBS[f"decisions.{name}"]


@pytest.mark.parametrize("name", sorted(HUMAN))
def test_every_human_node_has_a_page_in_a_lane(name):
    node = HUMAN[name]
    view = (getattr(node, "_view", None) or node._start_view).view_class
    assert view.verb == name
    assert view.lane in set(Lane) - {Lane.SYSTEM}


@pytest.mark.parametrize("name", sorted(NODES))
def test_every_node_has_a_title(name):
    assert str(NODES[name].task_title)


def test_node_names_are_those_of_the_rows():
    """Names are database values: a change here is a migration of every running case."""
    assert sorted(HUMAN) == sorted(
        [
            "propose",
            "study",
            "initiate",
            "draft",
            "consult_units",
            "open_consultation",
            "answer_opinions",
            "announce_hearing",
            "hold_hearing",
            "convene_panel",
            "conclude_panel",
            "assess_risk",
            "find_risk",
            "review_competition",
            "finalise_draft",
            "submit_for_review",
            "accept_submission",
            "review_legality",
            "respond_to_review",
            "submit_for_deliberation",
            "admit",
            "deliberate",
            "report_to_party",
            "report_to_congress",
            "publish",
            "file_dossier",
            "assign_execution",
            "decide_evaluation",
            "evaluate",
            "apply_evaluation",
        ]
    )
    assert {"await_comments", "await_sheets", "await_evaluation"} <= set(NODES)
