"""Pages of fair-competition review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.competition import forms, selectors, services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.models import Decision


class PreliminaryReviewView(ActView):
    """Review as the drafting unit."""

    verb = "preliminary_competition_review"
    lane = Lane.LEAD_UNIT
    title = _("Review fair competition first")
    button = _("Give the preliminary opinion")
    description = _("The drafting unit reviews its own draft and sends its opinion to the market regulator.")
    node = "review_competition"
    form_class = forms.PreliminaryForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the review is required and none stands on the present text."""
        return selectors.preliminary_is_open(decision)

    def initial(self) -> Mapping[str, Any]:
        """Fill in who signs."""
        return {"signed_by": f"{office_line(self.official, self.decision.authority)} {self.official.name}".strip()}

    def facts(self) -> Mapping[str, Any]:
        """Show the text."""
        return {"snapshot": self.decision.current_snapshot}

    def act(self, form: forms.PreliminaryForm) -> LedgerEntry:
        """Give the opinion."""
        return services.review_first(self.decision, **form.cleaned_data, by=self.official).entry


class ReviewCompetitionView(ActView):
    """Review as the market regulator."""

    verb = "review_competition"
    lane = Lane.MARKET_REGULATOR
    title = _("Review fair competition")
    button = _("Issue the conclusion")
    description = _("Together with the drafting unit, on its preliminary opinion, with those concerned heard.")
    form_class = forms.ReviewCompetitionForm
    template_name = "decisions/competition/review.html"

    def facts(self) -> Mapping[str, Any]:
        """Show the text, the drafting unit's opinion and the review before."""
        current = self.decision.current_snapshot
        return {
            "snapshot": current,
            "preliminary": selectors.preliminary_on(self.decision, current),
            "before": selectors.latest(self.decision),
        }

    def act(self, form: forms.ReviewCompetitionForm) -> LedgerEntry:
        """Conclude."""
        values = {name: value for name, value in form.cleaned_data.items() if name not in forms.PRELIMINARY}
        exception = services.ExceptionCase(**{name: values.pop(name) for name in services.ExceptionCase._fields})
        return services.review_competition(
            self.decision, preliminary=form.paper, exception=exception, **values, by=self.official
        ).entry


SIDE_ACTS: tuple[type[ActView], ...] = (PreliminaryReviewView,)
