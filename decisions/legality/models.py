"""Submissions for review, their check, counsel's opinions, the review with its problems, and the answer to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext
from simple_history.models import HistoricalRecords


class Question(models.TextChoices):
    """The three questions of article 27."""

    AUTHORITY = "authority", _("Is the matter within the statutory authority?")
    PROCEDURE = "procedure", _("Was the statutory procedure performed in making the draft?")
    CONTENT = "content", _("Does the content conform to laws, regulations, rules and state policy?")


class Conclusion(models.TextChoices):
    """What a review comes to; which of them a place uses is in its rule pack."""

    LAWFUL = "lawful", _("Lawful")
    LAWFUL_AFTER_CHANGE = "lawful_after_change", _("Lawful after changes")
    UNLAWFUL = "unlawful", _("Unlawful")
    DEFER = "defer", _("Not to be submitted for now")


class IntakeResult(models.TextChoices):
    """What the check of a submission comes to (art. 26(1))."""

    ACCEPTED = "accepted", pgettext("submission", "Accepted")
    SUPPLEMENT = "supplement", _("To be supplemented")
    RETURNED = "returned", _("Returned")


class CounselKind(models.TextChoices):
    """Who gives legal opinions (art. 28)."""

    ADVISER = "adviser", _("Legal adviser")
    PUBLIC_LAWYER = "public_lawyer", _("Public lawyer")


class PauseKind(models.TextChoices):
    """Why a review was interrupted."""

    SUPPLEMENT = "supplement", _("Papers supplemented")
    CONSULT = "consult", _("Opinions sought")
    EXPERT = "expert", _("Legal argumentation by experts")


class ReviewSubmission(models.Model):
    """One submission of one text for review (art. 26(1))."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="review_submissions")
    round = models.PositiveSmallIntegerField(_("round"))
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    letter_number = models.CharField(_("number of the letter"), max_length=80, blank=True)
    basis = models.TextField(_("legal basis"))
    statement = models.TextField(_("statement on the procedure"))
    prereview = models.TextField(_("opinion of the lead unit's own legal body"), blank=True)
    prereviewer = models.CharField(_("first reviewed by"), max_length=100, blank=True)
    supplements = models.TextField(_("what was supplemented"), blank=True)
    on = models.DateField(_("submitted on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("submission for review")
        verbose_name_plural = _("submissions for review")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="review_submission_once"),
            models.CheckConstraint(
                name="prereview_is_signed",
                condition=Q(prereview="") | ~Q(prereviewer=""),
                violation_error_message=_("Name who reviewed first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.round}"


class Intake(models.Model):
    """The check of a submission: accepted, to be supplemented by a list given once, or returned."""

    submission = models.OneToOneField(ReviewSubmission, models.PROTECT, related_name="intake")
    result = models.CharField(_("result"), max_length=12, choices=IntakeResult.choices)
    reason = models.TextField(_("reason"), blank=True)
    # The list given once and for all: paper and what is missing of it.
    items = models.JSONField(_("what is missing"), default=list, blank=True)
    number = models.CharField(_("number"), max_length=60)
    # Counted by the calendar of the day; a year corrected later changes nothing of what was done.
    working_days = models.PositiveSmallIntegerField(_("working days since the submission"), null=True, editable=False)
    on = models.DateField(_("checked on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("check of a submission")
        verbose_name_plural = _("checks of submissions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_return_has_reason",
                condition=~Q(result="returned") | ~Q(reason=""),
                violation_error_message=_("State the reason of the return."),
            ),
            models.CheckConstraint(
                name="intake_supplement_has_list",
                condition=~Q(result="supplement") | ~Q(items=[]),
                violation_error_message=_("List everything that is missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_result_display()}"


class Pause(models.Model):
    """A time in which the review was interrupted; both days belong to it. Whether it stops the clock is the pack's."""

    submission = models.ForeignKey(ReviewSubmission, models.PROTECT, related_name="pauses")
    kind = models.CharField(_("kind"), max_length=12, choices=PauseKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["submission_id", "starts_on"]
        verbose_name = _("interruption of a review")
        verbose_name_plural = _("interruptions of reviews")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The interruption ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"


class CounselOpinion(models.Model):
    """A signed opinion of a legal adviser or public lawyer on one text (art. 28)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="counsel_opinions")
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    counsel = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("counsel"))
    kind = models.CharField(_("kind of counsel"), max_length=14, choices=CounselKind.choices)
    affiliation = models.CharField(_("law firm or unit"), max_length=120)
    licence = models.CharField(_("number of the licence"), max_length=60)
    opinion = models.TextField(_("legal opinion"))
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion.choices)
    # As judged when it was given: offices are entered and ended for past days, and units change.
    is_of_drafter = models.BooleanField(_("counsel of the lead unit"), default=False, editable=False)
    signed_as = models.CharField(_("signed"), max_length=100)
    on = models.DateField(_("signed on"))
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("opinion of counsel")
        verbose_name_plural = _("opinions of counsel")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["snapshot", "counsel"],
                name="counsel_opinion_once",
                violation_error_message=_("You have already given an opinion on this text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_as}: {self.get_conclusion_display()}"


class LegalityReview(models.Model):
    """The opinion on one text: three questions, problems, conclusion (art. 27, 28)."""

    submission = models.OneToOneField(ReviewSubmission, models.PROTECT, related_name="review")
    authority_conforms = models.BooleanField(_("within the statutory authority"))
    authority_basis = models.TextField(_("basis on authority"))
    procedure_conforms = models.BooleanField(_("statutory procedure performed"))
    procedure_basis = models.TextField(_("basis on procedure"))
    content_conforms = models.BooleanField(_("content conforms"))
    content_basis = models.TextField(_("basis on content"))
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion.choices)
    remark = models.TextField(_("reasons and advice"), blank=True)
    claims_exception = models.BooleanField(_("goes on as exploratory reform"), default=False)
    risk_statement = models.TextField(_("statement of legal risks"), blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days of review"))
    early_reason = models.TextField(_("why it is issued early"), blank=True)
    is_reply = models.BooleanField(_("paper is a reply"), default=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("reviewing unit"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer")
    )
    approver = models.CharField(_("approved by"), max_length=100)
    number = models.CharField(_("number"), max_length=60)
    on = models.DateField(_("issued on"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("legality review")
        verbose_name_plural = _("legality reviews")

    def __str__(self) -> str:
        return f"{self.number} {self.get_conclusion_display()}"


class ReviewProblem(models.Model):
    """A problem the review names, and what the lead unit made of it."""

    review = models.ForeignKey(LegalityReview, models.PROTECT, related_name="problems")
    position = models.PositiveSmallIntegerField(_("number"))
    question = models.CharField(_("question"), max_length=10, choices=Question.choices)
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    problem = models.TextField(_("problem"))
    article = models.CharField(_("provision"), max_length=200)
    advice = models.TextField(_("advice"))
    is_adopted = models.BooleanField(_("adopted"), null=True, blank=True)
    answer = models.TextField(_("change made, or reason why not"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["review_id", "position"]
        verbose_name = _("problem named by a review")
        verbose_name_plural = _("problems named by reviews")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "position"], name="review_problem_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.problem[:60]}"


class ReviewResponse(models.Model):
    """How the lead unit acted on an opinion as a whole (art. 28)."""

    review = models.OneToOneField(LegalityReview, models.PROTECT, related_name="response")
    statement = models.TextField(_("statement"))
    snapshot = models.ForeignKey(
        "decisions.Snapshot", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("changed text")
    )
    on = models.DateField(_("answered on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer to a review")
        verbose_name_plural = _("answers to reviews")

    def __str__(self) -> str:
        return str(self.review)
