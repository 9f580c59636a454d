"""Answers to what a view did not settle itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseForbidden
from django.shortcuts import render
from django.template import loader
from viewflow.workflow.exceptions import FlowLockFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ConflictMiddleware:
    """Tells who comes too late: the procedure is held by somebody else's act, and nothing was done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a lock that was not to be had with 409; leave the rest to others."""
        if isinstance(exception, FlowLockFailed):
            return render(request, "409.html", {"back_url": request.path}, status=409)
        return None


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason given, such as who has taken the task."""
    reason = str(exception)
    return HttpResponseForbidden(loader.get_template("403.html").render({"reason": reason}, request))
