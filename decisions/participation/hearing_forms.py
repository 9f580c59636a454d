"""Forms of the acts of a hearing."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from decisions.participation import hearing_selectors
from decisions.participation.choices import Confirmation, DeliveryMeans, ParticipantCategory
from decisions.participation.forms import AnswerRowMixin, ChannelRow, ClauseField, Day, LongText, offered
from decisions.participation.models import BODY_LIMIT, HearingParticipant


class Moment(forms.TimeField):
    """A time of day, as browsers send it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(**kwargs)


class NamesField(forms.CharField):
    """Names, parted by commas or lines."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as text."""
        return "、".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the names."""
        text = "、".join(value) if isinstance(value, list | tuple) else value
        return [name.strip() for name in re.split(r"[,,、;;\n]", super().clean(text)) if name.strip()]


class ParticipantField(forms.ChoiceField):
    """A participant of the announced hearing, by name and organisation."""

    people: dict[str, HearingParticipant]

    def of(self, decision: Any) -> None:
        """Offer the participants on the list."""
        people = offered(decision, "participants", lambda: _participants(decision)) if decision is not None else []
        self.people = {str(person): person for person in people}
        self.choices = [("", "—"), *((name, name) for name in self.people)]

    def clean(self, value: Any) -> Any:
        """Return the participant."""
        return self.people.get(super().clean(value))


def _participants(decision: Any) -> list[HearingParticipant]:
    hearing = hearing_selectors.current_hearing(decision)
    return list(hearing.participants.all()) if hearing is not None else []


class PartyRow(RowForm):
    """A related party."""

    name = forms.CharField(label=_("Party"), max_length=100)
    category = forms.ChoiceField(label=_("Quality"), choices=ParticipantCategory.choices)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=200, initial=1)


class AnnounceHearingForm(ActForm):
    """The notice of a hearing."""

    formset_classes: ClassVar = {
        "parties": rows_of(
            PartyRow,
            heading=_("Party"),
            help_text=_("Every related party has somebody at the hearing."),
            minimum=1,
        ),
        "channels": rows_of(ChannelRow, heading=_("Published at"), minimum=1),
    }
    sections: ClassVar = (
        (_("Why a hearing is held"), ("ground", "is_mandated", "mandate")),
        (_("Time and place"), ("hearing_on", "begins_at", "place", "organiser")),
        (_("Text of the notice"), ("notice", "contact", "files")),
        (
            _("Participants"),
            ("needs_selection", "selection_method", "registration_opens_on", "registration_closes_on"),
        ),
    )

    ground = LongText(
        label=_("Why a hearing is held"),
        help_text=_("Vital interests or wide divergence at stake; the notice says it."),
    )
    is_mandated = forms.BooleanField(label=_("A law, regulation or rule demands it"), required=False)
    mandate = forms.CharField(label=_("Which one"), max_length=200, required=False)
    hearing_on = Day(label=_("Hearing on"))
    begins_at = Moment(label=_("Begins at"))
    place = forms.CharField(label=_("Place"), max_length=200)
    organiser = forms.CharField(label=_("Organised by"), max_length=100)
    notice = LongText(label=_("Text of the notice"), rows=6)
    contact = forms.CharField(label=_("Contact"), max_length=300)
    files = FilesField(label=_("Notice as published, papers for the public"), required=False)
    needs_selection = forms.BooleanField(label=_("Participants are selected"), required=False)
    selection_method = LongText(label=_("Method of selecting participants"), required=False)
    registration_opens_on = Day(label=_("Sign-up from"), required=False)
    registration_closes_on = Day(label=_("Sign-up until"), required=False)


class PlaceRow(RowForm):
    """Somebody on the list of participants."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    party = forms.ChoiceField(label=_("Party"), required=False)
    category = forms.ChoiceField(label=_("Quality"), choices=ParticipantCategory.choices)
    is_civil_servant = forms.BooleanField(label=_("Serving civil servant"), required=False)
    applicant = forms.ChoiceField(label=_("Signed up as"), required=False)

    def adjust(self) -> None:
        """Offer the parties of the notice and those who signed up."""
        parties, applicants = (
            offered(self.decision, "parties", lambda: _parties(self.decision))
            if self.decision is not None
            else ([], [])
        )
        self.fields["party"].choices = [("", "—"), *parties]
        self.fields["applicant"].choices = [("", _("did not sign up on the portal")), *applicants]


def _parties(decision: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    hearing = hearing_selectors.current_hearing(decision)
    if hearing is None:
        return [], []
    return (
        [(party.name, party.name) for party in hearing.parties.all()],
        [(item.tracking, f"{item.name} {item.tracking}") for item in hearing.applicants.all()],
    )


class RegisterParticipantsForm(ActForm):
    """Selection and list of the participants."""

    formset_classes: ClassVar = {"places": rows_of(PlaceRow, heading=_("Participant"), minimum=1, extra=3)}

    process = LongText(label=_("How participants were selected"))
    selected_on = Day(label=_("Selected on"))
    listed_on = Day(label=_("List published on"))
    list_url = forms.URLField(label=_("List published at"), required=False, assume_scheme="https", max_length=500)
    files = FilesField(label=_("Sign-up sheets, record of the selection, list as published"), required=False)


class DeliveryRow(RowForm):
    """Papers that reached a participant."""

    participant = ParticipantField(label=_("Participant"))
    delivered_on = Day(label=_("Delivered on"))
    means = forms.ChoiceField(label=_("Means"), choices=DeliveryMeans.choices)
    receipt = forms.CharField(label=_("Receipt"), max_length=200, required=False, help_text=_("Number, signature."))
    proof = FilesField(label=_("Proof of delivery"), required=False)

    def adjust(self) -> None:
        """Offer the participants on the list."""
        self.fields["participant"].of(self.decision)


class RecordDeliveryForm(ActForm):
    """Proofs that the papers reached the participants."""

    formset_classes: ClassVar = {"deliveries": rows_of(DeliveryRow, heading=_("Delivery"), minimum=1, extra=0)}

    papers = LongText(label=_("Papers delivered"), rows=2)
    files = FilesField(label=_("Proofs of several deliveries together"), required=False)


class PostponeHearingForm(ActForm):
    """Another day for the hearing."""

    hearing_on = Day(label=_("Hearing on"))
    begins_at = Moment(label=_("Begins at"))
    place = forms.CharField(label=_("Place"), max_length=200)
    reason = LongText(label=_("Reason for the postponement"), rows=2)
    files = FilesField(label=_("Notice as published"), required=False)


class PresenceRow(RowForm):
    """Whether a participant came, and what they say of the record."""

    participant = ParticipantField(label=_("Participant"))
    is_present = forms.BooleanField(label=_("Present"), required=False)
    confirmation = forms.ChoiceField(
        label=_("Confirmation of the record"), choices=[("", "—"), *Confirmation.choices], required=False
    )
    remark = forms.CharField(label=_("Correction, or reason of refusal"), required=False, max_length=1000)

    def adjust(self) -> None:
        """Offer the participants on the list."""
        self.fields["participant"].of(self.decision)


class StatementRow(AnswerRowMixin, RowForm):
    """What a participant said."""

    participant = ParticipantField(label=_("Participant"))
    body = LongText(label=_("Statement"), max_length=BODY_LIMIT, rows=4)
    clause_key = ClauseField()

    def adjust(self) -> None:
        """Offer participants and clauses."""
        self.fields["participant"].of(self.decision)
        self.fields["clause_key"].of(self.decision, _("the whole draft"))
        self.fields["answer_clause"].of(self.decision, "—")
        self.order_fields(["participant", "body", "clause_key"])


class HoldHearingForm(ActForm):
    """A hearing as it was held."""

    formset_classes: ClassVar = {
        "presences": rows_of(PresenceRow, heading=_("Presence and confirmation"), extra=0),
        "statements": rows_of(
            StatementRow,
            heading=_("Statement"),
            help_text=_("Each joins the opinions that are answered; answer it here where no later act will."),
            minimum=1,
        ),
    }
    sections: ClassVar = (
        (_("Time and place"), ("began", "ended", "place")),
        (_("Who conducted it"), ("host", "presenters", "recorder", "panel", "supervisor")),
        (_("1. Presentation by the lead unit"), ("presentation",)),
        (_("2. Statements, questions, debate"), ("debate",)),
        (_("3. Record and report"), ("signed_record", "recordings", "report", "feedback")),
    )

    began = Moment(label=_("Began at"))
    ended = Moment(label=_("Ended at"))
    place = forms.CharField(label=_("Place"), max_length=200)
    host = forms.CharField(label=_("Host"), max_length=60)
    presenters = NamesField(label=_("Presenters"), help_text=_("Several names are parted by commas."))
    recorder = forms.CharField(label=_("Recorder"), max_length=60)
    panel = NamesField(label=_("Hearing panel"), required=False, help_text=_("With the host."))
    supervisor = forms.CharField(label=_("Supervisor"), max_length=60, required=False)
    presentation = LongText(
        label=_("Presentation by the lead unit"), rows=5, help_text=_("Draft, basis and circumstances.")
    )
    debate = LongText(label=_("Questions, debate and explanations"), required=False, rows=5)
    signed_record = FilesField(label=_("Signed record of the hearing"), required=False)
    recordings = FilesField(label=_("Agenda, chair's script, sound and image"), required=False)
    report = LongText(label=_("Report of the hearing"), required=False, rows=6)
    feedback = LongText(
        label=_("How the participants of the hearing were told in writing"),
        required=False,
        rows=2,
        help_text=_("When and how the answer was sent to those who spoke, where the statements are answered here."),
    )
