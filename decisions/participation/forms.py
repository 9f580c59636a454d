"""Forms of the acts of hearing the public."""

from __future__ import annotations

import re
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.participation.choices import AnswerKind, AuthorTier, Channel, ContactPoint, Method
from decisions.participation.models import BODY_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WAYS = [(method.value, method.label) for method in Method if method not in {Method.GROUP, Method.EXPLANATION}]
RECORDED = [(method.value, method.label) for method in Method if method is not Method.OPEN]
ENTERED = [(channel.value, channel.label) for channel in Channel if channel not in {Channel.MEETING, Channel.HEARING}]
# A row of numbers is typed by a person: nothing longer or wider is meant.
LONGEST_RANGE = 20
WIDEST_RANGE = 10_000
NUMBERS = re.compile(r"\s*(\d+)\s*(?:[-－—~至]\s*(\d+)\s*)?")


class Day(forms.DateField):
    """A day, as browsers send it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class LongText(forms.CharField):
    """A passage."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the text with plain line ends: browsers send two characters for one."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class NumbersField(forms.CharField):
    """Numbers of opinions: "1-40, 43"."""

    def clean(self, value: Any) -> Any:
        """Return the numbers in order.

        Raises:
            ValidationError: It is not a list of numbers.
        """
        text = super().clean(value)
        numbers: set[int] = set()
        for part in re.split(r"[,,、;;]", text):
            if not part.strip():
                continue
            found = NUMBERS.fullmatch(part)
            if found is None or len(part) > LONGEST_RANGE:
                raise ValidationError(_("Write the numbers as in 1-40, 43."))
            first, last = int(found[1]), int(found[2] or found[1])
            if last < first or last - first > WIDEST_RANGE:
                raise ValidationError(_("Write the numbers as in 1-40, 43."))
            numbers.update(range(first, last + 1))
        return sorted(numbers)


def offered(decision: Any, name: str, read: Callable[[], Any]) -> Any:
    """Return what the rows of a form offer, read once for all of them."""
    kept = decision.__dict__.setdefault("_offered", {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


class ClauseField(forms.ChoiceField):
    """A clause of the draft; the form says which there are.

    Attributes:
        labels: What each clause on offer is called, by its key.
    """

    labels: Mapping[str, str] = MappingProxyType({})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Clause"))
        super().__init__(**kwargs)

    def of(self, decision: Any, empty: Any) -> None:
        """Offer the clauses of the current draft."""
        clauses = offered(decision, "clauses", lambda: _clauses(decision)) if decision is not None else ()
        self.labels = dict(clauses)
        self.choices = [("", empty), *clauses]


def _clauses(decision: Any) -> list[tuple[str, str]]:
    draft = decision.current_draft
    return [(clause.key, clause.name) for clause in draft.clauses.all()] if draft else []


class ChannelRow(RowForm):
    """Where something is published."""

    kind = forms.ChoiceField(label=_("Medium"), choices=ContactPoint.choices)
    name = forms.CharField(label=_("Name"), max_length=100)
    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https", max_length=500)


def channels_from(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return rows of channels as they are kept, with the label of their kind."""
    return [
        {"kind": row["kind"], "label": str(ContactPoint(row["kind"]).label), "name": row["name"], "url": row["url"]}
        for row in rows
    ]


class GroupRow(RowForm):
    """A group whose interests are touched."""

    name = forms.CharField(label=_("Group"), max_length=100)


class OpenConsultationForm(ActForm):
    """What an invitation to comment says."""

    formset_classes: ClassVar = {
        "channels": rows_of(
            ChannelRow,
            heading=_("Published at"),
            help_text=_("Where the public will notice: website, new media, newspaper, radio, television."),
        ),
        "groups": rows_of(
            GroupRow,
            heading=_("Specific groups concerned"),
            help_text=_(
                "Groups whose interests are touched; their organisations and representatives are talked with."
            ),
        ),
    }
    sections: ClassVar = (
        (_("Ways"), ("methods",)),
        (_("Comment period"), ("opens_on", "closes_on", "shortening_reason")),
        (_("Text of the notice"), ("notice", "ways", "contact", "files")),
        (_("Specific groups"), ("groups_ground",)),
    )

    methods = forms.MultipleChoiceField(
        label=_("Ways of hearing the public"), choices=WAYS, widget=forms.CheckboxSelectMultiple
    )
    opens_on = Day(label=_("Opens on"), help_text=_("This day is not counted."))
    closes_on = Day(label=_("Closes on"), help_text=_("Until 23:59:59 of this day."))
    shortening_reason = LongText(
        label=_("Reason for the shorter period"),
        required=False,
        rows=2,
        help_text=_("Only for fewer days than usual; it is published with the notice."),
    )
    notice = LongText(label=_("Text of the notice"), rows=8)
    ways = LongText(label=_("How to comment"), rows=4)
    contact = forms.CharField(label=_("Contact"), max_length=300, help_text=_("Unit, person, telephone."))
    files = FilesField(label=_("Notice as published, papers for the public"), required=False)
    groups_ground = LongText(label=_("Why these groups, or none"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Refuse a last day that does not follow the first.

        Raises:
            ValidationError: It does not.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", _("The last day must follow the first."))
        return cleaned


class AnswerRowMixin(forms.Form):
    """An answer, where one is given at once."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[("", _("later")), *AnswerKind.choices], required=False)
    reason = LongText(label=_("Grounds"), required=False, rows=2)
    answer_clause = ClauseField(label=_("Clause changed"))
    change = LongText(label=_("What changes"), required=False, rows=2)


class OpinionRow(AnswerRowMixin, RowForm):
    """An opinion that did not come through the portal."""

    channel = forms.ChoiceField(label=_("Channel"), choices=ENTERED, initial=Channel.LETTER)
    received_on = Day(label=_("Received on"))
    tier = forms.ChoiceField(label=_("Author given as"), choices=AuthorTier.choices, initial=AuthorTier.NAMED)
    author = forms.CharField(label=_("Full name"), max_length=60, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, help_text=_("Kept encrypted, only to call back.")
    )
    body = LongText(label=_("Opinion"), max_length=BODY_LIMIT, rows=4, help_text=_("As it was said or written."))
    clause_key = ClauseField()
    scans = FilesField(label=_("Scan or recording"), required=False)

    def adjust(self) -> None:
        """Offer the clauses of the draft."""
        self.fields["clause_key"].of(self.decision, _("the whole draft"))
        self.fields["answer_clause"].of(self.decision, "—")
        self.order_fields(
            ["channel", "received_on", "tier", "author", "organisation", "phone", "body", "clause_key", "scans"]
        )


class EnterOpinionForm(ActForm):
    """Opinions on paper, by telephone, by e-mail or in person."""

    formset_classes: ClassVar = {"opinions": rows_of(OpinionRow, heading=_("Opinion"), minimum=1)}

    files = FilesField(label=_("Scans of several opinions together"), required=False)


class SaidRow(RowForm):
    """What somebody said at a meeting."""

    author = forms.CharField(label=_("Full name"), max_length=60, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    body = LongText(label=_("Opinion"), max_length=BODY_LIMIT, rows=3)


class RecordParticipationForm(ActForm):
    """A meeting, visit, inquiry, questionnaire, poll, talks with a group, or an explanation."""

    formset_classes: ClassVar = {
        "opinions": rows_of(
            SaidRow,
            heading=_("Opinion"),
            help_text=_("Each joins the opinions that are answered one by one."),
        )
    }
    sections: ClassVar = (
        (_("What was held"), ("method", "held_on", "place", "group", "attendants", "summary")),
        (_("Questionnaire or poll"), ("provider", "has_interest", "relation", "sample")),
        (_("Papers"), ("files",)),
    )

    method = forms.ChoiceField(label=_("Way"), choices=RECORDED)
    held_on = Day(label=_("Held on"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    group = forms.ChoiceField(
        label=_("Specific group"), required=False, help_text=_("For talks with a group named in the notice.")
    )
    attendants = LongText(label=_("Who took part"), required=False, rows=2)
    summary = LongText(label=_("What was said"), rows=5)
    provider = forms.CharField(label=_("Carried out by"), max_length=200, required=False)
    has_interest = forms.BooleanField(label=_("Has an interest in the matter"), required=False)
    relation = forms.CharField(label=_("Relation to the matter"), required=False)
    sample = forms.IntegerField(label=_("Valid answers"), min_value=1, required=False)
    files = FilesField(label=_("Record, list of attendance, photographs, report, contract"))

    def adjust(self) -> None:
        """Offer the groups of the notice."""
        groups: list[str] = []
        if self.decision is not None:
            for consultation in self.decision.consultations.all():
                groups += [group for group in consultation.groups if group not in groups]
        self.fields["group"].choices = [("", "—"), *((group, group) for group in groups)]


class AnswerRow(RowForm):
    """One answer to several opinions, given in the act itself."""

    numbers = NumbersField(label=_("Numbers of the opinions"), help_text=_("Numbers in the register, as in 1-40, 43."))
    answer = forms.ChoiceField(label=_("Answer"), choices=AnswerKind.choices)
    point = forms.CharField(label=_("The point in short"), max_length=120, required=False)
    reason = LongText(label=_("Grounds"), rows=2)
    answer_clause = ClauseField(label=_("Clause changed"))
    change = LongText(label=_("What changes"), required=False, rows=2)

    def adjust(self) -> None:
        """Offer the clauses of the draft."""
        self.fields["answer_clause"].of(self.decision, "—")


class AnswerOpinionsForm(ActForm):
    """The end of a round: answers, and how the draft was improved."""

    formset_classes: ClassVar = {
        "answers": rows_of(
            AnswerRow,
            heading=_("Answer"),
            help_text=_("Only for opinions that were not answered in the register of opinions."),
        )
    }

    improvements = LongText(label=_("How the draft was improved"), rows=5)
    feedback = LongText(
        label=_("How the participants of the hearing were told in writing"),
        required=False,
        rows=2,
        help_text=_("When and how the answer was sent to those who spoke; local rules may ask for it."),
    )
    files = FilesField(label=_("Table of answers as signed"), required=False)


class DispositionForm(forms.Form):
    """An answer to the opinions chosen in the register; what they say cannot be changed there."""

    answer = forms.ChoiceField(label=_("Answer"), choices=AnswerKind.choices)
    point = forms.CharField(label=_("The point in short"), max_length=120, required=False)
    reason = LongText(label=_("Grounds"), rows=3)
    answer_clause = ClauseField(label=_("Clause changed"))
    change = LongText(label=_("What changes"), required=False, rows=2)

    def __init__(self, *args: Any, decision: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("ClauseField", self.fields["answer_clause"]).of(decision, "—")


class OpinionFilterForm(forms.Form):
    """Which opinions of the register to show."""

    answered = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("no", _("without answer")), ("yes", _("answered"))],
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("all")), *Channel.choices])
    clause = ClauseField()
    q = forms.CharField(label=_("Words"), required=False, max_length=60)

    def __init__(self, *args: Any, decision: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("ClauseField", self.fields["clause"]).of(decision, _("all"))


def usual_last_day(first: Any, days: int | None) -> Any:
    """Return the last day of the usual period, the first not counted."""
    return first + timedelta(days=days or 30)
