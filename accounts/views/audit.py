"""The auditor's pages: logins, and every change of accounts, units and offices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.changes import changes, read_reason
from accounts.lockouts import logins
from accounts.models import User
from accounts.views.acting import Administers

if TYPE_CHECKING:
    from django.db.models import QuerySet

KINDS = {"user": _("Account"), "unit": _("Unit"), "office": _("Office")}


class LoginsView(Administers, ListView):
    """Logins and failures of the people in reach; at a root also of names nobody has."""

    verbs = ("read_audit",)
    template_name = "accounts/logins.html"
    context_object_name = "logins"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Any]:
        """Return them, the latest first."""
        is_at_root = self.reach.filter(parent__isnull=True).exists()
        return logins(self.people, has_strangers=is_at_root)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the names."""
        context = super().get_context_data(**kwargs)
        usernames = {row["username"] for row in context["logins"]}
        names = dict(User.objects.filter(username__in=usernames).values_list("username", "name"))
        for row in context["logins"]:
            row["name"] = names.get(row["username"], "")
        return context


class ChangesView(Administers, ListView):
    """Who changed which account, unit or office, when and why."""

    verbs = ("read_audit",)
    template_name = "accounts/changes.html"
    context_object_name = "changes"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Any]:
        """Return them, the latest first."""
        return changes(self.people, self.reach)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words."""
        context = super().get_context_data(**kwargs)
        for row in context["changes"]:
            row["act"], row["reason"] = read_reason(row["reason"])
            row["what"] = KINDS[row["what"]]
        return context
