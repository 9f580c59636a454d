"""Pages to read: what is open, what was said and answered, hearings, published decisions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import MaterialFile
from archive.paging import CappedPaginator
from archive.store import open_blob
from decisions.participation.masking import masked_author, masked_text
from decisions.portal import execution, selectors
from decisions.statutes.clauses import called

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from archive.models import Blob
    from decisions.participation.models import Consultation, OpinionAnswer

PER_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is open for comments, the hearings to come, and the latest answers and decisions."""
    today = timezone.localdate()
    return render(
        request,
        "portal/home.html",
        {
            "open": [with_days(item, today) for item in selectors.open_consultations(today)[:PER_PAGE]],
            "studied": selectors.closed_consultations(today)[:5],
            "hearings": selectors.hearings(today).filter(held_on__isnull=True, hearing_on__gte=today)[:5],
            "answered": selectors.answered_matters()[:5],
            "decisions": selectors.published_decisions()[:5],
        },
    )


@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one invitation to comment: days left, notice, clauses, papers."""
    today = timezone.localdate()
    found = get_object_or_404(selectors.consultations(today), pk=pk)
    return render(
        request,
        "portal/consultation.html",
        {
            "consultation": with_days(found, today),
            "decision": found.decision,
            "authority": found.decision.authority,
            "draft": found.snapshot.draft,
            "clauses": found.snapshot.draft.clauses.all(),
            "received": found.opinions.count(),
            "is_running": found.runs_on(today) and found.answered_on is None,
            "files": _files_of(found.material_id),
            "steps": steps(found, today),
            "hearings": selectors.hearings(today).filter(decision=found.decision),
        },
    )


def with_days(item: Consultation, today: date) -> Consultation:
    """Note on an invitation how many days are left after today, counted as its whole period is."""
    item.days_left = max((item.closes_on - today).days, 0)  # type: ignore[attr-defined]
    return item


def steps(item: Consultation, today: date) -> list[dict[str, Any]]:
    """Return where the matter stands between draft and answer, for readers."""
    published = selectors.published_decisions().filter(pk=item.decision_id).exists()
    running = item.runs_on(today) and item.answered_on is None
    over = today > item.closes_on
    states = [
        (_("Drafted"), "done"),
        (_("Comments invited"), "now" if running else "done"),
        (_("Opinions studied"), "done" if item.answered_on else ("now" if over else "")),
        (_("Answers published"), "done" if item.answered_on else ""),
        (_("Decision published"), "done" if published else ""),
    ]
    return [{"label": label, "state": state} for label, state in states]


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """List the matters whose opinions have been answered."""
    page = CappedPaginator(selectors.answered_matters(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/results.html", {"page": page})


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was said on a matter and what became of it; people by their first character only."""
    decision = get_object_or_404(selectors.answered_matters(), pk=pk)
    page = Paginator(selectors.published_answers(decision), PER_PAGE).get_page(request.GET.get("page"))
    clauses = clause_names(decision.pk)
    return render(
        request,
        "portal/result.html",
        {
            "decision": decision,
            "authority": decision.authority,
            "page": page,
            "answers": [shown(answer, clauses) for answer in page.object_list],
            "counted": selectors.counted_answers(decision),
        },
    )


def clause_names(decision: int) -> dict[str, str]:
    """Return the headings of a matter's clauses by key."""
    rows = selectors.disclosed().filter(pk=decision).values_list("drafts__clauses__key", "drafts__clauses__heading")
    return {key: called(key, heading or "") for key, heading in rows.order_by("drafts__version") if key}


def shown(answer: OpinionAnswer, clauses: dict[str, str]) -> dict[str, Any]:
    """Return an answer as published."""
    said = [item.opinion for item in answer.said]  # type: ignore[attr-defined]
    return {
        "kind": answer.get_kind_display(),
        "state": {"adopted": "ok", "partly": "ok"}.get(answer.kind, ""),
        "point": masked_text(answer.point),
        "reason": answer.reason,
        "clause": clauses.get(answer.clause_key, answer.clause_key),
        "change": answer.change,
        "number": len(said),
        "opinions": [
            {
                "author": masked_author(item.tier, item.author, item.organisation),
                "channel": item.get_channel_display(),
                "on": item.on,
                "body": masked_text(item.body),
                "is_late": item.is_late,
            }
            for item in said[:PER_PAGE]
        ],
    }


@require_safe
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hearing: notice, time, place, parties, list of participants."""
    today = timezone.localdate()
    found = get_object_or_404(selectors.hearings(today), pk=pk)
    return render(
        request,
        "portal/hearing.html",
        {
            "hearing": found,
            "decision": found.decision,
            "authority": found.decision.authority,
            "draft": found.snapshot.draft,
            "clauses": found.snapshot.draft.clauses.all(),
            "participants": selectors.listed_participants(found, today),
            "takes_applicants": found.takes_applicants_on(today),
            "files": _files_of(found.material_id),
        },
    )


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List the published decisions."""
    found = selectors.published_decisions()
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if words:
        found = found.filter(title__icontains=words)
    page = CappedPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/decisions.html", {"page": page, "q": words})


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a published decision with the records that are public."""
    found = get_object_or_404(selectors.published_decisions(), pk=pk)
    return render(
        request,
        "portal/decision.html",
        {
            "decision": found,
            "authority": found.authority,
            "materials": selectors.public_materials(found),
            "has_answers": selectors.answered_matters().filter(pk=found.pk).exists(),
            "takes_opinions": execution.is_taken(found),
        },
    )


@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a public record as it was filed."""
    found = get_object_or_404(
        selectors.readable_materials().select_related("case__decision__authority", "rendition"), pk=pk
    )
    return render(
        request,
        "portal/material.html",
        {
            "material": found,
            "decision": found.case.decision,
            "authority": found.case.decision.authority,
            "sheet": json.loads(found.data).get("sheet", []),
            "files": _files_of(found.pk),
            "rendition": getattr(found, "rendition", None),
        },
    )


@require_safe
def material_file(request: HttpRequest, pk: int, sequence: int) -> HttpResponseBase:  # noqa: ARG001 -- callers hand it over
    """Hand out a file of a public record."""
    found = get_object_or_404(_files_of(pk), sequence=sequence)
    return _download(found.blob, found.name)


@require_safe
def rendition(request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 -- callers hand it over
    """Hand out the PDF of a public record."""
    found = get_object_or_404(selectors.readable_materials().select_related("rendition__blob"), pk=pk)
    made = getattr(found, "rendition", None)
    if made is None:
        raise Http404
    return _download(made.blob, f"{found.title}.pdf")


def _files_of(material_id: int | None) -> QuerySet[MaterialFile]:
    if material_id is None:
        return MaterialFile.objects.none()
    return MaterialFile.objects.filter(
        material__in=selectors.readable_materials().filter(pk=material_id)
    ).select_related("blob")


def _download(blob: Blob, name: str) -> FileResponse:
    try:
        response = FileResponse(open_blob(blob), content_type=blob.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    # Never shown inside our own pages' address: a file from outside stays a file.
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Length"] = str(blob.size)
    response["X-Content-Type-Options"] = "nosniff"
    return response
