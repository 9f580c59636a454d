"""Who is to act next, in the words of a list: the unit that stands in a lane of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import UnitKind
from decisions.cases.lanes import Lane
from decisions.cases.selectors import KEEPS_ITSELF, keeper_of

if TYPE_CHECKING:
    from accounts.models import Unit
    from decisions.cases.models import Decision


def actor_of(lane: Lane, decision: Decision) -> str:
    """Return the unit named for a lane, or what the lane is called where the kind of unit decides.

    Reads only what is loaded with the decision: study, lead, risk-assessing, executing and evaluating unit, rule pack.
    """
    if lane is Lane.ARCHIVES and (keeper := keeper_of(decision.pack)):
        if keeper != KEEPS_ITSELF:
            return str(UnitKind(keeper).label)
        lane = Lane.LEAD_UNIT if decision.lead_unit else lane
    units: dict[Lane, Unit | None] = {
        Lane.STUDY_UNIT: decision.study_unit,
        Lane.LEAD_UNIT: decision.lead_unit,
        Lane.RISK_ASSESSOR: decision.risk_unit or decision.lead_unit,
        Lane.EXECUTING_UNIT: decision.executing_unit,
        Lane.EVALUATOR: decision.evaluating_unit,
        Lane.DECISION_ORGAN: decision.authority,
    }
    unit = units.get(lane)
    return unit.short_name if unit is not None else str(lane.label)
