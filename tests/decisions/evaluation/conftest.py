"""Decisions in execution, before their evaluation."""

from __future__ import annotations

import pytest

from tests.factories.executing import in_force, stricter_pack


@pytest.fixture
def named(procedure):
    """A decision whose executing unit is named; its evaluation is due a year later."""
    in_force(procedure).perform("assign_execution")
    return procedure


@pytest.fixture
def strict(procedure, world):
    """The same under local rules with numbers of their own."""
    stricter_pack(
        world,
        {
            "posteval.mandatory_after_months": 12,
            "posteval.opinions_threshold": 2,
            "posteval.target_percent": 80,
            "posteval.extra_triggers": ["circumstance_changed", "legal_basis_changed"],
            "posteval.experts_excluded": True,
            "posteval.executor_independent": True,
            "posteval.gate_on_change": True,
            "posteval.grades": ["excellent", "good", "fair", "poor"],
        },
    )
    in_force(procedure).perform("assign_execution")
    return procedure
