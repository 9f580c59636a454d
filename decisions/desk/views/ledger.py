"""The ledger of decisions, on the page and as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import Unit
from archive.paging import CappedPaginator
from decisions.cases.models import Decision
from decisions.cases.reading import ReadingView
from decisions.desk import export, ledger, rates
from decisions.desk.forms import LedgerFilter

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Narrowed(ReadingView):
    """Decisions as the filter narrows them."""

    @cached_property
    def today(self) -> date:
        """Today."""
        return timezone.localdate()

    @cached_property
    def form(self) -> LedgerFilter:
        """The filter."""
        years, units = ledger.choices_for(self.user)
        data = self.request.GET.copy()
        searched = data.getlist("q")
        if searched and not data.get("words"):
            data["words"] = searched[-1]
        return LedgerFilter(data, units=Unit.objects.filter(pk__in=units).order_by("path"), years=years)

    @cached_property
    def found(self) -> QuerySet[Decision]:
        """The decisions."""
        return ledger.decisions_for(self.user, self.today, **self.form.chosen())

    @property
    def sort(self) -> str:
        """The order asked for, or the usual one."""
        asked = self.request.GET.get("sort", "")
        return asked if asked in ledger.SORTS else ledger.DEFAULT_SORT


class LedgerView(Narrowed, TemplateView):
    """Every decision one may see, with light, progress, next act, and the rates on top."""

    template_name = "decisions/desk/ledger.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filter, count, page."""
        chosen = self.form.chosen()
        counted = {name: value for name, value in chosen.items() if name != "rate"}
        paginator = CappedPaginator(ledger.ordered(self.found, self.sort), A_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        total = paginator.count
        return super().get_context_data(
            form=self.form,
            is_filtered=bool(chosen),
            page=page,
            rows=ledger.page_of(page.object_list, self.today),
            rates=rates.rates_for(
                self.user,
                ledger.decisions_for(self.user, self.today, **counted),
                self.today,
                scope=repr(sorted(counted.items())),
            ),
            rate_text=rates.KEYS.get(chosen.get("rate", ""), ""),
            sort=self.sort,
            total_text=_("more than %(total)d") % {"total": total}
            if paginator.is_capped
            else _("%(total)d matters") % {"total": total},
            total=total,
            proposes=self.user.has_perm("decisions.propose"),
            **kwargs,
        )


class ExportView(Narrowed):
    """The same rows as a spreadsheet, written and sent piece by piece."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send it."""
        keys = ledger.ordered(self.found, self.sort).iterator(chunk_size=2000)
        name = f"{_('Ledger of decisions')}-{self.today.isoformat()}.xlsx"
        response = StreamingHttpResponse(export.spreadsheet(keys, self.today), content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return response
