"""Score sheets under seal, and what they say once the panel is opened."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experts.models.panel import Criterion, Panel, Seat


class SheetDraft(models.Model):
    """What an expert has filled in so far: encrypted, kept only until the sheet is sealed.

    It keeps no history on purpose: what an expert takes back before signing is nobody's.
    """

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="draft", primary_key=True)
    closed = models.TextField(editable=False)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a score sheet")
        verbose_name_plural = _("drafts of score sheets")
        default_permissions = ()

    def __str__(self) -> str:
        return ""


class ScoreSheet(models.Model):
    """A sealed score sheet: unreadable, but bound to its digest. Rows are never changed."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    sealed = models.TextField(editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64)
    sealed_on = models.DateField(_("sealed on"))
    sealed_at = models.DateTimeField(_("sealed at"))
    entry = models.ForeignKey("archive.LedgerEntry", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["digest"]
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "round"],
                name="sheet_once",
                violation_error_message=_("The sheet of this round is sealed already."),
            ),
            models.CheckConstraint(name="sheet_has_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class ScoreItem(models.Model):
    """One score, readable since the panel was opened; no value means not applicable."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="items")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("score"), null=True)
    comment = models.TextField(_("ground"), blank=True)

    class Meta:
        ordering: ClassVar = ["sheet_id", "criterion__position"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(
                name="score_is_one_to_five",
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5),
                violation_error_message=_("A score is 1 to 5."),
            ),
            models.CheckConstraint(
                name="score_has_ground",
                condition=Q(value__in=[3, 4]) | ~Q(comment=""),
                violation_error_message=_("Scores of 1, 2 and 5 and what is not applicable need a ground."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Stance(models.TextChoices):
    """What an expert advises as a whole."""

    SUPPORT = "support", _("Support")
    CONDITIONAL = "conditional", _("Support on conditions")
    OPPOSE = "oppose", _("Oppose")
    UNABLE = "unable", _("Cannot judge")


class ExpertOpinion(models.Model):
    """A signed opinion, readable since the panel was opened, kept word for word."""

    sheet = models.OneToOneField(ScoreSheet, models.PROTECT, related_name="opinion")
    stance = models.CharField(_("opinion"), max_length=12, choices=Stance.choices)
    dimensions = models.JSONField(_("on each dimension"))
    text = models.TextField(_("opinion in words"))
    conditions = models.TextField(_("conditions"), blank=True)
    salt = models.CharField(max_length=32)
    signed_name = models.CharField(_("signature"), max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        ordering: ClassVar = ["sheet__seat__alias"]
        verbose_name = _("expert opinion")
        verbose_name_plural = _("expert opinions")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="opinion_is_signed",
                condition=~Q(signed_name=""),
                violation_error_message=_("An opinion is signed."),
            ),
            models.CheckConstraint(
                name="opinion_states_conditions",
                condition=~Q(stance="conditional") | ~Q(conditions=""),
                violation_error_message=_("State the conditions."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_stance_display())


class PanelResult(models.Model):
    """The figures of one round, computed when it was opened; never overwritten."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="results")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    statistics = models.JSONField(_("figures"))
    method = models.CharField(_("method"), max_length=20)
    inputs = models.CharField(_("digest of what was computed from"), max_length=64)
    computed_at = models.DateTimeField(_("computed at"), auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["panel_id", "round"]
        verbose_name = _("result of a panel")
        verbose_name_plural = _("results of panels")
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["panel", "round"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.panel} {self.round}"


class Disposition(models.TextChoices):
    """What becomes of an expert's opinion."""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Adopted in part")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    NOTED = "noted", _("Answered by explanation")


class OpinionAnswer(models.Model):
    """What the lead unit does with an opinion, and why."""

    opinion = models.ForeignKey(ExpertOpinion, models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField(_("place in the order"))
    point = models.CharField(_("point"), max_length=300, blank=True)
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition.choices)
    reason = models.TextField(_("reason"))

    class Meta:
        ordering: ClassVar = ["opinion", "position"]
        verbose_name = _("answer to an expert opinion")
        verbose_name_plural = _("answers to expert opinions")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opinion", "position"], name="opinion_answer_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_disposition_display())
