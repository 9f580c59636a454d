"""What the acts of deliberation ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.fields import EitherField, passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.deliberation import afterwards, selectors
from decisions.deliberation.models import (
    Attendance,
    Meeting,
    MeetingKind,
    RecordAnswer,
    Reply,
)
from decisions.deliberation.package import ITEM_TITLES


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SubmitForDeliberationForm(ActForm):
    """The request; the papers are those on file."""

    number = forms.CharField(label=_("Number of the request"), max_length=60)
    statement = passage(_("What is asked"), rows=5, help_text=_("What the meeting is asked to decide."))
    files = FilesField(label=_("Request and further papers"), required=False)


class CheckRow(RowForm):
    """One of the six items of article 29."""

    number = forms.TypedChoiceField(
        label=_("Item of article 29"),
        choices=[(number, f"（{number}）{title}") for number, title in ITEM_TITLES.items()],
        coerce=int,
    )
    verdict = forms.ChoiceField(
        label=_("Result"),
        choices=[("", "—"), ("complete", _("Complete")), ("missing", _("Incomplete")), ("waived", _("Not owed"))],
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


class AdmitForm(ActForm):
    """The check of the papers, and the meeting."""

    formset_classes = {
        "checks": rows_of(
            CheckRow,
            heading=_("Check of the papers"),
            help_text=_("Say of each of the six items whether it is complete."),
            minimum=6,
            extra=0,
        )
    }
    sections: ClassVar = [
        ("", ["is_admitted", "reason"]),
        (_("Meeting already called"), ["meeting"]),
        (_("New meeting"), ["kind", "meeting_number", "meets_on", "place", "chair"]),
        (_("Papers"), ["papers_sent_on", "files"]),
    ]

    is_admitted = EitherField(label=_("Result"), yes=_("Admitted to the agenda"), no=_("Returned with reasons"))
    reason = passage(_("Reasons for returning it"), rows=3, required=False)
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), required=False)
    kind = forms.ChoiceField(label=_("Kind of meeting"), required=False, choices=[("", "—"), *MeetingKind.choices])
    meeting_number = forms.CharField(
        label=_("Number of the meeting"), max_length=60, required=False, help_text=_("As in “the 12th of this term”.")
    )
    meets_on = day(_("Held on"), required=False)
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    chair = forms.CharField(label=_("Chair"), max_length=60, required=False)
    papers_sent_on = day(_("Papers sent to the members on"), required=False)
    files = FilesField(label=_("Notice and agenda, or notice of return"), required=False)

    def adjust(self) -> None:
        """Offer the meetings still to come; ask when the papers are sent where the place has a rule on it."""
        assert self.decision is not None  # noqa: S101 -- admission is always of a decision
        self.fields["meeting"].queryset = selectors.meetings_to_come(self.decision, on=_earliest(self))


def _earliest(form: ActForm) -> Any:
    """Return the day of the act as far as it is known: meetings before it are past."""
    try:
        return form.fields["on"].to_python(form["on"].value()) or timezone.localdate()
    except ValidationError:
        return timezone.localdate()


class ConfirmMinutesForm(ActForm):
    """A member's word on the record."""

    attendance = forms.ModelChoiceField(Attendance.objects.none(), label=_("Member of the meeting"))
    answer = forms.ChoiceField(
        label=_("Record of the meeting"), choices=RecordAnswer.choices, widget=forms.RadioSelect
    )
    remark = passage(
        _("What is to be corrected"),
        rows=3,
        required=False,
        help_text=_("The office corrects the record by an addendum; what is signed stays."),
    )
    files = FilesField(
        label=_("Paper the member signed"),
        required=False,
        help_text=_("Where the office enters the confirmation for a member."),
    )

    def adjust(self) -> None:
        """Offer the official's own place on the record; the office enters what others signed."""
        assert self.decision is not None  # noqa: S101 -- a record is always of a decision
        self.fields["attendance"].queryset = afterwards.may_be_confirmed_by(self.decision, self.official)
        if not afterwards.keeps_minutes(self.decision, self.official):
            del self.fields["files"]

    def clean(self) -> dict[str, Any]:
        """Ask for the correction where one is wanted."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == RecordAnswer.CORRECTED and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Say what is to be corrected."))
        return cleaned


class CorrectMinutesForm(ActForm):
    """A correction of signed minutes."""

    field_order = ("passage", "correction", "reason", "confirmed_by", "files", "on")

    correction = passage(_("Correct wording"), rows=3)
    reason = passage(_("Reason"), rows=2)
    confirmed_by = forms.CharField(
        label=_("Confirmed by"), max_length=100, help_text=_("Whose words they are, or who presided.")
    )
    files = FilesField(label=_("Papers"), required=False)
    passage = passage(_("Passage concerned"), rows=3)


class ReportForm(ActForm):
    """A report and what came back."""

    report_number = forms.CharField(label=_("Number of the report"), max_length=80)
    reported_on = day(_("Reported on"))
    reply = forms.ChoiceField(label=_("Reply"), choices=Reply.choices, widget=forms.RadioSelect)
    reply_number = forms.CharField(label=_("Number of the reply"), max_length=80)
    content = passage(_("What the reply says"), rows=4, required=False, help_text=_("Needed unless it simply agrees."))
    files = FilesField(label=_("Report and reply"))

    def adjust(self) -> None:
        """The act is done on the day the reply is there."""
        self.fields["on"].label = _("Replied on")


class ReportToPartyForm(ReportForm):
    """The report to the Party committee."""


class ReportToCongressForm(ReportForm):
    """The report to the people's congress."""

    body = forms.CharField(label=_("Reported to"), max_length=100)
    is_decided_there = forms.BooleanField(
        label=_("The congress itself decides the matter"),
        required=False,
        help_text=_("Otherwise it is told of the matter before issue."),
    )
    reply_number = forms.CharField(label=_("Number of the opinion"), max_length=80, required=False)
