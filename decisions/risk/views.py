"""Pages of risk assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.risk import forms, selectors, services
from decisions.risk.matrix import impact_labels, matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry


class AssessRiskView(ActView):
    """Assess the risks of the draft."""

    verb = "assess_risk"
    lane = Lane.RISK_ASSESSOR
    title = _("Assess the risks")
    button = _("File the risk assessment report")
    description = _("Risk points, prevention measures and a response plan, with the departments concerned heard.")
    form_class = forms.AssessRiskForm
    template_name = "decisions/risk/assess.html"

    def initial(self) -> Mapping[str, Any]:
        """Fill in the assessor and, in a later round, what the round before said."""
        before = selectors.latest(self.decision)
        known = {"assessor": self.decision.risk_unit_id or self.decision.lead_unit_id}
        if before is not None:
            known |= {
                "assessor": before.assessor_id,
                "third_party": before.third_party,
                "contract": before.contract,
                "methods": before.methods,
                "scope": before.scope,
                "response_plan": before.response_plan,
            }
        return known

    def facts(self) -> Mapping[str, Any]:
        """Show the text assessed and the round before."""
        return {"snapshot": self.decision.current_snapshot, **_picture(self.decision)}

    def act(self, form: forms.AssessRiskForm) -> LedgerEntry:
        """Assess."""
        values = {"adjustment": "", **form.cleaned_data}
        files = services.AssessmentFiles(
            report=values.pop("report_files"),
            inquiries=values.pop("inquiry_files"),
            opinions=values.pop("opinion_files"),
        )
        return services.assess_risk(self.decision, **values, files=files, by=self.official).entry


class FindRiskView(ActView):
    """Find whether the risk is controllable."""

    verb = "find_risk"
    lane = Lane.DECISION_ORGAN
    title = _("Find whether the risk is controllable")
    button = _("Record the finding")
    description = _("Only a controllable risk may be decided on; otherwise the draft is adjusted and assessed again.")
    form_class = forms.FindRiskForm
    template_name = "decisions/risk/find.html"

    def initial(self) -> Mapping[str, Any]:
        """Fill in who finds."""
        return {"finder": f"{office_line(self.official, self.decision.authority)} {self.official.name}".strip()}

    def facts(self) -> Mapping[str, Any]:
        """Show the report, its matrix, and what was adjusted since an uncontrollable risk."""
        return {"changes": selectors.adjustment(self.decision), **_picture(self.decision)}

    def act(self, form: forms.FindRiskForm) -> LedgerEntry:
        """Find."""
        return services.find_risk(self.decision, **form.cleaned_data, by=self.official).entry


def _picture(decision: Any) -> dict[str, Any]:
    found = selectors.rounds(decision)
    if not found:
        return {"rounds": []}
    last = found[-1]
    return {
        "rounds": found,
        "assessment": last,
        "matrix": matrix(last.points.all()),
        "impacts": list(impact_labels().values()),
    }


SIDE_ACTS: tuple[type[ActView], ...] = ()
