"""The readable half of what risk assessment files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.risk.models import RiskMethod
from decisions.statutes.comparison import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.risk.models import RiskAssessment, RiskFinding
    from decisions.statutes.comparison import ClauseChange


@in_chinese
def plan_sheet(assessment: RiskAssessment) -> Sheet:
    """E02."""
    return (
        Sheet()
        .rows(
            (_("Matter"), assessment.decision),
            (_("Round"), assessment.round),
            (_("Snapshot assessed"), assessment.snapshot),
            (_("Risk-assessing unit"), assessment.assessor),
            (_("Third party commissioned"), assessment.third_party),
            (_("Number of the contract"), assessment.contract),
            (_("Methods"), [str(RiskMethod(value).label) for value in assessment.methods]),
        )
        .text(_("Who and what was inquired into"), assessment.scope)
        .table(
            _("Assessed earlier, not assessed again"),
            [_("Kind of risk"), _("Title"), _("Number"), _("Approved by"), _("Approved on")],
            [
                (row.get_kind_display(), row.title, row.number, row.approved_by, row.approved_on)
                for row in assessment.earlier.all()
            ],
        )
    )


@in_chinese
def inquiry_sheet(assessment: RiskAssessment) -> Sheet:
    """E03."""
    return (
        Sheet()
        .rows(
            (_("Round"), assessment.round),
            (_("Methods"), [str(RiskMethod(value).label) for value in assessment.methods]),
        )
        .text(_("Who and what was inquired into"), assessment.scope)
    )


@in_chinese
def opinions_sheet(assessment: RiskAssessment) -> Sheet:
    """E04."""
    return (
        Sheet()
        .rows((_("Round"), assessment.round))
        .table(
            _("Opinions of the departments concerned"),
            [_("Department"), _("Opinion"), _("How it was taken into account")],
            [(row.department, row.opinion, row.answer) for row in assessment.opinions.all()],
        )
    )


@in_chinese
def report_sheet(assessment: RiskAssessment) -> Sheet:
    """E05."""
    points = list(assessment.points.all())
    return (
        Sheet()
        .rows(
            (_("Matter"), assessment.decision),
            (_("Round"), assessment.round),
            (_("Snapshot assessed"), assessment.snapshot),
            (_("Overall level"), assessment.get_overall_level_display()),
            (_("Assessed on"), assessment.on),
        )
        .table(
            _("Risk points"),
            [_("No."), _("Kind of risk"), _("Risk point"), _("Likelihood"), _("Impact")],
            [
                (point.position, point.get_kind_display(), point.description, point.likelihood, point.impact)
                for point in points
            ],
        )
        .table(
            _("Prevention measures"),
            [
                _("No."),
                _("Prevention measure"),
                _("Answers for it"),
                _("Likelihood after the measure"),
                _("Impact after the measure"),
            ],
            [
                (point.position, point.measure, point.owner, point.residual_likelihood, point.residual_impact)
                for point in points
            ],
        )
        .text(_("Response plan"), assessment.response_plan)
        .text(_("Overall judgement"), assessment.conclusion)
    )


@in_chinese
def adjustment_sheet(assessment: RiskAssessment, changes: Sequence[ClauseChange]) -> Sheet:
    """E07."""
    return (
        Sheet()
        .rows(
            (_("Round"), assessment.round),
            (_("Snapshot assessed"), assessment.snapshot),
            (_("Overall level"), assessment.get_overall_level_display()),
        )
        .text(_("Adjustment of the draft"), assessment.adjustment)
        .table(
            _("Clauses changed"),
            [_("Clause"), _("Change")],
            [(change.name, str(change.change.label)) for change in changes if change.change is not Change.UNCHANGED],
        )
        .text(_("Overall judgement"), assessment.conclusion)
    )


@in_chinese
def finding_sheet(finding: RiskFinding) -> Sheet:
    """E06."""
    return (
        Sheet()
        .rows(
            (_("Matter"), finding.assessment.decision),
            (_("Round"), finding.assessment.round),
            (_("Snapshot assessed"), finding.assessment.snapshot),
            (_("Overall level"), finding.assessment.get_overall_level_display()),
            (
                _("Finding"),
                _("The risk is controllable") if finding.is_controllable else _("The risk is not controllable"),
            ),
            (_("Found by"), finding.finder),
            (_("Registered as"), finding.filed_as),
            (_("Found on"), finding.on),
        )
        .text(_("Reason"), finding.reason)
        .text(_("What is demanded"), finding.demands)
    )


@in_chinese
def no_method_used() -> str:
    """Why E03 is not owed."""
    return _("The methods of article 23(1) are optional; none was used.")


@in_chinese
def finding_title() -> str:
    """What E06 is called here."""
    return _("The organ's finding on the risk")


@in_chinese
def not_controllable() -> str:
    """Why E07 is owed."""
    return _("The risk was found not to be controllable.")
