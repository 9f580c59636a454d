"""What publishing asks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.cases.fields import passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.publication.facts import Explained, Issue
from decisions.publication.models import ChannelKind, WithholdingGround


def day(label: Any, *, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ChannelRow(RowForm):
    """One place of publication."""

    kind = forms.ChoiceField(label=_("Channel"), choices=[("", "—"), *ChannelKind.choices])
    reference = forms.CharField(label=_("Issue or address"), max_length=300)
    on = day(_("Published on"))


class PublishForm(ActForm):
    """The decision as issued, its publication, its interpretation."""

    formset_classes = {
        "channels": rows_of(
            ChannelRow,
            heading=_("Places of publication"),
            help_text=_(
                "Gazette, government website, newspapers of the area. None where it is lawfully not disclosed."
            ),
            extra=3,
        )
    }
    sections: ClassVar = [
        (_("Document"), ["document_number", "signed_by", "issued_on", "effective_on", "document"]),
        (_("If it is lawfully not disclosed"), ["withheld_ground", "withheld_reason"]),
        (_("If it is published late"), ["late_reason"]),
        (
            _("Interpretation"),
            [
                "is_watched",
                "is_technical",
                "interpretation",
                "public_adoption",
                "expert_adoption",
                "interpretation_files",
            ],
        ),
        (_("Proofs"), ["proofs"]),
    ]

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        help_text=_("Empty: the next number of the organ's series is given."),
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=60)
    issued_on = day(
        _("Issued on"), help_text=_("The day the document is formed; the time for publishing runs from it.")
    )
    effective_on = day(_("Effective from"))
    document = FilesField(label=_("Document as signed and as printed"))
    withheld_ground = forms.ChoiceField(
        label=_("Ground of non-disclosure"), required=False, choices=[("", "—"), *WithholdingGround.choices]
    )
    withheld_reason = passage(_("Why the ground applies"), rows=3, required=False)
    late_reason = passage(_("Why it was published late"), rows=2, required=False)
    is_watched = forms.BooleanField(label=_("The matter is widely watched"), required=False)
    is_technical = forms.BooleanField(label=_("The matter is strongly professional or technical"), required=False)
    interpretation = passage(
        _("Interpretation"),
        rows=4,
        required=False,
        help_text=_("Press conference, interview or article: when, by whom, what was said."),
    )
    public_adoption = passage(_("What became of the public's opinions"), rows=3, required=False)
    expert_adoption = passage(_("What became of the experts' opinions"), rows=3, required=False)
    interpretation_files = FilesField(label=_("Interpretation and press material"), required=False)
    proofs = FilesField(label=_("Screenshots and copies of the publication"), required=False)

    @property
    def issue(self) -> Issue:
        """How the decision is issued."""
        return Issue(**{field.name: self.cleaned_data[field.name] for field in fields(Issue)})

    @property
    def explained(self) -> Explained:
        """What is explained with it."""
        return Explained(**{field.name: self.cleaned_data[field.name] for field in fields(Explained)})
