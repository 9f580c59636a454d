"""The decision as issued, where it was published, and how it was explained."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class WithholdingGround(models.TextChoices):
    """Why a decision is not disclosed (Regulation on government information, art. 14 to 16)."""

    STATE_SECRET = "state_secret", _("State secret (art. 14)")
    FORBIDDEN = "forbidden", _("Disclosure forbidden by law or regulation (art. 14)")
    SECURITY = "security", _("Danger to security or social stability (art. 14)")
    THIRD_PARTY = "third_party", _("Trade secret or privacy of a third party (art. 15)")
    INTERNAL = "internal", _("Internal or process information (art. 16)")


class Publication(models.Model):
    """A decision issued under its number: exactly the text the meeting adopted (art. 32)."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="publication")
    authority = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("organ"))
    document_number = models.CharField(_("document number"), max_length=60)
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("text"))
    signed_by = models.CharField(_("signed by"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    effective_on = models.DateField(_("effective from"))
    due_on = models.DateField(_("to be published by"), null=True, blank=True)
    late_reason = models.TextField(_("why it was published late"), blank=True)
    withheld_ground = models.CharField(
        _("ground of non-disclosure"), max_length=12, choices=WithholdingGround.choices, blank=True
    )
    withheld_reason = models.TextField(_("why the ground applies"), blank=True)
    is_watched = models.BooleanField(_("widely watched"), default=False)
    is_technical = models.BooleanField(_("strongly professional or technical"), default=False)
    interpretation = models.TextField(_("interpretation"), blank=True)
    public_adoption = models.TextField(_("what became of the public's opinions"), blank=True)
    expert_adoption = models.TextField(_("what became of the experts' opinions"), blank=True)
    on = models.DateField(_("recorded for"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "document_number"],
                name="document_number_once",
                violation_error_message=_("The organ has issued another document under this number."),
            ),
            models.CheckConstraint(
                name="publication_withheld_with_reason",
                condition=Q(withheld_ground="") | ~Q(withheld_reason=""),
                violation_error_message=_("Say why the ground of non-disclosure applies."),
            ),
            models.CheckConstraint(
                name="publication_effective_once_issued",
                condition=Q(effective_on__gte=F("issued_on")),
                violation_error_message=_("A decision does not take effect before it is issued."),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


class ChannelKind(models.TextChoices):
    """Where decisions are published."""

    GAZETTE = "gazette", _("Government gazette")
    WEBSITE = "website", _("Government website")
    NEWSPAPER = "newspaper", _("Newspaper of the area")
    OTHER = "other", _("Other")


class Channel(models.Model):
    """One place where a decision was published."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="channels")
    kind = models.CharField(_("channel"), max_length=10, choices=ChannelKind.choices)
    reference = models.CharField(_("issue or address"), max_length=300)
    on = models.DateField(_("published on"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["publication_id", "on", "pk"]
        verbose_name = _("channel of publication")
        verbose_name_plural = _("channels of publication")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="channel_can_be_found",
                condition=~Q(reference=""),
                violation_error_message=_("Give issue or address, so that it can be found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
