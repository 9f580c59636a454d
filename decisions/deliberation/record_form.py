"""The form of a discussion: who was there, what each said, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.fields import passage
from decisions.cases.forms import ActForm, FilesField, RowForm, RowSet, rows_of
from decisions.deliberation import selectors
from decisions.deliberation.facts import Speaker
from decisions.deliberation.forms import day
from decisions.deliberation.majority import Position, Result
from decisions.deliberation.models import Capacity, Opening, Presence

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField
    from django.utils.functional import Promise

    Text = str | Promise

# What a clerk enters of everybody who was there; the rest is filled in or rarely wanted.
SPOKEN = ("capacity", "presence", "position", "text")
FURTHER = ("person", "name", "post", "order", "delegation", "is_head", "presides", "written_on", "written")


@dataclass(frozen=True)
class Part:
    """A part of the form with its place in the index of the page.

    Attributes:
        name: Its place on the page.
        heading: What it is called.
        names: Its fields; none is the table of those present.
        when: When it is needed; a part that is not always needed is folded up.
    """

    name: str
    heading: Text
    names: tuple[str, ...] = ()
    when: Text = ""


PARTS = (
    Part("opening", _("Meeting and opening of the item"), ("on", "postponed", "opening", "opening_words")),
    Part("speakers", _("Attendance and views")),
    Part("decision", _("Decision of the head"), ("result", "conclusion")),
    Part(
        "departure",
        _("If the head departs from the majority"),
        ("reason", "said_at_meeting"),
        _("Only where the head decides otherwise than most members."),
    ),
    Part(
        "wording",
        _("If the text is changed"),
        ("change_reason", "final_text"),
        _("Only where the draft does not pass as it was submitted."),
    ),
    Part("record", _("Record of the discussion"), ("minute_taker", "files")),
)


@dataclass(frozen=True)
class PartShown:
    """A part as the page draws it.

    Attributes:
        part: The part.
        fields: Its fields, bound.
        is_wrong: Whether something in it has to be put right.
        is_used: Whether something was entered in it, so that it must not stay folded up.
    """

    part: Part
    fields: list[BoundField]
    is_wrong: bool
    is_used: bool


class SpeakerRow(RowForm):
    """Somebody at the meeting, and what was said."""

    person = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=_("Official"),
        required=False,
        help_text=_("Without an account here: enter name and post."),
    )
    name = forms.CharField(label=_("Full name"), max_length=60, required=False)
    post = forms.CharField(label=_("Unit and post"), max_length=100, required=False)
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Capacity.choices, initial=Capacity.MEMBER)
    presence = forms.ChoiceField(label=_("Presence"), choices=Presence.choices, initial=Presence.PRESENT)
    is_head = forms.BooleanField(label=_("Head of the organ"), required=False)
    presides = forms.BooleanField(label=_("Presides, speaks last and decides"), required=False)
    delegation = forms.CharField(
        label=_("Number of the delegation"),
        max_length=80,
        required=False,
        help_text=_("Where somebody presides in the head's place."),
    )
    order = forms.IntegerField(
        label=_("Order of speaking"), min_value=1, required=False, help_text=_("Empty: the place of the row.")
    )
    position = forms.ChoiceField(
        label=_("Position"), required=False, choices=[("", "—"), *((item.value, item.label) for item in Position)]
    )
    text = passage(_("What was said"), rows=2, required=False, help_text=_("Different opinions word for word."))
    written = passage(
        _("Written opinion"),
        rows=2,
        required=False,
        help_text=_("Of a member who is absent; it counts neither for the quorum nor among the positions."),
    )
    written_on = day(_("Written opinion received on"), required=False)

    def adjust(self) -> None:
        """Offer the officials of the organ and its units."""
        if self.decision is not None:
            self.fields["person"].queryset = selectors.officials_of(self.decision, on=timezone.localdate())

    @property
    def title(self) -> str:
        """Who it is, as far as the row says it."""
        return str(self["name"].value() or "")

    @property
    def is_blank(self) -> bool:
        """Whether nobody is entered in the row."""
        return not (self.title or self["person"].value())

    @property
    def is_last(self) -> bool:
        """Whether who presides is in the row, and so speaks last."""
        return bool(self["presides"].value())

    @property
    def spoken(self) -> list[BoundField]:
        """What is entered of everybody."""
        return [self[name] for name in SPOKEN]

    @property
    def further(self) -> list[BoundField]:
        """Who it is, the place in the order, who presides, and what came in writing."""
        return [self[name] for name in FURTHER if name in self.fields]

    @property
    def is_further_wrong(self) -> bool:
        """Whether something that is folded up has to be put right."""
        return self.is_bound and bool(self.non_field_errors() or any(field.errors for field in self.further))

    def clean(self) -> dict[str, Any]:
        """Take the name from the account, and ask for what the person's part needs.

        Raises:
            ValidationError: Nobody is named, or a person who was not there is said to have spoken.
        """
        cleaned = super().clean() or self.cleaned_data
        person = cleaned.get("person")
        if person is not None and not cleaned.get("name"):
            cleaned["name"] = person.name
        if not cleaned.get("name"):
            raise ValidationError(_("Choose the official, or enter the name."))
        if cleaned.get("presence") != Presence.PRESENT and (cleaned.get("position") or cleaned.get("text")):
            raise ValidationError(_("Who was not there did not speak."))
        if cleaned.get("written") and not cleaned.get("written_on"):
            self.add_error("written_on", _("Give the day on which the written opinion came."))
        if cleaned.get("capacity") == Capacity.MEMBER and cleaned.get("text") and not cleaned.get("position"):
            self.add_error("position", _("Say which position the member took."))
        return cleaned


class DeliberateForm(ActForm):
    """Attendance, views in order, and the decision."""

    formset_classes = {
        "speakers": rows_of(
            SpeakerRow,
            heading=_("Attendance and views"),
            help_text=_("One row a person, in the order of speaking; the head comes last."),
            minimum=2,
            extra=1,
        )
    }
    sections: ClassVar = [(part.heading, part.names) for part in PARTS if part.names]

    opening = forms.ChoiceField(
        label=_("What who presides said before the discussion"), choices=[("", "—"), *Opening.choices]
    )
    opening_words = passage(_("The opening word for word"), rows=2, required=False)
    result = forms.ChoiceField(label=_("Outcome"), choices=[(item.value, item.label) for item in Result])
    conclusion = passage(_("What was decided"), rows=5, help_text=_("As the minutes put it."))
    reason = passage(_("Reasons the head gave"), rows=3, required=False)
    said_at_meeting = forms.BooleanField(label=_("The reasons were given at the meeting"), required=False)
    change_reason = passage(
        _("What is changed and why"),
        rows=3,
        required=False,
        help_text=_(
            "For changes of wording: why they are of wording only. For changes in substance: what has to change."
        ),
    )
    final_text = passage(
        _("Text as the meeting worded it"), rows=12, required=False, help_text=_("Only for changes of wording.")
    )
    minute_taker = forms.CharField(label=_("Minute-taker"), max_length=60)
    postponed = passage(
        _("Why the item was discussed on another day than the meeting was called for"), rows=2, required=False
    )
    files = FilesField(label=_("Signed record and attendance list"), required=False)

    def adjust(self) -> None:
        """Offer the officials, and ask for what the rules of the place know: outcomes, opening, written opinions."""
        assert self.decision is not None  # noqa: S101 -- a discussion is always of a decision
        pack = self.decision.pack
        if not pack["meeting.head_neutral"]:
            del self.fields["opening"], self.fields["opening_words"]
        # Read once for all rows, however many there are.
        officials: list[tuple[int | str, str]] = [("", "—")]
        officials += [(user.pk, str(user)) for user in selectors.officials_of(self.decision, on=timezone.localdate())]
        for row in self.formsets["speakers"].forms:
            row.fields["person"].widget.choices = officials
            if not pack["meeting.written_opinions"]:
                del row.fields["written"], row.fields["written_on"]
        self.formsets["speakers"].forms = _head_last(self.formsets["speakers"])
        known = pack["meeting.outcomes"]
        self.fields["result"].choices = [
            ("", "—"),
            *((item.value, item.label) for item in Result if item.parameter in known),
        ]

    def parts(self) -> list[PartShown]:
        """Return the parts of the page in their order."""
        found = []
        for part in PARTS:
            fields = [self[name] for name in part.names if name in self.fields]
            if part.names:
                wrong = any(field.errors for field in fields)
                used = any(name in self.changed_data for name in part.names) if self.is_bound else False
            else:
                wrong = self.is_bound and self._has_wrong_rows()
                used = True
            found.append(PartShown(part, fields, wrong, used))
        return found

    def _has_wrong_rows(self) -> bool:
        speakers = self.formsets["speakers"]
        return bool(speakers.non_form_errors() or any(row.errors for row in speakers.forms))

    @property
    def speakers(self) -> list[Speaker]:
        """Everybody at the meeting, as the service takes them."""
        return [
            Speaker(
                user=row["person"],
                name=row["name"],
                post=row["post"],
                capacity=row["capacity"],
                presence=row["presence"],
                is_head=row["is_head"],
                presides=row["presides"],
                delegation=row["delegation"],
                order=row["order"],
                position=row["position"],
                text=row["text"],
                written=row.get("written", ""),
                written_on=row.get("written_on"),
            )
            for row in self.cleaned_data["speakers"]
        ]


def _head_last(speakers: RowSet) -> list[RowForm]:
    """Return the rows as the page shows them: whoever is added stands before the row of who presides.

    Only rows added on the page move; a list that came whole keeps its order.
    """
    filled_in = speakers.initial_form_count()
    rows = list(speakers.forms)
    last = rows[filled_in - 1] if 0 < filled_in <= len(rows) else None
    if isinstance(last, SpeakerRow) and last.is_last:
        return [*rows[: filled_in - 1], *rows[filled_in:], last]
    return rows
