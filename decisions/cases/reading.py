"""The base of the pages to read, on the desk and of the stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.views import View

from decisions.cases.selectors import SEES_AUTHORITY, SEES_OWN_UNIT

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from accounts.models import User


class ReadingView(LoginRequiredMixin, View):
    """A page for those who read decisions by an office of today; administrators and experts have other pages."""

    request: HttpRequest

    @property
    def user(self) -> User:
        """Who asks; nobody gets here without having logged in."""
        return cast("User", self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who reads decisions."""
        if request.user.is_authenticated and not (
            request.user.has_perm(f"decisions.{SEES_AUTHORITY}") or request.user.has_perm(f"decisions.{SEES_OWN_UNIT}")
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
