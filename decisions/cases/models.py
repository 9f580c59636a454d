"""A decision, what was determined about it, the numbers its papers carry. Drafts and reviews: ``text_models``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext
from simple_history.models import HistoricalRecords
from viewflow.workflow.models import Process

from decisions.cases.text_models import Approval, ApprovalKind, ChangeClass, Clause, Draft, Snapshot, Standing
from decisions.cases.verbs import PERMISSIONS
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


__all__ = [
    "Approval",
    "ApprovalKind",
    "Category",
    "ChangeClass",
    "Clause",
    "Decision",
    "DecisionProcess",
    "Determination",
    "Draft",
    "NumberSeries",
    "ProposalSource",
    "Reminder",
    "Snapshot",
    "Standing",
    "Status",
    "Submission",
]


class Category(models.TextChoices):
    """The five kinds of matter of article 3(1)."""

    PUBLIC_POLICY = "public_policy", _("Major public policies and measures")
    PLAN = "plan", _("Important economic and social plans")
    RESOURCES = "resources", _("Important natural or cultural resources")
    PROJECT = "project", _("Major public construction projects")
    OTHER = "other", _("Other matters of major effect")


class ProposalSource(models.TextChoices):
    """Who proposed the matter (art. 10)."""

    LEADER = "leader", _("A leader of the decision-making organ")
    DEPARTMENT = "department", _("A department or a lower government")
    DEPUTIES = "deputies", _("Deputies or members of the consultative conference")
    PUBLIC = "public", _("Citizens, legal persons or organisations in writing")
    EVALUATION = "evaluation", _("The result of a post-decision evaluation")


class Status(models.TextChoices):
    """Where the matter stands as a whole; the flow says which acts are due."""

    IN_PROCEDURE = "in_procedure", _("In procedure")
    NOT_STARTED = "not_started", _("Procedure not started")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", pgettext("execution", "Suspended")
    ADJUSTED = "adjusted", _("Replaced by an adjustment")
    TERMINATED = "terminated", _("Terminated")

    @property
    def is_over(self) -> bool:
        """Whether no act of the procedure can follow."""
        return self in {
            Status.NOT_STARTED,
            Status.REJECTED,
            Status.WITHDRAWN,
            Status.LAPSED,
            Status.ADJUSTED,
            Status.TERMINATED,
        }


class Decision(models.Model):
    """A major administrative decision from its proposal to its end (Decree 713)."""

    number = models.CharField(_("number"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    source = models.CharField(_("proposed by"), max_length=12, choices=ProposalSource.choices)
    status = models.CharField(_("status"), max_length=14, choices=Status.choices, default=Status.IN_PROCEDURE)
    authority = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="decisions_taken", verbose_name=_("decision-making organ")
    )
    proposing_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="decisions_proposed", verbose_name=_("proposing unit")
    )
    lead_unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions_led",
        verbose_name=_("lead unit"),
    )
    study_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("studying unit")
    )
    risk_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("risk-assessing unit")
    )
    executing_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("executing unit")
    )
    evaluating_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evaluating unit")
    )
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("official in charge"),
    )
    # Co-leading, consulted, reviewing, executing and evaluating units: whoever takes part may read.
    involved_units = models.ManyToManyField(
        "accounts.Unit", blank=True, related_name="decisions_shared", verbose_name=_("units involved")
    )
    rule_pack = models.ForeignKey(
        "decisions.RulePack", models.PROTECT, related_name="decisions", verbose_name=_("rule pack")
    )
    is_exploratory = models.BooleanField(_("exploratory reform"), default=False)
    is_nonpublic = models.BooleanField(_("lawfully not disclosed"), default=False)
    catalogue_item = models.CharField(_("item of the annual catalogue"), max_length=40, blank=True)
    adjusts = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="adjustments", verbose_name=_("adjusts")
    )
    case = models.OneToOneField("archive.Case", models.PROTECT, related_name="decision")
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-year", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes: ClassVar = [
            models.Index(fields=["authority", "-year", "-id"], name="decision_by_authority"),
            models.Index(fields=["lead_unit"], name="decision_by_lead_unit"),
            models.Index(fields=["-year", "-id"], name="decision_latest"),
        ]
        permissions: ClassVar = PERMISSIONS
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "number"], name="decision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def pack(self) -> Pack:
        """The numbers the decision is judged by, pinned when it was proposed or moved by a recorded act."""
        return self.rule_pack.resolved

    @property
    def current_draft(self) -> Draft | None:
        """The latest version of the draft."""
        return self.drafts.order_by("-version").first()

    @property
    def current_snapshot(self) -> Snapshot | None:
        """The latest snapshot: what an approval has to point at to count."""
        return self.snapshots.order_by("-sequence").first()

    @property
    def submitted_snapshot(self) -> Snapshot | None:
        """The latest text somebody submitted, before any wording the meeting gave it."""
        return self.snapshots.filter(is_decided=False).order_by("-sequence").first()

    def determination(self, procedure: Procedure) -> Determination | None:
        """Return what was last determined about a procedure."""
        return self.determinations.filter(procedure=procedure).order_by("-revision").first()

    def requires(self, procedure: Procedure) -> bool:
        """Whether a procedure applies, as last determined."""
        found = self.determination(procedure)
        return found is not None and found.is_required


class DecisionProcess(Process):
    """The flow of one decision."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="process")

    class Meta:
        verbose_name = _("procedure of a decision")
        verbose_name_plural = _("procedures of decisions")


class Determination(models.Model):
    """Whether a procedure applies to a decision, on what ground, by whom. A revision is a new row."""

    PROCEDURES: ClassVar = [(item.value, item.label) for item in Procedure]

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="determinations")
    procedure = models.CharField(_("procedure"), max_length=16, choices=PROCEDURES)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    is_required = models.BooleanField(_("required"))
    # The statutory ground as a value, beside the same in words with the reason.
    kind = models.CharField(_("kind of ground"), max_length=24, blank=True)
    ground = models.TextField(_("ground"))
    signed_by = models.CharField(_("determined by"), max_length=100)
    on = models.DateField(_("determined on"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "procedure", "revision"]
        verbose_name = _("applicability determination")
        verbose_name_plural = _("applicability determinations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "procedure", "revision"], name="determination_revision_once"),
            models.CheckConstraint(
                name="determination_has_ground",
                condition=~Q(ground=""),
                violation_error_message=_("State the ground of the determination."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_procedure_display()}: {self.is_required}"


class Submission(models.Model):
    """A form sent once: pressing the button again finds the first receipt instead of acting again."""

    token = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey("archive.LedgerEntry", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return str(self.token)


class NumberSeries(models.Model):
    """The last number given to a kind of paper of an authority in a year; numbers have no gaps."""

    authority = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "kind", "year"], name="series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}〔{self.year}〕{self.last}"


class Reminder(models.Model):
    """Something somebody has to be told about a decision: a period ending, an evaluation due, papers gone stale."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=40)
    # One reminder for one cause, however often and from however many places the due run looks.
    cause = models.CharField(max_length=80)
    text = models.CharField(_("text"), max_length=300)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("for"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "kind", "cause"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return self.text
