"""What single members put on record: a written opinion when absent, and the confirmation of the record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["MinutesConfirmation", "RecordAnswer", "WrittenView"]


class WrittenView(models.Model):
    """The written opinion of an absent member, where the rules of the place know it. Never changed."""

    attendance = models.OneToOneField(
        "decisions.Attendance", models.PROTECT, related_name="written_view", verbose_name=_("absent member")
    )
    text = models.TextField(_("written opinion"))
    received_on = models.DateField(_("received on"))

    class Meta:
        ordering: ClassVar = ["attendance"]
        verbose_name = _("written opinion of an absent member")
        verbose_name_plural = _("written opinions of absent members")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="written_view_says_something",
                condition=~Q(text=""),
                violation_error_message=_("A written opinion says something."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.attendance)


class RecordAnswer(models.TextChoices):
    """What a member says of the record."""

    CONFIRMED = "confirmed", _("Confirmed as recorded")
    CORRECTED = "corrected", _("Confirmed with a correction")


class MinutesConfirmation(models.Model):
    """A member's word on the record of a discussion (art. 30(3)): once, and never changed."""

    attendance = models.OneToOneField(
        "decisions.Attendance", models.PROTECT, related_name="confirmation", verbose_name=_("member")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=RecordAnswer.choices)
    remark = models.TextField(_("what is to be corrected"), blank=True)
    is_own = models.BooleanField(_("given in the system by the member"))
    on = models.DateField(_("confirmed on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    material = models.ForeignKey("archive.Material", models.PROTECT, related_name="+", verbose_name=_("filed as"))

    class Meta:
        ordering: ClassVar = ["attendance"]
        verbose_name = _("confirmation of the record")
        verbose_name_plural = _("confirmations of the record")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="confirmation_correction_in_words",
                condition=~Q(answer="corrected") | ~Q(remark=""),
                violation_error_message=_("Say what is to be corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.get_answer_display()}"
