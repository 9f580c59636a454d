"""What every page of the desk reads besides its own: the links of the rail, the search, who acts from which office.

Everything is read when a template asks for it, once a request: error pages and the portal cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.selectors import offices_of
from config.home import address_of
from decisions.desk.tasks import count_of, tasks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import Promise

    from accounts.models import User

    Text = str | Promise

READS = ("decisions.read_authority_decisions", "decisions.read_unit_decisions")


@dataclass(frozen=True)
class Link:
    """A page in the rail.

    Attributes:
        label: What it is called.
        name: The name of its address; a page this installation does not have is left out.
        rights: Any of these opens it.
        count: How many wait there, if somebody counts.
    """

    label: Text
    name: str
    rights: tuple[str, ...] = READS
    count: Callable[[User], int] | None = None


def _open_tasks(user: User) -> int:
    return count_of(tasks_of(user))


GROUPS: tuple[tuple[Text, tuple[Link, ...]], ...] = (
    (
        "",
        (
            Link(_("My tasks"), "decisions:tasks", count=_open_tasks),
            Link(_("Ledger of decisions"), "decisions:ledger"),
            Link(_("Annual catalogue"), "catalogue:items"),
        ),
    ),
    (
        _("Procedure"),
        (
            Link(_("Public participation"), "participation:board"),
            Link(_("My expert desk"), "experts:desk", ("decisions.score", "decisions.declare_conflicts")),
            Link(_("Pool of experts"), "experts:pool", ("decisions.manage_pool",)),
            Link(_("Risk assessment"), "risk:board"),
            Link(
                _("Legality review"), "legality:queue", ("decisions.review_legality", "decisions.give_legal_opinion")
            ),
            Link(_("Meetings"), "deliberation:meetings"),
        ),
    ),
    (
        _("After the decision"),
        (
            Link(_("Archive"), "archive:cases", ("archive.read_case",)),
            Link(_("Execution and supervision"), "execution:board"),
            Link(_("Post-evaluation"), "evaluation:schedule"),
        ),
    ),
    (
        _("Rules"),
        (
            Link(_("Rule packs"), "statutes:packs"),
            Link(_("Working days"), "statutes:calendar"),
        ),
    ),
    (
        _("System"),
        (
            Link(_("Units"), "accounts:units", ("accounts.manage_units",)),
            Link(_("People"), "accounts:people", ("accounts.manage_people", "accounts.manage_offices")),
            Link(_("Locked accounts"), "accounts:locks", ("accounts.unlock_accounts",)),
            Link(_("Logins"), "accounts:logins", ("accounts.read_audit",)),
            Link(_("Changes of accounts"), "accounts:changes", ("accounts.read_audit",)),
        ),
    ),
)


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the shell of the desk reads."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "home_url": "/",
        "navigation": SimpleLazyObject(lambda: navigation_of(user, request.path)),
        "search_url": SimpleLazyObject(lambda: _search_of(user)),
        "query": request.GET.get("q", ""),
        "office": SimpleLazyObject(lambda: _office_of(user)),
        "account_url": address_of("accounts:password"),
    }


def navigation_of(user: Any, path: str) -> list[dict[str, Any]]:
    """Return the groups of the rail with the pages a user may open; the page of the address is marked.

    Args:
        user: Who reads; nobody logged in has no rail.
        path: The address asked for.
    """
    if not user.is_authenticated:
        return []
    groups: list[dict[str, Any]] = []
    for heading, links in GROUPS:
        shown: list[dict[str, Any]] = [
            {
                "label": link.label,
                "url": url,
                "count": link.count(user) if link.count else None,
                "current": False,
            }
            for link in links
            if any(user.has_perm(right) for right in link.rights) and (url := address_of(link.name))
        ]
        if shown:
            groups.append({"heading": heading, "links": shown})
    # The longest address that the present one lies under is where the reader is.
    under = [link for group in groups for link in group["links"] if path.startswith(link["url"])]
    if under:
        max(under, key=lambda link: len(link["url"]))["current"] = True
    return groups


def _search_of(user: Any) -> str:
    return address_of("decisions:ledger") if any(user.has_perm(right) for right in READS) else ""


def _office_of(user: Any) -> str:
    """Return unit and post, with the number of further offices: rights come from all of them."""
    if not user.is_authenticated:
        return ""
    held = offices_of(user, timezone.localdate()).select_related(None).select_related("unit")
    offices = list(held.only("post", "unit__short_name").order_by("-starts_on", "-pk"))
    if not offices:
        return ""
    if len(offices) == 1:
        return str(offices[0])
    return str(_("%(office)s, one of %(number)d offices") % {"office": offices[0], "number": len(offices)})
