"""The expert's own desk: invitations, papers, the sheet page by page, receipts."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from archive.store import open_blob
from experts import selectors, services
from experts.forms.answering import STEPS, SheetPageForm
from experts.models import ConflictDeclaration, Panel, ScoreSheet, Seat, SeatStatus
from experts.views.answering import DeclareConflictsView, ScoreView

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from accounts.models import User


def _user(request: HttpRequest) -> User:
    """Return who is logged in; the pages ask for it."""
    return cast("User", request.user)


def _seat(request: HttpRequest, token: UUID, *, accepted: bool = False) -> Seat:
    """Return a seat in which the user still sits; for all others it does not exist."""
    seat = selectors.seats_of(_user(request)).filter(token=token).first()
    if seat is None or not seat.is_active or (accepted and seat.status != SeatStatus.ACCEPTED):
        raise Http404
    return seat


@login_required
@require_GET
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Show what the expert owes, first what is due first; then what is past."""
    if not request.user.has_perm("decisions.score"):
        raise Http404
    seats = list(selectors.seats_of(_user(request)))
    due = [seat for seat in seats if seat.is_active and not seat.is_sealed and not seat.panel.is_opened]  # type: ignore[attr-defined]
    due.sort(key=lambda seat: seat.panel.deadline_on)
    past = [seat for seat in seats if seat not in due]
    return render(request, "experts/desk.html", {"due": due, "past": past, "today": timezone.localdate()})


@login_required
@require_GET
@never_cache
def invitation(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the invitation; papers and alias only to whoever accepted."""
    seat = _seat(request, token)
    papers = []
    if seat.status == SeatStatus.ACCEPTED and seat.panel.papers is not None:
        papers = [
            {"number": item.sequence, "name": _paper_name(item.sequence, item.name), "size": item.blob.size}
            for item in seat.panel.papers.files.select_related("blob")
        ]
    decision = seat.panel.decision
    return render(
        request,
        "experts/invitation.html",
        {
            "seat": seat,
            "panel": seat.panel,
            "decision": decision,
            "papers": papers,
            "parties": _parties(seat.panel),
            "is_late": not seat.is_sealed and seat.panel.deadline_on < timezone.localdate(),  # type: ignore[attr-defined]
        },
    )


def _parties(panel: Panel) -> list[str]:
    """Return who may tie an expert to the matter, each once: the lead unit has often studied it too."""
    decision = panel.decision
    leading = [row.unit for row in decision.lead_units.select_related("unit")]
    units = (decision.lead_unit, *leading, decision.study_unit, *panel.co_units.all())
    return list(dict.fromkeys([*(unit.name for unit in units if unit), *panel.interested_parties]))


def _paper_name(number: int, name: str) -> str:
    """Return a name that tells nothing of where the paper comes from."""
    return _("paper-%(number)d") % {"number": number} + PurePath(name).suffix.lower()


@login_required
@require_GET
@never_cache
def paper(request: HttpRequest, token: UUID, number: int) -> HttpResponseBase:
    """Hand out a paper to an expert who accepted and still sits."""
    seat = _seat(request, token, accepted=True)
    item = (
        seat.panel.papers.files.select_related("blob").filter(sequence=number).first() if seat.panel.papers else None
    )
    if item is None:
        raise Http404
    return FileResponse(
        open_blob(item.blob),
        as_attachment=item.blob.content_type != "application/pdf",
        filename=_paper_name(number, item.name),
        content_type=item.blob.content_type,
    )


@login_required
def declare(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """Answer the invitation; the act itself asks whether the seat is still held, or the answer was sent before."""
    seat = selectors.seats_of(_user(request)).filter(token=token).first()
    if seat is None:
        raise Http404
    return DeclareConflictsView.as_view()(request, decision=seat.panel.decision, seat=seat)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, token: UUID, step: str) -> HttpResponse:
    """Fill in one page of the sheet; what is there is kept with every step, whole or not."""
    seat = _seat(request, token, accepted=True)
    if step not in STEPS or seat.is_sealed or seat.panel.is_opened:  # type: ignore[attr-defined]
        raise Http404
    form = SheetPageForm(request.POST or None, panel=seat.panel, step=step, initial=services.read_draft(seat))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_draft(seat, values=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if "_back" in request.POST:
                return redirect("experts:sheet", token=token, step=STEPS[max(STEPS.index(step) - 1, 0)])
            if "_keep" in request.POST:
                return redirect("experts:sheet", token=token, step=step)
            following = STEPS.index(step) + 1
            if following < len(STEPS):
                return redirect("experts:sheet", token=token, step=STEPS[following])
            return redirect("experts:score", token=token)
    draft = getattr(seat, "draft", None)
    return render(
        request,
        "experts/sheet.html",
        {
            "seat": seat,
            "panel": seat.panel,
            "decision": seat.panel.decision,
            "form": form,
            "step": step,
            "position": STEPS.index(step) + 1,
            "steps": len(STEPS) + 1,
            "saved_at": draft.saved_at if draft else None,
        },
        status=422 if form.is_bound and not form.is_valid() else 200,
    )


@login_required
@never_cache
def score(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """Check, sign and seal."""
    seat = _seat(request, token, accepted=True)
    if seat.is_sealed:  # type: ignore[attr-defined]
        return redirect("experts:receipt", token=token)
    return ScoreView.as_view()(request, decision=seat.panel.decision, seat=seat)


@login_required
@require_GET
@never_cache
def receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show what the expert declared and sealed: also to one who sits no longer, as it is the expert's own."""
    seat = selectors.seats_of(_user(request)).filter(token=token).first()
    if seat is None:
        raise Http404
    declared = ConflictDeclaration.objects.filter(seat=seat).order_by("-pk").first()
    sealed = ScoreSheet.objects.filter(seat=seat, round=seat.panel.round).select_related("entry").first()
    if declared is None and sealed is None:
        raise Http404
    return render(
        request,
        "experts/receipt.html",
        {
            "seat": seat,
            "panel": seat.panel,
            "decision": seat.panel.decision,
            "declared": declared,
            "sealed": sealed,
        },
    )
