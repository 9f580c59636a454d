"""Reading the logins django-axes keeps: who is shut out, who came and went, who failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, Value

from accounts.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def lockouts(people: QuerySet[User], now: datetime) -> QuerySet[AccessAttempt]:
    """Return the shut pairs of name and address that belong to some people, the latest first."""
    shut: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=now - settings.AXES_COOLOFF_TIME,
        username__in=people.order_by().values("username"),
    )
    return shut.order_by("-attempt_time")


def logins(people: QuerySet[User], *, has_strangers: bool) -> QuerySet[Any]:
    """Return logins, failures and their addresses as rows of one list, the latest first.

    Args:
        people: Whose logins.
        has_strangers: Whether names nobody has are listed too.
    """
    whose = Q(username__in=people.order_by().values("username"))
    if has_strangers:
        whose = Q(whose | ~Exists(User.objects.filter(username=OuterRef("username"))))
    columns = ("at", "kind", "username", "address", "left_at")
    came: QuerySet[Any] = (
        AccessLog.objects.filter(whose)
        .order_by()
        .annotate(
            at=F("attempt_time"),
            kind=Value("login", output_field=CharField()),
            address=F("ip_address"),
            left_at=F("logout_time"),
        )
        .values(*columns)
    )
    failed = (
        AccessFailureLog.objects.filter(whose)
        .order_by()
        .annotate(
            at=F("attempt_time"),
            kind=Value("failure", output_field=CharField()),
            address=F("ip_address"),
            left_at=F("attempt_time"),
        )
        .values(*columns)
    )
    return came.union(failed, all=True).order_by("-at")
