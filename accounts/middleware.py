"""What stands before every page for somebody logged in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_SEEN = "seen"


class SlidingSessionMiddleware:
    """Begins the session's half hour again with the requests of somebody logged in.

    Written at most once a minute: a session saved by every request costs a transaction each time, and two requests at
    once wait for each other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note the minute of this request, where it is another than the last one noted."""
        if SESSION_KEY in request.session:
            minute = int(time.time()) // settings.SESSION_RENEW_SECONDS
            if request.session.get(_SEEN) != minute:
                request.session[_SEEN] = minute
        return self.get_response(request)


class InitialPasswordMiddleware:
    """Sends whoever still has an initial password to the page where it is changed, from every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let pass, or redirect."""
        # Pages of the public have no session; they stay without a query.
        if (
            SESSION_KEY in request.session
            and request.user.is_authenticated
            and request.user.must_change_password
            and request.path not in (reverse("accounts:password"), reverse("accounts:logout"))
        ):
            return redirect("accounts:password")
        return self.get_response(request)
