"""The drafting unit's preliminary opinion, the regulator's review, and the operators heard."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class CompetitionConclusion(models.TextChoices):
    """What a review comes to (Regulation on fair-competition review, art. 17)."""

    LAWFUL = "lawful", _("Fair competition is not restricted")
    EXCEPTION = "exception", _("Restricted, with an exception of article 12")
    CONTRARY = "contrary", _("Contrary to fair competition")


class ExceptionGround(models.TextChoices):
    """The grounds of article 12."""

    SECURITY = "security", _("National security and development interests")
    INNOVATION = "innovation", _("Technical progress and national capacity for innovation")
    PUBLIC = "public", _("Energy saving, environment, disaster relief or similar public interests")
    STATUTORY = "statutory", _("Other circumstances named by laws or administrative regulations")


class Standard(models.TextChoices):
    """The four groups of standards, articles 8 to 11."""

    ACCESS = "access", _("Market access and exit (art. 8)")
    MOVEMENT = "movement", _("Free movement of goods and factors (art. 9)")
    COST = "cost", _("Costs of production and operation (art. 10)")
    CONDUCT = "conduct", _("Conduct of production and operation (art. 11)")


class PreliminaryReview(models.Model):
    """The drafting unit's own review of one text (art. 14)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="preliminary_reviews")
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    measures = models.TextField(_("measures that bear on operators"))
    opinion = models.TextField(_("preliminary opinion"))
    conclusion = models.CharField(_("preliminary conclusion"), max_length=10, choices=CompetitionConclusion.choices)
    signed_by = models.CharField(_("signed by"), max_length=100)
    on = models.DateField(_("given on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("preliminary fair-competition review")
        verbose_name_plural = _("preliminary fair-competition reviews")

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_conclusion_display()}"


class CompetitionReview(models.Model):
    """The regulator's review of one text."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="competition_reviews")
    round = models.PositiveSmallIntegerField(_("round"))
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    preliminary = models.ForeignKey(
        PreliminaryReview, models.PROTECT, related_name="reviews", verbose_name=_("preliminary opinion")
    )
    reviewer = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("reviewing unit"))
    standards = models.JSONField(_("standards touched"), default=list, blank=True)
    reasons = models.TextField(_("reasons"))
    touches_public = models.BooleanField(_("interest of the public involved"), default=False)
    public_heard = models.TextField(_("how the public was heard"), blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=10, choices=CompetitionConclusion.choices)
    ground = models.CharField(_("ground of article 12"), max_length=12, choices=ExceptionGround.choices, blank=True)
    statement = models.TextField(_("statement on the ground"), blank=True)
    alternatives = models.TextField(_("why nothing is less restrictive"), blank=True)
    period = models.CharField(_("period or condition of its end"), max_length=200, blank=True)
    advice = models.TextField(_("what has to be changed"), blank=True)
    number = models.CharField(_("number"), max_length=60)
    on = models.DateField(_("concluded on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("fair-competition review")
        verbose_name_plural = _("fair-competition reviews")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="competition_round_once"),
            models.CheckConstraint(
                name="competition_exception_is_argued",
                condition=~Q(conclusion="exception")
                | (~Q(ground="") & ~Q(statement="") & ~Q(alternatives="") & ~Q(period="")),
                violation_error_message=_("An exception needs its ground, statement, alternatives and period."),
            ),
            models.CheckConstraint(
                name="competition_contrary_has_advice",
                condition=~Q(conclusion="contrary") | ~Q(advice=""),
                violation_error_message=_("Say what has to be changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_conclusion_display()}"


class OperatorOpinion(models.Model):
    """What an operator or an association concerned said (art. 16)."""

    review = models.ForeignKey(CompetitionReview, models.PROTECT, related_name="operators")
    name = models.CharField(_("operator or association"), max_length=120)
    heard_how = models.CharField(_("heard how"), max_length=100)
    opinion = models.TextField(_("opinion"))
    answer = models.TextField(_("how it was taken into account"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["review_id", "pk"]
        verbose_name = _("opinion of an operator")
        verbose_name_plural = _("opinions of operators")

    def __str__(self) -> str:
        return self.name
