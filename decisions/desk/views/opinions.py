"""The tab of opinions: what was said by whom, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.urls import reverse

from decisions.cases.opinions import Adoption, OpinionKind
from decisions.desk.forms import OpinionFilter
from decisions.desk.opinions import OpinionTable
from decisions.desk.views.matter import TabView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.paginator import Page

    from decisions.cases.opinions import Opinion

OPINIONS_A_PAGE = 50


class AdoptionView(TabView):
    """What units, the public, the hearing, experts and the legality review said, and what became of it."""

    template_name = "decisions/desk/adoption.html"
    tab = "adoption"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count by source and by what became of it, and read one page."""
        chosen = OpinionFilter(self.request.GET).chosen()
        kind = OpinionKind(chosen["source"]) if "source" in chosen else None
        adoption = Adoption(chosen["became"]) if "became" in chosen else None
        table = OpinionTable(self.user, self.decision, kind=kind, adoption=adoption)
        kinds = table.by_kind()
        totals = table.by_adoption()
        rows = cast("Sequence[Opinion]", table)
        page: Page[Opinion] = Paginator(rows, OPINIONS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=OpinionFilter({"source": kind or "", "became": adoption or ""}, kinds=kinds),
            reset_url=reverse("decisions:adoption", args=[self.decision.pk]) if kind or adoption else "",
            whole=sum(number for _kind, number in kinds),
            kinds=[(item, number) for item, number in kinds if number],
            totals=[total for total in totals if total.number or total.adoption in _ALWAYS],
            answered=sum(total.number for total in totals if total.adoption is not Adoption.OPEN),
            kind=kind,
            adoption=adoption,
            withholds=table.withholds,
            page=page,
            opinions=page.object_list,
            **kwargs,
        )


# Shown even when none became it: a reader looks for these first.
_ALWAYS = {Adoption.ADOPTED, Adoption.PARTLY, Adoption.NOT_ADOPTED, Adoption.OPEN}
