"""What the examples show, and that each ends as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.replay import folder
from tests.decisions.replay.conftest import EXAMPLES

if TYPE_CHECKING:
    from tests.decisions.replay.conftest import Outcome

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.toml"))
REFUSED = {"02-rural-roads": "PUB-05", "08-hearing-papers-late": "HEAR-05"}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_ends_as_it_says(outcomes: dict[str, Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.case.ends
    assert outcome.ended == outcome.case.ends, outcome.reasons


@pytest.mark.parametrize("name", NAMES)
def test_an_example_names_only_files_that_are_used(name: str) -> None:
    path = EXAMPLES / name
    acts = "".join(file.read_text(encoding="utf-8") for file in path.glob("*.toml"))
    unused = [
        file.name
        for file in path.rglob("*")
        if file.is_file() and file.suffix != ".toml" and file.name not in acts and file.stem not in acts
    ]
    assert unused == []
    assert sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) < 3_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_has_the_length_an_office_files(name: str) -> None:
    steps = folder.read(EXAMPLES / name).steps
    source = next(step.values["text"]["text"] for step in steps if step.act == "draft")
    text = (EXAMPLES / name / source).read_text(encoding="utf-8")
    assert len(text) > 400
    assert len([line for line in text.splitlines() if line.strip()]) >= 12


@pytest.mark.parametrize(("name", "rule"), REFUSED.items())
def test_a_refused_act_names_its_rule_and_leaves_nothing(outcomes: dict[str, Outcome], name: str, rule: str) -> None:
    outcome = outcomes[name]
    assert outcome.ended == rule
    assert rule in outcome.reasons[0]
    assert not outcome.kept


def test_the_water_price_goes_all_the_way(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["01-water-price"]
    assert outcome.facts["opinions"] == 45
    assert outcome.nodes == {"await_evaluation"}
    assert {"C12", "D07", "E06", "F03", "G07", "G10", "H04", "H07", "J02", "K02", "L04", "L05", "M03"} <= outcome.codes
    assert outcome.acts.count("review_legality") >= 2
    assert outcome.acts[-1] == "apply_evaluation"


def test_the_risk_is_found_uncontrollable_first(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["03-land-requisition"]
    assert [allowed for kind, allowed in outcome.facts["approvals"] if kind == "risk"] == [False, True]
    assert "E07" in outcome.codes
    assert outcome.acts.count("open_consultation") == 2


def test_the_trial_goes_on_with_its_legal_risk_stated(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["04-public-data-trial"]
    assert outcome.facts["is_exploratory"]
    assert "G09" in outcome.codes
    assert outcome.nodes == {"deliberate"}


def test_a_matter_not_disclosed_hears_no_public_and_is_recorded(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["05-emergency-stores"]
    assert outcome.facts["is_nonpublic"]
    assert {"C01", "J02"} <= outcome.codes
    assert not {"C02", "C09"} & outcome.codes
    assert outcome.facts["opinions"] == 0


def test_the_head_departs_from_the_majority_with_reasons_and_dissent_word_for_word(
    outcomes: dict[str, Outcome],
) -> None:
    facts = outcomes["06-parking-fees"].facts
    assert facts["tally"]["defer"] > facts["tally"]["agree"]
    assert "责任由我承担" in facts["reason"]
    assert any("明年再议" in words for words in facts["views"])
    assert "B04" in outcomes["06-parking-fees"].codes


def test_what_is_withdrawn_is_filed_as_far_as_it_was_formed(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["07-lifts-withdrawn"]
    assert {"A08", "B05", "M03"} <= outcome.codes
    assert not {"C02", "G07", "H04"} & outcome.codes
    assert outcome.nodes == set()
