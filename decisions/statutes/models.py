"""Rule packs and their parameters, and the calendar of working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from decisions.statutes.pack import Pack
from decisions.statutes.packs import FLOOR, resolve
from decisions.statutes.schema import spec_of

if TYPE_CHECKING:
    from datetime import date


class PackStatus(models.TextChoices):
    """How far a version of a rule pack has come."""

    DRAFT = "draft", pgettext_lazy("rule pack", "Draft")
    REVIEWED = "reviewed", _("Reviewed")
    ACTIVE = "active", _("In force")
    RETIRED = "retired", _("Retired")


class RulePack(models.Model):
    """One version of the numbers a place works by (art. 43).

    Its parameters can change only while it is a draft; triggers of the database hold to that (``sql.py``), because
    decisions are judged by the version pinned to them for as long as their file is kept.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    authority = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_packs",
        verbose_name=_("applies to"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("builds on")
    )
    status = models.CharField(_("status"), max_length=8, choices=PackStatus.choices, default=PackStatus.DRAFT)
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["code", "-effective_from", "-version"]
        verbose_name = _("rule pack")
        verbose_name_plural = _("rule packs")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="rulepack_version_once",
                violation_error_message=_("This version of the rule pack exists."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status="active"),
                name="rulepack_one_active_version",
                violation_error_message=_("Another version of this rule pack is in force."),
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(status="active", authority__isnull=False),
                name="rulepack_one_active_for_authority",
                violation_error_message=_("Another rule pack is in force for this unit."),
            ),
            models.CheckConstraint(
                name="rulepack_only_the_floor_has_no_parent",
                condition=Q(code=FLOOR, parent__isnull=True) | (~Q(code=FLOOR) & Q(parent__isnull=False)),
                violation_error_message=_("Every rule pack builds on another, down to the national floor."),
            ),
            models.CheckConstraint(
                name="rulepack_ends_after_it_starts",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def resolved(self) -> Pack:
        """The pack with everything it inherits; kept in memory once nothing in its chain can change."""
        key = (self.pk, self.code, self.version)
        found = _RESOLVED.get(key)
        if found is None:
            chain = self.chain
            found = resolve([pack.as_layer() for pack in reversed(chain)])
            if all(pack.status != PackStatus.DRAFT for pack in chain):
                _RESOLVED[key] = found
        return found

    @property
    def chain(self) -> list[RulePack]:
        """The pack, the one it builds on, and so on down to the national floor."""
        chain: list[RulePack] = [self]
        while chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        return chain

    def as_layer(self) -> Pack:
        """Return what this version itself says, without what it inherits."""
        own = list(self.parameters.all())
        return Pack(
            code=self.code,
            version=self.version,
            name=self.name,
            values={item.key: item.value for item in own},
            sources={item.key: item.source for item in own},
        )

    def is_in_force_on(self, day: date) -> bool:
        """Whether the version is active and its period covers the day."""
        return (
            self.status == PackStatus.ACTIVE
            and self.effective_from <= day
            and (self.effective_to is None or day <= self.effective_to)
        )


# Resolved packs by (pk, code, version). Entries never go stale: no version becomes a draft again.
_RESOLVED: dict[tuple[int, str, str], Pack] = {}


class RuleParameter(models.Model):
    """One number or switch of a pack, and the instrument and article it comes from."""

    pack = models.ForeignKey(RulePack, models.CASCADE, related_name="parameters", verbose_name=_("rule pack"))
    key = models.CharField(_("key"), max_length=60)
    value = models.JSONField(_("value"), null=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pack_id", "key"]
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pack", "key"],
                name="parameter_once",
                violation_error_message=_("The pack sets this parameter already."),
            ),
            models.CheckConstraint(
                name="parameter_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Name the instrument and the article the value comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    def clean(self) -> None:
        """Refuse a key the schema does not know and a value that is not of the key's kind."""
        spec_of(self.key).check(self.value)


class CalendarYear(models.Model):
    """A year whose working days are known, and the notice they come from."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("notice"), max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="calendaryear_names_its_notice",
                condition=~Q(source=""),
                violation_error_message=_("Name the notice the days come from."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class DayKind(models.TextChoices):
    """How a day departs from the week."""

    HOLIDAY = "holiday", _("Day off")
    MAKE_UP = "make_up", _("Working day at a weekend")


class CalendarDay(models.Model):
    """A day that departs from the week: a weekday off, or a weekend worked."""

    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name=_("year"))
    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("name"), max_length=40, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["day"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints: ClassVar = [
            # 1 is Sunday, 7 Saturday: a holiday on a weekend changes nothing, a make-up day is always one.
            models.CheckConstraint(
                name="calendarday_departs_from_the_week",
                condition=(Q(kind="holiday") & ~Q(day__week_day__in=[1, 7]))
                | (Q(kind="make_up") & Q(day__week_day__in=[1, 7])),
                violation_error_message=_("A day off falls on a weekday, a make-up working day on a weekend."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
