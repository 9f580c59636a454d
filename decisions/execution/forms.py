"""What the acts of execution ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.fields import passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.execution import selectors
from decisions.execution.models import (
    ExecutionOpinion,
    ExecutionTask,
    OpinionChannel,
    ProblemKind,
    ProblemReport,
    ReportCycle,
    Seriousness,
    SupervisionStep,
    TargetKind,
    TaskState,
)


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TaskRow(RowForm):
    """A task of the execution."""

    name = forms.CharField(label=_("Task"), max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    due_on = day(_("Due"))
    indicator = forms.CharField(label=_("Measured by"), max_length=100, required=False)
    target_kind = forms.ChoiceField(
        label=_("Kind of target"), choices=[("", "—"), *TargetKind.choices], required=False
    )
    target = forms.DecimalField(label=_("Target"), max_digits=16, decimal_places=4, required=False)
    measure = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)

    def adjust(self) -> None:
        """Offer the units of the organ."""
        if self.decision is not None:
            self.fields["unit"].queryset = selectors.candidates(self.decision)


class AssignExecutionForm(ActForm):
    """Who executes what by when, and when it is evaluated."""

    executing_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Executing unit"), help_text=_("It answers for the whole.")
    )
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that take part in executing"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    requirements = passage(_("Requirements"), required=False)
    implemented_on = day(_("Implementation from"))
    term_ends_on = day(_("Fixed term until"), required=False, help_text=_("Empty if the decision has no fixed term."))
    report_cycle = forms.ChoiceField(label=_("Reported"), choices=ReportCycle.choices)
    evaluation_due_on = day(_("Evaluation due"), required=False)
    schedule_reason = passage(_("Reason for the day"), rows=2, required=False)
    files = FilesField(label=_("Designation and division of tasks"), required=False)

    formset_classes: ClassVar = {
        "tasks": rows_of(
            TaskRow,
            heading=_("Division of tasks"),
            help_text=_("Where a task is measured, enter what is measured, the kind of target, the number and unit."),
            minimum=1,
            extra=3,
        )
    }
    sections: ClassVar = (
        (_("Execution"), ("executing_unit", "co_units", "requirements", "implemented_on", "term_ends_on")),
        (_("Reports and evaluation"), ("report_cycle", "evaluation_due_on", "schedule_reason")),
        (_("Papers and date"), ("files", "on")),
    )

    def adjust(self) -> None:
        """Offer the units of the organ, and ask for the day of the evaluation where no rule gives one."""
        assert self.decision is not None  # noqa: S101 -- an execution is always of a decision
        for name in ("executing_unit", "co_units"):
            self.fields[name].queryset = selectors.candidates(self.decision)
        months = self.decision.pack["posteval.mandatory_after_months"]
        field = self.fields["evaluation_due_on"]
        if months is None:
            field.required = True
            field.help_text = _("Local rules set no time; choose a day and say why.")
        else:
            field.help_text = _("At most %(months)d months after the implementation begins.") % {"months": months}


class ProgressRow(RowForm):
    """What a report says of a task."""

    task = forms.ModelChoiceField(ExecutionTask.objects.none(), label=_("Task"))
    state = forms.ChoiceField(label=_("State"), choices=TaskState.choices)
    result = forms.DecimalField(label=_("Result"), max_digits=16, decimal_places=4, min_value=0, required=False)
    note = forms.CharField(label=_("Remark"), required=False)

    def adjust(self) -> None:
        """Offer the decision's tasks."""
        self.fields["task"].queryset = ExecutionTask.objects.filter(decision=self.decision)


class ReportExecutionForm(ActForm):
    """A report on the execution."""

    period = forms.CharField(label=_("Period"), max_length=60, help_text=_("Such as the first quarter of 2027."))
    summary = passage(_("State of the execution"), rows=6)
    difficulties = passage(_("Difficulties"), required=False)
    next_steps = passage(_("Next steps"), required=False)
    is_final = forms.BooleanField(
        label=_("Final report"), required=False, help_text=_("The execution has come to its end.")
    )
    files = FilesField(label=_("Report and attachments"), required=False)

    formset_classes: ClassVar = {
        "progress": rows_of(
            ProgressRow, heading=_("Tasks"), help_text=_("A measured task needs its result."), minimum=1, extra=0
        )
    }


class ReportProblemForm(ActForm):
    """A circumstance of article 35(1)."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ProblemKind.choices)
    seriousness = forms.ChoiceField(label=_("Seriousness"), choices=Seriousness.choices)
    found_on = day(_("Found on"))
    description = passage(_("What happened"))
    effect = passage(_("Effect on the goals"))
    measures = passage(_("Measures taken or proposed"))
    files = FilesField(label=_("Report and attachments"), required=False)


class EnterOpinionForm(ActForm):
    """An opinion that came on paper, by telephone or in person."""

    channel = forms.ChoiceField(
        label=_("Received by"),
        choices=[item for item in OpinionChannel.choices if item[0] != OpinionChannel.WEB],
    )
    author = forms.CharField(
        label=_("Given by"), max_length=100, required=False, help_text=_("Empty if it was not told.")
    )
    text = passage(_("Opinion"), rows=6, help_text=_("Word for word as far as it was written."))
    files = FilesField(label=_("Letter or note"), required=False)


class HandleOpinionForm(ActForm):
    """The answer to an opinion."""

    opinion = forms.ModelChoiceField(ExecutionOpinion.objects.none(), label=_("Opinion"))
    answer = passage(_("Answer"), help_text=_("What was found and what is done about it."))
    files = FilesField(label=_("Attachments"), required=False)

    def adjust(self) -> None:
        """Offer what is not answered yet."""
        assert self.decision is not None  # noqa: S101
        field = self.fields["opinion"]
        field.queryset = selectors.unanswered(self.decision)
        field.label_from_instance = lambda opinion: f"{opinion.receipt} {opinion.text[:40]}"


class SuperviseForm(ActForm):
    """A step of a check."""

    check = forms.TypedChoiceField(
        label=_("Check"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("A new check begins with its plan."),
    )
    step = forms.ChoiceField(label=_("Step"), choices=SupervisionStep.choices)
    number = forms.CharField(
        label=_("Number of the paper"),
        max_length=80,
        required=False,
        help_text=_("Given by the system if left empty."),
    )
    text = passage(_("Content"), rows=6)
    demands_rectification = forms.BooleanField(label=_("Asks for rectification"), required=False)
    rectify_by = day(_("Rectified by"), required=False)
    files = FilesField(label=_("Paper and attachments"), required=False)

    def adjust(self) -> None:
        """Offer the checks that are open, and a new one."""
        assert self.decision is not None  # noqa: S101
        self.fields["check"].choices = [
            ("", _("A new check")),
            *((number, _("Check %(number)d") % {"number": number}) for number in selectors.open_checks(self.decision)),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask by when something has to be rectified."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("demands_rectification") and not cleaned.get("rectify_by"):
            self.add_error("rectify_by", _("Say by when it has to be rectified."))
        return cleaned


class SuspendForm(ActForm):
    """The head's order to suspend."""

    problem = forms.ModelChoiceField(
        ProblemReport.objects.none(),
        label=_("Circumstance reported"),
        required=False,
        help_text=_("Of article 35, as the executing unit reported it."),
    )
    urgency = passage(_("Urgency"), required=False, help_text=_("Why it cannot wait for the procedure of adjusting."))
    scope = passage(_("What is suspended"), rows=2)
    arrangements = passage(_("Arrangements against loss and bad effects"))
    files = FilesField(label=_("The decision in writing"), required=False)

    def adjust(self) -> None:
        """Offer what was reported."""
        self.fields["problem"].queryset = ProblemReport.objects.filter(decision=self.decision)


class ResumeForm(ActForm):
    """The end of a suspension."""

    reason = passage(_("Reason for resuming"))
    approver = forms.CharField(label=_("Approved by"), max_length=100)
    files = FilesField(label=_("The decision in writing"), required=False)


class BoardFilterForm(forms.Form):
    """What is looked for on the board."""

    words = forms.CharField(label=_("Matter or number"), required=False, max_length=100)
