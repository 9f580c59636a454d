"""The law of initiation: articles 2, 3, 10 and 11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.initiation.facts import (
    CatalogueFacts,
    ExclusionFacts,
    InitiationFacts,
    LeadFacts,
    ProposalFacts,
    ScopeFacts,
)
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Provision, Strength, judgement, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

GOVERNMENTS = {"province", "city", "county"}


@rule(
    "SCOPE-01",
    title=_("A local government of a county or above takes the decision"),
    cites=(Provision(2), Provision(42)),
    strength=Strength.MUST,
    node="propose",
    facts=ScopeFacts,
    proved_by=("A03",),
)
def local_government_decides(facts: ScopeFacts, pack: Pack) -> Finding:
    """The decision-making organ is one the procedure binds, directly or by reference."""
    if not facts.takes_decisions:
        return breached(
            _("%(authority)s is not set up as an organ that takes decisions.") % {"authority": facts.authority},
            _("Name the government, department or township that takes the decision."),
        )
    if facts.level in GOVERNMENTS:
        return met(facts.authority)
    return met(_("%(authority)s works by the procedure by reference (art. 42).") % {"authority": facts.authority})


@rule(
    "SCOPE-02",
    title=_("The matter is of one of the five kinds"),
    cites=Provision(3, 1),
    strength=Strength.MUST,
    node="propose",
    facts=ScopeFacts,
    proved_by=("A03",),
)
def matter_is_major(facts: ScopeFacts, pack: Pack) -> Finding:
    """The matter is given a kind, and the reason why it belongs there is written down."""
    if not facts.category:
        return breached(_("No kind of matter is named."), _("Choose one of the five kinds."))
    if not facts.category_reason.strip():
        return breached(
            _("Why the matter belongs to this kind is not stated."),
            _("State the reason, with the local standard if there is one."),
        )
    return met(facts.category_reason)


@rule(
    "SCOPE-03",
    title=_("Not macro-control, government legislation or emergency response"),
    cites=Provision(3, 2),
    strength=Strength.BLOCK,
    node="propose",
    facts=ExclusionFacts,
    proved_by=("A03",),
)
def matter_is_not_excluded(facts: ExclusionFacts, pack: Pack) -> Finding:
    """Nothing keeps the matter out, and somebody has checked that."""
    if not facts.is_checked:
        return breached(_("The list of excluded matters was not checked."), _("Check the list and say so."))
    if facts.grounds:
        return breached(
            _("The matter is excluded: %(grounds)s.") % {"grounds": "、".join(facts.grounds)},
            _("Handle it by the procedure made for such matters."),
        )
    if facts.local:
        return breached(
            _("Local rules exclude the matter: %(rule)s.") % {"rule": facts.local},
            _("Handle it by the procedure made for such matters."),
        )
    return met(_("Checked; none applies."))


@rule(
    "CAT-01",
    title=_("The matter stands in the annual catalogue where one is kept"),
    cites=Provision(3, 3),
    strength=Strength.MAY,
    node="propose",
    facts=CatalogueFacts,
    proved_by=("A03", "A07"),
)
def matter_is_in_the_catalogue(facts: CatalogueFacts, pack: Pack) -> Finding:
    """The item of the catalogue is named, or why the matter is outside it."""
    if facts.item:
        return met(_("Item %(item)s of the catalogue of %(year)s.") % {"item": facts.item, "year": facts.year})
    if facts.reason_outside.strip():
        return excused(facts.reason_outside)
    if pack["catalogue.required"]:
        return breached(
            _("The matter is not in the annual catalogue and no reason is given."),
            _("Name the item of the catalogue, or say why the matter is outside it."),
        )
    return not_applicable(_("No catalogue has to be kept here."))


def _handed_over(facts: ProposalFacts) -> Finding:
    if not facts.study_unit:
        return breached(
            _("The proposal has not been handed to a unit for study."), _("Name the unit that studies it.")
        )
    return met(_("Handed to %(unit)s for study.") % {"unit": facts.study_unit})


@rule(
    "INIT-01",
    title=_("A leader's proposal goes to a relevant unit for study"),
    cites=Provision(10, None, 1),
    strength=Strength.MUST,
    node="propose",
    facts=ProposalFacts,
    proved_by=("A01", "A02"),
)
def leaders_proposal_is_studied(facts: ProposalFacts, pack: Pack) -> Finding:
    """A proposal by a leader of the decision-making organ is handed over for study."""
    if facts.source != "leader":
        return not_applicable(_("Not proposed by a leader of the decision-making organ."))
    if not facts.proposed_by.strip():
        return breached(_("The leader who proposes the matter is not named."), _("Name the leader."))
    return _handed_over(facts)


@rule(
    "INIT-02",
    title=_("A department or lower government argues its proposal in four points"),
    cites=Provision(10, None, 2),
    strength=Strength.MUST,
    node="propose",
    facts=ProposalFacts,
    proved_by=("A01", "A02"),
)
def departments_proposal_is_argued(facts: ProposalFacts, pack: Pack) -> Finding:
    """The problem, the reasons and basis, the solution, and its necessity and feasibility are all argued."""
    if facts.source != "department":
        return not_applicable(_("Not proposed by a department or a lower government."))
    points = (
        (_("the main problem to be solved"), facts.problem),
        (_("the reasons and basis"), facts.reasons),
        (_("the preliminary solution"), facts.solution),
        (_("its necessity and feasibility"), facts.necessity),
    )
    missing = [str(label) for label, text in points if not text.strip()]
    if missing:
        return breached(
            _("The proposal does not argue %(points)s.") % {"points": "、".join(missing)},
            _("Complete the points and propose again."),
        )
    return met(_("All four points are argued."))


@rule(
    "INIT-03",
    title=_("Deputies' and written public proposals go to a relevant unit for study"),
    cites=Provision(10, None, 3),
    strength=Strength.MUST,
    node="propose",
    facts=ProposalFacts,
    proved_by=("A01", "A02"),
)
def public_proposal_is_studied(facts: ProposalFacts, pack: Pack) -> Finding:
    """A proposal from outside is on paper, with its number, and is handed over for study."""
    if facts.source not in {"deputies", "public"}:
        return not_applicable(_("Not proposed by deputies, members or the public."))
    if not facts.source_document.strip():
        return breached(
            _("The number of the written proposal is missing."),
            _("Enter the number under which the proposal was registered."),
        )
    return _handed_over(facts)


@rule(
    "INIT-04",
    title=_("After study, the decision-making organ decides whether to start"),
    cites=Provision(10),
    strength=Strength.MUST,
    node="initiate",
    facts=InitiationFacts,
    proved_by=("A02", "A08"),
)
def organ_decides_to_start(facts: InitiationFacts, pack: Pack) -> Finding:
    """The decision to start or not follows the study, with reason, approver and the approval's number."""
    if not facts.is_decided:
        return pending(_("Not decided yet."))
    if facts.studied_on is None:
        return breached(_("The proposal has not been studied."), _("Have the proposal studied first."))
    if facts.decided_on is not None and facts.decided_on < facts.studied_on:
        return breached(
            _("It was decided on %(decided)s, before the study of %(studied)s.")
            % {"decided": facts.decided_on, "studied": facts.studied_on},
            _("Decide on the result of the study."),
        )
    if not facts.approver.strip() or not facts.approval_number.strip():
        return breached(
            _("Who approved, or the number of the approval, is missing."),
            _("Name the leader who approved and the number of the approval."),
        )
    if not facts.reason.strip():
        return breached(_("No reason is given."), _("Give the reason for starting or not starting."))
    if facts.is_started != facts.recommended:
        return met(
            _("Decided by %(approver)s otherwise than the study recommends: %(reason)s")
            % {"approver": facts.approver, "reason": facts.reason}
        )
    return met(
        _("Approved by %(approver)s (%(number)s).") % {"approver": facts.approver, "number": facts.approval_number}
    )


@rule(
    "LEAD-01",
    title=_("A lead unit is named"),
    cites=Provision(11),
    strength=Strength.MUST,
    node="initiate",
    facts=LeadFacts,
    proved_by=("A09",),
)
def lead_unit_is_named(facts: LeadFacts, pack: Pack) -> Finding:
    """A unit answers for the draft, and one of its officials is in charge."""
    if not facts.units:
        return breached(_("No lead unit is named."), _("Name the unit that draws up the draft."))
    if not facts.official:
        return breached(_("No official in charge is named."), _("Name an official of the lead unit."))
    if not facts.official_is_of_principal:
        return breached(
            _("%(official)s holds no office in the lead unit.") % {"official": facts.official},
            _("Name an official of the lead unit."),
        )
    return met("、".join(facts.units))


@rule(
    "LEAD-02",
    title=_("Of several lead units exactly one leads"),
    cites=Provision(11),
    strength=Strength.MUST,
    node="initiate",
    facts=LeadFacts,
    proved_by=("A09",),
)
def one_unit_leads(facts: LeadFacts, pack: Pack) -> Finding:
    """Where two or more units are named, one and only one is the principal."""
    if len(facts.units) < 2:  # noqa: PLR2004 -- "two or more" is the article's own number
        return not_applicable(_("Only one unit is named."))
    if len(facts.principals) != 1:
        return breached(
            _("%(count)d units are named as leading.") % {"count": len(facts.principals)},
            _("Name exactly one leading unit."),
        )
    return met(_("%(unit)s leads.") % {"unit": facts.principals[0]})


judgement(
    "PARTY-00",
    title=_("The Party leads the whole process"),
    cites=Provision(4),
    reason=_(
        "Leadership shows in what is reported and approved; the Party committee's consent to the catalogue and the "
        "report before issue are recorded where they are due."
    ),
    recorded_in=("A06", "H07"),
)
judgement(
    "SUP-01",
    title=_("Superior organs and audit supervise decision-making"),
    cites=Provision(8, 2),
    reason=_(
        "Supervising is for the superior organ and the auditors; they read every decision below them, and what they "
        "find is filed."
    ),
    recorded_in=("M01",),
)
judgement(
    "SUP-02",
    title=_("How decisions are made counts in appraisal"),
    cites=Provision(9),
    reason=_("Appraisal is made by the organ in charge of it; it takes the figures from the ledger."),
    recorded_in=("M01",),
)
