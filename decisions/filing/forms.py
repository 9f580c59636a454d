"""What filing asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.scheme import SCHEME
from decisions.cases.fields import passage
from decisions.cases.forms import ActForm, FilesField
from decisions.filing import selectors


class FileDossierForm(ActForm):
    """The note sheet of the dossier."""

    location = forms.CharField(label=_("Place of the paper file"), max_length=120, required=False)
    remarks = passage(
        _("Remarks of the note sheet"),
        rows=4,
        required=False,
        help_text=_("What a later reader has to know of the file."),
    )
    settled_reason = passage(_("Why what is missing was never formed"), rows=3, required=False)
    late_reason = passage(_("Why it was filed late"), rows=2, required=False)
    files = FilesField(label=_("Papers"), required=False)

    def adjust(self) -> None:
        """Ask for a settlement only of a matter that ended half-way."""
        assert self.decision is not None  # noqa: S101 -- filing is always of a decision
        if not selectors.ended_half_way(self.decision):
            del self.fields["settled_reason"]


class SupplementDossierForm(ActForm):
    """A paper that is filed later than it was formed."""

    code = forms.ChoiceField(
        label=_("Code of the filing scheme"),
        choices=[
            ("", "—"),
            *((entry.code, f"{entry.code}") for entry in SCHEME.values() if not entry.is_bound),
        ],
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    producer = forms.CharField(label=_("Made by"), max_length=100, required=False)
    content = passage(_("What it is"), rows=3, required=False)
    reason = passage(_("Why it comes late"), rows=3)
    files = FilesField(label=_("Papers"))

    def adjust(self) -> None:
        """Name the codes."""
        self.fields["code"].choices = [
            ("", "—"),
            *((entry.code, f"{entry.code} {entry.title}") for entry in SCHEME.values() if not entry.is_bound),
        ]
