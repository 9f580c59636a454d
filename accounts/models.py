"""Users, the tree of units, and the offices people hold in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group
from django.contrib.auth.models import PermissionsMixin as DjangoPermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from datetime import date


class UnitKind(models.TextChoices):
    """What a unit is in the procedure of a decision."""

    GOVERNMENT = "government", _("People's government")
    GOVERNMENT_OFFICE = "government_office", _("Government office")
    JUSTICE_BUREAU = "justice_bureau", _("Justice bureau")
    MARKET_REGULATOR = "market_regulator", _("Market regulator")
    SUPERVISION = "supervision", _("Supervision office")
    ARCHIVES = "archives", _("Archives")
    AUDIT = "audit", _("Audit office")
    DEPARTMENT = "department", _("Department")
    INSTITUTION = "institution", _("Professional institution")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    CONGRESS = "congress", _("People's congress")


class Level(models.TextChoices):
    """The level a unit stands on (Decree 713, art. 2 and 42)."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    DEPARTMENT = "department", _("Department")
    TOWNSHIP = "township", _("Township")


class Unit(models.Model):
    """An organ, department or institution; units form a tree.

    An *authority* (决策机关) is a unit that takes decisions; its departments stand below it, and so do the
    authorities of the level below.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("superior unit")
    )
    is_authority = models.BooleanField(_("takes decisions"), default=False)
    credit_code = models.CharField(_("unified credit code"), max_length=18, blank=True)
    fonds_code = models.CharField(_("fonds number"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # The ids from the root down to this unit, "/1/4/9/": one prefix test answers "below".
    path = models.CharField(max_length=200, editable=False, db_index=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["path"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_authority_has_fonds",
                condition=Q(is_authority=False) | ~Q(fonds_code=""),
                violation_error_message=_("A unit that takes decisions needs a fonds number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def authority(self) -> Unit:
        """The authority this unit is, or belongs to.

        Raises:
            Unit.DoesNotExist: No unit above it takes decisions.
        """
        if self.is_authority:
            return self
        above = [int(part) for part in self.path.split("/") if part]
        found = Unit.objects.filter(pk__in=above, is_authority=True).order_by("-path").first()
        if found is None:
            raise Unit.DoesNotExist
        return found


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "", **fields: object) -> User:
        """Make an account; without a password nobody can log in with it."""
        user = self.model(username=self.model.normalize_username(username), name=name or username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, DjangoPermissionsMixin):
    """A person who logs in. Accounts are deactivated, never deleted: what they did stays theirs for life.

    What a user may do comes only from the offices held today (``accounts.backends.OfficeBackend``); there is no
    superuser.
    """

    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=64)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    date_joined = models.DateTimeField(_("created"), auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["username"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.CheckConstraint(name="user_is_no_superuser", condition=Q(is_superuser=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as papers show it."""
        return self.name


class Membership(models.Model):
    """An office held: a person in a unit, with a post and the rights of one group, between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", verbose_name=_("rights"))
    post = models.CharField(_("post"), max_length=64)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-starts_on", "pk"]
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "group"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
                violation_error_message=_("This office is already held."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.post}"

    def is_held_on(self, day: date) -> bool:
        """Whether the office is held on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
