"""The public heard: consultations and other ways, opinions and what became of them. Hearings: ``hearing_models``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.participation.choices import AnswerKind, AuthorTier, Channel, ContactPoint, Method
from decisions.participation.hearing_models import (
    Confirmation,
    Hearing,
    HearingApplicant,
    HearingDelivery,
    HearingParticipant,
    HearingParty,
    ParticipantCategory,
)

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "AnswerKind",
    "AuthorTier",
    "Channel",
    "Confirmation",
    "Consultation",
    "ContactPoint",
    "Hearing",
    "HearingApplicant",
    "HearingDelivery",
    "HearingParticipant",
    "HearingParty",
    "Method",
    "OpinionAnswer",
    "OpinionDisposition",
    "ParticipantCategory",
    "ParticipationRecord",
    "PublicOpinion",
]

BODY_LIMIT = 5000


class Consultation(models.Model):
    """One round of hearing the public on a draft (art. 14, 15); usually an open invitation to comment."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="consultations")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    snapshot = models.ForeignKey(
        "decisions.Snapshot", models.PROTECT, related_name="consultations", verbose_name=_("snapshot")
    )
    methods = ArrayField(
        models.CharField(max_length=20, choices=Method.choices), verbose_name=_("ways of hearing the public")
    )
    is_open = models.BooleanField(_("comments invited openly"), default=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    shortening_reason = models.TextField(_("reason for the shorter period"), blank=True)
    notice = models.TextField(_("notice"), blank=True)
    ways = models.TextField(_("how to comment"), blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    channels: models.JSONField[Any, Any] = models.JSONField(_("published at"), default=list)
    groups = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("specific groups"))
    groups_ground = models.TextField(_("why these groups, or none"), blank=True)
    material = models.ForeignKey("archive.Material", models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(_("opinions answered on"), null=True, blank=True)
    # Counted on the day of the act, by the calendar and in the kind of days of that day.
    period_days = models.PositiveSmallIntegerField(_("days of the period"), null=True, editable=False)
    answer_days = models.PositiveSmallIntegerField(_("days until the answers"), null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("public consultation")
        verbose_name_plural = _("public consultations")
        indexes: ClassVar = [models.Index(fields=["closes_on"], name="consultation_by_close")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="consultation_round_once"),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(answered_on__isnull=True),
                name="consultation_one_at_a_time",
                violation_error_message=_("The opinions of the round before are not answered yet."),
            ),
            models.CheckConstraint(
                name="consultation_closes_after_it_opens",
                condition=Q(closes_on__gt=F("opens_on")),
                violation_error_message=_("The last day must follow the first."),
            ),
            models.CheckConstraint(
                name="consultation_has_a_way",
                condition=Q(methods__len__gt=0),
                violation_error_message=_("Choose at least one way of hearing the public."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.round}"

    @property
    def days(self) -> int:
        """The days of the period, the opening day not counted."""
        return (self.closes_on - self.opens_on).days

    def runs_on(self, day: date) -> bool:
        """Whether comments are invited on a day."""
        return self.is_open and self.opens_on <= day <= self.closes_on


class ParticipationRecord(models.Model):
    """A meeting, visit, inquiry, questionnaire or poll that was held, or talks with a group; never changed."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="participation_records")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="records")
    method = models.CharField(_("way"), max_length=20, choices=Method.choices)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    attendants = models.TextField(_("who took part"), blank=True)
    group = models.CharField(_("specific group"), max_length=100, blank=True)
    summary = models.TextField(_("what was said"))
    provider = models.CharField(_("carried out by"), max_length=200, blank=True)
    has_interest = models.BooleanField(_("has an interest in the matter"), default=False)
    relation = models.TextField(_("relation to the matter"), blank=True)
    sample = models.PositiveIntegerField(_("valid answers"), null=True, blank=True)
    material = models.ForeignKey("archive.Material", models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["decision_id", "held_on", "pk"]
        verbose_name = _("record of participation")
        verbose_name_plural = _("records of participation")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="talks_name_their_group",
                condition=~Q(method=Method.GROUP) | ~Q(group=""),
                violation_error_message=_("Name the group that was talked with."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.held_on}"


class PublicOpinion(models.Model):
    """What somebody said on a draft, as received. Nobody changes or removes it: a trigger refuses (art. 39)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="opinions")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="opinions")
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, blank=True, related_name="opinions")
    participant = models.ForeignKey(
        HearingParticipant, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    record = models.ForeignKey(ParticipationRecord, models.PROTECT, null=True, blank=True, related_name="opinions")
    number = models.PositiveIntegerField(_("number in the register"))
    tracking = models.CharField(_("tracking number"), max_length=24, unique=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    tier = models.CharField(_("author given as"), max_length=12, choices=AuthorTier.choices)
    author = models.CharField(_("name"), max_length=60, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    sealed_phone = models.TextField(_("telephone, encrypted"), blank=True)
    body = models.TextField(_("opinion"))
    clause_key = models.CharField(_("clause"), max_length=40, blank=True)
    on = models.DateField(_("given on"))
    received_at = models.DateTimeField(_("received at"))
    is_late = models.BooleanField(_("after the last day"), default=False)
    digest = models.CharField(_("SHA-256 of the receipt"), max_length=64)
    # Keyed digests of the sender's network and session, to slow down floods; no address is kept.
    source = models.CharField(max_length=32, blank=True, editable=False)
    session = models.CharField(max_length=32, blank=True, editable=False)
    submission = models.UUIDField(null=True, unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        ordering: ClassVar = ["decision_id", "number"]
        verbose_name = _("public opinion")
        verbose_name_plural = _("public opinions")
        indexes: ClassVar = [
            models.Index(fields=["consultation", "source", "received_at"], name="opinion_by_source"),
            models.Index(fields=["consultation", "session", "received_at"], name="opinion_by_session"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="opinion_number_once"),
            models.CheckConstraint(
                name="opinion_says_something",
                condition=~Q(body=""),
                violation_error_message=_("The opinion is empty."),
            ),
            models.CheckConstraint(
                name="opinion_is_not_too_long",
                condition=LessThanOrEqual(Length("body"), BODY_LIMIT),
                violation_error_message=_("An opinion has at most 5,000 characters."),
            ),
            models.CheckConstraint(
                name="opinion_author_fits_tier",
                condition=Q(tier=AuthorTier.ANONYMOUS)
                | (Q(tier=AuthorTier.NAMED) & ~Q(author=""))
                | (Q(tier=AuthorTier.ORGANISATION) & ~Q(organisation="")),
                violation_error_message=_("Give the name, or comment anonymously."),
            ),
        ]

    def __str__(self) -> str:
        return self.tracking


class OpinionAnswer(models.Model):
    """The answer to one opinion, or to several that make the same point (art. 18)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="opinion_answers")
    kind = models.CharField(_("answer"), max_length=14, choices=AnswerKind.choices)
    point = models.CharField(_("the point in short"), max_length=120, blank=True)
    reason = models.TextField(_("reason"))
    clause_key = models.CharField(_("clause changed"), max_length=40, blank=True)
    change = models.TextField(_("what changes"), blank=True)
    given_on = models.DateField(_("given on"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("answer to opinions")
        verbose_name_plural = _("answers to opinions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answer_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Give the reason of the answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.point}".strip()


class OpinionDisposition(models.Model):
    """Which answer an opinion gets. It may be changed until the table of answers is filed."""

    opinion = models.OneToOneField(PublicOpinion, models.PROTECT, related_name="disposition")
    answer = models.ForeignKey(OpinionAnswer, models.PROTECT, related_name="dispositions")
    filed_in = models.ForeignKey("archive.Material", models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["opinion"]
        verbose_name = _("disposition of an opinion")
        verbose_name_plural = _("dispositions of opinions")

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.answer_id}"
