"""Fields that acts of several stages ask with."""

from __future__ import annotations

from typing import Any

from django import forms


def passage(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a passage of text."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class EitherField(forms.TypedChoiceField):
    """One of two answers, neither of which is taken for granted. Cleaned value: whether it is the first."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )
