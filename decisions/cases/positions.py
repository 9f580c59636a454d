"""Where a decision stands, kept beside it for lists: derived from the flow after every act, and never typed.

``cases.acting.refresh_position`` writes both tables under the flow's lock; they can be thrown away and made again at
any time, so they have no history.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.cases.models import Decision

# What viewflow calls the nodes that are steps to people; gateways and ends are not.
STEP_TYPES = ("HUMAN_START", "HUMAN", "TIMER")


class Position(models.Model):
    """Where a decision stands as a whole, and the days its rates are counted from."""

    decision = models.OneToOneField(
        Decision, models.CASCADE, primary_key=True, related_name="position", verbose_name=_("decision")
    )
    present_nodes = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("present steps"))
    # One letter for each stage of the ribbon: d done, n now, x not applicable, o to come.
    progress = models.CharField(_("progress"), max_length=20, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    reviewed_on = models.DateField(_("review opinion issued on"), null=True, blank=True)
    tabled_on = models.DateField(_("submitted for discussion on"), null=True, blank=True)
    discussed_on = models.DateField(_("discussed on"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    filing_due_on = models.DateField(_("to be filed by"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    problems_raised = models.PositiveIntegerField(_("problems raised by the review"), default=0)
    problems_handled = models.PositiveIntegerField(_("problems handled"), default=0)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        default_permissions = ()
        indexes: ClassVar = [
            GinIndex(fields=["present_nodes"], name="position_present_nodes"),
            models.Index(fields=["due_on", "decision"], name="position_due"),
            models.Index(
                models.F("due_on").desc(nulls_last=True), models.F("decision").desc(), name="position_due_last"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="position_handles_what_was_raised",
                condition=Q(problems_handled__lte=models.F("problems_raised")),
                violation_error_message=_("More problems are handled than were raised."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {', '.join(self.present_nodes)}"


class OpenStep(models.Model):
    """An open task of a decision's flow with the day it is due: an act to be done, or a timer that runs."""

    task = models.OneToOneField(
        "viewflow.Task", models.CASCADE, primary_key=True, related_name="open_step", verbose_name=_("task")
    )
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="open_steps", verbose_name=_("decision"))
    node = models.CharField(_("step"), max_length=40)
    is_timer = models.BooleanField(_("waits for a day"), default=False)
    since = models.DateTimeField(_("waiting since"))
    due_on = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "since", "task_id"]
        verbose_name = _("open step")
        verbose_name_plural = _("open steps")
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["node", "due_on"], name="open_step_by_node"),
            models.Index(fields=["due_on", "since", "task"], name="open_step_most_urgent"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.node}"
