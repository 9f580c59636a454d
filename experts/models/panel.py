"""A panel: what experts are asked about one snapshot, who they are, and what they declared."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from experts.models.pool import Expert, ExpertField, ExpertPool


class PanelForm(models.TextChoices):
    """Forms of argumentation (art. 20(1))."""

    MEETING = "meeting", _("Argumentation meeting")
    WRITTEN = "written", _("Written consultation")
    COMMISSIONED = "commissioned", _("Commissioned argumentation")


class Course(models.TextChoices):
    """What the lead unit does after the argumentation."""

    AS_DRAFTED = "as_drafted", _("Go on as drafted")
    WITH_CHANGES = "with_changes", _("Go on with changes")
    REWORK = "rework", _("Work the draft out anew")


class Panel(models.Model):
    """One argumentation: convened on a snapshot, scored blind, opened at once, concluded."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="panels")
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    number = models.PositiveSmallIntegerField(_("number within the decision"))
    form = models.CharField(_("form"), max_length=12, choices=PanelForm.choices)
    institution = models.CharField(_("institution commissioned"), max_length=100, blank=True)
    questions = models.TextField(_("questions to the experts"))
    is_complex = models.BooleanField(_("complex or contested"), default=False)
    convened_on = models.DateField(_("convened on"))
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deadline_on = models.DateField(_("last day for scoring"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    anonymised_by = models.CharField(_("papers anonymised by"), max_length=64)
    papers = models.ForeignKey(
        "archive.Material", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("papers")
    )
    interested_parties = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    co_units = models.ManyToManyField(
        "accounts.Unit", blank=True, related_name="+", verbose_name=_("co-leading units")
    )
    views_note = models.TextField(_("how different views were attended to"), blank=True)
    reason_not_drawn = models.TextField(_("why experts are named and not drawn"), blank=True)
    outsiders_reason = models.TextField(_("why experts from outside the pool"), blank=True)
    # What was true of the organ at the convening.
    is_province = models.BooleanField(_("the organ is a province's"), default=False, editable=False)
    has_own_pool = models.BooleanField(_("the organ keeps an open pool"), default=False, editable=False)
    seal_salt = models.CharField(max_length=32, editable=False)
    opened_on = models.DateField(_("sheets opened on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("sheets opened at"), null=True, blank=True)
    concluded_on = models.DateField(_("argumentation concluded on"), null=True, blank=True)
    summary = models.TextField(_("comprehensive opinion"), blank=True)
    chair = models.CharField(_("who drew up the comprehensive opinion"), max_length=64, blank=True)
    course = models.CharField(_("what the lead unit does"), max_length=12, choices=Course.choices, blank=True)
    departs_from_majority = models.BooleanField(_("departs from most experts"), default=False)
    departure_reason = models.TextField(_("why most experts are not followed"), blank=True)
    history = HistoricalRecords(excluded_fields=["seal_salt"])

    class Meta:
        ordering: ClassVar = ["decision_id", "number"]
        verbose_name = _("expert panel")
        verbose_name_plural = _("expert panels")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="panel_number_once"),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(concluded_on__isnull=True),
                name="panel_open_once",
                violation_error_message=_("A panel of this decision is still at work."),
            ),
            models.CheckConstraint(
                name="panel_deadline_after_convening",
                condition=Q(deadline_on__gte=models.F("convened_on")),
                violation_error_message=_("The last day for scoring is before the panel is convened."),
            ),
            models.CheckConstraint(
                name="panel_concluded_after_opening",
                condition=Q(concluded_on__isnull=True) | (Q(opened_on__isnull=False) & ~Q(summary="") & ~Q(course="")),
                violation_error_message=_("A panel is concluded after its sheets are opened, with an opinion."),
            ),
            models.CheckConstraint(
                name="panel_opened_at_an_instant",
                condition=Q(opened_on__isnull=True, opened_at__isnull=True)
                | Q(opened_on__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="panel_commission_names_institution",
                condition=~Q(form="commissioned") | ~Q(institution=""),
                violation_error_message=_("Name the institution commissioned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}-{self.number}"

    @property
    def is_opened(self) -> bool:
        """Whether the sheets were opened."""
        return self.opened_on is not None

    @property
    def is_concluded(self) -> bool:
        """Whether the argumentation is over."""
        return self.concluded_on is not None


class Criterion(models.Model):
    """What is scored, its weight and what each level means: frozen when the panel is convened."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("place in the order"))
    key = models.SlugField(_("key"), max_length=30)
    label = models.CharField(_("criterion"), max_length=60)
    hint = models.CharField(_("what it asks"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=4)
    anchors = ArrayField(models.CharField(max_length=20), size=5, verbose_name=_("what 1 to 5 mean"))
    allows_na = models.BooleanField(_("may be not applicable"), default=False)

    class Meta:
        ordering: ClassVar = ["panel_id", "position"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "key"], name="criterion_key_once"),
            models.UniqueConstraint(fields=["panel", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                name="criterion_weight_is_a_share",
                condition=Q(weight__gt=0, weight__lte=1),
                violation_error_message=_("A weight lies between 0 and 1."),
            ),
            models.CheckConstraint(
                name="criterion_has_five_anchors",
                condition=Q(anchors__len=5),
                violation_error_message=_("Say what each of the five levels means."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def levels(self) -> list[tuple[int, str]]:
        """The five levels with their words."""
        return list(enumerate(self.anchors, 1))

    @property
    def percent(self) -> str:
        """The weight in per cent."""
        return f"{(self.weight * 100).normalize():f}%"


class SeatStatus(models.TextChoices):
    """Where an invitation stands."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    BARRED = "barred", _("Excluded for interest")
    REPLACED = "replaced", _("Replaced")


ACTIVE_SEATS = (SeatStatus.INVITED, SeatStatus.ACCEPTED)


class Seat(models.Model):
    """An expert on a panel. The alias is drawn at random and told to nobody else before the sheets are opened."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats", verbose_name=_("expert"))
    alias = models.CharField(_("alias"), max_length=10)
    field = models.ForeignKey(ExpertField, models.PROTECT, related_name="+", verbose_name=_("field"))
    reason = models.TextField(_("reason of the choice"))
    view = models.CharField(_("view on record"), max_length=200, blank=True)
    questions = ArrayField(models.CharField(max_length=200), default=list, blank=True, editable=False)
    is_industry = models.BooleanField(_("from the industry's own departments"), default=False)
    is_subordinate = models.BooleanField(_("subordinate to the lead unit"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=SeatStatus.choices, default=SeatStatus.INVITED)
    status_reason = models.TextField(_("reason"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("in place of")
    )
    invited_on = models.DateField(_("invited on"))
    # What was true of the expert when invited: the pool goes on, and an old panel is judged by this.
    name = models.CharField(_("name when invited"), max_length=64, blank=True, editable=False)
    pool = models.ForeignKey(
        ExpertPool,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("pool when invited"),
    )
    is_outsider = models.BooleanField(_("from outside the pools open to the organ"), default=False, editable=False)
    term_starts_on = models.DateField(_("term from, when invited"), null=True, blank=True, editable=False)
    term_ends_on = models.DateField(_("term until, when invited"), null=True, blank=True, editable=False)
    not_ready = models.CharField(_("why not fit to serve when invited"), max_length=100, blank=True, editable=False)
    interests = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    tasks = models.PositiveSmallIntegerField(_("tasks of the year, this one included"), default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["panel_id", "expert__code"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "expert"],
                name="seat_once",
                violation_error_message=_("An expert has one seat on a panel."),
            ),
            models.UniqueConstraint(fields=["panel", "alias"], name="seat_alias_once"),
            models.CheckConstraint(
                name="seat_choice_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("State why this expert."),
            ),
            models.CheckConstraint(
                name="seat_left_with_reason",
                condition=Q(status__in=["invited", "accepted"]) | ~Q(status_reason=""),
                violation_error_message=_("State the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.alias

    @property
    def is_active(self) -> bool:
        """Whether the expert is still to argue."""
        return self.status in ACTIVE_SEATS


class Answer(models.TextChoices):
    """What an expert answers to an invitation."""

    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")


class ConflictDeclaration(models.Model):
    """What an expert declared, in the words signed."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="declarations")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    answers = models.JSONField(_("questions answered"))
    explanation = models.TextField(_("explanation"), blank=True)
    undertakes_independence = models.BooleanField(_("undertakes to argue independently"), default=False)
    undertakes_confidentiality = models.BooleanField(_("undertakes to keep secrets"), default=False)
    text = models.TextField(_("text signed"))
    signed_name = models.CharField(_("signature"), max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))
    on = models.DateField(_("on"))

    class Meta:
        ordering: ClassVar = ["seat_id", "pk"]
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.seat} {self.on}"
