"""Every act by its verb: the permission, what it is called, and which groups hold it.

A verb says what kind of person may do this kind of act; in which unit is the lane's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text


class Verb(NamedTuple):
    """A permission on decisions."""

    codename: str
    label: Text
    groups: tuple[str, ...]


ALL_OFFICES = (
    "unit_head",
    "office_clerk",
    "executive_head",
    "meeting_member",
    "legality_reviewer",
    "archivist",
    "supervisor",
)
OWN_UNIT = (
    "lead_official",
    "unit_head",
    "legal_counsel",
    "market_regulator",
    "risk_assessor",
    "executing_official",
    "evaluator",
    "consulted_official",
)

VERBS: tuple[Verb, ...] = (
    # Reading
    Verb("read_authority_decisions", _("Read the decisions of the authority"), ALL_OFFICES[1:]),
    Verb("read_unit_decisions", _("Read the decisions one's unit takes part in"), OWN_UNIT),
    # Initiation
    Verb("propose", _("Propose a matter"), ("lead_official", "office_clerk")),
    Verb("study", _("Study a proposal"), ("lead_official",)),
    Verb("initiate", _("Decide whether to start the procedure"), ("office_clerk", "executive_head")),
    Verb("revise_determination", _("Revise which procedures apply"), ("lead_official", "legality_reviewer")),
    Verb("withdraw", _("Withdraw a matter"), ("lead_official", "unit_head")),
    Verb("hand_over_charge", _("Hand a decision to another official in charge"), ("lead_official", "unit_head")),
    Verb("move_rule_pack", _("Move a decision to another version of the rules"), ("legality_reviewer",)),
    # Drafting
    Verb("draft", _("Draw up a draft"), ("lead_official",)),
    Verb("consult_units", _("Consult units"), ("lead_official",)),
    Verb("reply_as_unit", _("Reply as a consulted unit"), ("consulted_official", "lead_official", "unit_head")),
    Verb("finalise_draft", _("Finalise the draft"), ("lead_official",)),
    # Participation
    Verb("open_consultation", _("Invite public comments"), ("lead_official",)),
    Verb("enter_opinion", _("Enter opinions received on paper, by telephone or in person"), ("lead_official",)),
    Verb("record_participation", _("Record meetings, visits, polls and talks"), ("lead_official",)),
    Verb("answer_opinions", _("Answer the opinions"), ("lead_official",)),
    Verb("announce_hearing", _("Announce a hearing"), ("lead_official",)),
    Verb("register_participants", _("Register the participants of a hearing"), ("lead_official",)),
    Verb("postpone_hearing", _("Postpone a hearing"), ("lead_official",)),
    Verb("record_delivery", _("Record the delivery of hearing papers"), ("lead_official",)),
    Verb("hold_hearing", _("Hold a hearing"), ("lead_official",)),
    # Experts
    Verb("manage_pool", _("Manage the pool of experts"), ("pool_manager",)),
    Verb("convene_panel", _("Convene an expert panel"), ("lead_official",)),
    Verb("declare_conflicts", _("Declare conflicts of interest"), ("expert",)),
    Verb("score", _("Argue and score"), ("expert",)),
    Verb("replace_expert", _("Replace an expert"), ("lead_official", "pool_manager")),
    Verb("extend_scoring", _("Give the experts more time"), ("lead_official",)),
    Verb("open_sheets", _("Open the sealed score sheets"), ("lead_official",)),
    Verb("conclude_panel", _("Conclude the expert argumentation"), ("lead_official",)),
    # Risk and fair competition
    Verb("assess_risk", _("Assess risks"), ("risk_assessor", "lead_official")),
    Verb("find_risk", _("Find whether a risk is controllable"), ("office_clerk", "executive_head")),
    Verb(
        "preliminary_competition_review",
        _("Review fair competition first, as the drafting unit"),
        ("lead_official",),
    ),
    Verb("review_competition", _("Review fair competition"), ("market_regulator",)),
    # Legality
    Verb("submit_for_review", _("Submit for legality review"), ("lead_official",)),
    Verb("accept_submission", _("Check a submission"), ("legality_reviewer",)),
    Verb("give_legal_opinion", _("Give a legal opinion as counsel"), ("legal_counsel",)),
    Verb("pause_review", _("Record an interruption of a review"), ("legality_reviewer",)),
    Verb("review_legality", _("Review legality"), ("legality_reviewer",)),
    Verb("respond_to_review", _("Act on a review opinion"), ("lead_official",)),
    # Deliberation
    Verb("submit_for_deliberation", _("Submit for collective discussion"), ("lead_official",)),
    Verb("admit", _("Admit to the agenda"), ("office_clerk",)),
    Verb("deliberate", _("Record the collective discussion"), ("office_clerk",)),
    Verb(
        "confirm_minutes", _("Confirm the record of a meeting"), ("meeting_member", "executive_head", "office_clerk")
    ),
    Verb("correct_minutes", _("Correct minutes by an addendum"), ("office_clerk",)),
    Verb("report_to_party", _("Report to the Party committee"), ("office_clerk",)),
    Verb("report_to_congress", _("Report to the people's congress"), ("office_clerk",)),
    # Publication and filing
    Verb("publish", _("Issue and publish"), ("office_clerk",)),
    Verb("file_dossier", _("File a dossier"), ("archivist",)),
    Verb("supplement_dossier", _("File a late paper"), ("archivist", "lead_official")),
    # Execution, evaluation, adjustment
    Verb("assign_execution", _("Name the executing unit"), ("office_clerk", "executive_head")),
    Verb("report_execution", _("Report on the execution"), ("executing_official",)),
    Verb("report_problem", _("Report a problem of the execution"), ("executing_official",)),
    Verb("enter_execution_opinion", _("Enter opinions on the execution"), ("executing_official", "office_clerk")),
    Verb("handle_execution_opinion", _("Answer opinions on the execution"), ("executing_official", "office_clerk")),
    Verb("supervise", _("Check the execution"), ("supervisor", "office_clerk")),
    Verb("suspend", _("Suspend the execution in urgency"), ("executive_head",)),
    Verb("resume", _("Resume a suspended execution"), ("office_clerk", "executive_head")),
    Verb("trigger_evaluation", _("Report a ground for evaluation"), ("office_clerk", "supervisor", "executive_head")),
    Verb("decide_evaluation", _("Decide on an evaluation"), ("office_clerk", "executive_head")),
    Verb("evaluate", _("Evaluate a decision"), ("evaluator", "executing_official")),
    Verb("apply_evaluation", _("Apply the result of an evaluation"), ("office_clerk", "executive_head")),
    # The desk
    Verb("manage_rule_packs", _("Manage rule packs"), ("legality_reviewer",)),
    Verb("manage_calendar", _("Keep the calendar of working days"), ("office_clerk", "legality_reviewer")),
    Verb("hand_over_tasks", _("Hand over tasks"), ("unit_head", "office_clerk")),
)

# Verbs that act in decisions: no administrator may hold one (see accounts.services).
GROUP_VERBS = {f"decisions.{verb.codename}": verb.groups for verb in VERBS}
PERMISSIONS = [(verb.codename, verb.label) for verb in VERBS]


def verb_title(act: str) -> Text:
    """Return what an act of the ledger is called; acts without a verb of their own keep their name."""
    return _TITLES.get(act, act)


# Acts of the ledger that no verb allows: whoever was invited may score.
_TITLES: dict[str, Text] = {verb.codename: verb.label for verb in VERBS} | {"seal_sheet": _("Seal a score sheet")}
