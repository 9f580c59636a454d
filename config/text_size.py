"""The size of the text a reader asked for: a link with ``?text=large``, kept in a cookie, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

COOKIE = "text_size"
SIZES = ("normal", "large")
ONE_YEAR = 365 * 24 * 60 * 60


def text_size(request: HttpRequest) -> dict[str, str]:
    """Tell templates the size asked for."""
    asked = request.COOKIES.get(COOKIE, "")
    return {"text_size": asked if asked in SIZES else SIZES[0]}


class TextSizeMiddleware:
    """Keeps a size asked for by ``?text=`` in a cookie and leads to the same page without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or the wish for another size."""
        asked = request.GET.get("text")
        if request.method != "GET" or asked not in SIZES:
            return self.get_response(request)
        rest = request.GET.copy()
        del rest["text"]
        # Two leading slashes would name another host.
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
        response.set_cookie(COOKIE, asked, max_age=ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
        return response
