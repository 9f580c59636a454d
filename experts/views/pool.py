"""Pages of the pool: list, a person, admission, status."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import authorities_of
from experts import services
from experts.forms.pool import ExpertForm, PoolFilterForm, StatusForm
from experts.models import Expert, ExpertPool

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PAGE = 50


def pools_kept_by(user: User) -> QuerySet[ExpertPool]:
    """Return the pools a user keeps: those of the authorities in which the user is in office.

    Raises:
        PermissionDenied: The user keeps no pool at all.
    """
    if not user.has_perm("decisions.manage_pool"):
        raise PermissionDenied
    return ExpertPool.objects.filter(authority__in=authorities_of(user, timezone.localdate()))


def experts_kept_by(user: User) -> QuerySet[Expert]:
    """Return the experts of those pools."""
    return (
        Expert.objects.filter(pool__in=pools_kept_by(user))
        .select_related("pool", "user", "employer_unit")
        .prefetch_related("fields")
    )


@login_required
@require_GET
def pool(request: HttpRequest) -> HttpResponse:
    """List the experts, narrowed and in pages."""
    experts = experts_kept_by(cast("User", request.user)).order_by("code")
    form = PoolFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("q"):
        words = chosen["q"]
        experts = experts.filter(Q(name__icontains=words) | Q(employer__icontains=words) | Q(code__istartswith=words))
    for name in ("status", "sector"):
        if chosen.get(name):
            experts = experts.filter(**{name: chosen[name]})
    if chosen.get("field"):
        experts = experts.filter(fields=chosen["field"])
    page = Paginator(experts, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "experts/pool.html",
        {"form": form, "page": page, "is_narrowed": any(chosen.values()), "today": timezone.localdate()},
    )


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a candidate."""
    form = ExpertForm(request.POST or None, pools=pools_kept_by(cast("User", request.user)))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_expert(**form.cleaned_data, by=cast("User", request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("experts:expert", code=made.code)
    return render(request, "experts/enter.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def expert(request: HttpRequest, code: str) -> HttpResponse:
    """Show a person with affiliations, service and history; change the status."""
    found = experts_kept_by(cast("User", request.user)).filter(code=code).first()
    if found is None:
        raise Http404
    form = StatusForm(request.POST or None, expert=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_status(found, **form.cleaned_data, by=cast("User", request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("experts:expert", code=code)
    return render(
        request,
        "experts/expert.html",
        {
            "expert": found,
            "form": form,
            "affiliations": found.affiliations.select_related("unit"),
            "history": found.history.select_related("history_user").order_by("-history_date")[:50],
            "served": found.seats.filter(panel__concluded_on__isnull=False).count(),
        },
        status=422 if form.is_bound else 200,
    )
