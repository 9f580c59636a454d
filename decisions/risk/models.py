"""Rounds of risk assessment, their points, the departments heard, earlier assessments, and the organ's findings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class RiskLevel(models.TextChoices):
    """How high a risk is as a whole."""

    HIGH = "high", _("High level")
    MEDIUM = "medium", _("Medium level")
    LOW = "low", _("Low level")


class RiskKind(models.TextChoices):
    """What a risk threatens (art. 22)."""

    STABILITY = "stability", _("Social stability")
    SECURITY = "security", _("Public security")
    ENVIRONMENT = "environment", _("Environment")
    ECONOMY = "economy", _("Economy and finance")
    OTHER = "other", _("Other risk")


class RiskMethod(models.TextChoices):
    """How risks are inquired into (art. 23(1))."""

    OPINION = "opinion", _("Following public opinion")
    VISITS = "visits", _("Visits to those most concerned")
    CONSULTATION = "consultation", _("Consultation and analysis")
    SURVEY = "survey", _("Questionnaire")
    QUALITATIVE = "qualitative", _("Qualitative analysis")
    QUANTITATIVE = "quantitative", _("Quantitative analysis")


class RiskAssessment(models.Model):
    """One round: who assessed which text how, and what came out (art. 22, 23)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="risk_assessments")
    round = models.PositiveSmallIntegerField(_("round"))
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    assessor = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("risk-assessing unit")
    )
    third_party = models.CharField(_("third party commissioned"), max_length=120, blank=True)
    contract = models.CharField(_("number of the contract"), max_length=80, blank=True)
    methods = models.JSONField(_("methods"), default=list, blank=True)
    scope = models.TextField(_("who and what was inquired into"), blank=True)
    overall_level = models.CharField(_("overall level"), max_length=8, choices=RiskLevel.choices)
    conclusion = models.TextField(_("overall judgement"))
    response_plan = models.TextField(_("response plan"))
    # What was changed after the round before found the risk uncontrollable (art. 24).
    adjustment = models.TextField(_("adjustment of the draft"), blank=True)
    on = models.DateField(_("assessed on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="risk_round_once"),
            models.CheckConstraint(
                name="risk_third_party_has_contract",
                condition=Q(third_party="") | ~Q(contract=""),
                violation_error_message=_("Enter the number of the contract."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.round}"


class RiskPoint(models.Model):
    """One thing that may go wrong, before and after the measure against it."""

    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind of risk"), max_length=12, choices=RiskKind.choices)
    description = models.TextField(_("risk point"))
    likelihood = models.PositiveSmallIntegerField(_("likelihood"))
    impact = models.PositiveSmallIntegerField(_("impact"))
    measure = models.TextField(_("prevention measure"))
    owner = models.CharField(_("answers for it"), max_length=100)
    residual_likelihood = models.PositiveSmallIntegerField(_("likelihood after the measure"))
    residual_impact = models.PositiveSmallIntegerField(_("impact after the measure"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["assessment_id", "position"]
        verbose_name = _("risk point")
        verbose_name_plural = _("risk points")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "position"], name="risk_point_once"),
            models.CheckConstraint(
                name="risk_point_on_the_scale",
                condition=Q(likelihood__range=(1, 5))
                & Q(impact__range=(1, 5))
                & Q(residual_likelihood__range=(1, 5))
                & Q(residual_impact__range=(1, 5)),
                violation_error_message=_("Likelihood and impact run from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.description[:60]


class RiskOpinion(models.Model):
    """What a department concerned said about the risks (art. 23(2))."""

    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="opinions")
    department = models.CharField(_("department"), max_length=100)
    opinion = models.TextField(_("opinion"))
    answer = models.TextField(_("how it was taken into account"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["assessment_id", "pk"]
        verbose_name = _("opinion of a department on the risks")
        verbose_name_plural = _("opinions of departments on the risks")

    def __str__(self) -> str:
        return self.department


class EarlierAssessment(models.Model):
    """An assessment made under other rules, whose risks are not assessed again (art. 22(2))."""

    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="earlier")
    kind = models.CharField(_("kind of risk"), max_length=12, choices=RiskKind.choices)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=80)
    approved_by = models.CharField(_("approved by"), max_length=100)
    approved_on = models.DateField(_("approved on"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["assessment_id", "pk"]
        verbose_name = _("earlier assessment")
        verbose_name_plural = _("earlier assessments")

    def __str__(self) -> str:
        return self.title


class RiskFinding(models.Model):
    """What the decision-making organ found on a round: controllable or not (art. 24)."""

    assessment = models.OneToOneField(RiskAssessment, models.PROTECT, related_name="finding")
    is_controllable = models.BooleanField(_("controllable"))
    reason = models.TextField(_("reason"))
    demands = models.TextField(_("what is demanded"), blank=True)
    finder = models.CharField(_("found by"), max_length=100)
    filed_as = models.CharField(_("registered as"), max_length=80, blank=True)
    on = models.DateField(_("found on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("finding on a risk")
        verbose_name_plural = _("findings on risks")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="risk_finding_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("State the reason of the finding."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.is_controllable}"
