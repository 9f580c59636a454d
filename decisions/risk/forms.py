"""What the acts of risk assessment ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.fields import EitherField, passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.cases.lanes import Lane
from decisions.cases.selectors import units_in_lane
from decisions.risk.matrix import SCALE
from decisions.risk.models import RiskKind, RiskLevel, RiskMethod
from decisions.risk.selectors import is_uncontrollable


def degree(label: Any) -> forms.TypedChoiceField:
    """Return a field for a degree from 1 to 5."""
    return forms.TypedChoiceField(
        label=label, choices=[("", "—"), *((value, str(value)) for value in SCALE)], coerce=int
    )


class RiskPointRow(RowForm):
    """A risk point with its measure."""

    kind = forms.ChoiceField(label=_("Kind of risk"), choices=[("", "—"), *RiskKind.choices])
    description = passage(_("Risk point"), rows=2)
    likelihood = degree(_("Likelihood"))
    impact = degree(_("Impact"))
    measure = passage(_("Prevention measure"), rows=2, required=False)
    owner = forms.CharField(label=_("Answers for it"), max_length=100)
    residual_likelihood = degree(_("Likelihood after the measure"))
    residual_impact = degree(_("Impact after the measure"))


class RiskOpinionRow(RowForm):
    """A department heard."""

    department = forms.CharField(label=_("Department"), max_length=100)
    opinion = passage(_("Opinion"), rows=2)
    answer = passage(_("How it was taken into account"), rows=2, required=False)


class EarlierAssessmentRow(RowForm):
    """An assessment made under other rules."""

    kind = forms.ChoiceField(label=_("Kind of risk"), choices=[("", "—"), *RiskKind.choices])
    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Number"), max_length=80)
    approved_by = forms.CharField(label=_("Approved by"), max_length=100)
    approved_on = forms.DateField(label=_("Approved on"), widget=forms.DateInput(attrs={"type": "date"}))


class AssessRiskForm(ActForm):
    """The report of an assessment in its parts."""

    assessor = forms.ModelChoiceField(Unit.objects.none(), label=_("Risk-assessing unit"))
    third_party = forms.CharField(
        label=_("Third party commissioned"),
        max_length=120,
        required=False,
        help_text=_("It may not evaluate this decision later (art. 36)."),
    )
    contract = forms.CharField(label=_("Number of the contract"), max_length=80, required=False)
    methods = forms.MultipleChoiceField(
        label=_("Methods"), choices=RiskMethod.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = passage(_("Who and what was inquired into"), rows=3, required=False)
    inquiry_files = FilesField(label=_("Papers of the inquiries"), required=False)
    opinion_files = FilesField(label=_("Letters of the departments"), required=False)
    overall_level = forms.ChoiceField(label=_("Overall level"), choices=RiskLevel.choices, widget=forms.RadioSelect)
    conclusion = passage(_("Overall judgement"))
    response_plan = passage(_("Response plan"), required=False)
    adjustment = passage(
        _("Adjustment of the draft"),
        required=False,
        help_text=_("After a finding of uncontrollable: what was changed so that the risk becomes controllable."),
    )
    report_files = FilesField(label=_("Risk assessment report"))

    formset_classes: ClassVar = {
        "points": rows_of(
            RiskPointRow,
            heading=_("Risk points and prevention measures"),
            help_text=_("Likelihood and impact from 1 to 5, before and after the measure."),
        ),
        "opinions": rows_of(RiskOpinionRow, heading=_("Opinions of the departments concerned")),
        "earlier": rows_of(
            EarlierAssessmentRow,
            heading=_("Assessed earlier, not assessed again"),
            help_text=_("Environmental impact, stability, safety and other assessments made under their own rules."),
        ),
    }
    sections: ClassVar = (
        (_("Assessor"), ("assessor", "third_party", "contract")),
        (_("Inquiries"), ("methods", "scope", "inquiry_files", "opinion_files")),
        (
            _("Assessment report"),
            ("adjustment", "overall_level", "conclusion", "response_plan", "report_files", "on"),
        ),
    )

    def adjust(self) -> None:
        """Offer the units that may assess; ask for the adjustment only after an uncontrollable risk."""
        assert self.decision is not None  # noqa: S101 -- an assessment is always of a decision
        known = list(units_in_lane(self.decision, Lane.RISK_ASSESSOR).values_list("pk", flat=True))
        if self.decision.lead_unit_id is not None:
            known.append(self.decision.lead_unit_id)
        self.fields["assessor"].queryset = Unit.objects.filter(pk__in=known)
        if is_uncontrollable(self.decision):
            self.fields["adjustment"].required = True
        else:
            del self.fields["adjustment"]


class FindRiskForm(ActForm):
    """The finding of the decision-making organ."""

    is_controllable = EitherField(
        label=_("Finding"), yes=_("The risk is controllable"), no=_("The risk is not controllable")
    )
    reason = passage(_("Reason"))
    demands = passage(
        _("What is demanded"),
        rows=3,
        required=False,
        help_text=_("Measures to keep to; for a risk that is not controllable, what has to be adjusted."),
    )
    finder = forms.CharField(
        label=_("Found by"), max_length=100, help_text=_("Name and post of the leader, or the meeting.")
    )
    filed_as = forms.CharField(
        label=_("Registered as"),
        max_length=80,
        required=False,
        help_text=_("Where the report is registered with the commission in charge."),
    )
    files = FilesField(label=_("Papers of the finding"), required=False)
