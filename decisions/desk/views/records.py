"""Receipts, materials with their files, and the process as BPMN."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView

from archive import store
from archive.models import Material
from archive.scheme import code_of
from archive.sheet import blocks_of
from decisions.bpmn.xml import bpmn_of
from decisions.cases.deadlines import days_left
from decisions.cases.reading import ReadingView
from decisions.cases.selectors import may_act
from decisions.desk import matter
from decisions.desk.tasks import Line
from decisions.desk.views.matter import DecisionMixin
from decisions.flows import DecisionFlow

if TYPE_CHECKING:
    from django.http import HttpRequest

    from archive.models import Blob

RECENT = 5


class ReceiptView(DecisionMixin, TemplateView):
    """What an act recorded, and what comes next."""

    template_name = "decisions/receipt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the entry and what is open now."""
        entry = get_object_or_404(matter.entries_of(self.decision.case), sequence=self.kwargs["sequence"])
        material = matter.material_of(entry)
        recent = list(matter.entries_of(self.decision.case)[:RECENT])
        for item in recent:
            item.text = matter.entry_title(item)  # type: ignore[attr-defined]
        return super().get_context_data(
            view=SimpleNamespace(title=matter.title_of_act(entry.act)),
            decision=self.decision,
            entry=entry,
            number=material.number if material else "",
            next_acts=[self._next(Line(step, self.today)) for step in self._steps()],
            decision_url=reverse("decisions:decision", args=[self.decision.pk]),
            tasks_url=reverse("decisions:tasks"),
            recent=recent,
        )

    def _steps(self) -> list[Any]:
        steps = list(self.decision.open_steps.select_related("task__owner"))
        for step in steps:
            step.decision = self.decision
        return steps

    def _next(self, line: Line) -> dict[str, Any]:
        is_mine = bool(line.kind.verb) and may_act(self.user, self.decision, verb=line.kind.verb, lane=line.kind.lane)
        return {
            "label": line.kind.title,
            "url": reverse("decisions:task", args=[line.step.pk]) if is_mine else "",
            "who": line.actor,
            "days": days_left(line.step.due_on, self.today),
        }


class MaterialMixin(DecisionMixin):
    """A material of the decision which the user may open."""

    @cached_property
    def material(self) -> Material:
        """The material of the address.

        Raises:
            Http404: It is not of this decision.
            PermissionDenied: It is restricted, and the user's units do not take part.
        """
        material = get_object_or_404(
            Material.objects.select_related("entry__actor", "rendition__blob", "rendition_failure"),
            case=self.decision.case_id,
            pk=self.kwargs["material"],
        )
        if not matter.may_read(self.user, self.decision, material):
            raise PermissionDenied
        return material


class MaterialView(MaterialMixin, TemplateView):
    """One material: what was deposited, its files, its place in the ledger."""

    template_name = "decisions/desk/material.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the sheet out of what was deposited."""
        material, decision = self.material, self.decision
        return super().get_context_data(
            decision=decision,
            material=material,
            code=code_of(material.code),
            blocks=blocks_of(material.data),
            files=[
                {
                    "name": file.name,
                    "size": file.blob.size,
                    "kind": file.blob.content_type,
                    "digest": file.blob.sha256,
                    "url": reverse("decisions:material_file", args=[decision.pk, material.pk, file.sequence]),
                }
                for file in material.files.select_related("blob")
            ],
            rendition=getattr(material, "rendition", None),
            failure=getattr(material, "rendition_failure", None),
        )


class MaterialFileView(MaterialMixin):
    """A file of a material, always to be saved: nothing in it is run."""

    def get(self, request: HttpRequest, pk: int, material: int, sequence: int) -> FileResponse:
        """Hand it out."""
        file = get_object_or_404(self.material.files.select_related("blob"), sequence=sequence)
        return _hand_out(file.blob, file.name)


class RenditionView(MaterialMixin):
    """The PDF/A of a material."""

    def get(self, request: HttpRequest, pk: int, material: int) -> FileResponse:
        """Hand it out.

        Raises:
            Http404: It is not made yet.
        """
        rendition = getattr(self.material, "rendition", None)
        if rendition is None:
            raise Http404
        return _hand_out(rendition.blob, f"{self.material.code}-{self.material.sequence}.pdf")


def _hand_out(blob: Blob, name: str) -> FileResponse:
    try:
        source = store.open_blob(blob)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(source, as_attachment=True, filename=name, content_type=blob.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class BpmnView(ReadingView):
    """The procedure as BPMN 2.0."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it; it changes with the program only."""
        response = HttpResponse(_bpmn(get_language() or "zh-hans"), content_type="application/xml; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="procedure.bpmn"'
        patch_cache_control(response, private=True, max_age=3600)
        return response


@cache
def _bpmn(language: str) -> str:
    return bpmn_of(DecisionFlow, language=language)
