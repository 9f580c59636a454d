"""How a draft was prepared, which units were asked about it, what they answered and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Preparation(models.Model):
    """What a version of the draft rests on (art. 12)."""

    draft = models.OneToOneField("decisions.Draft", models.PROTECT, related_name="preparation")
    research = models.TextField(_("investigation and figures"))
    compliance_note = models.TextField(_("conformity with laws and policies"))
    cost_benefit = models.TextField(_("costs and benefits"), blank=True)
    reason_no_units = models.TextField(_("why no other unit is concerned"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("preparation of a draft")
        verbose_name_plural = _("preparations of drafts")

    def __str__(self) -> str:
        return str(self.draft)


class BasisItem(models.Model):
    """A law, regulation, rule or policy gone through, and its bearing on the draft (art. 12(2))."""

    preparation = models.ForeignKey(Preparation, models.PROTECT, related_name="basis")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    article = models.CharField(_("article"), max_length=80, blank=True)
    relation = models.TextField(_("bearing on the draft"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["preparation_id", "position"]
        verbose_name = _("item of the basis")
        verbose_name_plural = _("items of the basis")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["preparation", "position"], name="basis_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.article}".strip()


class DraftOption(models.Model):
    """One of the options put beside each other (art. 12(4))."""

    preparation = models.ForeignKey(Preparation, models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("option"), max_length=120)
    content = models.TextField(_("content"))
    comparison = models.TextField(_("advantages and drawbacks"))
    is_preferred = models.BooleanField(_("preferred"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["preparation_id", "position"]
        verbose_name = _("option of a draft")
        verbose_name_plural = _("options of drafts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["preparation", "position"], name="option_position_once"),
            models.UniqueConstraint(
                fields=["preparation"],
                condition=Q(is_preferred=True),
                name="option_one_preferred",
                violation_error_message=_("Only one option is preferred."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class UnitRequest(models.Model):
    """A unit asked about a version of the draft (art. 13)."""

    draft = models.ForeignKey("decisions.Draft", models.PROTECT, related_name="unit_requests")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["draft_id", "pk"]
        verbose_name = _("request to a unit")
        verbose_name_plural = _("requests to units")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "unit"], name="unit_asked_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Position(models.TextChoices):
    """What a unit answers."""

    AGREE = "agree", _("Agrees")
    SUGGEST = "suggest", _("Agrees, with suggestions")
    DISAGREE = "disagree", _("Disagrees")
    SILENT = "silent", _("No reply in time")


class UnitReply(models.Model):
    """A unit's reply. It is never a legality review, whoever gives it (art. 25(1))."""

    request = models.OneToOneField(UnitRequest, models.PROTECT, related_name="reply")
    position = models.CharField(_("position"), max_length=8, choices=Position.choices)
    text = models.TextField(_("opinion"), blank=True)
    signed_by = models.CharField(_("signed by"), max_length=100)
    is_own = models.BooleanField(_("given in the system by the unit itself"))
    replied_on = models.DateField(_("replied on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["request"]
        verbose_name = _("reply of a unit")
        verbose_name_plural = _("replies of units")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reply_says_something",
                condition=Q(position="agree") | ~Q(text=""),
                violation_error_message=_("Write the opinion, or how the unit was reminded."),
            ),
            models.CheckConstraint(
                name="reply_silence_is_entered_by_others",
                condition=Q(is_own=False) | ~Q(position="silent"),
                violation_error_message=_("A unit that replies is not silent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.unit}: {self.get_position_display()}"


class Disposition(models.TextChoices):
    """What became of an opinion."""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    REJECTED = "rejected", _("Not adopted")


class UnitOpinion(models.Model):
    """One opinion of a unit and what became of it; for disagreement that stays, the three points of article 13."""

    reply = models.ForeignKey(UnitReply, models.PROTECT, related_name="opinions")
    text = models.TextField(_("opinion"))
    disposition = models.CharField(_("what became of it"), max_length=8, choices=Disposition.choices)
    reason = models.TextField(_("reason"))
    is_agreed = models.BooleanField(_("agreement reached"))
    issue = models.TextField(_("main issue in dispute"), blank=True)
    unit_opinion = models.TextField(_("the unit's opinion"), blank=True)
    lead_opinion = models.TextField(_("the lead unit's opinion, reasons and basis"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["reply_id", "pk"]
        verbose_name = _("opinion of a unit")
        verbose_name_plural = _("opinions of units")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="opinion_answered_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class UnitConsultation(models.Model):
    """The end of asking units about a version of the draft."""

    draft = models.OneToOneField("decisions.Draft", models.PROTECT, related_name="unit_consultation")
    on = models.DateField(_("concluded on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("consultation of units")
        verbose_name_plural = _("consultations of units")

    def __str__(self) -> str:
        return str(self.draft)


class AdoptionNote(models.Model):
    """What the final draft took over from everything that was heard."""

    draft = models.OneToOneField("decisions.Draft", models.PROTECT, related_name="adoption_note")
    text = models.TextField(_("what was adopted"))
    on = models.DateField(_("finalised on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("adoption note")
        verbose_name_plural = _("adoption notes")

    def __str__(self) -> str:
        return str(self.draft)
