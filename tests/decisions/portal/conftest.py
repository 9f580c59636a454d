"""An open consultation and an announced hearing as the public finds them."""

from __future__ import annotations

import pytest

from tests.procedure import Procedure


@pytest.fixture
def opened(procedure) -> Procedure:
    """A matter open for comments since today, nine o'clock."""
    procedure.advance_to("open_consultation")
    procedure.pace = 0
    procedure.perform("open_consultation")
    procedure.pace = 1
    return procedure


@pytest.fixture
def consultation(opened):
    """Its invitation."""
    return opened.decision.consultations.get()


@pytest.fixture
def hearing(procedure):
    """A hearing announced today."""
    procedure.advance_to("announce_hearing")
    procedure.pace = 0
    procedure.perform("announce_hearing")
    procedure.pace = 1
    return procedure.decision.hearings.get()
