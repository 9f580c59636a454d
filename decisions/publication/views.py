"""The page of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.publication import forms, selectors, services
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry


class PublishView(ActView):
    """Issue and publish the decision."""

    verb = "publish"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Issue and publish the decision")
    button = _("File the publication")
    description = _("Exactly the text the meeting adopted is issued.")
    form_class = forms.PublishForm
    template_name = "decisions/publication/publish.html"

    def initial(self) -> Mapping[str, Any]:
        """Fill in the text adopted and whether it has to be interpreted."""
        word = selectors.decided(self.decision)
        return {
            "digest": word.snapshot.digest if word else "",
            "is_watched": self.decision.requires(Procedure.HEARING),
            "is_technical": self.decision.requires(Procedure.EXPERTS),
        }

    def facts(self) -> Mapping[str, Any]:
        """Show the text that is issued."""
        word = selectors.decided(self.decision)
        return {"snapshot": word.snapshot if word else None}

    def act(self, form: forms.PublishForm) -> LedgerEntry:
        """Issue and publish."""
        names = (
            "channels",
            "withheld_ground",
            "withheld_reason",
            "late_reason",
            "document",
            "proofs",
            "interpretation_files",
            "on",
        )
        return services.publish(
            self.decision,
            issue=form.issue,
            explained=form.explained,
            **{name: form.cleaned_data[name] for name in names},
            by=self.official,
        ).entry


SIDE_ACTS: tuple[type[ActView], ...] = ()
