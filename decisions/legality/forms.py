"""What the acts of legality review ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.cases.fields import EitherField, passage
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.legality.models import Conclusion, CounselKind, IntakeResult, PauseKind, Question
from decisions.legality.reviewing import NEW_CLAUSE
from decisions.legality.selectors import opinion, submission_needs_supplement


def day(label: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class SubmitForReviewForm(ActForm):
    """The letter of submission; the list of papers is computed."""

    letter_number = forms.CharField(label=_("Number of the letter"), max_length=80, required=False)
    basis = passage(
        _("Legal basis"),
        required=False,
        help_text=_("The compilation on file, or laws, regulations, rules and policies with their articles."),
    )
    statement = passage(
        _("Statement on the procedure carried out"),
        rows=10,
        required=False,
        help_text=_("Filled in from the record; check every line against the facts."),
    )
    statement_checked = forms.BooleanField(label=_("I have checked the statement against the facts"), required=False)
    prereview = passage(_("Opinion of the lead unit's own legal body"), rows=3, required=False)
    prereviewer = forms.CharField(label=_("First reviewed by"), max_length=100, required=False)
    prereview_files = FilesField(label=_("First review on paper"), required=False)
    supplements = passage(_("What was supplemented"), rows=3, required=False)
    files = FilesField(label=_("Letter and papers not on file yet"), required=False)

    sections: ClassVar = (
        (_("Submission"), ("supplements", "letter_number", "basis", "files")),
        (_("Procedure"), ("statement", "statement_checked")),
        (_("First review by the lead unit"), ("prereview", "prereviewer", "prereview_files")),
        (_("Date"), ("on",)),
    )

    def adjust(self) -> None:
        """Ask what was supplemented only where something was asked for."""
        assert self.decision is not None  # noqa: S101 -- a submission is always of a decision
        if submission_needs_supplement(self.decision):
            self.fields["supplements"].required = True
        else:
            del self.fields["supplements"]

    def clean(self) -> dict[str, Any]:
        """Ask who reviewed first where there is a first review."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("prereview") and not cleaned.get("prereviewer"):
            self.add_error("prereviewer", _("Name who reviewed first."))
        return cleaned


class MissingRow(RowForm):
    """A paper and what is missing of it."""

    paper = forms.CharField(label=_("Paper"), max_length=120)
    missing = forms.CharField(label=_("What is missing"), max_length=300)


class AcceptSubmissionForm(ActForm):
    """The check of a submission."""

    result = forms.ChoiceField(label=_("Result"), choices=IntakeResult.choices, widget=forms.RadioSelect)
    reason = passage(_("Reason"), rows=3, required=False, help_text=_("Of a return, or of a second list."))
    files = FilesField(label=_("Notice"), required=False)

    formset_classes: ClassVar = {
        "missing_papers": rows_of(
            MissingRow,
            heading=_("What is missing"),
            help_text=_("Name everything at once; what is missing is asked for once and for all."),
        )
    }

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a return."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == IntakeResult.RETURNED and not cleaned.get("reason"):
            self.add_error("reason", _("State the reason of the return."))
        return cleaned


class PauseForm(ActForm):
    """An interruption that is over."""

    kind = forms.ChoiceField(label=_("Interrupted because"), choices=PauseKind.choices)
    starts_on = day(_("From"))
    ends_on = day(_("Until"))
    reason = passage(_("Reason"), rows=3)
    files = FilesField(label=_("Papers"), required=False)


class LegalOpinionForm(ActForm):
    """Counsel's opinion."""

    kind = forms.ChoiceField(label=_("Kind of counsel"), choices=CounselKind.choices)
    affiliation = forms.CharField(label=_("Law firm or unit"), max_length=120)
    licence = forms.CharField(label=_("Number of the licence"), max_length=60)
    opinion = passage(_("Legal opinion"), rows=8)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices, widget=forms.RadioSelect)
    is_hired_by_drafter = EitherField(label=_("Hired by the lead unit on this matter"), yes=_("Yes"), no=_("No"))
    files = FilesField(label=_("Signed opinion"), required=False)

    def adjust(self) -> None:
        """Offer the conclusions this place knows."""
        assert self.decision is not None  # noqa: S101 -- an opinion is always on a decision
        self.fields["conclusion"].choices = _conclusions(self.decision)


class ProblemRow(RowForm):
    """A problem of the text."""

    question = forms.ChoiceField(label=_("Question of the review"), choices=[("", "—"), *Question.choices])
    clause = forms.CharField(label=_("Clause"), max_length=120, required=False)
    problem = passage(_("Problem"), rows=2)
    article = forms.CharField(label=_("Provision"), max_length=200)
    advice = passage(_("Advice"), rows=2, required=False)


class ReviewLegalityForm(ActForm):
    """The opinion."""

    authority_conforms = EitherField(label=Question.AUTHORITY.label, yes=_("Yes, it does"), no=_("No, it does not"))
    authority_basis = passage(_("Basis on authority"), rows=3, required=False)
    procedure_conforms = EitherField(label=Question.PROCEDURE.label, yes=_("Yes, it does"), no=_("No, it does not"))
    procedure_basis = passage(
        _("Basis on procedure"), rows=5, required=False, help_text=_("Filled in from the record; check the facts.")
    )
    content_conforms = EitherField(label=Question.CONTENT.label, yes=_("Yes, it does"), no=_("No, it does not"))
    content_basis = passage(_("Basis on content"), rows=3, required=False)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices, widget=forms.RadioSelect)
    remark = passage(_("Reasons and advice"), required=False)
    claims_exception = forms.BooleanField(
        label=_("Exploratory reform: go on with the risk stated"),
        required=False,
        help_text=_("Only where the state has no explicit rule on the matter (art. 25)."),
    )
    risk_statement = passage(_("Statement of legal risks"), rows=4, required=False)
    early_reason = passage(
        _("Why it is issued early"),
        rows=2,
        required=False,
        help_text=_("Only before the working days of the clock have passed."),
    )
    approver = forms.CharField(label=_("Approved by"), max_length=100)
    files = FilesField(label=_("Review opinion on paper"), required=False)

    formset_classes: ClassVar = {
        "problems": rows_of(
            ProblemRow,
            heading=_("Problems"),
            help_text=_("Which clause, against which provision, and what to do."),
        )
    }
    sections: ClassVar = (
        (
            _("The three questions"),
            (
                "authority_conforms",
                "authority_basis",
                "procedure_conforms",
                "procedure_basis",
                "content_conforms",
                "content_basis",
            ),
        ),
        (_("Conclusion"), ("conclusion", "remark")),
        (_("Exploratory reform"), ("claims_exception", "risk_statement")),
        (_("Issue"), ("early_reason", "approver", "files", "on")),
    )

    def adjust(self) -> None:
        """Offer the conclusions of this place, and the exception to exploratory reforms only."""
        assert self.decision is not None  # noqa: S101 -- a review is always of a decision
        self.fields["conclusion"].choices = _conclusions(self.decision)
        if not self.decision.is_exploratory:
            del self.fields["claims_exception"], self.fields["risk_statement"]

    def visible_sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the sections that have fields."""
        return [(heading, fields) for heading, fields in super().visible_sections() if fields]

    @property
    def answers(self) -> dict[str, tuple[bool | None, str]]:
        """Finding and basis by question."""
        return {
            question: (self.cleaned_data[f"{question}_conforms"], self.cleaned_data[f"{question}_basis"])
            for question in Question.values
        }


class AnswerRow(RowForm):
    """What the lead unit makes of one problem."""

    problem = forms.TypedChoiceField(label=_("Problem"), coerce=int)
    is_adopted = EitherField(label=_("Adopted"), yes=_("Adopted"), no=_("Not adopted"))
    answer = passage(_("Change made, or reason why not"), rows=2, required=False)

    def adjust(self) -> None:
        """Offer the problems of the opinion."""
        assert self.decision is not None  # noqa: S101 -- an answer is always on a decision
        found = opinion(self.decision)
        problems = found.problems.all() if found is not None else []
        self.fields["problem"].choices = [
            ("", "—"),
            *((row.position, f"{row.position} {row.clause} {row.problem}"[:90]) for row in problems),
        ]


class ClauseRow(RowForm):
    """A clause changed after the review."""

    key = forms.ChoiceField(label=_("Clause"))
    heading = forms.CharField(label=_("Heading"), max_length=120, required=False)
    text = passage(_("Text"), rows=4, required=False)
    is_removed = forms.BooleanField(label=_("Removed"), required=False)

    def adjust(self) -> None:
        """Offer the clauses of the present draft."""
        assert self.decision is not None  # noqa: S101 -- a clause is always of a decision
        draft = self.decision.current_draft
        clauses = draft.clauses.all() if draft is not None else []
        self.fields["key"].choices = [
            ("", "—"),
            *((item.key, f"{item.name} {item.text}"[:60]) for item in clauses),
            (NEW_CLAUSE, _("Another clause")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the text of a clause that stays."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("is_removed") and not cleaned.get("text"):
            self.add_error("text", _("Enter the text of the clause."))
        return cleaned


class RespondToReviewForm(ActForm):
    """The answer to the opinion, and the changed clauses."""

    statement = passage(
        _("Statement on what was done"), help_text=_("What was adjusted or supplemented after the opinion.")
    )
    files = FilesField(label=_("Papers"), required=False)

    formset_classes: ClassVar = {
        "answers": rows_of(AnswerRow, heading=_("Answers to the problems"), extra=0),
        "clauses": rows_of(
            ClauseRow,
            heading=_("Changed clauses"),
            help_text=_("A changed text is a new version of the draft; it is reviewed again."),
        ),
    }


def _conclusions(decision: Any) -> list[tuple[str, Any]]:
    known = decision.pack["legality.conclusions"]
    return [(value, label) for value, label in Conclusion.choices if value in known]
