"""People and their accounts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts import services
from accounts.changes import history_of_person, person_offices
from accounts.forms import (
    AddPersonForm,
    ChangePersonForm,
    PeopleFilter,
    ReasonForm,
    ResetPasswordForm,
    password_rules,
)
from accounts.groups import group_label
from accounts.lockouts import lockouts
from accounts.models import User
from accounts.selectors import is_wholly_within, search_people
from accounts.views.acting import ActView, Administers

if TYPE_CHECKING:
    from django.db.models import QuerySet

_EITHER = ("manage_people", "manage_offices")


class PeopleView(Administers, ListView):
    """The people the reader administers."""

    verbs = _EITHER
    template_name = "accounts/people.html"
    context_object_name = "people"
    paginate_by = 50

    @cached_property
    def filter(self) -> PeopleFilter:
        """What the reader asks for."""
        return PeopleFilter(self.request.GET, units=self.reach)

    def get_queryset(self) -> QuerySet[User]:
        """Return whom the filter leaves."""
        return search_people(self.people, self.today, **self.filter.chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, and what the rights are called."""
        context = super().get_context_data(filter=self.filter, is_filtered=bool(self.filter.chosen), **kwargs)
        for person in context["people"]:
            for office in person.offices_today:
                office.rights = group_label(office.group.name)
        return context


class PersonView(Administers, DetailView):
    """One person: account, offices, everything that happened to both."""

    verbs = _EITHER
    template_name = "accounts/person.html"
    context_object_name = "person"

    def get_queryset(self) -> QuerySet[User]:
        """Return only whom the reader may see."""
        return self.people

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add offices, locks and history, and whether the reader may act."""
        person: User = self.object
        mine = set(self.reach.values_list("pk", flat=True))
        offices = [
            {
                "office": office,
                "rights": group_label(office.group.name),
                "is_today": office.is_held_on(self.today),
                "may_end": (office.ends_on is None or office.ends_on > self.today)
                and office.unit_id in mine
                and person != self.by,
            }
            for office in person_offices(person)
        ]
        return super().get_context_data(
            offices=offices,
            changes=history_of_person(person),
            is_locked=lockouts(User.objects.filter(pk=person.pk), timezone.now()).exists(),
            is_oneself=person == self.by,
            may_change=is_wholly_within(person, self.reach, self.today),
            **kwargs,
        )


class AddPersonView(ActView):
    """Making an account."""

    verbs = ("manage_people",)
    form_class = AddPersonForm
    heading = _("Add a person")
    button = _("Make the account")
    done = _("The account is made. The security administrator gives it offices.")

    def act(self, form: AddPersonForm) -> None:
        """Make it."""
        self.person = services.create_user(**form.cleaned_data, by=self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules for passwords."""
        return super().get_context_data(rules=password_rules(), **kwargs)

    def get_back_url(self) -> str:
        """Return to the new person, or to the list."""
        person = getattr(self, "person", None)
        return reverse("accounts:person", args=[person.pk]) if person else reverse("accounts:people")


class PersonActView(ActView):
    """An act on one person, in reach."""

    verbs = ("manage_people",)

    @cached_property
    def person(self) -> User:
        """The person acted on."""
        return get_object_or_404(self.people, pk=self.kwargs["pk"])

    def get_about(self) -> str:
        """Return name and user name."""
        return f"{self.person.name} {self.person.username}"

    def get_back_url(self) -> str:
        """Return to the person's page."""
        return reverse("accounts:person", args=[self.person.pk])


class ChangePersonView(PersonActView):
    """Correcting what is known about a person."""

    form_class = ChangePersonForm
    heading = _("Change a person")
    button = _("Change the person")
    done = _("The person is changed.")

    def get_initial(self) -> dict[str, Any]:
        """Fill in what is known."""
        return {"name": self.person.name, "phone": self.person.phone}

    def act(self, form: ChangePersonForm) -> None:
        """Change it."""
        services.change_user(self.person, by=self.by, **form.cleaned_data)


class DeactivateView(PersonActView):
    """Shutting an account."""

    form_class = ReasonForm
    heading = _("Deactivate an account")
    button = _("Deactivate the account")
    done = _("The account is deactivated.")
    warning = _(
        "The person is out at the next request. What they did stays on record; their tasks must be handed over."
    )
    is_dangerous = True

    def act(self, form: ReasonForm) -> None:
        """Shut it."""
        services.deactivate(self.person, by=self.by, reason=form.cleaned_data["reason"])


class ReactivateView(PersonActView):
    """Opening an account again."""

    form_class = ReasonForm
    heading = _("Reactivate an account")
    button = _("Reactivate the account")
    done = _("The account is active again.")
    warning = _("Offices that have not ended give their rights again.")

    def act(self, form: ReasonForm) -> None:
        """Open it."""
        services.reactivate(self.person, by=self.by, reason=form.cleaned_data["reason"])


class ResetPasswordView(PersonActView):
    """Giving an initial password again."""

    form_class = ResetPasswordForm
    heading = _("Reset a password")
    button = _("Reset the password")
    done = _("The password is reset.")
    warning = _("The person's sessions end.")

    def act(self, form: ResetPasswordForm) -> None:
        """Reset it."""
        services.reset_password(self.person, password=form.cleaned_data["password"], by=self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules for passwords."""
        return super().get_context_data(rules=password_rules(), **kwargs)
