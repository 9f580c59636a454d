"""The pages of the style guide. They ask nothing of the database."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from config.styleguide import samples
from config.styleguide.forms import LedgerFilter, OpinionForm
from decisions.cases.refusal import Refusal

PAGES = {
    "act": "decisions/act.html",
    "wrong": "decisions/act.html",
    "check": "decisions/check.html",
    "receipt": "decisions/receipt.html",
    "done": "decisions/done.html",
    "portal": "styleguide/portal.html",
    "entry": "styleguide/entry.html",
    "ledger": "styleguide/ledger.html",
    **{code: f"{code}.html" for code in ("400", "403", "403_csrf", "404", "409", "413", "429", "500")},
}


def _shell() -> dict[str, Any]:
    return {
        "navigation": samples.NAVIGATION,
        "user": samples.USER,
        "office": "市司法局 · 合法性审查员",
        "search_url": "/styleguide/",
        "logout_url": "/styleguide/",
    }


def _act() -> dict[str, Any]:
    return _shell() | {
        **{f"{name}_url": f"/styleguide/{name}/" for name in ("act", "check", "ledger")},
        "view": samples.VIEW,
        "decision": samples.DECISION,
        "decision_url": "/styleguide/",
        "snapshot": samples.SNAPSHOT,
        "rules": samples.RULES,
        "clock": samples.CLOCK,
        "recent": samples.RECENT,
        "stages": samples.STAGES,
        "summary": samples.SUMMARY,
        "entry": samples.FILED,
        "who": "审查一科 周某",
        "next_acts": [{"label": "承办单位回复审查意见", "who": "市发展改革委", "days": 5, "url": "#"}],
        "rows": samples.LEDGER,
        "kpis": samples.KPIS,
        "filter": LedgerFilter(),
        "page": Paginator(range(620), 20).page(4),
        "steps": samples.STEPS,
    }


def components(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    shown = {name.lower(): value for name, value in vars(samples).items() if name.isupper()}
    return render(request, "styleguide/components.html", shown | _act() | {"shown": shown})


def page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one whole page in its shell.

    Raises:
        Http404: There is no such page.
    """
    if page not in PAGES:
        raise Http404
    context = _act()
    if page == "wrong":
        context["form"] = OpinionForm({"procedure": "", "problems-TOTAL_FORMS": "2", "problems-INITIAL_FORMS": "0"})
        context["refusal"] = Refusal([(item["rule"], item["finding"]) for item in samples.RULES[:1]])
    else:
        context["form"] = OpinionForm()
    return render(request, PAGES[page], context)
