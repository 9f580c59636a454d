"""The proposal, its study, the decision to start, and the units that lead."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Proposal(models.Model):
    """What was proposed, by whom, and why it is a major decision (art. 2, 3, 10)."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="proposal")
    proposed_by = models.CharField(_("proposed by"), max_length=100, blank=True)
    source_document = models.CharField(_("number of the source document"), max_length=80, blank=True)
    content = models.TextField(_("what is proposed"))
    category_reason = models.TextField(_("why it is of this kind"))
    problem = models.TextField(_("main problem to be solved"), blank=True)
    reasons = models.TextField(_("reasons and basis"), blank=True)
    solution = models.TextField(_("preliminary solution"), blank=True)
    necessity = models.TextField(_("necessity and feasibility"), blank=True)
    # Values of ``services.Exclusion``; a proposal that is kept names none.
    exclusions = models.JSONField(_("excluded because"), default=list, blank=True)
    local_exclusion = models.CharField(_("excluded by local rule"), max_length=200, blank=True)
    catalogue_year = models.PositiveSmallIntegerField(_("year of the catalogue"), null=True, blank=True)
    reason_outside = models.TextField(_("why outside the catalogue"), blank=True)
    on = models.DateField(_("proposed on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return str(self.decision)


class Study(models.Model):
    """The report of the unit that studied the proposal (art. 10)."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="study")
    recommends = models.BooleanField(_("recommends starting"))
    report = models.TextField(_("result of the study"))
    necessity = models.TextField(_("necessity"))
    feasibility = models.TextField(_("feasibility"))
    suggested_lead = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("suggested lead unit")
    )
    on = models.DateField(_("studied on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("study of a proposal")
        verbose_name_plural = _("studies of proposals")

    def __str__(self) -> str:
        return str(self.decision)


class Initiation(models.Model):
    """Whether the procedure was started, why, and who approved (art. 10)."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="initiation")
    is_started = models.BooleanField(_("started"))
    reason = models.TextField(_("reason"))
    approver = models.CharField(_("approved by"), max_length=100)
    approval_number = models.CharField(_("number of the approval"), max_length=80)
    exploratory_ground = models.TextField(_("ground of the exploratory reform"), blank=True)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision to start")
        verbose_name_plural = _("decisions to start")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="initiation_is_approved",
                condition=~Q(approver="") & ~Q(approval_number=""),
                violation_error_message=_("Name who approved and the number of the approval."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision)


class LeadUnit(models.Model):
    """A unit that draws up the draft; exactly one of them leads (art. 11)."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="lead_units")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    is_principal = models.BooleanField(_("leads"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "-is_principal", "pk"]
        verbose_name = _("lead unit")
        verbose_name_plural = _("lead units")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "unit"],
                name="lead_unit_once",
                violation_error_message=_("The unit is named twice."),
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(is_principal=True),
                name="lead_unit_one_principal",
                violation_error_message=_("Only one unit leads."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Withdrawal(models.Model):
    """The end of a matter before it is decided, at the wish of its lead unit."""

    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    approver = models.CharField(_("approved by"), max_length=100, blank=True)
    approval_number = models.CharField(_("number of the approval"), max_length=80, blank=True)
    on = models.DateField(_("withdrawn on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return str(self.decision)


class PackMove(models.Model):
    """A decision moved from one version of the rules to another."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="pack_moves")
    before = models.ForeignKey("decisions.RulePack", models.PROTECT, related_name="+", verbose_name=_("rules before"))
    after = models.ForeignKey("decisions.RulePack", models.PROTECT, related_name="+", verbose_name=_("rules after"))
    reason = models.TextField(_("reason"))
    on = models.DateField(_("moved on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "pk"]
        verbose_name = _("move to another rule pack")
        verbose_name_plural = _("moves to other rule packs")
        constraints: ClassVar = [
            models.CheckConstraint(name="pack_move_changes_it", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
