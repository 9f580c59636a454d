"""Who may log in, and what the offices they hold today let them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.selectors import held_rights, keep_rights

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model
    from django.http import HttpRequest

_CACHE = "_rights_of_offices"


class OfficeBackend(BaseBackend):
    """Logs in active users by password; rights are those of the groups of the offices held today.

    Neither groups nor permissions given to a user directly count, there is no superuser, and an object asked about
    changes nothing: on which decisions a right may be used is for selectors.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_credentials: object,
    ) -> User | None:
        """Return the active user with this name and password, if there is one."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            # As long as for a user who exists, so that the time taken betrays no names.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session; one deactivated meanwhile is out at the next request."""
        try:
            user = User.objects.get(pk=user_id, is_active=True)
        except User.DoesNotExist:
            return None
        # This object lives as long as its request.
        keep_rights(user)
        return user

    def get_user_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Nobody has rights of their own."""
        return set()

    def get_group_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return the rights of the offices held today, such as ``{"decisions.review_legality"}``."""
        if isinstance(user_obj, AnonymousUser) or not user_obj.is_active:
            return set()
        today = timezone.localdate()
        cached: tuple[date, set[str]] | None = getattr(user_obj, _CACHE, None)
        # The day is kept with the answer: a worker's user object may live past midnight.
        if cached is None or cached[0] != today:
            cached = (today, {right.name for right in held_rights(user_obj, today)})
            setattr(user_obj, _CACHE, cached)
        return cached[1]

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return the same: offices are the only source of rights."""
        return self.get_group_permissions(user_obj)

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        """Whether an office held today gives a right."""
        return perm in self.get_group_permissions(user_obj)

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Whether an office held today gives any right in an application."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_group_permissions(user_obj))
