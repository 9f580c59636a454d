"""Forms of the archive's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CaseFilter(forms.Form):
    """Which cases to list."""

    words = forms.CharField(label=_("Title or number"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("missing", _("something is missing")), ("complete", _("complete"))],
    )
