"""Pages of the organisers: how far a panel is, and its result once opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from experts import selectors
from experts.models import Panel, Seat, Stance

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


def _panel(request: HttpRequest, token: UUID) -> Panel:
    panel = selectors.panels_visible_to(cast("User", request.user)).filter(token=token).first()
    if panel is None:
        raise Http404
    return panel


@login_required
@require_GET
@never_cache
def progress(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show who is invited and how they answered, and how many sheets are in: no aliases, no contents, no times."""
    panel = _panel(request, token)
    seats = (
        Seat.objects.filter(panel=panel).select_related("expert", "field", "replaces__expert").order_by("expert__code")
    )
    return render(
        request,
        "experts/progress.html",
        {
            "panel": panel,
            "decision": panel.decision,
            "seats": seats,
            "progress": selectors.progress(panel),
            "criteria": panel.criteria.all(),
        },
    )


@login_required
@require_GET
@never_cache
def result(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show figures with their spread, every opinion and who differs; before the opening there is no such page."""
    panel = _panel(request, token)
    found = selectors.result(panel) if panel.is_opened else None
    if found is None:
        raise Http404
    opinions = list(selectors.opinions_of(panel))
    majority = found.statistics["majority"]
    return render(
        request,
        "experts/result.html",
        {
            "panel": panel,
            "decision": panel.decision,
            "result": found,
            "criteria_rows": selectors.as_table(found, panel.criteria.all()),
            "opinions": opinions,
            "dissent": selectors.dissent(opinions, majority),
            "majority": Stance(majority).label if majority else "",
            "stances": [(stance.label, found.statistics["opinions"].get(stance.value, 0)) for stance in Stance],
        },
    )
