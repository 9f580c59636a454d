"""What the acts of fair-competition review ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.cases.fields import passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.competition.models import CompetitionConclusion, ExceptionGround, Standard
from decisions.competition.selectors import preliminary_on

PRELIMINARY = ("measures", "opinion", "preliminary_conclusion", "signed_by")


class PreliminaryForm(ActForm):
    """The drafting unit's own review."""

    measures = passage(_("Measures that bear on operators"), help_text=_("Clause by clause."))
    opinion = passage(_("Preliminary opinion"))
    conclusion = forms.ChoiceField(
        label=_("Preliminary conclusion"), choices=CompetitionConclusion.choices, widget=forms.RadioSelect
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    files = FilesField(label=_("Preliminary opinion on paper"), required=False)


class OperatorRow(RowForm):
    """An operator or association heard."""

    name = forms.CharField(label=_("Operator or association"), max_length=120)
    heard_how = forms.CharField(label=_("Heard how"), max_length=100)
    opinion = passage(_("Opinion"), rows=2)
    answer = passage(_("How it was taken into account"), rows=2, required=False)


class ReviewCompetitionForm(ActForm):
    """The regulator's review."""

    measures = passage(_("Measures that bear on operators"), required=False)
    opinion = passage(_("Preliminary opinion of the drafting unit"), required=False)
    preliminary_conclusion = forms.ChoiceField(
        label=_("Preliminary conclusion"), choices=[("", "—"), *CompetitionConclusion.choices], required=False
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=100, required=False)
    operator_files = FilesField(label=_("Papers of those heard"), required=False)
    touches_public = forms.BooleanField(label=_("The interest of the public is involved"), required=False)
    public_heard = passage(_("How the public was heard"), rows=2, required=False)
    standards = forms.MultipleChoiceField(
        label=_("Standards touched"),
        choices=Standard.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reasons = passage(_("Reasons"))
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=CompetitionConclusion.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("Ground of article 12"), choices=[("", "—"), *ExceptionGround.choices], required=False
    )
    statement = passage(_("Statement on the ground"), rows=3, required=False)
    alternatives = passage(_("Why nothing is less restrictive"), rows=3, required=False)
    period = forms.CharField(label=_("Period or condition of its end"), max_length=200, required=False)
    advice = passage(_("What has to be changed"), rows=3, required=False)
    files = FilesField(label=_("Form of the review"), required=False)

    formset_classes: ClassVar = {"operators": rows_of(OperatorRow, heading=_("Operators and associations heard"))}
    sections: ClassVar = (
        (_("Preliminary opinion on paper"), PRELIMINARY),
        (_("Those heard"), ("touches_public", "public_heard", "operator_files")),
        (_("Review"), ("standards", "reasons", "conclusion", "advice")),
        (_("Exception of article 12"), ("ground", "statement", "alternatives", "period")),
        (_("Paper"), ("files", "on")),
    )

    def adjust(self) -> None:
        """Leave out the paper opinion where the drafting unit entered its own."""
        assert self.decision is not None  # noqa: S101 -- a review is always of a decision
        if preliminary_on(self.decision, self.decision.current_snapshot) is not None:
            for name in PRELIMINARY:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for a whole paper opinion once any of it is entered, and for advice on a contrary text."""
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in PRELIMINARY if cleaned.get(name)]
        if given:
            for name in PRELIMINARY:
                if name not in given and name in self.fields:
                    self.add_error(name, _("Complete the preliminary opinion."))
        if cleaned.get("conclusion") == CompetitionConclusion.CONTRARY and not cleaned.get("advice"):
            self.add_error("advice", _("Say what has to be changed."))
        return cleaned

    def visible_sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the sections that have fields."""
        return [(heading, fields) for heading, fields in super().visible_sections() if fields]

    @property
    def paper(self) -> dict[str, Any] | None:
        """The preliminary opinion as entered from paper, if it was."""
        if not self.cleaned_data.get("opinion"):
            return None
        return {
            "measures": self.cleaned_data["measures"],
            "opinion": self.cleaned_data["opinion"],
            "conclusion": self.cleaned_data["preliminary_conclusion"],
            "signed_by": self.cleaned_data["signed_by"],
        }
