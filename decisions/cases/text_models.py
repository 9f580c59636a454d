"""What a decision says, version by version, and what was said about exactly that text."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.statutes.clauses import called
from decisions.statutes.rule import Procedure

__all__ = ["Approval", "ApprovalKind", "ChangeClass", "Clause", "Draft", "Snapshot", "Standing"]


class Draft(models.Model):
    """One version of the draft, clause by clause."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="drafts")
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

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="snapshots")
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

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="standings")
    procedure = models.CharField(
        _("procedure"), max_length=16, choices=[(item.value, item.label) for item in Procedure]
    )
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

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="approvals")
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
