"""Hearings: the announcement, who signs up, who takes part, how the papers reach them, what they say of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.participation.choices import Confirmation, DeliveryMeans, ParticipantCategory

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Confirmation",
    "DeliveryMeans",
    "Hearing",
    "HearingApplicant",
    "HearingDelivery",
    "HearingParticipant",
    "HearingParty",
    "ParticipantCategory",
]


class Hearing(models.Model):
    """A hearing on a draft (art. 16, 17)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="hearings")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    snapshot = models.ForeignKey(
        "decisions.Snapshot", models.PROTECT, related_name="hearings", verbose_name=_("snapshot")
    )
    ground = models.TextField(_("why a hearing is held"))
    is_mandated = models.BooleanField(_("a law, regulation or rule demands it"), default=False)
    mandate = models.CharField(_("which one"), max_length=200, blank=True)
    organiser = models.CharField(_("organised by"), max_length=100)
    published_on = models.DateField(_("announced on"))
    hearing_on = models.DateField(_("hearing on"))
    begins_at = models.TimeField(_("begins at"))
    place = models.CharField(_("place"), max_length=200)
    notice = models.TextField(_("notice"))
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    channels: models.JSONField[Any, Any] = models.JSONField(_("published at"), default=list)
    needs_selection = models.BooleanField(_("participants are selected"), default=True)
    selection_method = models.TextField(_("method of selection"), blank=True)
    registration_opens_on = models.DateField(_("sign-up from"), null=True, blank=True)
    registration_closes_on = models.DateField(_("sign-up until"), null=True, blank=True)
    material = models.ForeignKey("archive.Material", models.PROTECT, null=True, related_name="+")
    # Known once it was held.
    held_on = models.DateField(_("held on"), null=True, blank=True)
    host = models.CharField(_("host"), max_length=60, blank=True)
    presenters = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("presenters"))
    recorder = models.CharField(_("recorder"), max_length=60, blank=True)
    supervisor = models.CharField(_("supervisor"), max_length=60, blank=True)
    panel = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("hearing panel"))
    presentation = models.TextField(_("presentation by the lead unit"), blank=True)
    debate = models.TextField(_("questions, debate and explanations"), blank=True)
    has_signed_record = models.BooleanField(_("signed record attached"), default=False)
    # Filled when the answers to what was said are filed.
    feedback = models.TextField(_("how the participants were told in writing"), blank=True)
    has_report = models.BooleanField(_("report written"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "number"]
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="hearing_number_once"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(held_on__isnull=True), name="hearing_one_at_a_time"
            ),
            models.CheckConstraint(
                name="hearing_follows_its_notice",
                condition=Q(hearing_on__gt=F("published_on")),
                violation_error_message=_("The hearing must follow its announcement."),
            ),
            models.CheckConstraint(
                name="hearing_sign_up_is_a_period",
                condition=Q(registration_opens_on__isnull=True, registration_closes_on__isnull=True)
                | Q(registration_closes_on__gte=F("registration_opens_on"))
                & Q(registration_closes_on__lt=F("hearing_on")),
                violation_error_message=_("Sign-up runs from its first to its last day and ends before the hearing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.number}"

    def takes_applicants_on(self, day: date) -> bool:
        """Whether somebody may sign up on a day."""
        return (
            self.held_on is None
            and self.registration_opens_on is not None
            and self.registration_closes_on is not None
            and self.registration_opens_on <= day <= self.registration_closes_on
        )


class HearingParty(models.Model):
    """A related party that has to be represented, with its seats (art. 16(3))."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="parties")
    name = models.CharField(_("party"), max_length=100)
    category = models.CharField(_("quality"), max_length=12, choices=ParticipantCategory.choices)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["hearing_id", "pk"]
        verbose_name = _("party to a hearing")
        verbose_name_plural = _("parties to hearings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hearing", "name"], name="hearing_party_once"),
            models.CheckConstraint(
                name="party_has_a_seat",
                condition=Q(seats__gte=1),
                violation_error_message=_("Each party has at least one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HearingApplicant(models.Model):
    """Somebody who signed up for a hearing on the portal or with the organiser; never changed."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="applicants")
    party = models.ForeignKey(HearingParty, models.PROTECT, null=True, blank=True, related_name="applicants")
    tracking = models.CharField(_("tracking number"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=60)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    sealed_phone = models.TextField(_("telephone, encrypted"))
    statement = models.TextField(_("interest in the matter and main view"), max_length=1000)
    applied_at = models.DateTimeField(_("signed up at"))
    source = models.CharField(max_length=32, blank=True, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering: ClassVar = ["hearing_id", "applied_at", "pk"]
        verbose_name = _("applicant for a hearing")
        verbose_name_plural = _("applicants for hearings")

    def __str__(self) -> str:
        return self.name


class HearingParticipant(models.Model):
    """Somebody on the published list of a hearing, and how they confirmed its record."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="participants")
    party = models.ForeignKey(HearingParty, models.PROTECT, null=True, blank=True, related_name="participants")
    applicant = models.OneToOneField(HearingApplicant, models.PROTECT, null=True, blank=True, related_name="place")
    name = models.CharField(_("name"), max_length=60)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    category = models.CharField(_("quality"), max_length=12, choices=ParticipantCategory.choices)
    is_civil_servant = models.BooleanField(_("serving civil servant"), default=False)
    selected_on = models.DateField(_("selected on"))
    listed_on = models.DateField(_("list published on"))
    is_present = models.BooleanField(_("present"), null=True, blank=True)
    confirmation = models.CharField(_("record"), max_length=10, choices=Confirmation.choices, blank=True)
    remark = models.TextField(_("correction, or reason of refusal"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["hearing_id", "pk"]
        verbose_name = _("participant of a hearing")
        verbose_name_plural = _("participants of hearings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hearing", "name", "organisation"],
                name="participant_once",
                violation_error_message=_("This participant is already on the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.organisation}）" if self.organisation else self.name


class HearingDelivery(models.Model):
    """Proof that a participant received the papers of a hearing (art. 16(3)); never changed."""

    participant = models.ForeignKey(HearingParticipant, models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField(_("delivered on"))
    means = models.CharField(_("means"), max_length=12, choices=DeliveryMeans.choices)
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)
    material = models.ForeignKey("archive.Material", models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["participant_id", "delivered_on", "pk"]
        verbose_name = _("delivery of hearing papers")
        verbose_name_plural = _("deliveries of hearing papers")

    def __str__(self) -> str:
        return f"{self.participant_id} {self.delivered_on}"
