"""The rules of fair-competition review."""

from __future__ import annotations

import dataclasses

import pytest

from decisions.competition import rules
from decisions.competition.facts import CompetitionFacts
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

PACK = Pack("test", "1", "test", {})
LAWFUL = CompetitionFacts(
    has_preliminary=True, reviewer="市市场监管局", lead_unit="市发改委", operators_heard=1, conclusion="lawful"
)
EXCEPTION = dataclasses.replace(
    LAWFUL, conclusion="exception", ground="public", statement="节水", alternatives="已比较", period="2028年底"
)


def but(facts, **values):
    return dataclasses.replace(facts, **values)


@pytest.mark.parametrize(
    ("judged", "facts", "outcome"),
    [
        (rules.drafting_unit_reviews_first, LAWFUL, Outcome.MET),
        (rules.drafting_unit_reviews_first, but(LAWFUL, has_preliminary=False), Outcome.BREACHED),
        (rules.operators_are_heard, LAWFUL, Outcome.MET),
        (rules.operators_are_heard, but(LAWFUL, operators_heard=0), Outcome.BREACHED),
        (rules.operators_are_heard, but(LAWFUL, touches_public=True), Outcome.BREACHED),
        (rules.operators_are_heard, but(LAWFUL, touches_public=True, public_heard="听证会"), Outcome.MET),
        (rules.conclusion_is_argued, but(LAWFUL, conclusion=""), Outcome.PENDING),
        (rules.conclusion_is_argued, LAWFUL, Outcome.MET),
        (rules.conclusion_is_argued, EXCEPTION, Outcome.MET),
        (rules.conclusion_is_argued, but(EXCEPTION, ground=""), Outcome.BREACHED),
        (rules.conclusion_is_argued, but(EXCEPTION, statement=""), Outcome.BREACHED),
        (rules.conclusion_is_argued, but(EXCEPTION, alternatives=""), Outcome.BREACHED),
        (rules.conclusion_is_argued, but(EXCEPTION, period=""), Outcome.BREACHED),
        (rules.reviewer_did_not_draft, LAWFUL, Outcome.MET),
        (rules.reviewer_did_not_draft, but(LAWFUL, lead_unit="市市场监管局"), Outcome.BREACHED),
        (
            rules.reviewer_did_not_draft,
            but(LAWFUL, lead_unit="市市场监管局", lead_is_regulator=True),
            Outcome.EXCUSED,
        ),
    ],
)
def test_the_rules(judged, facts, outcome):
    assert judged(facts, PACK).outcome is outcome
