"""Pages of drafting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.drafting import consulting, forms, selectors, services
from decisions.drafting.models import Position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.models import Decision


class _VersionView(ActView):
    """What drafting and finalising share: the version before, and what was concluded on it."""

    lane = Lane.LEAD_UNIT

    def initial(self) -> Mapping[str, Any]:
        """Fill in the version before."""
        draft = self.decision.current_draft
        if draft is None:
            return {"title": self.decision.title}
        return {"title": draft.title, "text": selectors.text_of(draft), "explanation": draft.explanation}

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Ask about each procedure concluded on an earlier version."""
        return {"standings": [{"procedure": procedure.value} for procedure in self._concluded()]}

    def _concluded(self) -> Mapping[Any, Any]:
        return self.flow_class.concluded(self.decision) if self.flow_class is not None else {}


class DraftView(_VersionView):
    """Draw up the draft."""

    verb = "draft"
    title = _("Draw up the draft")
    button = _("Submit the draft")
    description = _("Keeps a version of the draft, fixes its content and names the units to be consulted.")
    form_class = forms.DraftForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in what the version before rests on."""
        former = selectors.latest_preparation(self.decision)
        if former is None:
            return super().initial()
        return {
            **super().initial(),
            "research": former.research,
            "compliance_note": former.compliance_note,
            "cost_benefit": former.cost_benefit,
        }

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in the basis and the options of the version before."""
        former = selectors.latest_preparation(self.decision)
        if former is None:
            return super().initial_rows()
        return {
            **super().initial_rows(),
            "basis": [
                {"title": item.title, "article": item.article, "relation": item.relation}
                for item in former.basis.all()
            ],
            "options": [
                {
                    "title": item.title,
                    "content": item.content,
                    "comparison": item.comparison,
                    "is_preferred": item.is_preferred,
                }
                for item in former.options.all()
            ],
        }

    def act(self, form: forms.DraftForm) -> LedgerEntry:
        """Keep the version."""
        names = (
            "research",
            "research_files",
            "basis",
            "compliance_note",
            "cost_benefit",
            "cost_benefit_files",
            "options",
            "reason_no_units",
            "on",
        )
        return services.draft(
            self.decision,
            **{name: form.cleaned_data[name] for name in names},
            content=form.content,
            units=list(form.cleaned_data["units"]),
            concluded=self._concluded(),
            standings=form.standings,
            by=self.official,
        ).entry


class ConsultUnitsView(ActView):
    """End the consultation of the units concerned."""

    verb = "consult_units"
    lane = Lane.LEAD_UNIT
    title = _("Consult the units concerned")
    button = _("Submit the summary of the opinions")
    description = _("Enters replies that came on paper and says what became of each opinion.")
    form_class = forms.ConsultUnitsForm

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in the units that have not replied, and the opinions of those that have."""
        draft = self.decision.current_draft
        if draft is None:
            return {}
        return {
            "opinions": [
                {
                    "unit": reply.request.unit_id,
                    "text": reply.text,
                    **({"unit_opinion": reply.text} if reply.position == Position.DISAGREE else {}),
                }
                for reply in selectors.replies_of(draft)
                if reply.position in {Position.SUGGEST, Position.DISAGREE}
            ],
        }

    def facts(self) -> Mapping[str, Any]:
        """Show who has replied and who has not."""
        draft = self.decision.current_draft
        return {
            "replies": list(selectors.replies_of(draft)) if draft is not None else [],
            "waiting": list(selectors.open_requests(self.decision)),
        }

    def act(self, form: forms.ConsultUnitsForm) -> LedgerEntry:
        """Conclude."""
        return consulting.consult_units(self.decision, **form.cleaned_data, by=self.official).entry


class FinaliseDraftView(_VersionView):
    """Make the draft final."""

    verb = "finalise_draft"
    title = _("Finalise the draft")
    button = _("Submit the final draft")
    description = _("Takes over what was heard; whatever no longer stands is performed again before the review.")
    form_class = forms.FinaliseForm

    def act(self, form: forms.FinaliseForm) -> LedgerEntry:
        """Finalise."""
        return services.finalise_draft(
            self.decision,
            content=form.content,
            adoption=form.cleaned_data["adoption"],
            concluded=self._concluded(),
            standings=form.standings,
            on=form.cleaned_data["on"],
            by=self.official,
        ).entry


class ReplyAsUnitView(ActView):
    """Reply for a consulted unit."""

    verb = "reply_as_unit"
    lane = Lane.LEAD_UNIT
    title = _("Reply as a consulted unit")
    button = _("Send the reply")
    description = _("An opinion on the draft; it does not replace the legality review.")
    node = "consult_units"
    form_class = forms.ReplyForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While a unit has not replied."""
        return selectors.open_requests(decision).exists()

    def may(self) -> bool:
        """Officials of the units that were asked and have not replied."""
        return selectors.requests_for(self.decision, self.official).exists()

    def initial(self) -> Mapping[str, Any]:
        """Fill in the official's unit."""
        request = selectors.requests_for(self.decision, self.official).first()
        return {"unit": request.unit_id} if request is not None else {}

    def act(self, form: forms.ReplyForm) -> LedgerEntry:
        """Reply."""
        return consulting.reply_as_unit(self.decision, **form.cleaned_data, by=self.official).entry


SIDE_ACTS: tuple[type[ActView], ...] = (ReplyAsUnitView,)
