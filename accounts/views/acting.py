"""What the administrators' pages share: who may open them, how far they reach, how a form becomes an act."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.models import Unit
from accounts.selectors import people_within_reach, units_within_reach

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from accounts.models import User


def add_refusal(form: BaseForm, error: ValidationError) -> None:
    """Put what a service refused beside the fields it is about, the rest above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


class Administers(LoginRequiredMixin):
    """A page for administrators: any of ``verbs`` opens it, and it shows only what their office reaches."""

    verbs: ClassVar[tuple[str, ...]] = ()
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send strangers to the login, and turn away whoever has no such office."""
        if request.user.is_authenticated and not any(request.user.has_perm(f"accounts.{verb}") for verb in self.verbs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def today(self) -> date:
        """The day the page is about."""
        return timezone.localdate()

    @property
    def by(self) -> User:
        """Who acts."""
        return self.request.user  # type: ignore[return-value]

    @cached_property
    def reach(self) -> QuerySet[Unit]:
        """The units the reader administers."""
        held = [verb for verb in self.verbs if self.by.has_perm(f"accounts.{verb}")]
        return units_within_reach(self.by, held[0], self.today) if held else Unit.objects.none()

    @property
    def people(self) -> QuerySet[User]:
        """The people the reader may see."""
        return people_within_reach(self.reach, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the reader may do."""
        may = {
            perm.removeprefix("accounts."): True
            for perm in self.by.get_all_permissions()
            if perm.startswith("accounts.")
        }
        return super().get_context_data(may=may, today=self.today, **kwargs)  # type: ignore[misc,no-any-return]


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ActView(Administers, FormView, ABC):
    """A form, one service, a message.

    Attributes:
        heading: What the page is called.
        button: The verb and its object.
        done: What is said afterwards.
        warning: What to know before.
        is_dangerous: Whether the button is red.
    """

    template_name = "accounts/act.html"
    heading: Any = ""
    button: Any = ""
    done: Any = ""
    warning: Any = ""
    is_dangerous = False

    @abstractmethod
    def act(self, form: Any) -> None:
        """Hand the form to the service."""

    @abstractmethod
    def get_back_url(self) -> str:
        """Return the page to go back to, which is also where the act leads."""

    def get_about(self) -> str:
        """Return what the act is about, shown below the heading."""
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, or show the refusal on the form."""
        try:
            self.act(form)
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.get_back_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            heading=self.heading,
            button=self.button,
            warning=self.warning,
            about=self.get_about(),
            is_dangerous=self.is_dangerous,
            back_url=self.get_back_url(),
            **kwargs,
        )
