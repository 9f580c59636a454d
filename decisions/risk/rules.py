"""The law of risk assessment: articles 22 to 24. The finding itself is judged at the gate (``cases.rules``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.risk.facts import AssessmentFacts
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.rule import Procedure, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


@rule(
    "RISK-01",
    title=_("The lead unit or the unit in charge assesses whether the risk is controllable"),
    cites=Provision(22, 1),
    strength=Strength.COND,
    node="assess_risk",
    proved_by=("E01", "E02"),
    facts=AssessmentFacts,
    procedure=Procedure.RISK,
)
def unit_in_charge_assesses(facts: AssessmentFacts, pack: Pack) -> Finding:
    """The assessing unit is one of the two the article names."""
    if not facts.assessor:
        return pending(_("No unit assesses yet."))
    if not facts.may_assess:
        return breached(
            _("%(unit)s is neither the lead unit nor the unit responsible for the assessment.")
            % {"unit": facts.assessor},
            _("Let one of them assess; it may commission a third party."),
        )
    return met(facts.assessor)


@rule(
    "RISK-02",
    title=_("What was assessed under other rules is not assessed again"),
    cites=Provision(22, 2),
    strength=Strength.MAY,
    node="assess_risk",
    proved_by=("E01",),
    facts=AssessmentFacts,
    procedure=Procedure.RISK,
)
def earlier_assessment_is_named(facts: AssessmentFacts, pack: Pack) -> Finding:
    """An earlier assessment that is relied on can be found: it has a number and a date."""
    if not facts.reused:
        return not_applicable(_("No earlier assessment is relied on."))
    if facts.reused_without_source:
        return breached(
            _("Number or date is missing: %(titles)s.") % {"titles": "、".join(facts.reused_without_source)},
            _("Enter who approved the earlier assessment, under which number and when."),
        )
    return met("、".join(facts.reused))


@rule(
    "RISK-03",
    title=_("Public opinion followed, key visits, consultation, quantity and quality"),
    cites=Provision(23, 1),
    strength=Strength.MAY,
    node="assess_risk",
    proved_by=("E03",),
    facts=AssessmentFacts,
    procedure=Procedure.RISK,
)
def methods_are_recorded(facts: AssessmentFacts, pack: Pack) -> Finding:
    """Which of the methods the article offers were used."""
    if not facts.methods:
        return not_applicable(_("None of the methods is recorded."))
    return met("、".join(facts.methods))


@rule(
    "RISK-04",
    title=_("Departments heard; a report with risk points, measures and a response plan"),
    cites=Provision(23, 2),
    strength=Strength.COND,
    node="assess_risk",
    proved_by=("E04", "E05"),
    facts=AssessmentFacts,
    procedure=Procedure.RISK,
)
def report_is_whole(facts: AssessmentFacts, pack: Pack) -> Finding:
    """The report has its three parts and departments were heard; what is missing is named."""
    lacking = []
    if not facts.departments_heard:
        lacking.append(_("opinions of the departments concerned"))
    if not facts.points:
        lacking.append(_("risk points"))
    if not facts.points or facts.points_without_measure:
        lacking.append(_("prevention measures"))
    if not facts.has_response_plan:
        lacking.append(_("response plan"))
    if lacking:
        return breached(
            _("The report lacks: %(parts)s.") % {"parts": "、".join(str(part) for part in lacking)},
            _("Complete the report."),
        )
    return met(
        _("%(points)d risk points, %(departments)d departments heard.")
        % {"points": facts.points, "departments": facts.departments_heard}
    )


@rule(
    "RISK-05",
    title=_("A third party may be commissioned"),
    cites=Provision(23, 3),
    strength=Strength.MAY,
    node="assess_risk",
    proved_by=("E02",),
    facts=AssessmentFacts,
    procedure=Procedure.RISK,
)
def commission_is_recorded(facts: AssessmentFacts, pack: Pack) -> Finding:
    """A body commissioned is named with its contract; it is barred from the later evaluation (SOD-02)."""
    if not facts.third_party:
        return not_applicable(_("The unit assesses itself."))
    if not facts.contract:
        return breached(
            _("%(body)s is commissioned without a contract on file.") % {"body": facts.third_party},
            _("Enter the number of the contract."),
        )
    return met(_("%(body)s, contract %(contract)s.") % {"body": facts.third_party, "contract": facts.contract})
