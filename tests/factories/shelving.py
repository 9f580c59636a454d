"""A matter that a meeting shelved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.statutes.periods import add_months
from tests.acts import deliberation as acts
from tests.factories.executing import stricter_pack

if TYPE_CHECKING:
    from datetime import date

    from tests.procedure import Procedure

PLAIN = {
    "initiate": {
        "hearing_ground": "hearing_not_required",
        "experts_ground": "not_technical",
        "risk_ground": "not_adverse",
        "competition_ground": "no_market",
    }
}
OUTCOMES = ["adopt", "adopt_with_changes", "rediscuss", "defer", "reject", "shelve"]


def shelved(procedure: Procedure, **more: Any) -> date:
    """Carry a matter to the meeting and shelve it there; return the last day on which it may come back."""
    stricter_pack(procedure.world, {"meeting.outcomes": OUTCOMES, "meeting.shelve_lapse_months": 12, **more})
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    day = procedure.day
    procedure.perform(
        "deliberate",
        result="shelve",
        conclusion="暂予搁置。",
        speakers=acts.people(procedure.decision, day, "defer", "defer", "defer", "defer", head="defer"),
    )
    return add_months(day, 12)
