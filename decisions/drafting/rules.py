"""The law of drafting: articles 12 and 13."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.drafting.facts import AnalysisFacts, BasisFacts, ConsultationFacts, DisagreementFacts
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


@rule(
    "DRAFT-02",
    title=_("All related laws and policies are gone through"),
    cites=Provision(12, 2),
    strength=Strength.MUST,
    node="draft",
    facts=BasisFacts,
    proved_by=("B02",),
)
def laws_are_gone_through(facts: BasisFacts, pack: Pack) -> Finding:
    """The list of the basis is there, each entry with its bearing, and so is the note on conformity."""
    if not facts.titles:
        return breached(
            _("No law, regulation, rule or policy is listed."), _("List what the draft rests on and must fit.")
        )
    if facts.without_relation:
        return breached(
            _("How these bear on the draft is not stated: %(titles)s.")
            % {"titles": "、".join(facts.without_relation)},
            _("State the bearing of each."),
        )
    if not facts.compliance_note.strip():
        return breached(
            _("The note that the draft is lawful and fits related policies is missing."), _("Write the note.")
        )
    return met(_("%(count)d listed.") % {"count": len(facts.titles)})


@rule(
    "DRAFT-03",
    title=_("Costs and benefits are analysed as needed"),
    cites=Provision(12, 3),
    strength=Strength.MAY,
    node="draft",
    facts=AnalysisFacts,
    proved_by=("B03",),
)
def costs_are_analysed(facts: AnalysisFacts, pack: Pack) -> Finding:
    """An analysis is on file, or the lead unit saw no need of one."""
    if facts.has_cost_benefit:
        return met(_("Analysed."))
    return not_applicable(_("The lead unit saw no need of it."))


@rule(
    "DRAFT-04",
    title=_("Where views diverge widely, two options or more"),
    cites=Provision(12, 4),
    strength=Strength.MAY,
    node="draft",
    facts=AnalysisFacts,
    proved_by=("B04",),
)
def options_are_compared(facts: AnalysisFacts, pack: Pack) -> Finding:
    """Options are compared, or there was no wide divergence."""
    if facts.options > 1:
        return met(_("%(count)d options compared.") % {"count": facts.options})
    return not_applicable(_("No options were put beside each other."))


@rule(
    "CONS-01",
    title=_("The units concerned are fully consulted"),
    cites=Provision(13),
    strength=Strength.MUST,
    node="consult_units",
    facts=ConsultationFacts,
    proved_by=("B06", "B07"),
)
def units_are_consulted(facts: ConsultationFacts, pack: Pack) -> Finding:
    """Every unit concerned was asked, has answered, and knows what became of its opinion."""
    if not facts.asked:
        if facts.reason_for_none.strip():
            return not_applicable(facts.reason_for_none)
        return breached(
            _("Neither the units concerned nor the reason why there are none is stated."),
            _("Name the units whose duties the draft touches."),
        )
    waiting = [unit for unit in facts.asked if unit not in facts.answered and unit not in facts.silent]
    if waiting:
        return pending(_("No reply yet from %(units)s.") % {"units": "、".join(waiting)})
    if facts.without_disposition:
        return breached(
            _("What became of the opinion is not stated for %(units)s.")
            % {"units": "、".join(facts.without_disposition)},
            _("Say of each opinion whether it is adopted, and why."),
        )
    if not facts.is_concluded:
        return pending(_("The replies are not summarised yet."))
    if facts.silent:
        return excused(_("Asked in writing, no reply in time: %(units)s.") % {"units": "、".join(facts.silent)})
    return met(_("Consulted: %(units)s.") % {"units": "、".join(facts.asked)})


@rule(
    "CONS-02",
    title=_("Disagreement that stays is stated in three points"),
    cites=Provision(13),
    strength=Strength.COND,
    node="consult_units",
    facts=DisagreementFacts,
    proved_by=("B08",),
)
def disagreement_is_stated(facts: DisagreementFacts, pack: Pack) -> Finding:
    """The issue, the unit's opinion, and the lead unit's opinion with reasons and basis are all there."""
    if not facts.unit:
        return not_applicable(_("No unit disagrees."))
    if facts.is_agreed:
        return met(_("Agreed with %(unit)s.") % {"unit": facts.unit})
    points = (
        (_("the main issue in dispute"), facts.issue),
        (_("the unit's opinion"), facts.unit_opinion),
        (_("the lead unit's opinion, reasons and basis"), facts.lead_opinion),
    )
    missing = [str(label) for label, text in points if not text.strip()]
    if missing:
        return breached(
            _("No agreement with %(unit)s, and the statement lacks %(points)s.")
            % {"unit": facts.unit, "points": "、".join(missing)},
            _("Reach agreement, or complete the statement for the decision-making organ."),
        )
    return met(_("No agreement with %(unit)s; the organ is told all three points.") % {"unit": facts.unit})
