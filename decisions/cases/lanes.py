"""Who acts: the lanes of the process, and which units stand in them for a decision."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise


class Lane(StrEnum):
    """A role in the procedure; each node of the flow lies in one."""

    PROPOSER = "proposer"
    STUDY_UNIT = "study_unit"
    LEAD_UNIT = "lead_unit"
    DECISION_ORGAN = "decision_organ"
    GOVERNMENT_OFFICE = "government_office"
    LEGAL_OFFICE = "legal_office"
    MARKET_REGULATOR = "market_regulator"
    RISK_ASSESSOR = "risk_assessor"
    EXPERT_PANEL = "expert_panel"
    ARCHIVES = "archives"
    SUPPLIERS = "suppliers"
    EXECUTING_UNIT = "executing_unit"
    EVALUATOR = "evaluator"
    SUPERVISION = "supervision"
    SYSTEM = "system"

    @property
    def label(self) -> Text:
        """The lane's name."""
        return {
            Lane.PROPOSER: _("Proposing unit"),
            Lane.STUDY_UNIT: _("Studying unit"),
            Lane.LEAD_UNIT: _("Lead unit"),
            Lane.DECISION_ORGAN: _("Decision-making organ"),
            Lane.GOVERNMENT_OFFICE: _("Government office"),
            Lane.LEGAL_OFFICE: _("Justice bureau"),
            Lane.MARKET_REGULATOR: _("Market regulator"),
            Lane.RISK_ASSESSOR: _("Risk-assessing unit"),
            Lane.EXPERT_PANEL: _("Panel of experts"),
            Lane.ARCHIVES: _("Keeper of the dossier"),
            Lane.SUPPLIERS: _("Units that add late papers"),
            Lane.EXECUTING_UNIT: _("Executing unit"),
            Lane.EVALUATOR: _("Evaluating unit"),
            Lane.SUPERVISION: _("Supervision"),
            Lane.SYSTEM: _("System"),
        }[self]
