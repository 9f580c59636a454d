"""The conflict check: what bars, what is asked, and what is no conflict."""

from __future__ import annotations

from datetime import date

import pytest

from experts.conflicts import Matter, Organisation, Relation, Severity, nearness, ties

ON = date(2026, 4, 1)
LEAD = Organisation("临江市发展和改革委员会", path="/1/7/")
WATER = Organisation("临江水务集团有限公司", credit_code="91330000142912345X")
MATTER = Matter(
    handling=(LEAD,), interested=(WATER,), taking_part=(Organisation("临江市财政局", path="/1/9/"),), years=3
)


def found(kind, organisation, starts_on=None, ends_on=None):
    return [tie.severity for tie in ties([Relation(organisation, kind, kind, starts_on, ends_on)], MATTER, ON)]


@pytest.mark.parametrize("kind", ["employer", "board", "adviser", "equity", "contract", "drafting"])
def test_present_relations_to_a_party_bar(kind):
    assert found(kind, LEAD) == [Severity.BAR]
    assert found(kind, Organisation("临江水务", credit_code=WATER.credit_code)) == [Severity.BAR]


def test_a_relation_that_ended_lately_is_asked_about():
    assert found("employer", LEAD, ends_on=date(2025, 1, 1)) == [Severity.ASK]
    assert found("employer", LEAD, ends_on=date(2020, 1, 1)) == []


def test_who_drafted_is_barred_also_afterwards():
    assert found("drafting", LEAD, ends_on=date(2026, 1, 1)) == [Severity.BAR]


def test_membership_and_consulted_units_are_asked_about():
    assert found("member", WATER) == [Severity.ASK]
    assert found("employer", Organisation("临江市财政局", path="/1/9/")) == [Severity.ASK]


def test_a_unit_below_the_lead_unit_is_no_bar():
    """Subordination is counted as a share (SOD-07), not as an interest."""
    assert found("employer", Organisation("临江市价格认证中心", path="/1/7/12/")) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("临江水务集团有限公司", "临江水务集团有限公司", Severity.BAR),
        ("临江水务集团有限公司", "临江水务股份有限公司", Severity.ASK),
        ("临江水务集团有限公司(本部)", "临江水务集团有限公司", Severity.ASK),
        ("江南大学环境学院", "临江水务集团有限公司", None),
        ("有限公司", "集团", None),
    ],
)
def test_names_bar_only_when_equal(one, other, expected):
    """A similar name asks; it never bars."""
    assert nearness(Organisation(one), Organisation(other)) is expected


def test_credit_codes_decide_over_names():
    assert nearness(Organisation("同名公司", "A" * 18), Organisation("同名公司", "B" * 18)) is None


def test_a_view_is_no_conflict():
    """What somebody said in public is no relation to anybody: there is nothing to find."""
    assert ties([], MATTER, ON) == []
