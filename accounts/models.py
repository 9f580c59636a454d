"""Users, the tree of units, and the offices people hold in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn, Self, TypeVar

from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.refusal import NeverDeletedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


Row = TypeVar("Row", bound=models.Model)


class KeptQuerySet(models.QuerySet[Row]):
    """Rows that are never deleted, because what was done in their name stays on file for life."""

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            NeverDeletedError: Always.
        """
        raise NeverDeletedError(self.model._meta.verbose_name_plural)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class KeptManager(models.Manager[Row]):
    """The manager of rows that are never deleted."""

    def get_queryset(self) -> KeptQuerySet[Row]:
        """Return all rows, without a way to delete them."""
        return KeptQuerySet(self.model, using=self._db)


class Kept(models.Model):
    """A row that is never deleted; a trigger refuses it as well (``accounts.sql``)."""

    objects: ClassVar[KeptManager[Self]] = KeptManager()

    class Meta:
        abstract = True

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse.

        Raises:
            NeverDeletedError: Always.
        """
        raise NeverDeletedError(self._meta.verbose_name_plural)


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


class Unit(Kept):
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
    # 机关代字, the letters before 〔2026〕 in an authority's document numbers.
    document_code = models.CharField(_("document code"), max_length=12, blank=True)
    fonds_code = models.CharField(_("fonds number"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # The ids from the root down to this unit, "/1/4/9/": one prefix test answers "below".
    # Only ``accounts.services`` writes it; history leaves it out, as the superior unit says the same.
    # Compared byte by byte: other collations skip the strokes, and the order would no longer be that of the tree.
    path = models.CharField(max_length=200, blank=True, editable=False, db_index=True, db_collation="C")
    history = HistoricalRecords(excluded_fields=["path"])

    class Meta:
        ordering: ClassVar = ["path"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        default_permissions = ()
        permissions: ClassVar = [("manage_units", _("Set up units"))]
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


class UserManager(KeptManager["User"], BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "", **fields: object) -> User:
        """Make an account; without a password nobody can log in with it."""
        user = self.model(username=self.model.normalize_username(username), name=name or username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Kept, AbstractBaseUser, PermissionsMixin):
    """A person who logs in. Accounts are deactivated, never deleted: what they did stays theirs for life.

    What a user may do comes only from the offices held today (``accounts.backends.OfficeBackend``); there is no
    superuser.
    """

    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(_("full name"), max_length=64)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(_("created"), auto_now_add=True)
    # django-axes keeps every login; a column here would write a row of history for each.
    last_login = None
    history = HistoricalRecords(excluded_fields=["password"])

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["username"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        default_permissions = ()
        permissions: ClassVar = [
            ("manage_people", _("Set up people")),
            ("unlock_accounts", _("Unlock accounts")),
            ("read_audit", _("Read the audit log")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="user_is_no_superuser",
                condition=Q(is_superuser=False),
                violation_error_message=_("There is no superuser."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as papers show it."""
        return self.name

    def get_short_name(self) -> str:
        """The same."""
        return self.name

    # Django's own shortcut past the backends for a superuser is left out: there is none.

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether an office held today gives this right, such as ``decisions.review_legality``."""
        return any(
            backend.has_perm(self, perm, obj) for backend in auth.get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, perm_list: Iterable[str], obj: models.Model | None = None) -> bool:
        """Whether offices held today give all of these rights."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether an office held today gives any right in an application."""
        return any(
            backend.has_module_perms(self, app_label)
            for backend in auth.get_backends()
            if hasattr(backend, "has_module_perms")
        )


class FormerPassword(models.Model):
    """The hash of a password somebody had, so that it is not taken up again."""

    user = models.ForeignKey(User, models.PROTECT, related_name="former_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        default_permissions = ()
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")

    def __str__(self) -> str:
        return str(self.user)


class Membership(Kept):
    """An office held: a person in a unit, with a post and the rights of one group, between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", verbose_name=_("rights"))
    post = models.CharField(_("post"), max_length=64)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-starts_on", "pk"]
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        default_permissions = ()
        permissions: ClassVar = [("manage_offices", _("Give and end offices"))]
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
            models.CheckConstraint(
                name="membership_not_by_oneself",
                condition=Q(appointed_by__isnull=True) | ~Q(appointed_by=F("user")),
                violation_error_message=_("Nobody gives rights to themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.post}"

    def is_held_on(self, day: date) -> bool:
        """Whether the office is held on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
