"""What the lists of the desk are narrowed by, and the small acts on tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from decisions.cases.deadlines import Light
from decisions.cases.models import Category, Status
from decisions.cases.opinions import Adoption, OpinionKind
from decisions.desk import rates
from decisions.desk.steps import awaited_acts
from decisions.position import RIBBON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

LIGHTS = [(light.value, light.label) for light in Light]


class Filter(forms.Form):
    """An ordinary GET form; a value it does not know counts as none."""

    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class TaskFilter(Filter):
    """Narrows my tasks."""

    node = forms.ChoiceField(label=_("Step"), required=False)
    light = forms.ChoiceField(label=_("Light"), required=False, choices=[("", _("Any light")), *LIGHTS])
    taken = forms.ChoiceField(
        label=_("Taken"),
        required=False,
        choices=[
            ("", _("Taken or not")),
            ("mine", _("Taken by me")),
            ("free", _("Taken by nobody")),
            ("others", _("Taken by a colleague")),
        ],
    )
    words = forms.CharField(
        label=_("Matter"),
        required=False,
        max_length=80,
        widget=forms.SearchInput(attrs={"placeholder": _("Title or number")}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["node"].choices = [  # type: ignore[attr-defined]
            ("", _("All steps")),
            *((kind.node, kind.title) for kind in awaited_acts()),
        ]


class LedgerFilter(Filter):
    """Narrows the ledger of decisions."""

    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All stages")), *((stage.key, stage.label) for stage in RIBBON)],
    )
    unit = forms.ModelChoiceField(
        label=_("Lead unit"), required=False, queryset=Unit.objects.none(), empty_label=_("All lead units")
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All categories")), *Category.choices]
    )
    light = forms.ChoiceField(label=_("Light"), required=False, choices=[("", _("Any light")), *LIGHTS])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Any status")), *Status.choices])
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value="")
    words = forms.CharField(
        label=_("Matter"),
        required=False,
        max_length=80,
        widget=forms.SearchInput(attrs={"placeholder": _("Title or number")}),
    )
    rate = forms.ChoiceField(required=False, choices=[(key, key) for key in rates.KEYS], widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], years: list[int]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("All years")), *((year, year) for year in years)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, by name, with the unit as its id."""
        found = super().chosen()
        if "unit" in found:
            found["unit"] = found["unit"].pk
        return found


class OpinionFilter(Filter):
    """Narrows the opinions of a matter."""

    source = forms.ChoiceField(label=_("Comes from"), required=False)
    became = forms.ChoiceField(
        label=_("Disposition"),
        required=False,
        choices=[("", _("Any disposition")), *((item.value, item.label) for item in Adoption)],
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[tuple[OpinionKind, int]] = ()) -> None:
        super().__init__(data)
        counted = dict(kinds)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", _("All sources")),
            *((kind.value, f"{kind.label}（{counted.get(kind, 0)}）") for kind in OpinionKind),
        ]


class HandOverForm(forms.Form):
    """To whom a task goes, and why."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes into the ledger of the decision."),
    )

    def __init__(self, data: Any = None, *, colleagues: QuerySet[User]) -> None:
        super().__init__(data)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class CompareForm(Filter):
    """Two versions of a draft."""

    left = forms.TypedChoiceField(label=_("Earlier version"), coerce=int, required=False, empty_value=None)
    right = forms.TypedChoiceField(label=_("Later version"), coerce=int, required=False, empty_value=None)
    only_changed = forms.BooleanField(label=_("Only what changed"), required=False)

    def __init__(self, data: Any = None, *, versions: list[tuple[int, str]]) -> None:
        super().__init__(data)
        for name in ("left", "right"):
            self.fields[name].choices = versions  # type: ignore[attr-defined]
