"""Pages of filing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.completeness import by_stage, coverage
from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.filing import forms, selectors, services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.models import Decision


class FileDossierView(ActView):
    """File the dossier."""

    verb = "file_dossier"
    lane = Lane.ARCHIVES
    title = _("File the dossier")
    button = _("File the dossier")
    description = _("The file is checked for completeness; what is missing is named with who owes it.")
    form_class = forms.FileDossierForm
    template_name = "decisions/filing/file.html"

    def facts(self) -> Mapping[str, Any]:
        """Show the file by chapter, and what it lacks."""
        completed = selectors.completed_on(self.decision)
        due_on = selectors.due_day(self.decision.pack, completed)
        return {
            "chapters": [chapter for chapter in by_stage(coverage(self.decision.case)) if chapter.owed],
            "missing": selectors.missing(self.decision),
            "is_ended": selectors.ended_half_way(self.decision),
            "due_on": due_on,
            "days_left": (due_on - timezone.localdate()).days if due_on else None,
        }

    def whose(self) -> str:
        """Say by which rule of the place somebody else keeps the dossier (ARCHV-05)."""
        source = self.decision.pack.source("archive.custodian_role")
        by_rule = gettext("By %(source)s the dossier is filed by its keeper.") % {"source": source} if source else ""
        return f"{by_rule}{super().whose()}"

    def act(self, form: forms.FileDossierForm) -> LedgerEntry:
        """File."""
        return services.file_dossier(self.decision, **form.cleaned_data, by=self.official).entry


class SupplementDossierView(ActView):
    """File a paper after it was formed: one the dossier lacks, or one for a dossier already filed."""

    verb = "supplement_dossier"
    lane = Lane.SUPPLIERS
    title = _("File a late paper")
    button = _("File the paper")
    description = _("It is filed under its own code, with the reason why it comes late.")
    form_class = forms.SupplementDossierForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Once the dossier is filed, and while it is about to be: what is found missing then comes this way."""
        return selectors.takes_supplements(decision)

    def initial(self) -> Mapping[str, Any]:
        """Return the record that the archive's page of the case lacks, where somebody comes from there."""
        code = self.request.GET.get("code") if hasattr(self, "request") else None
        return {"code": code} if code else {}

    def act(self, form: forms.SupplementDossierForm) -> LedgerEntry:
        """File."""
        return services.supplement_dossier(self.decision, **form.cleaned_data, by=self.official).entry


SIDE_ACTS: tuple[type[ActView], ...] = (SupplementDossierView,)
