"""Coming in, going out, changing one's password."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts import kept, services
from accounts.forms import LoginForm, PasswordForm, password_rules
from accounts.views.acting import add_refusal

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


FIRST_PAGES = {"manage_units": "units", "manage_offices": "people", "read_audit": "logins"}


class LoginView(views.LoginView):
    """The page before all others."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Lead administrators to their pages, who have no others, and everybody else to the first page."""
        for verb, page in FIRST_PAGES.items():
            if self.request.user.has_perm(f"accounts.{verb}"):
                return reverse(f"accounts:{page}")
        return super().get_default_redirect_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a form was sent that waits for its author."""
        return super().get_context_data(keeps_form=kept.KEPT in self.request.session, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let in; remind of a password that has grown old."""
        answer = super().form_valid(form)
        user: Any = form.get_user()
        kept.remember(answer, user)
        changed_at = user.password_changed_at or user.date_joined
        days = (timezone.now() - changed_at) // timedelta(days=1)
        if days >= settings.PASSWORD_MAX_AGE_DAYS:
            messages.warning(
                self.request,
                _("Your password is %(days)s days old; change it (account, change password).") % {"days": days},
            )
        return answer


def locked(request: HttpRequest, _response: object = None, _credentials: object = None) -> HttpResponse:
    """Answer whoever is shut out after too many wrong passwords; django-axes calls it."""
    minutes = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


class LogoutView(views.LogoutView):
    """Ends the session; only by POST, so that no link on another site can."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Log out, and forget who was in."""
        answer = super().post(request, *args, **kwargs)
        kept.forget(answer)
        return answer


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class PasswordView(LoginRequiredMixin, FormView):
    """Changing one's own password; other sessions of the account end with it."""

    form_class = PasswordForm
    template_name = "accounts/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over whose password it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules for passwords."""
        return super().get_context_data(rules=password_rules(), **kwargs)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """Change it, or say what is wrong with it."""
        user: User = self.request.user  # type: ignore[assignment]
        try:
            changed = services.change_password(user, password=form.cleaned_data["password"])
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, _("Your password is changed."))
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
