"""Offices and locks: the security administrator's pages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts import services
from accounts.forms import EndOfficeForm, OfficeForm
from accounts.groups import group_label
from accounts.lockouts import lockouts
from accounts.models import Membership, User
from accounts.views.acting import ActView, Administers
from accounts.views.people import PersonActView

if TYPE_CHECKING:
    from axes.models import AccessAttempt
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class AppointView(PersonActView):
    """Giving an office."""

    verbs = ("manage_offices",)
    form_class = OfficeForm
    heading = _("Give an office")
    button = _("Give the office")
    done = _("The office is given.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units in reach."""
        return {**super().get_form_kwargs(), "units": self.reach}

    def act(self, form: OfficeForm) -> None:
        """Give it."""
        services.appoint(self.person, by=self.by, **form.cleaned_data)


class EndOfficeView(ActView):
    """Ending an office."""

    verbs = ("manage_offices",)
    form_class = EndOfficeForm
    heading = _("End an office")
    button = _("End the office")
    done = _("The office has its last day.")
    warning = _("From the day after, the rights of this office are gone.")
    is_dangerous = True

    @cached_property
    def office(self) -> Membership:
        """The office, in reach."""
        found = Membership.objects.filter(unit__in=self.reach).select_related("user", "unit", "group")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_about(self) -> str:
        """Return who holds what."""
        return f"{self.office.user.name} {self.office} · {group_label(self.office.group.name)}"

    def get_back_url(self) -> str:
        """Return to the person."""
        return reverse("accounts:person", args=[self.office.user_id])

    def act(self, form: EndOfficeForm) -> None:
        """End it."""
        services.end_office(
            self.office, on=form.cleaned_data["ends_on"], by=self.by, reason=form.cleaned_data["reason"]
        )


class LocksView(Administers, ListView):
    """Who is shut out after too many wrong passwords; unlocking is a POST to the same page."""

    verbs = ("unlock_accounts",)
    template_name = "accounts/locks.html"
    context_object_name = "locks"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[AccessAttempt]:
        """Return the locks of people in reach."""
        return lockouts(self.people, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose they are, and when they end by themselves."""
        context = super().get_context_data(**kwargs)
        names = [lock.username for lock in context["locks"]]
        people = {person.username: person for person in User.objects.filter(username__in=names)}
        for lock in context["locks"]:
            lock.person = people.get(lock.username)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Unlock the person named."""
        key = request.POST.get("person", "")
        person = self.people.filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if person is None:
            raise Http404
        try:
            services.unlock(person, by=self.by)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The account is unlocked."))
        return HttpResponseRedirect(reverse("accounts:locks"))
