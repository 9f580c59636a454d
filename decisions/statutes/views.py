"""Pages of the rule packs and of the calendar of working days."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, TemplateView

from accounts.selectors import authorities_of
from decisions.statutes import holidays, selectors, services
from decisions.statutes.calendar import working_days_of
from decisions.statutes.forms import ActivateForm, CalendarForm, CompareForm, ConfirmForm, PackFileForm
from decisions.statutes.models import CalendarYear, DayKind, PackStatus, RulePack

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

FIRST_YEAR, LAST_YEAR = 2004, 2100


class PacksView(LoginRequiredMixin, ListView[RulePack]):
    """Every version of every pack."""

    template_name = "decisions/statutes/packs.html"
    context_object_name = "packs"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[RulePack]:
        """Return them by code, the newest version first."""
        return selectors.packs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form that compares two."""
        return super().get_context_data(compare=CompareForm(), **kwargs)


class PackView(LoginRequiredMixin, TemplateView):
    """One version: every parameter with its value, its source and the pack that sets it."""

    template_name = "decisions/statutes/pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the settings and the acts open to the reader."""
        pack = get_object_or_404(selectors.packs(), pk=self.kwargs["pk"])
        user = self.request.user
        manages = user.has_perm("decisions.manage_rule_packs") and selectors.may_manage(
            user,  # type: ignore[arg-type]
            pack,
            on=timezone.localdate(),
        )
        return super().get_context_data(
            pack=pack,
            chain=pack.chain[1:],
            groups=selectors.settings_of(pack),
            may_review=manages and pack.status == PackStatus.DRAFT,
            may_activate=manages and pack.status == PackStatus.REVIEWED,
            may_retire=manages and pack.status in {PackStatus.REVIEWED, PackStatus.ACTIVE},
            **kwargs,
        )


class CompareView(LoginRequiredMixin, TemplateView):
    """Two packs side by side."""

    template_name = "decisions/statutes/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, once two packs are chosen."""
        form = CompareForm(self.request.GET or None)
        context = super().get_context_data(form=form, **kwargs)
        if form.is_valid():
            left, right = form.cleaned_data["left"], form.cleaned_data["right"]
            context |= {
                "left": left,
                "right": right,
                "rows": selectors.compare(left, right, only_differences=form.cleaned_data["differences"]),
            }
        return context


class Acts(PermissionRequiredMixin, FormView[Any]):
    """A page with one form and one act; what the service refuses is shown on the form."""

    template_name = "decisions/statutes/act.html"
    request: HttpRequest
    heading: Any = ""
    button: Any = ""
    warning: Any = ""

    def act(self, form: BaseForm) -> str:
        """Do it, and return where to go and see it."""
        raise PermissionDenied

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Act; a refusal goes back to the form with what was entered."""
        try:
            target = self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Done: %(what)s") % {"what": self.heading})
        return HttpResponseRedirect(target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the page."""
        return super().get_context_data(
            heading=self.heading, button=self.button, warning=self.warning, back_url=self.back_url, **kwargs
        )

    @property
    def back_url(self) -> str:
        """Where the page was come from."""
        return reverse("statutes:packs")


class AddPackView(Acts):
    """Load a pack from a file."""

    permission_required = "decisions.manage_rule_packs"
    form_class = PackFileForm
    heading = gettext_lazy("Load a rule pack")
    button = gettext_lazy("Load the rule pack")
    warning = gettext_lazy("A pack may be stricter than the one it builds on, never looser.")

    def act(self, form: BaseForm) -> str:
        """Enter the file as a draft."""
        file = form.cleaned_data["file"]
        before = RulePack.objects.filter(code=file.code).first()
        if before is not None and not selectors.may_manage(self.request.user, before, on=timezone.localdate()):  # type: ignore[arg-type]
            raise ValidationError(_("The rule pack “%(code)s” belongs to another authority.") % {"code": file.code})
        pack = services.load_pack(file, by=self.request.user)  # type: ignore[arg-type]
        return reverse("statutes:pack", args=[pack.pk])


class PackAct(Acts):
    """An act on one version."""

    permission_required = "decisions.manage_rule_packs"
    form_class: type[Form] = ConfirmForm

    @cached_property
    def pack(self) -> RulePack:
        """The version, if it is one the reader may act on."""
        pack = get_object_or_404(RulePack, pk=self.kwargs["pk"])
        if not selectors.may_manage(self.request.user, pack, on=timezone.localdate()):  # type: ignore[arg-type]
            raise PermissionDenied
        return pack

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version."""
        return super().get_context_data(about=self.pack, **kwargs)

    @property
    def back_url(self) -> str:
        """The page of the version."""
        return reverse("statutes:pack", args=[self.pack.pk])


class ReviewPackView(PackAct):
    """Declare a draft checked against its sources."""

    heading = gettext_lazy("Declare reviewed")
    button = gettext_lazy("Declare reviewed")
    warning = gettext_lazy("From then on no parameter of this version can change; a correction is a new version.")

    def act(self, form: BaseForm) -> str:
        """Review it."""
        services.review_pack(self.pack, by=self.request.user)  # type: ignore[arg-type]
        return self.back_url


class ActivatePackView(PackAct):
    """Put a version in force."""

    form_class: type[Form] = ActivateForm
    heading = gettext_lazy("Put in force")
    button = gettext_lazy("Put in force")
    warning = gettext_lazy("Decisions already begun keep the version they have.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the reader's own authorities."""
        return {
            **super().get_form_kwargs(),
            "authorities": authorities_of(self.request.user, timezone.localdate()),  # type: ignore[arg-type]
        }

    def act(self, form: BaseForm) -> str:
        """Activate it."""
        services.activate_pack(
            self.pack,
            authority=form.cleaned_data["authority"],
            on=timezone.localdate(),
            by=self.request.user,  # type: ignore[arg-type]
        )
        return self.back_url


class RetirePackView(PackAct):
    """Take a version out of use for new decisions."""

    heading = gettext_lazy("Retire")
    button = gettext_lazy("Retire this version")
    warning = gettext_lazy("Decisions already begun keep the version they have.")

    def act(self, form: BaseForm) -> str:
        """Retire it."""
        services.retire_pack(self.pack, on=timezone.localdate(), by=self.request.user)  # type: ignore[arg-type]
        return self.back_url


class CalendarView(LoginRequiredMixin, TemplateView):
    """Which years are entered and which are missing."""

    template_name = "decisions/statutes/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years, the next one first."""
        today = timezone.localdate()
        first = CalendarYear.objects.order_by("year").values_list("year", flat=True).first() or today.year
        years = range(today.year + 1, min(first, today.year) - 1, -1)
        return super().get_context_data(
            years=selectors.year_statuses(years),
            missing=selectors.missing_years(today),
            may_enter=self.request.user.has_perm("decisions.manage_calendar"),
            **kwargs,
        )


class CalendarYearView(LoginRequiredMixin, TemplateView):
    """One year: its days off, and the weekends worked."""

    template_name = "decisions/statutes/calendar_year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the days."""
        entered = get_object_or_404(CalendarYear, year=self.kwargs["year"])
        return super().get_context_data(
            entered=entered,
            days=entered.days.all(),
            working=len(working_days_of(entered.year)),
            may_enter=self.request.user.has_perm("decisions.manage_calendar"),
            **kwargs,
        )


class EnterYearView(Acts):
    """Enter a year from the State Council's notice, or correct it."""

    permission_required = "decisions.manage_calendar"
    form_class = CalendarForm
    button = gettext_lazy("Enter the year")
    warning = gettext_lazy("Periods are counted by these days from now on, also those already running.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse years no notice is about."""
        if not FIRST_YEAR <= kwargs["year"] <= LAST_YEAR:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> str:
        """The year it is about."""
        return _("Working days of %(year)s") % {"year": self.kwargs["year"]}

    @property
    def back_url(self) -> str:
        """The list of years."""
        return reverse("statutes:calendar")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its year."""
        return {**super().get_form_kwargs(), "year": self.kwargs["year"]}

    def get_initial(self) -> dict[str, Any]:
        """Fill in what is entered already."""
        entered = CalendarYear.objects.filter(year=self.kwargs["year"]).first()
        if entered is None:
            return {}
        days = list(entered.days.all())
        return {
            "source": entered.source,
            "holidays": "\n".join(f"{item.day} {item.name}" for item in days if item.kind == DayKind.HOLIDAY),
            "make_ups": "\n".join(str(item.day) for item in days if item.kind == DayKind.MAKE_UP),
        }

    def act(self, form: BaseForm) -> str:
        """Enter it."""
        holidays.enter_year(
            self.kwargs["year"],
            holidays=form.cleaned_data["holidays"],
            make_ups=form.cleaned_data["make_ups"],
            source=form.cleaned_data["source"],
            by=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("statutes:calendar_year", args=[self.kwargs["year"]])
