"""Counting: majorities, bases, departures, quorum."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.deliberation.majority import BLOCS, FOLLOWS, Position, Result, departs, tally
from decisions.statutes.pack import Share

POSITIONS = st.lists(st.sampled_from(list(Position)), max_size=15)
BASES = st.sampled_from(["expressed", "present", "all"])


def counted(*positions, absent=0):
    return tally(positions, members=len(positions) + absent)


@pytest.mark.parametrize(
    ("positions", "result", "expected"),
    [
        (["agree"] * 5, "adopt", False),
        (["agree"] * 5, "reject", True),
        (["agree"] * 5, "defer", True),
        (["disagree"] * 3 + ["agree"] * 2, "adopt", True),
        (["disagree"] * 3 + ["agree"] * 2, "reject", False),
        (["disagree"] * 2 + ["agree"] * 2, "adopt", False),
        (["disagree"] * 2 + ["agree"] * 2, "reject", False),
        (["disagree"] * 2 + ["agree"] + ["abstain"] * 4, "adopt", True),
        (["agree"] * 2 + ["agree_with_changes"] * 2 + ["disagree"], "adopt", False),
        (["agree_with_changes"] * 3 + ["agree"] * 2, "change_in_substance", False),
        (["agree"] * 4 + ["agree_with_changes"], "change_in_substance", True),
        (["defer"] * 3, "rediscuss", False),
        (["defer"] * 3, "adopt_with_changes", True),
        (["no_view"] * 5, "adopt", False),
        ([], "adopt", False),
    ],
)
def test_what_departs_from_the_majority(positions, result, expected):
    assert departs(result, counted(*positions)) is expected


def test_the_base_decides_whether_there_is_a_majority():
    found = counted(*["disagree"] * 3, "agree", *["abstain"] * 2, absent=3)
    assert departs("adopt", found, base="expressed")
    assert not departs("adopt", found, base="present")
    assert not departs("adopt", found, base="all")


def test_the_recused_count_for_nothing():
    found = counted("disagree", "disagree", "agree", "recused", "recused", "recused")
    assert found.present == 3
    assert departs("adopt", found, base="present")


@given(POSITIONS, BASES)
def test_an_outcome_departs_only_where_more_than_half_want_otherwise(positions, base):
    found = counted(*positions)
    for result in Result:
        if departs(result, found, base=base):
            against = [position for position in positions if position not in FOLLOWS[result]]
            assert 2 * len(against) > found.base(base)


@given(POSITIONS, BASES)
def test_a_majority_is_followed_by_at_least_one_outcome_and_is_only_one(positions, base):
    found = counted(*positions)
    holding = [bloc for bloc in BLOCS if 2 * found.of(*bloc) > found.base(base) > 0]
    assert len(holding) <= 1
    assert found.majority(base) == (holding[0] if holding else None)
    assert any(not departs(result, found, base=base) for result in Result)


@given(POSITIONS, st.randoms())
def test_the_order_of_speaking_does_not_change_the_count(positions, random):
    shuffled = list(positions)
    random.shuffle(shuffled)
    assert counted(*positions) == counted(*shuffled)


@given(POSITIONS, st.integers(0, 5))
def test_nobody_is_counted_twice_or_lost(positions, absent):
    found = counted(*positions, absent=absent)
    assert sum(count for _position, count in found.counts) == len(positions)
    assert found.expressed <= found.present <= found.members


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["1/2", "2/3", "3/5"]))
def test_half_or_more_and_more_than_half_differ_only_at_half(present, members, share):
    present = min(present, members)
    fraction = Fraction(share)
    at_least, more = Share(fraction, ">=").admits(present, members), Share(fraction, ">").admits(present, members)
    assert at_least == (members > 0 and Fraction(present, members or 1) >= fraction)
    assert (at_least and not more) == (members > 0 and Fraction(present, members or 1) == fraction)
