"""Every act of expert argumentation."""

from experts.services.answering import QUESTIONS, UNDERTAKING, answer_invitation
from experts.services.changing import extend_scoring, replace_expert
from experts.services.choosing import Considered, CriterionSpec, Invitee, Terms
from experts.services.concluding import Reply, conclude_panel
from experts.services.convening import convene_panel
from experts.services.opening import open_sheets
from experts.services.pool import enter_expert, set_status
from experts.services.scoring import asked_of, read_draft, save_draft, seal_sheet

__all__ = [
    "QUESTIONS",
    "UNDERTAKING",
    "Considered",
    "CriterionSpec",
    "Invitee",
    "Reply",
    "Terms",
    "answer_invitation",
    "asked_of",
    "conclude_panel",
    "convene_panel",
    "enter_expert",
    "extend_scoring",
    "open_sheets",
    "read_draft",
    "replace_expert",
    "save_draft",
    "seal_sheet",
    "set_status",
]
