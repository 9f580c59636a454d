"""What the acts of drafting ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.cases.models import ChangeClass
from decisions.drafting import selectors
from decisions.drafting.models import Disposition, Position
from decisions.drafting.versions import Stands, Text
from decisions.statutes.rule import Procedure


def passage(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a passage of text."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class BasisRow(RowForm):
    """A law, regulation, rule or policy."""

    title = forms.CharField(label=_("Title"), max_length=200)
    article = forms.CharField(label=_("Article"), max_length=80, required=False)
    relation = passage(_("Bearing on the draft"), rows=2, required=False)


class OptionRow(RowForm):
    """One of the options."""

    title = forms.CharField(label=_("Option"), max_length=120)
    content = passage(_("Content"), rows=3)
    comparison = passage(_("Advantages and drawbacks"), rows=3)
    is_preferred = forms.BooleanField(label=_("Preferred"), required=False)


class StandingRow(RowForm):
    """What is said of a procedure concluded on an earlier version."""

    procedure = forms.ChoiceField(
        label=_("Procedure"),
        choices=[("", "—"), *((item.value, item.label) for item in Procedure if item is not Procedure.CONGRESS)],
    )
    stands = forms.TypedChoiceField(
        label=_("For the changed draft"),
        choices=[("", "—"), ("yes", _("It still stands")), ("no", _("It is performed again"))],
        coerce=lambda value: value == "yes",
    )
    reason = passage(_("Reasons"), rows=2)


STANDINGS = rows_of(
    StandingRow,
    heading=_("Procedures concluded on an earlier version"),
    help_text=_("Say of each whether it still stands for the changed draft."),
    extra=0,
)


class VersionForm(ActForm):
    """A version of the draft."""

    title = forms.CharField(label=_("Title of the draft"), max_length=200)
    text = passage(
        _("Text"), rows=18, help_text=_("Paste the whole text; it is split into its articles or numbered sections.")
    )
    explanation = passage(_("Drafting explanation"), rows=6)
    attachments = FilesField(
        label=_("Attachments of the draft"),
        required=False,
        help_text=_("Tables, maps and the like that belong to the draft. Without new ones the former stay."),
    )
    change_note = passage(
        _("What changed and why"), rows=3, required=False, help_text=_("Needed if the draft has changed.")
    )
    change_class = forms.ChoiceField(
        label=_("Change"),
        required=False,
        choices=[
            ("", "—"),
            *((value, label) for value, label in ChangeClass.choices if value != ChangeClass.FIRST),
        ],
    )
    change_reason = passage(_("Why the change is classed so"), rows=2, required=False)

    def adjust(self) -> None:
        """Ask about changes from the second version on."""
        assert self.decision is not None  # noqa: S101 -- a draft is always of a decision
        if self.decision.current_draft is None:
            for name in ("change_note", "change_class", "change_reason"):
                del self.fields[name]

    @property
    def content(self) -> Text:
        """What the version says."""
        given = self.cleaned_data
        return Text(
            title=given["title"],
            text=given["text"],
            explanation=given["explanation"],
            change_note=given.get("change_note", ""),
            change_class=given.get("change_class", ""),
            change_reason=given.get("change_reason", ""),
            attachments=given["attachments"],
        )

    @property
    def standings(self) -> dict[Procedure, Stands]:
        """What is said of each concluded procedure."""
        return {
            Procedure(row["procedure"]): Stands(row["stands"], row["reason"]) for row in self.cleaned_data["standings"]
        }


class DraftForm(VersionForm):
    """A version with what it rests on."""

    research = passage(_("Investigation and figures"), rows=5)
    research_files = FilesField(label=_("Research reports"), required=False)
    compliance_note = passage(_("Conformity with laws and policies"), rows=3)
    cost_benefit = passage(_("Costs and benefits"), rows=4, required=False, help_text=_("As needed (art. 12(3))."))
    cost_benefit_files = FilesField(label=_("Analysis of costs and benefits"), required=False)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever's duties the draft touches is consulted (art. 13)."),
    )
    reason_no_units = passage(_("Why no other unit is concerned"), rows=2, required=False)

    formset_classes: ClassVar = {
        "basis": rows_of(
            BasisRow,
            heading=_("Legal and policy basis"),
            help_text=_("Laws, regulations, rules and policies that bear on the draft (art. 12(2))."),
            extra=3,
        ),
        "options": rows_of(
            OptionRow, heading=_("Options"), help_text=_("Where views diverge widely (art. 12(4))."), extra=0
        ),
        "standings": STANDINGS,
    }
    sections: ClassVar = (
        (_("Draft of the decision"), ("title", "text", "explanation", "attachments")),
        (_("Changes"), ("change_note", "change_class", "change_reason")),
        (
            _("Investigation and analysis"),
            ("research", "research_files", "compliance_note", "cost_benefit", "cost_benefit_files"),
        ),
        (_("Units concerned"), ("units", "reason_no_units", "on")),
    )

    def adjust(self) -> None:
        """Offer the units of the authority."""
        super().adjust()
        assert self.decision is not None  # noqa: S101 -- a draft is always of a decision
        self.fields["units"].queryset = selectors.units_to_consult(self.decision)


class FinaliseForm(VersionForm):
    """The final version."""

    adoption = passage(
        _("What was adopted"),
        rows=6,
        help_text=_("From the public, the hearing, the experts, the assessments and the units; with what was not."),
    )

    formset_classes: ClassVar = {"standings": STANDINGS}
    sections: ClassVar = (
        (_("Draft of the decision"), ("title", "text", "explanation", "attachments")),
        (_("Changes"), ("change_note", "change_class", "change_reason")),
        (_("Adoption"), ("adoption", "on")),
    )


class AskedUnitField(forms.ModelChoiceField):
    """One of the units asked about the present version."""

    def __init__(self) -> None:
        super().__init__(Unit.objects.none(), label=_("Unit"))


class PaperReplyRow(RowForm):
    """A reply that came on paper."""

    unit = AskedUnitField()
    position = forms.ChoiceField(label=_("Position"), choices=[("", "—"), *Position.choices])
    text = passage(_("Opinion"), rows=3, required=False)
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    replied_on = forms.DateField(
        label=_("Replied on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    files = FilesField(label=_("Scan of the reply"))

    def adjust(self) -> None:
        """Offer the units that have not replied."""
        assert self.decision is not None  # noqa: S101 -- units are asked about a decision
        self.fields["unit"].queryset = Unit.objects.filter(
            pk__in=selectors.open_requests(self.decision).values("unit")
        )


class OpinionRow(RowForm):
    """What became of an opinion."""

    unit = AskedUnitField()
    text = passage(_("Opinion"), rows=3)
    disposition = forms.ChoiceField(label=_("What became of it"), choices=[("", "—"), *Disposition.choices])
    reason = passage(_("Reasons"), rows=2)
    is_agreed = forms.BooleanField(label=_("Agreement reached"), required=False)
    issue = passage(_("Main issue in dispute"), rows=2, required=False)
    unit_opinion = passage(_("The unit's opinion"), rows=2, required=False)
    lead_opinion = passage(_("The lead unit's opinion, reasons and basis"), rows=2, required=False)

    def adjust(self) -> None:
        """Offer the units that were asked."""
        assert self.decision is not None  # noqa: S101 -- units are asked about a decision
        asked = selectors.requests_on(self.decision.current_draft)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=asked.values("unit"))


class ConsultUnitsForm(ActForm):
    """The end of asking units."""

    files = FilesField(label=_("Letters and other papers"), required=False)

    formset_classes: ClassVar = {
        "paper_replies": rows_of(
            PaperReplyRow,
            heading=_("Replies that came on paper"),
            help_text=_("Replies given in the system are there already and cannot be replaced."),
        ),
        "opinions": rows_of(
            OpinionRow,
            heading=_("Opinions and what became of them"),
            help_text=_(
                "Every suggestion and every disagreement; where no agreement is reached, the three points for the "
                "decision-making organ (art. 13)."
            ),
        ),
    }


class ReplyForm(ActForm):
    """A unit's own reply."""

    unit = AskedUnitField()
    position = forms.ChoiceField(
        label=_("Position"),
        choices=[item for item in Position.choices if item[0] != Position.SILENT],
        widget=forms.RadioSelect,
    )
    text = passage(_("Opinion"), rows=6, required=False)
    files = FilesField(label=_("Letter of reply"), required=False)

    def adjust(self) -> None:
        """Offer the units for which the official may reply."""
        assert self.decision is not None  # noqa: S101 -- units are asked about a decision
        self.fields["unit"].queryset = Unit.objects.filter(
            pk__in=selectors.requests_for(self.decision, self.official).values("unit")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the opinion of who does not simply agree."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("position") in {Position.SUGGEST, Position.DISAGREE} and not cleaned.get("text", "").strip():
            self.add_error("text", _("Write the opinion."))
        return cleaned
