"""What somebody had typed when the session ended: kept until they are in again.

Half an hour passes quickly over a long form. Sent after it, the form is put into the new, still anonymous session
together with the name of who last logged in with this browser, which a signed cookie tells; the page takes it out
again when the same person opens it after the login. Files are not kept: whose they are is not known yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from accounts.models import User

KEPT = "kept_form"
COOKIE = "last_in"
_SALT = "accounts.kept"
# A working day; whoever comes back later begins anew.
_SECONDS = 12 * 60 * 60
# In characters. No page of ours asks for more, and an anonymous session is no store.
LARGEST = 500_000
_LEFT_OUT = {"csrfmiddlewaretoken", "_check", "_confirm", "_edit"}


def remember(response: HttpResponse, user: User) -> None:
    """Have the browser tell, signed, who logged in with it."""
    response.set_signed_cookie(
        COOKIE,
        user.username,
        salt=_SALT,
        max_age=_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Have it tell no longer, as who logs out leaves nothing behind."""
    response.delete_cookie(COOKIE, samesite="Lax")


def login_keeping_form(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask for a login before a page, and keep the form that was sent to it."""

    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_log_in(request)

    return page


def ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to the login and back again, with what was typed."""
    if request.method == "POST":
        _keep(request)
    return redirect_to_login(request.get_full_path())


def _keep(request: HttpRequest) -> None:
    username = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_SECONDS)
    fields = {name: values for name, values in request.POST.lists() if name not in _LEFT_OUT}
    if username and sum(len(name) + sum(map(len, values)) for name, values in fields.items()) <= LARGEST:
        request.session[KEPT] = {"path": request.path, "username": username, "fields": fields}


def take(request: HttpRequest) -> QueryDict | None:
    """Return the form kept for this person and this page, once; what was kept for another is thrown away."""
    kept = request.session.pop(KEPT, None)
    if kept is None or kept["path"] != request.path or kept["username"] != request.user.get_username():
        return None
    form = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        form.setlist(name, values)
    return form
