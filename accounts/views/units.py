"""The tree of units."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts import services
from accounts.changes import history_of_unit
from accounts.forms import AddUnitForm, ChangeUnitForm, MoveUnitForm, ReasonForm
from accounts.models import Membership, Unit
from accounts.selectors import depths_within, held_on, units_above, units_with_counts
from accounts.views.acting import ActView, Administers

if TYPE_CHECKING:
    from django.db.models import QuerySet


class UnitListView(Administers, ListView):
    """The units the reader administers, in the order of the tree."""

    verbs = ("manage_units",)
    template_name = "accounts/units.html"
    context_object_name = "units"
    paginate_by = 100

    def get_queryset(self) -> QuerySet[Unit]:
        """Return them with their numbers of people."""
        return units_with_counts(self.reach, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how deep each stands below the topmost unit the reader administers."""
        context = super().get_context_data(**kwargs)
        depths = depths_within(self.reach, context["units"])
        for unit in context["units"]:
            unit.depth = depths[unit.pk]
        return context


class UnitView(Administers, DetailView):
    """One unit: what is known of it, who holds offices in it, what happened to it."""

    verbs = ("manage_units",)
    template_name = "accounts/unit.html"
    context_object_name = "unit"

    def get_queryset(self) -> QuerySet[Unit]:
        """Return only what is in reach."""
        return self.reach.select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add people, units below and history."""
        unit: Unit = self.object
        return super().get_context_data(
            above=units_above(unit).exclude(pk=unit.pk).order_by("path"),
            below=unit.children.order_by("path"),
            offices=Membership.objects.filter(held_on(self.today), unit=unit)
            .select_related("user", "group")
            .order_by("starts_on", "pk"),
            changes=history_of_unit(unit),
            **kwargs,
        )


class AddUnitView(ActView):
    """Adding a unit."""

    verbs = ("manage_units",)
    form_class = AddUnitForm
    heading = _("Add a unit")
    button = _("Add the unit")
    done = _("The unit is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units in reach as superior."""
        return {**super().get_form_kwargs(), "units": self.reach}

    def get_initial(self) -> dict[str, Any]:
        """Fill in the superior unit the reader came from."""
        return {"parent": self.request.GET.get("parent")}

    def act(self, form: AddUnitForm) -> None:
        """Add it."""
        self.unit = services.add_unit(**form.cleaned_data, by=self.by)

    def get_back_url(self) -> str:
        """Return to the new unit, or to the tree."""
        unit = getattr(self, "unit", None)
        return reverse("accounts:unit", args=[unit.pk]) if unit else reverse("accounts:units")


class _UnitActView(ActView):
    verbs: ClassVar[tuple[str, ...]] = ("manage_units",)

    @cached_property
    def unit(self) -> Unit:
        """The unit acted on, in reach."""
        return get_object_or_404(self.reach, pk=self.kwargs["pk"])

    def get_about(self) -> str:
        """Return its name."""
        return self.unit.name

    def get_back_url(self) -> str:
        """Return to its page."""
        return reverse("accounts:unit", args=[self.unit.pk])


class ChangeUnitView(_UnitActView):
    """Renaming or correcting a unit."""

    form_class = ChangeUnitForm
    heading = _("Change a unit")
    button = _("Change the unit")
    done = _("The unit is changed.")
    warning = _("Records made before keep the name they were made with.")

    def get_initial(self) -> dict[str, Any]:
        """Fill in what is known."""
        return {name: getattr(self.unit, name) for name in ChangeUnitForm.base_fields if name != "reason"}

    def act(self, form: ChangeUnitForm) -> None:
        """Change it."""
        services.change_unit(self.unit, by=self.by, **form.cleaned_data)


class MoveUnitView(_UnitActView):
    """Putting a unit under another."""

    form_class = MoveUnitForm
    heading = _("Move a unit")
    button = _("Move the unit")
    done = _("The unit is moved.")
    warning = _("All units below it move with it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units in reach that are not below it."""
        return {**super().get_form_kwargs(), "units": self.reach, "moved": self.unit}

    def act(self, form: MoveUnitForm) -> None:
        """Move it."""
        services.move_unit(self.unit, under=form.cleaned_data["under"], by=self.by)


class RetireUnitView(_UnitActView):
    """Closing a unit."""

    form_class = ReasonForm
    heading = _("Retire a unit")
    button = _("Retire the unit")
    done = _("The unit is retired.")
    warning = _("It stays in the tree for the records made in its name.")
    is_dangerous = True

    def act(self, form: ReasonForm) -> None:
        """Retire it."""
        services.retire_unit(self.unit, on=self.today, by=self.by, reason=form.cleaned_data["reason"])


class RestoreUnitView(_UnitActView):
    """Opening a retired unit again."""

    form_class = ReasonForm
    heading = _("Restore a unit")
    button = _("Restore the unit")
    done = _("The unit is restored.")

    def act(self, form: ReasonForm) -> None:
        """Restore it."""
        if self.unit.is_active:
            raise ValidationError(_("The unit is not retired."))
        services.restore_unit(self.unit, by=self.by, reason=form.cleaned_data["reason"])
