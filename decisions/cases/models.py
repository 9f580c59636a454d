"""A decision, its drafts and their snapshots, what was determined about it, and the numbers its papers carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from viewflow.workflow.models import Process

from decisions.cases.verbs import PERMISSIONS
from decisions.statutes.clauses import called
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


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
    SUSPENDED = "suspended", _("Suspended")
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


class Draft(models.Model):
    """One version of the draft, clause by clause."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    explanation = models.TextField(_("drafting explanation"))
    change_note = models.TextField(_("what changed and why"), blank=True)
    on = models.DateField(_("dated"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "version"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "version"], name="draft_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Clause(models.Model):
    """A clause of a draft. Its key stays the same from version to version, so that clauses can be compared."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=40)
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering: ClassVar = ["draft_id", "position"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "position"], name="clause_position_once"),
            models.UniqueConstraint(fields=["draft", "key"], name="clause_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What readers call the clause."""
        return called(self.key, self.heading)


class ChangeClass(models.TextChoices):
    """How far a snapshot is from the one before."""

    FIRST = "first", _("First version")
    MINOR = "minor", _("Wording only")
    SUBSTANTIVE = "substantive", _("Substantive change")


class Snapshot(models.Model):
    """The exact content an opinion, finding, agenda item or publication is about.

    ``digest`` is the SHA-256 of ``manifest``, canonical JSON of the draft's clauses and papers. Approvals given on
    a snapshot count for a later one only while their digests are equal.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="snapshots")
    sequence = models.PositiveSmallIntegerField(_("number"))
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="snapshots")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    change_class = models.CharField(_("change"), max_length=12, choices=ChangeClass.choices)
    change_reason = models.TextField(_("why it is classed so"), blank=True)
    manifest = models.TextField(_("manifest"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    # The meeting may change the wording of what it adopts; reviews are about the text submitted to it.
    is_decided = models.BooleanField(_("worded by the meeting"), default=False)
    on = models.DateField(_("taken on"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "sequence"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "sequence"], name="snapshot_number_once"),
            models.CheckConstraint(
                name="snapshot_first_supersedes_none",
                condition=Q(change_class="first", supersedes__isnull=True)
                | (~Q(change_class="first") & Q(supersedes__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"S{self.sequence}"

    @property
    def short_digest(self) -> str:
        """The first eight characters of the digest, in two groups, as papers show it."""
        return f"{self.digest[:4]} {self.digest[4:8]}"

    @property
    def is_current(self) -> bool:
        """Whether nothing has superseded it."""
        return not Snapshot.objects.filter(supersedes=self).exists()


class Standing(models.Model):
    """Whether what was heard on an earlier snapshot still stands for a later one, as the responsible unit says.

    Opinions, argumentation, assessment and fair-competition review are about the draft of their day. When the draft
    changes afterwards, somebody answers for each of them: it stands, with reasons, or it is performed again. A
    legality opinion never stands by such a record; it needs the same digest.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="standings")
    procedure = models.CharField(_("procedure"), max_length=16, choices=Determination.PROCEDURES)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="standings", verbose_name=_("snapshot"))
    stands = models.BooleanField(_("still stands"))
    reason = models.TextField(_("reason"))
    signed_by = models.CharField(_("signed by"), max_length=100)
    on = models.DateField(_("stated on"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "snapshot_id", "procedure"]
        verbose_name = _("standing of a procedure")
        verbose_name_plural = _("standings of procedures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "procedure"], name="standing_once"),
            models.CheckConstraint(
                name="standing_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why it still stands or has to be performed again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_procedure_display()}: {self.stands}"


class ApprovalKind(models.TextChoices):
    """Whose word a text needs before it goes to the meeting, and after it before it is issued."""

    LEGALITY = "legality", _("Legality review")
    RISK = "risk", _("Finding on the risk")
    COMPETITION = "competition", _("Fair-competition review")
    MEETING = "meeting", _("Decision of the meeting")
    PARTY = "party", _("Reply of the Party committee")
    CONGRESS = "congress", _("Opinion of the people's congress")


class Approval(models.Model):
    """What a review concluded about one snapshot, for the stages that come after it. A later review is a new row.

    ``conclusion`` is the review's own word, such as ``lawful`` or ``uncontrollable``; ``allows_submission`` says
    whether the text may go to the meeting after it. Whether it is still the same text is a matter of digests.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="approvals")
    kind = models.CharField(_("kind"), max_length=12, choices=ApprovalKind.choices)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="approvals", verbose_name=_("snapshot"))
    conclusion = models.CharField(_("conclusion"), max_length=24)
    allows_submission = models.BooleanField(_("allows the submission to the meeting"))
    # The risks of an exploratory reform, where the review states them instead of refusing (art. 28).
    risk_statement = models.TextField(_("statement of risks"), blank=True)
    number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    on = models.DateField(_("given on"))
    entry = models.ForeignKey("archive.LedgerEntry", models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "kind", "pk"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes: ClassVar = [
            models.Index(fields=["decision", "kind", "-id"], name="approval_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.conclusion}"

    @property
    def covers_current_text(self) -> bool:
        """Whether the text is still the one the review was about."""
        current = self.decision.submitted_snapshot
        return current is not None and current.digest == self.snapshot.digest


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
