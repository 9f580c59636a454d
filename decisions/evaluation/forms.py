"""What the acts of evaluation ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.fields import EitherField, passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.evaluation import selectors
from decisions.evaluation.models import Conclusion, Dimension, Grade, MemberCategory, Method, TriggerKind
from decisions.evaluation.services import STATED


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TriggerForm(ActForm):
    """A ground for an evaluation that an official states."""

    kind = forms.ChoiceField(label=_("Ground"), choices=[(item.value, item.label) for item in STATED])
    text = passage(_("What happened, and why it calls for an evaluation"))
    instrument = forms.CharField(
        label=_("Instrument that changed"),
        max_length=120,
        required=False,
        help_text=_("For a changed legal basis: its name, and the article the decision relied on."),
    )
    article = forms.CharField(label=_("Article"), max_length=40, required=False)
    files = FilesField(label=_("Papers"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask which instrument changed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == TriggerKind.LEGAL_BASIS:
            for name in ("instrument", "article"):
                if not cleaned.get(name):
                    self.add_error(name, _("Name the instrument that changed, and the article."))
        return cleaned


class DecideEvaluationForm(ActForm):
    """Evaluate or not, and who."""

    is_ordered = EitherField(label=_("Result"), yes=_("Evaluate"), no=_("Do not evaluate now"))
    reason = passage(_("Reason"), help_text=_("On each ground that is open."))
    approver = forms.CharField(label=_("Approved by"), max_length=100)
    scope = passage(
        _("What is evaluated"), rows=2, required=False, help_text=_("The whole of the decision, or which part.")
    )
    evaluating_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Evaluating unit"),
        required=False,
        help_text=_("It evaluates itself, or commissions the third party."),
    )
    report_due_on = day(_("Report due"), required=False)
    third_party = forms.CharField(label=_("Third party commissioned"), max_length=120, required=False)
    contract = forms.CharField(label=_("Number of the commission"), max_length=80, required=False)
    tie = passage(
        _("Ties to the executing unit"), rows=2, required=False, help_text=_("Empty if the third party has none.")
    )
    is_declared = forms.BooleanField(label=_("The third party has declared its independence"), required=False)
    next_due_on = day(_("Decided on again"), required=False, help_text=_("Where it is not evaluated now."))
    files = FilesField(label=_("Decision, commission and declaration"), required=False)

    sections: ClassVar = (
        (_("What is decided"), ("is_ordered", "reason", "approver", "next_due_on")),
        (_("Evaluating unit"), ("evaluating_unit", "scope", "report_due_on")),
        (_("Third party"), ("third_party", "contract", "tie", "is_declared")),
        (_("Papers and date"), ("files", "on")),
    )

    def adjust(self) -> None:
        """Offer the units of the organ."""
        assert self.decision is not None  # noqa: S101 -- an evaluation is always of a decision
        self.fields["evaluating_unit"].queryset = selectors.evaluators(self.decision)


class MemberRow(RowForm):
    """Who takes part."""

    category = forms.ChoiceField(label=_("Kind"), choices=MemberCategory.choices)
    name = forms.CharField(label=_("Full name"), max_length=100)
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    role = forms.CharField(label=_("Part taken"), max_length=100, required=False)


class IndicatorRow(RowForm):
    """A measure."""

    dimension = forms.ChoiceField(label=_("About"), choices=Dimension.choices)
    name = forms.CharField(label=_("Indicator"), max_length=120)
    target = forms.CharField(label=_("Target"), max_length=120)
    result = forms.CharField(label=_("Result"), max_length=120)
    source = forms.CharField(label=_("Source"), max_length=200)


class EvaluateForm(ActForm):
    """The evaluation: plan, team, inquiries, findings, advice."""

    plan = passage(_("Plan"))
    planned_on = day(_("Plan dated"))
    methods = forms.MultipleChoiceField(
        label=_("Methods"), choices=Method.choices, widget=forms.CheckboxSelectMultiple
    )
    absence_reason = passage(
        _("Why kinds of members are absent"),
        rows=2,
        required=False,
        help_text=_("Deputies, members of the consultative conference, and organisations take part (art. 36)."),
    )
    plan_files = FilesField(label=_("Plan and list of members"), required=False)
    heard = passage(_("How the public was heard"), rows=3)
    inquiries = passage(_("Inquiries and opinions"), rows=6)
    collected_until = day(_("Inquiries closed on"), help_text=_("No conclusion is drawn before."))
    inquiry_files = FilesField(label=_("Papers of the inquiries"), required=False)
    execution = passage(_("Execution"))
    effects = passage(_("Effects"))
    costs = passage(_("Costs and benefits"))
    appraisal = passage(_("Appraisal by society"))
    problems = passage(_("Problems and their causes"))
    suggestions = passage(_("Suggestions"))
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, required=False)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices, widget=forms.RadioSelect)
    conclusion_reason = passage(_("Reasons of the conclusion"))
    is_self_evaluation = forms.BooleanField(
        label=_("Self-evaluation of the executing unit"), required=False, help_text=_("The report is marked so.")
    )
    files = FilesField(label=_("Evaluation report"), required=False)

    formset_classes: ClassVar = {
        "members": rows_of(MemberRow, heading=_("Members of the evaluation"), minimum=1, extra=4),
        "indicators": rows_of(
            IndicatorRow,
            heading=_("Indicators"),
            help_text=_("What was to be reached, what was, and where the number comes from."),
            minimum=1,
            extra=3,
        ),
    }
    sections: ClassVar = (
        (_("Plan and members"), ("plan", "planned_on", "methods", "absence_reason", "plan_files")),
        (_("Inquiries"), ("heard", "inquiries", "collected_until", "inquiry_files")),
        (_("Findings"), ("execution", "effects", "costs", "appraisal", "problems", "suggestions")),
        (_("Conclusion"), ("grade", "conclusion", "conclusion_reason", "is_self_evaluation", "files", "on")),
    )

    def adjust(self) -> None:
        """Ask for a grade only where local rules give grades."""
        assert self.decision is not None  # noqa: S101
        grades = self.decision.pack["posteval.grades"]
        if grades:
            field = self.fields["grade"]
            field.required = True
            field.choices = [("", "—"), *((key, label) for key, label in Grade.choices if key in grades)]
        else:
            del self.fields["grade"]

    def clean(self) -> dict[str, Any]:
        """Fill in that there is no grade."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.setdefault("grade", "")
        return cleaned


class ApplyForm(ActForm):
    """The organ's decision on the result."""

    outcome = forms.ChoiceField(label=_("Decided"), choices=Conclusion.choices, widget=forms.RadioSelect)
    reason = passage(_("Reasons"), help_text=_("Starting from the evaluation; where departing from it, why."))
    approver = forms.CharField(label=_("Approved by"), max_length=100)
    approval_number = forms.CharField(
        label=_("Number of the organ's decision"),
        max_length=80,
        required=False,
        help_text=_("Needed for whatever is not simply continued (art. 37)."),
    )
    next_due_on = day(_("Next evaluation"), required=False, help_text=_("Of what goes on."))
    adjustment = passage(_("What is adjusted"), required=False)
    is_major = forms.BooleanField(
        label=_("Major adjustment"), required=False, help_text=_("It goes through the procedure again (art. 37).")
    )
    minor_reason = passage(_("Why the adjustment is minor"), rows=2, required=False)
    proposing_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Ordered to propose the adjustment"), required=False
    )
    propose_by = day(_("To be proposed by"), required=False)
    arrangements = passage(_("Arrangements against loss and bad effects"), required=False)
    files = FilesField(label=_("Decision on the result"), required=False)

    sections: ClassVar = (
        (_("What is decided"), ("outcome", "reason", "approver", "approval_number", "next_due_on")),
        (_("Adjustment"), ("adjustment", "is_major", "minor_reason", "proposing_unit", "propose_by")),
        (_("Arrangements, papers and date"), ("arrangements", "files", "on")),
    )

    def adjust(self) -> None:
        """Offer the units of the organ."""
        assert self.decision is not None  # noqa: S101
        self.fields["proposing_unit"].queryset = selectors.evaluators(self.decision)


class ScheduleFilterForm(forms.Form):
    """What is looked for in the schedule."""

    words = forms.CharField(label=_("Matter or number"), required=False, max_length=100)
    only_grounds = forms.BooleanField(label=_("With open grounds only"), required=False)
