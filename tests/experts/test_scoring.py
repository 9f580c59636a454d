"""Figures: y = Σ w·s / Σ w over what is answered, medians, quartiles and spread, exactly."""

from __future__ import annotations

import statistics as oracle
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experts import scoring

W = {"necessity": Decimal("0.34"), "feasibility": Decimal("0.33"), "soundness": Decimal("0.33")}
levels = st.integers(1, 5)
scores = st.fixed_dictionaries({key: st.none() | levels for key in W})


def test_weighted_mean_by_hand():
    assert scoring.weighted_mean({"necessity": 4, "feasibility": 2, "soundness": 5}, W) == Decimal("3.67")
    # Without feasibility: (0.34·4 + 0.33·5) / 0.67
    partial = scoring.weighted_mean({"necessity": 4, "feasibility": None, "soundness": 5}, W)
    assert scoring.rounded(partial) == "4.49"
    assert scoring.weighted_mean(dict.fromkeys(W), W) is None


@given(scores)
def test_a_mean_lies_between_the_levels_given(given_scores):
    answered = [value for value in given_scores.values() if value is not None]
    assume(answered)
    mean = scoring.weighted_mean(given_scores, W)
    tiny = Decimal("1e-20")
    assert min(answered) - tiny <= mean <= max(answered) + tiny


@given(level=levels, answered=st.sets(st.sampled_from(sorted(W)), min_size=1))
def test_the_same_level_everywhere_is_the_mean_whatever_is_left_out(level, answered):
    mean = scoring.weighted_mean({key: level if key in answered else None for key in W}, W)
    assert scoring.rounded(mean) == f"{level}.00"


@given(st.lists(levels, min_size=2, max_size=15))
def test_spread_agrees_with_an_independent_count(values):
    found = scoring.spread(values)
    quartiles = oracle.quantiles(values, n=4, method="inclusive")
    assert float(found.mean) == pytest.approx(oracle.mean(values))
    assert float(found.median) == oracle.median(values)
    assert float(found.deviation) == pytest.approx(oracle.stdev(values))
    assert float(found.interquartile) == pytest.approx(quartiles[2] - quartiles[0])
    assert (found.least, found.most) == (min(values), max(values))


@given(st.lists(levels, min_size=1, max_size=15), st.randoms())
def test_the_order_of_sheets_changes_nothing(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert scoring.spread(values) == scoring.spread(shuffled)


def test_completeness_is_four_fifths_of_the_weight():
    four = {"a": Decimal("0.2"), "b": Decimal("0.2"), "c": Decimal("0.4"), "d": Decimal("0.2")}
    assert scoring.is_complete({"a": None, "b": 3, "c": 3, "d": 3}, four)
    assert not scoring.is_complete({"a": 3, "b": 3, "c": None, "d": 3}, four)


def test_with_fewer_than_three_sheets_only_opinions_are_counted():
    """A mean of two is each one's score to the other."""
    sheets = {"专家01": dict.fromkeys(W, 4), "专家02": dict.fromkeys(W, 2)}
    found = scoring.statistics(sheets, {"专家01": "support", "专家02": "oppose"}, W)
    assert found["shown"] is False
    assert set(found) == {"sheets", "shown", "opinions", "majority"}


def test_figures_hold_no_floats():
    sheets = {f"专家{number:02d}": dict.fromkeys(W, number) for number in range(1, 6)}
    found = scoring.statistics(sheets, dict.fromkeys(sheets, "support"), W)

    def leaves(value):
        if isinstance(value, dict):
            return [leaf for item in value.values() for leaf in leaves(item)]
        return [value]

    assert not [leaf for leaf in leaves(found) if isinstance(leaf, float)]
    assert found["overall"]["mean"] == "3.00"
    assert found["experts"]["专家05"] == "5.00"


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        (["support", "support", "oppose"], "support"),
        (["support", "oppose"], ""),
        (["support", "conditional", "oppose"], ""),
        ([], ""),
    ],
)
def test_majority_is_more_than_half(opinions, expected):
    assert scoring.majority(opinions) == expected
