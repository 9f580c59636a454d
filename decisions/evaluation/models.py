"""Grounds for an evaluation, what the organ decided on them, the evaluation, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext
from simple_history.models import HistoricalRecords


class TriggerKind(models.TextChoices):
    """The grounds of article 36(1) and of local rules."""

    CALENDAR = "calendar", _("The day has come")
    OPINIONS = "opinions", _("Many opinions")
    TARGET = "target", _("Target missed")
    LEGAL_BASIS = "legal_basis", _("Legal basis changed")
    CIRCUMSTANCE = "circumstance", _("Circumstances changed")
    SUSPENSION = "suspension", _("Execution suspended")
    ORDER = "order", _("Order of the organ")


class Conclusion(models.TextChoices):
    """What an evaluation advises, and what the organ decides."""

    CONTINUE = "continue", pgettext("execution", "Continue")
    ADJUST = "adjust", _("Adjust")
    SUSPEND = "suspend", _("Suspend")
    TERMINATE = "terminate", _("Terminate")


class Grade(models.TextChoices):
    """Grades, where local rules give any."""

    EXCELLENT = "excellent", _("Excellent")
    GOOD = "good", _("Good")
    FAIR = "fair", _("Fair")
    POOR = "poor", _("Poor")


class MemberCategory(models.TextChoices):
    """Who takes part in an evaluation (art. 36(3))."""

    UNIT = "unit", _("Evaluating unit")
    EXPERT = "expert", _("Expert")
    PUBLIC = "public", pgettext("people", "Public")
    DEPUTY = "deputy", _("Deputy of the people's congress")
    CPPCC = "cppcc", _("Member of the consultative conference")
    PEOPLE = "people", _("People's organisation")
    GRASSROOTS = "grassroots", _("Grassroots organisation")
    SOCIAL = "social", _("Social organisation")


class Method(models.TextChoices):
    """How an evaluation finds out."""

    DEPARTMENTS = "departments", _("Argument among departments")
    EXPERTS = "experts", _("Consulting experts")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    TRACKING = "tracking", _("Tracking of public opinion")
    FIELD = "field", _("Field research")
    SYMPOSIUM = "symposium", _("Symposium")
    MEASUREMENT = "measurement", _("Professional measurement")


class Dimension(models.TextChoices):
    """What an indicator is about."""

    RELEVANCE = "relevance", _("Fits economic and social development")
    COHERENCE = "coherence", _("Agrees with law, policy and other decisions")
    EFFECTIVENESS = "effectiveness", _("Solves the problem and reaches its goals")
    EFFICIENCY = "efficiency", _("Costs and benefits")
    IMPACT = "impact", _("Effects near and far, knowledge and satisfaction of the public")
    SUSTAINABILITY = "sustainability", _("Can be kept up")


class EvaluationOrder(models.Model):
    """What the organ decided on the grounds for an evaluation: to evaluate, or not now (art. 36(1), (2))."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="evaluation_orders")
    round = models.PositiveSmallIntegerField(_("round"))
    number = models.CharField(_("number"), max_length=80)
    is_ordered = models.BooleanField(_("evaluated"))
    reason = models.TextField(_("reason"))
    approver = models.CharField(_("approved by"), max_length=100)
    scope = models.TextField(_("what is evaluated"), blank=True)
    evaluating_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evaluating unit")
    )
    third_party = models.CharField(_("third party commissioned"), max_length=120, blank=True)
    contract = models.CharField(_("number of the commission"), max_length=80, blank=True)
    tie = models.TextField(_("ties to the executing unit"), blank=True)
    is_declared = models.BooleanField(_("independence declared"), default=False)
    # Whom the third party was compared with when it was named.
    assessors = models.JSONField(_("argued or assessed before"), default=list, blank=True)
    next_due_on = models.DateField(_("decided on again"), null=True, blank=True)
    report_due_on = models.DateField(_("report due"), null=True, blank=True)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("decision on an evaluation")
        verbose_name_plural = _("decisions on evaluations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="evaluation_round_once"),
            models.CheckConstraint(
                name="evaluation_order_is_whole",
                condition=Q(is_ordered=True, evaluating_unit__isnull=False, next_due_on__isnull=True)
                | Q(is_ordered=False, evaluating_unit__isnull=True, third_party="", next_due_on__gt=F("on")),
                violation_error_message=_("An evaluation has an evaluating unit; one declined has a later day."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EvaluationTrigger(models.Model):
    """A ground for an evaluation with the numbers that make it one; the organ answers it, nobody passes it over."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="evaluation_triggers")
    kind = models.CharField(_("kind"), max_length=14, choices=TriggerKind.choices)
    # One row for one cause, however often and from however many places the due run looks.
    cause = models.CharField(max_length=80)
    text = models.CharField(_("ground"), max_length=500)
    numbers = models.JSONField(_("numbers"), default=dict, blank=True)
    on = models.DateField(_("arose on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(
        EvaluationOrder, models.PROTECT, null=True, blank=True, related_name="triggers", verbose_name=_("answer")
    )
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "on", "pk"]
        verbose_name = _("ground for an evaluation")
        verbose_name_plural = _("grounds for evaluations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "cause"], name="evaluation_trigger_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Evaluation(models.Model):
    """An evaluation carried out: plan, inquiries, findings and advice (art. 36)."""

    order = models.OneToOneField(EvaluationOrder, models.PROTECT, related_name="evaluation")
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="evaluations")
    number = models.CharField(_("number of the report"), max_length=80)
    is_self_evaluation = models.BooleanField(_("self-evaluation"), default=False)
    plan = models.TextField(_("plan"))
    planned_on = models.DateField(_("plan dated"))
    methods = models.JSONField(_("methods"), default=list)
    heard = models.TextField(_("how the public was heard"))
    absence_reason = models.TextField(_("why kinds of members are absent"), blank=True)
    collected_until = models.DateField(_("inquiries closed on"))
    inquiries = models.TextField(_("inquiries and opinions"))
    execution = models.TextField(_("execution"))
    effects = models.TextField(_("effects"))
    costs = models.TextField(_("costs and benefits"))
    appraisal = models.TextField(_("appraisal by society"))
    problems = models.TextField(_("problems and their causes"))
    suggestions = models.TextField(_("suggestions"))
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=10, choices=Conclusion.choices)
    conclusion_reason = models.TextField(_("reasons of the conclusion"))
    on = models.DateField(_("reported on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="evaluation_concludes_after_inquiries",
                condition=Q(planned_on__lte=F("collected_until"), collected_until__lte=F("on")),
                violation_error_message=_("The plan comes first, then the inquiries, then the conclusion."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EvaluationMember(models.Model):
    """A person or organisation that takes part in an evaluation."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="members")
    category = models.CharField(_("kind"), max_length=10, choices=MemberCategory.choices)
    name = models.CharField(_("name"), max_length=100)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    role = models.CharField(_("part taken"), max_length=100, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["evaluation_id", "pk"]
        verbose_name = _("member of an evaluation")
        verbose_name_plural = _("members of evaluations")

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """A measure of an evaluation with its target, its result and where the number comes from."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="indicators")
    dimension = models.CharField(_("about"), max_length=14, choices=Dimension.choices)
    name = models.CharField(_("indicator"), max_length=120)
    target = models.CharField(_("target"), max_length=120)
    result = models.CharField(_("result"), max_length=120)
    source = models.CharField(_("source"), max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["evaluation_id", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    """What the organ decided on the result of an evaluation (art. 36(4), 37)."""

    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="application")
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="evaluation_results")
    number = models.CharField(_("number"), max_length=80)
    outcome = models.CharField(_("decided"), max_length=10, choices=Conclusion.choices)
    reason = models.TextField(_("reasons"))
    approver = models.CharField(_("approved by"), max_length=100)
    approval_number = models.CharField(_("number of the organ's decision"), max_length=80, blank=True)
    is_major = models.BooleanField(_("major adjustment"), default=False)
    minor_reason = models.TextField(_("why the adjustment is minor"), blank=True)
    adjustment = models.TextField(_("what is adjusted"), blank=True)
    proposing_unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ordered to propose the adjustment"),
    )
    propose_by = models.DateField(_("to be proposed by"), null=True, blank=True)
    # Whoever stops or changes a decision limits the loss (local rules).
    arrangements = models.TextField(_("arrangements against loss and bad effects"), blank=True)
    next_due_on = models.DateField(_("next evaluation"), null=True, blank=True)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("decision on the result of an evaluation")
        verbose_name_plural = _("decisions on results of evaluations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="application_goes_on_or_ends",
                condition=Q(outcome="terminate", next_due_on__isnull=True)
                | (~Q(outcome="terminate") & Q(next_due_on__gt=F("on"))),
                violation_error_message=_("Whatever goes on is evaluated again on a later day."),
            ),
            models.CheckConstraint(
                name="application_major_is_adjustment",
                condition=Q(is_major=False) | Q(outcome="adjust"),
                violation_error_message=_("Only an adjustment can be a major one."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
