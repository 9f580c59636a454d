"""The dossier as filed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Filing(models.Model):
    """The filing of a decision's dossier (art. 33). It happens once; what comes later is a supplement."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="filing")
    completed_on = models.DateField(_("matter completed on"))
    due_on = models.DateField(_("to be filed by"), null=True, blank=True)
    transfer_on = models.DateField(_("to be transferred to the state archives by"), null=True, blank=True)
    retention = models.CharField(_("retention"), max_length=12)
    location = models.CharField(_("place of the paper file"), max_length=120, blank=True)
    remarks = models.TextField(_("remarks of the note sheet"), blank=True)
    late_reason = models.TextField(_("why it was filed late"), blank=True)
    settled_reason = models.TextField(_("why what is missing was never formed"), blank=True)
    # What the check found on the day; the compliance report reads it from here.
    missing = models.JSONField(_("missing"), default=list, blank=True)
    # Whose archivist filed it, and what that unit was on the day.
    unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("filed by")
    )
    unit_kind = models.CharField(_("kind of the unit"), max_length=20, blank=True, editable=False)
    unit_is_lead = models.BooleanField(_("filed by the lead unit"), default=False, editable=False)
    level = models.CharField(_("level of the archives"), max_length=12, blank=True, editable=False)
    entries = models.PositiveIntegerField(_("ledger entries checked"))
    faults = models.JSONField(_("faults found"), default=list, blank=True)
    on = models.DateField(_("filed on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="filing_not_before_completion",
                condition=models.Q(on__gte=models.F("completed_on")),
                violation_error_message=_("A dossier is not filed before the matter is completed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision)
