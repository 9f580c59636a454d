"""The pool of experts (art. 21): who may be asked, on what field, for how long, and what ties them to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from datetime import date


class ExpertPool(models.Model):
    """A pool an organ keeps, with its rules on management, integrity and leaving (art. 21)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    authority = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="expert_pools", verbose_name=_("organ that keeps it")
    )
    managing_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit that manages it")
    )
    # A pool of a superior organ that this one borrows from.
    upstream = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="downstream",
        verbose_name=_("superior's pool used"),
    )
    management_rules = models.CharField(_("rules on management"), max_length=200, blank=True)
    integrity_rules = models.CharField(_("rules on the appraisal of integrity"), max_length=200, blank=True)
    exit_rules = models.CharField(_("rules on leaving"), max_length=200, blank=True)
    is_active = models.BooleanField(_("open"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["authority", "name"]
        verbose_name = _("pool of experts")
        verbose_name_plural = _("pools of experts")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pool_is_not_its_own_upstream",
                condition=Q(upstream__isnull=True) | ~Q(upstream=F("id")),
                violation_error_message=_("A pool cannot borrow from itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExpertField(models.Model):
    """A field of knowledge, in a tree."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("wider field")
    )

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("field of knowledge")
        verbose_name_plural = _("fields of knowledge")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ExpertStatus(models.TextChoices):
    """Where a person stands in the pool."""

    CANDIDATE = "candidate", _("Applied")
    ACTIVE = "active", _("In the pool")
    SUSPENDED = "suspended", _("Suspended")
    EXITED = "exited", _("Left")


class Sector(models.TextChoices):
    """Where an expert comes from; local rules limit the share of some."""

    INDUSTRY_DEPARTMENT = "industry_department", _("Department of the industry")
    ACADEMIA = "academia", _("University or institute")
    ASSOCIATION = "association", _("Association or chamber")
    SOCIAL = "social", _("Social organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    PROFESSION = "profession", _("Practising professional")
    OTHER = "other", _("Other")


class Expert(models.Model):
    """A person who may be asked to argue. The code is all that lists and records need of the name."""

    pool = models.ForeignKey(
        ExpertPool, models.PROTECT, null=True, blank=True, related_name="experts", verbose_name=_("pool")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expert",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=64)
    employer = models.CharField(_("employer"), max_length=100)
    employer_code = models.CharField(_("unified credit code of the employer"), max_length=18, blank=True)
    # Set where the employer is a unit of ours: then the tree tells whether it stands below the lead unit.
    employer_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("employing unit")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    qualifications = models.TextField(_("qualifications and practice"), blank=True)
    fields = models.ManyToManyField(ExpertField, related_name="experts", verbose_name=_("fields"))
    region = models.CharField(_("region"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ExpertStatus.choices, default=ExpertStatus.CANDIDATE)
    status_reason = models.TextField(_("reason of the status"), blank=True)
    term_starts_on = models.DateField(_("term from"), null=True, blank=True)
    term_ends_on = models.DateField(_("term until"), null=True, blank=True)
    appointment = models.CharField(_("number of the appointment"), max_length=60, blank=True)
    history = HistoricalRecords(m2m_fields=[fields])

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["pool", "status", "code"], name="expert_by_pool")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="expert_term_ends_after_it_starts",
                condition=Q(term_ends_on__isnull=True) | Q(term_ends_on__gt=F("term_starts_on")),
                violation_error_message=_("The term ends before it begins."),
            ),
            models.CheckConstraint(
                name="expert_in_pool_has_term",
                condition=~Q(status="active") | Q(pool__isnull=True) | Q(term_starts_on__isnull=False),
                violation_error_message=_("Whoever is admitted has a term."),
            ),
            models.CheckConstraint(
                name="expert_left_with_reason",
                condition=~Q(status__in=["suspended", "exited"]) | ~Q(status_reason=""),
                violation_error_message=_("State the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.employer}"

    def why_not_ready(self, day: date) -> str:
        """Return why the expert may not serve on a day, or ""."""
        if self.status != ExpertStatus.ACTIVE:
            return str(self.get_status_display())
        if self.term_starts_on and day < self.term_starts_on:
            return str(_("the term has not begun"))
        if self.term_ends_on and day > self.term_ends_on:
            return str(_("the term is over"))
        return ""


class AffiliationKind(models.TextChoices):
    """What a relation to an organisation is."""

    EMPLOYER = "employer", _("Employee")
    BOARD = "board", _("Member of the board")
    EQUITY = "equity", _("Shareholder")
    ADVISER = "adviser", _("Retained adviser")
    CONTRACT = "contract", _("Contractor or paid researcher")
    DRAFTING = "drafting", _("Took part in drafting or studying the matter")
    MEMBER = "member", _("Member")


class Affiliation(models.Model):
    """A relation of an expert to an organisation, declared or found."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="affiliations")
    organisation = models.CharField(_("organisation"), max_length=100)
    credit_code = models.CharField(_("unified credit code"), max_length=18, blank=True)
    unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    kind = models.CharField(_("relation"), max_length=10, choices=AffiliationKind.choices)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["expert", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organisation}"
