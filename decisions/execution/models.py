"""The plan of the execution, its tasks and reports, problems, opinions, supervision and suspensions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext
from simple_history.models import HistoricalRecords


class ReportCycle(models.TextChoices):
    """How often the executing unit reports."""

    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    HALF_YEAR = "half_year", _("Every half-year")
    YEAR = "year", _("Every year")


class TargetKind(models.TextChoices):
    """How a result is held against its target."""

    GROWS = "grows", _("Adds up until the day due")
    AT_LEAST = "at_least", _("At least, at any time")
    AT_MOST = "at_most", _("At most, at any time")


class TaskState(models.TextChoices):
    """Where a task stands."""

    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DELAYED = "delayed", _("Delayed")
    DONE = "done", _("Done")


class ProblemKind(models.TextChoices):
    """The circumstances of article 35(1)."""

    PROBLEM = "problem", _("A problem of the decision was found")
    CHANGE = "change", _("Objective circumstances changed greatly")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")


class Seriousness(models.TextChoices):
    """How far the goals are affected."""

    SERIOUS = "serious", _("Seriously affects the goals")
    MODERATE = "moderate", _("Affects the goals in part")
    SLIGHT = "slight", _("Does not affect the goals")


class OpinionChannel(models.TextChoices):
    """How an opinion reached the organ or the executing unit (art. 35(2))."""

    WEB = "web", _("Portal")
    LETTER = "letter", _("Letter")
    TELEPHONE = "telephone", pgettext("channel", "Telephone")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("In person")


class SupervisionStep(models.TextChoices):
    """The steps of a check, in their order."""

    PLAN = "plan", _("Plan")
    CONCLUSION = "conclusion", _("Conclusion")
    FEEDBACK = "feedback", _("Feedback to the unit checked")
    RECTIFICATION = "rectification", _("Rectification and its check")
    CLOSE_OUT = "close_out", _("Close-out")


class ExecutionPlan(models.Model):
    """Who executes a decision, from when, how often it is reported on and when it is evaluated (art. 34, 36)."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="execution_plan")
    number = models.CharField(_("number of the designation"), max_length=80)
    implemented_on = models.DateField(_("implementation from"))
    term_ends_on = models.DateField(_("fixed term until"), null=True, blank=True)
    report_cycle = models.CharField(_("reported"), max_length=10, choices=ReportCycle.choices)
    evaluation_due_on = models.DateField(_("evaluation due"))
    schedule_reason = models.TextField(_("reason for the day"), blank=True)
    requirements = models.TextField(_("requirements"), blank=True)
    on = models.DateField(_("named on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("plan of execution")
        verbose_name_plural = _("plans of execution")
        indexes: ClassVar = [models.Index(fields=["evaluation_due_on"], name="execution_evaluation_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="execution_term_ends_after_start",
                condition=Q(term_ends_on__isnull=True) | Q(term_ends_on__gt=F("implemented_on")),
                violation_error_message=_("The term ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ExecutingUnit(models.Model):
    """A unit that executes; one of them answers for the whole."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="executing_units")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    is_principal = models.BooleanField(_("answers for the whole"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "-is_principal", "pk"]
        verbose_name = _("executing unit")
        verbose_name_plural = _("executing units")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "unit"],
                name="executing_unit_once",
                violation_error_message=_("The unit is named twice."),
            ),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(is_principal=True), name="executing_unit_one_principal"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class ExecutionTask(models.Model):
    """A task the decision was broken down into, with its unit, its day and what it is measured by."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="execution_tasks")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("task"), max_length=200)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    due_on = models.DateField(_("due"))
    indicator = models.CharField(_("measured by"), max_length=100, blank=True)
    target_kind = models.CharField(_("kind of target"), max_length=10, choices=TargetKind.choices, blank=True)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=4, null=True, blank=True)
    measure = models.CharField(_("measure"), max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "position"]
        verbose_name = _("task of the execution")
        verbose_name_plural = _("tasks of the execution")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "position"], name="execution_task_position_once"),
            models.CheckConstraint(
                name="execution_target_is_whole",
                condition=Q(target__isnull=True, target_kind="")
                | (Q(target__isnull=False, target__gt=0) & ~Q(target_kind="") & ~Q(measure="") & ~Q(indicator="")),
                violation_error_message=_(
                    "A target has a number above nought, its measure, what is measured and the kind of target."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExecutionReport(models.Model):
    """A report of an executing unit (art. 34)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="execution_reports")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    number = models.CharField(_("number"), max_length=80)
    period = models.CharField(_("period"), max_length=60)
    is_final = models.BooleanField(_("final report"), default=False)
    summary = models.TextField(_("state of the execution"))
    difficulties = models.TextField(_("difficulties"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    on = models.DateField(_("reported on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "on", "pk"]
        verbose_name = _("report on the execution")
        verbose_name_plural = _("reports on the execution")

    def __str__(self) -> str:
        return self.number


class TaskProgress(models.Model):
    """What a report says of a task; ``attained`` is the share of what was to be reached by its day."""

    report = models.ForeignKey(ExecutionReport, models.PROTECT, related_name="progress")
    task = models.ForeignKey(ExecutionTask, models.PROTECT, related_name="progress", verbose_name=_("task"))
    state = models.CharField(_("state"), max_length=12, choices=TaskState.choices)
    result = models.DecimalField(_("result"), max_digits=16, decimal_places=4, null=True, blank=True)
    expected = models.DecimalField(_("to be reached by then"), max_digits=16, decimal_places=4, null=True, blank=True)
    attained = models.DecimalField(_("attained, percent"), max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["report_id", "task__position"]
        verbose_name = _("progress of a task")
        verbose_name_plural = _("progress of tasks")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "task"],
                name="task_progress_once",
                violation_error_message=_("The task stands in the report twice."),
            ),
            models.CheckConstraint(
                name="task_progress_result_not_negative",
                condition=Q(result__isnull=True) | Q(result__gte=0),
                violation_error_message=_("A result is not below nought."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_state_display()}"


class ProblemReport(models.Model):
    """A problem, a great change or force majeure, reported by an executing unit (art. 35(1))."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="execution_problems")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    number = models.CharField(_("number"), max_length=80)
    kind = models.CharField(_("kind"), max_length=14, choices=ProblemKind.choices)
    seriousness = models.CharField(_("seriousness"), max_length=10, choices=Seriousness.choices)
    found_on = models.DateField(_("found on"))
    description = models.TextField(_("what happened"))
    effect = models.TextField(_("effect on the goals"))
    measures = models.TextField(_("measures taken or proposed"))
    on = models.DateField(_("reported on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "on", "pk"]
        verbose_name = _("report of a problem")
        verbose_name_plural = _("reports of problems")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="problem_found_before_reported",
                condition=Q(found_on__lte=F("on")),
                violation_error_message=_("It cannot have been found after it was reported."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class ExecutionOpinion(models.Model):
    """What a citizen, legal person or organisation said of the execution, and the answer (art. 35(2))."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="execution_opinions")
    channel = models.CharField(_("received by"), max_length=10, choices=OpinionChannel.choices)
    author = models.CharField(_("given by"), max_length=100, blank=True)
    text = models.TextField(_("opinion"))
    received_on = models.DateField(_("received on"))
    # The number under which it was registered; whoever gave it gets it as a receipt.
    receipt = models.CharField(_("receipt"), max_length=60)
    # The form's own token: pressing the button again finds the first receipt.
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "received_on", "pk"]
        verbose_name = _("opinion on the execution")
        verbose_name_plural = _("opinions on the execution")
        indexes: ClassVar = [models.Index(fields=["decision", "received_on"], name="execution_opinion_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "receipt"], name="execution_opinion_receipt_once"),
            models.CheckConstraint(
                name="execution_opinion_answer_is_dated",
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="execution_opinion_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Enter the opinion."),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def tracking(self) -> str:
        """The number by which the portal knows it."""
        return self.receipt


class Supervision(models.Model):
    """One step of a check on the execution (art. 34; Regulation on government supervision work)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="supervisions")
    # Which check of the decision it is; the plan opens it, the close-out ends it.
    check_number = models.PositiveSmallIntegerField(_("check"))
    step = models.CharField(_("step"), max_length=14, choices=SupervisionStep.choices)
    number = models.CharField(_("number"), max_length=80)
    text = models.TextField(_("content"))
    demands_rectification = models.BooleanField(_("asks for rectification"), default=False)
    due_on = models.DateField(_("rectified by"), null=True, blank=True)
    on = models.DateField(_("dated"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "check_number", "pk"]
        verbose_name = _("step of supervision")
        verbose_name_plural = _("steps of supervision")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "check_number", "step"],
                condition=Q(step__in=["plan", "conclusion", "close_out"]),
                name="supervision_step_once",
                violation_error_message=_("The check has this step already."),
            ),
            models.CheckConstraint(
                name="supervision_rectification_has_day",
                condition=Q(demands_rectification=False) | Q(due_on__isnull=False),
                violation_error_message=_("Say by when it has to be rectified."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_step_display()}"


class Suspension(models.Model):
    """An execution suspended by the head in urgency, until it is resumed or the decision is changed (art. 37)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="suspensions")
    problem = models.ForeignKey(
        ProblemReport, models.PROTECT, related_name="suspensions", verbose_name=_("circumstance reported")
    )
    number = models.CharField(_("number"), max_length=80)
    urgency = models.TextField(_("urgency"))
    scope = models.TextField(_("what is suspended"))
    arrangements = models.TextField(_("arrangements against loss and bad effects"))
    on = models.DateField(_("suspended on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)
    resume_reason = models.TextField(_("reason for resuming"), blank=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(resumed_on__isnull=True),
                name="suspension_one_at_a_time",
                violation_error_message=_("The execution is suspended already."),
            ),
            models.CheckConstraint(
                name="suspension_resumed_after",
                condition=Q(resumed_on__isnull=True) | (Q(resumed_on__gte=F("on")) & ~Q(resume_reason="")),
                violation_error_message=_("Resuming follows the suspension and states its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
