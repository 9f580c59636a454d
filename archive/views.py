"""The archivist's desk: cases, their completeness, materials, the ledger, and the dossier to take away."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import User
from archive import ledger, selectors, store
from archive.access import act_title, cases_visible_to, late_filing
from archive.completeness import by_stage, coverage
from archive.forms import CaseFilter
from archive.models import Case, Material
from archive.package import writer
from archive.package.binding import bind
from archive.paging import CappedPaginator
from archive.scheme import code_of
from archive.sheet import blocks_of

CASES_A_PAGE = 50
ENTRIES_A_PAGE = 100


class ArchiveMixin(LoginRequiredMixin, PermissionRequiredMixin):
    """A page for those who may read cases, about a case they may see."""

    permission_required: tuple[str, ...] = ("archive.read_case",)
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who asks; nobody gets here without having logged in."""
        return cast("User", self.request.user)

    def handle_no_permission(self) -> Any:
        """Send strangers to the login, and refuse the rest."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    @cached_property
    def case(self) -> Case:
        """The case of the address; one the user may not see is not there."""
        return get_object_or_404(cases_visible_to(self.user), pk=self.kwargs["pk"])


class CaseListView(ArchiveMixin, TemplateView):
    """The cases one may see, by state."""

    template_name = "archive/case_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filter and page."""
        form = CaseFilter(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        found = selectors.cases(self.user, **chosen)
        page = CappedPaginator(found, CASES_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form, page=page, cases=page.object_list, is_filtered=any(chosen.values()), **kwargs
        )


class CaseView(ArchiveMixin, TemplateView):
    """What a case holds and lacks."""

    template_name = "archive/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the coverage and the numbers."""
        chapters = by_stage(coverage(self.case))
        return super().get_context_data(
            case=self.case,
            chapters=chapters,
            missing=[line for chapter in chapters for line in chapter.missing],
            holdings=selectors.holdings(self.case),
            last=selectors.entries(self.case).first(),
            late_filing=late_filing(self.user, self.case),
            failures=selectors.failures(self.case),
            **kwargs,
        )


class LedgerView(ArchiveMixin, TemplateView):
    """Every entry of a case's ledger, with its hash."""

    template_name = "archive/ledger.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Page through the entries."""
        page = Paginator(selectors.entries(self.case), ENTRIES_A_PAGE).get_page(self.request.GET.get("page"))
        lines = [(entry, _title(entry)) for entry in page.object_list]
        return super().get_context_data(case=self.case, page=page, lines=lines, **kwargs)


class VerificationView(ArchiveMixin, View):
    """Verify a case's ledger now."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Verify and show what was found."""
        done = ledger.verify(self.case, with_files="files" in request.POST)
        return render(
            request,
            "archive/verification.html",
            {"case": self.case, "done": done, "at": timezone.now(), "with_files": "files" in request.POST},
        )


class MaterialView(ArchiveMixin, TemplateView):
    """One material: what was deposited, its files, its receipt."""

    template_name = "archive/material.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the sheet out of what was deposited."""
        material = get_object_or_404(
            selectors.materials(self.user).select_related("rendition__blob", "rendition_failure"), pk=self.kwargs["pk"]
        )
        return super().get_context_data(
            material=material,
            case=material.case,
            code=code_of(material.code),
            blocks=blocks_of(material.data),
            files=list(material.files.select_related("blob")),
            rendition=getattr(material, "rendition", None),
            failure=getattr(material, "rendition_failure", None),
            **kwargs,
        )


class DownloadMixin(ArchiveMixin):
    """Hands out stored bytes; nothing in them is run."""

    permission_required = ("archive.read_case", "archive.download_material")

    def hand_out(self, blob: Any, name: str, *, inline: bool = False) -> FileResponse:
        """Return the bytes of a stored file under a name."""
        try:
            source = store.open_blob(blob)
        except FileNotFoundError as error:
            raise Http404(_("The bytes of this file are not in the store.")) from error
        response = FileResponse(source, as_attachment=not inline, filename=name, content_type=blob.content_type)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["ETag"] = f'"{blob.sha256}"'
        return response


class FileView(DownloadMixin, View):
    """A file as it was sent."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Hand the file out."""
        file = get_object_or_404(selectors.files(self.user), pk=self.kwargs["pk"])
        return self.hand_out(file.blob, file.name)


class RenditionView(DownloadMixin, View):
    """The PDF/A of a material."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Hand the rendition out."""
        material = get_object_or_404(
            selectors.materials(self.user).filter(rendition__isnull=False).select_related("rendition__blob"),
            pk=self.kwargs["pk"],
        )
        return self.hand_out(
            material.rendition.blob, f"{material.code}-{material.sequence} {material.title}.pdf", inline=True
        )


class DossierView(ArchiveMixin, View):
    """The dossier as a ZIP file, written as it is sent."""

    permission_required = ("archive.read_case", "archive.export_dossier")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Bind, and send.

        Raises:
            PermissionDenied: It holds what an authority keeps to those who take part.
        """
        if not selectors.may_read_all(self.user, self.case):
            raise PermissionDenied(_("The dossier holds records which only those who take part may read."))
        try:
            plan = bind(self.case)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("archive:case", pk=self.case.pk)
        response = StreamingHttpResponse(writer.stream(plan), content_type="application/zip")
        response.headers["Content-Length"] = str(writer.stream_size(plan))
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{plan.name}.zip") or ""
        return response


def _title(entry: Any) -> str:
    material: Material | None = getattr(entry, "material", None)
    return material.title if material else act_title(entry.act)
