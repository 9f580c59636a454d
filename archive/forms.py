"""Forms of the archive's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.filenames import NAME_LIMIT
from archive.filing_code import Stage
from archive.models import Access
from archive.scheme import codes_of


def _codes() -> list[tuple[Any, Any]]:
    return [
        (stage.label, [(entry.code, f"{entry.code} {entry.title}") for entry in codes_of(stage)]) for stage in Stage
    ]


class CaseFilter(forms.Form):
    """Which cases to list."""

    words = forms.CharField(label=_("Title or number"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("missing", _("something is missing")), ("complete", _("complete"))],
    )


class SupplementForm(forms.Form):
    """A paper that turned up late."""

    code = forms.ChoiceField(label=_("Record"), choices=_codes)
    title = forms.CharField(label=_("Title"), max_length=300)
    on = forms.DateField(label=_("Day of the paper"), widget=forms.DateInput(attrs={"type": "date"}))
    producer = forms.CharField(label=_("Producer"), max_length=100)
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    access = forms.ChoiceField(label=_("Access"), choices=Access.choices, initial=Access.INTERNAL)
    reason = forms.CharField(label=_("Why it is filed only now"), widget=forms.Textarea)
    file = forms.FileField(
        label=_("The paper itself"),
        required=False,
        max_length=NAME_LIMIT + 55,
        help_text=_("PDF, OFD, office documents, images, recordings or plain text; not encrypted."),
    )

    def clean_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of the paper has not come yet."))
        return day
