"""Forms of an expert: the answer to an invitation, the pages of the sheet, the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.cases.forms import ActForm
from experts import selectors
from experts.models import Answer, Stance
from experts.rules import DIMENSIONS
from experts.services import QUESTIONS, asked_of
from experts.sheet import Asked, Sheet, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experts.models import Panel

NOT_APPLICABLE = "na"
STEPS = ("scores", "opinion")


class DeclareConflictsForm(ActForm):
    """Declare interests; accept or decline."""

    employment = forms.BooleanField(label=QUESTIONS["employment"], required=False)
    benefit = forms.BooleanField(label=QUESTIONS["benefit"], required=False)
    kinship = forms.BooleanField(label=QUESTIONS["kinship"], required=False)
    drafting = forms.BooleanField(label=QUESTIONS["drafting"], required=False)
    litigation = forms.BooleanField(label=QUESTIONS["litigation"], required=False)
    other = forms.BooleanField(label=QUESTIONS["other"], required=False)
    answer = forms.ChoiceField(label=_("My answer"), choices=Answer.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of what is ticked above, or why I decline."),
    )
    undertakes_independence = forms.BooleanField(label=_("I undertake to argue independently"), required=False)
    undertakes_confidentiality = forms.BooleanField(
        label=_("I undertake to keep what is confidential"), required=False
    )
    signed_name = forms.CharField(
        label=_("Signed by name"), max_length=64, help_text=_("Your name as it stands in the pool.")
    )


def scores_and_opinion(asked: list[Asked], criteria: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of the two pages of a sheet; none is required while it is a draft."""
    scores: dict[str, Any] = {}
    for item in asked:
        row = criteria[item.key]
        choices: list[tuple[str, str]] = [(str(level), word) for level, word in row.levels]
        if item.allows_na:
            choices.append((NOT_APPLICABLE, _now("not applicable")))
        scores[f"score_{item.key}"] = forms.ChoiceField(
            label=item.label, choices=choices, widget=forms.RadioSelect, required=False, help_text=row.hint
        )
        scores[f"comment_{item.key}"] = forms.CharField(
            label=_now("Ground for “%(criterion)s”") % {"criterion": item.label},
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    opinion: dict[str, Any] = {
        f"dimension_{key}": forms.CharField(
            label=_now("On %(dimension)s") % {"dimension": DIMENSIONS[key]},
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for key in dimensions_of(asked)
    }
    opinion["stance"] = forms.ChoiceField(
        label=_("My opinion"), choices=Stance.choices, widget=forms.RadioSelect, required=False
    )
    opinion["conditions"] = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For support on conditions."),
    )
    opinion["text"] = forms.CharField(
        label=_("Opinion as a whole"), required=False, max_length=10000, widget=forms.Textarea(attrs={"rows": 6})
    )
    return scores, opinion


def pages_of(panel: Panel) -> dict[str, list[str]]:
    """Return the fields of a panel's sheet by the page that asks them."""
    pages = scores_and_opinion(asked_of(panel), {item.key: item for item in panel.criteria.all()})
    return {step: list(fields) for step, fields in zip(STEPS, pages, strict=True)}


class SheetPageForm(forms.Form):
    """One page of the sheet as a draft: what is there is kept, whole or not."""

    def __init__(self, data: Any = None, *, panel: Panel, step: str, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.panel = panel
        scores, opinion = scores_and_opinion(asked_of(panel), {item.key: item for item in panel.criteria.all()})
        self.fields.update(scores if step == "scores" else opinion)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The criteria with their two fields."""
        return [
            {
                "criterion": item,
                "score": self[f"score_{item.key}"],
                "comment": self[f"comment_{item.key}"],
            }
            for item in self.panel.criteria.all()
            if f"score_{item.key}" in self.fields
        ]


class ScoreForm(ActForm):
    """The whole sheet with its signature."""

    signed_name = forms.CharField(
        label=_("Signed by name"), max_length=64, help_text=_("Your name as it stands in the pool.")
    )

    @cached_property
    def asked(self) -> list[Asked]:
        """The criteria of the panel the expert sits on."""
        seat = selectors.open_seat(self.official, self.decision) if self.decision is not None else None
        return asked_of(seat.panel) if seat else []

    def adjust(self) -> None:
        """Ask what the panel asks."""
        seat = selectors.open_seat(self.official, self.decision) if self.decision is not None else None
        if seat is None:
            return
        scores, opinion = scores_and_opinion(self.asked, {item.key: item for item in seat.panel.criteria.all()})
        self.fields = {**scores, **opinion, **self.fields}

    def as_sheet(self) -> Sheet:
        """Return what was filled in."""
        return as_sheet(self.cleaned_data, self.asked)


def as_sheet(values: Mapping[str, Any], asked: list[Asked]) -> Sheet:
    """Return form values as a sheet; what was not answered is absent."""
    scores: dict[str, int | None] = {}
    for item in asked:
        given = str(values.get(f"score_{item.key}") or "")
        if given == NOT_APPLICABLE:
            scores[item.key] = None
        elif given:
            scores[item.key] = int(given)
    return Sheet(
        scores=scores,
        comments={item.key: (values.get(f"comment_{item.key}") or "").strip() for item in asked},
        stance=values.get("stance") or "",
        dimensions={key: (values.get(f"dimension_{key}") or "").strip() for key in dimensions_of(asked)},
        text=(values.get("text") or "").strip(),
        conditions=(values.get("conditions") or "").strip(),
    )
