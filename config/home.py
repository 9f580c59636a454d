"""The start page: everybody is led to where their work is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# The first page whose right somebody holds is theirs; administrators have no right in decisions.
FIRST_PAGES = (
    ("decisions.read_authority_decisions", "decisions:tasks"),
    ("decisions.read_unit_decisions", "decisions:tasks"),
    ("decisions.score", "experts:desk"),
    ("decisions.manage_pool", "experts:pool"),
    ("accounts.manage_units", "accounts:units"),
    ("accounts.manage_offices", "accounts:people"),
    ("accounts.read_audit", "accounts:logins"),
)
PUBLIC_PAGE, LOGIN = "portal:home", "accounts:login"


def address_of(name: str) -> str:
    """Return the address of a page, or an empty text where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def first_page(user: object) -> str:
    """Return the address of the page somebody logged in begins with."""
    for right, name in FIRST_PAGES:
        if user.has_perm(right) and (address := address_of(name)):  # type: ignore[attr-defined]
            return address
    return reverse("accounts:password")


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead officials to their tasks, administrators and experts to their pages, everybody else to the portal."""
    if request.user.is_authenticated:
        return redirect(first_page(request.user))
    return redirect(address_of(PUBLIC_PAGE) or reverse(LOGIN))
