"""Answers to what a view did not settle itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
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


class MethodMiddleware:
    """Tells who opens the address of a button, as after a login that came between, that it is no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass; where a view only said that it takes no such request, say it in words."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page


class OversizeMiddleware:
    """Refuses a request longer than anything the system takes before a byte of it is read.

    Below that length a file that is too large is counted and dropped as it arrives (``archive.intake``), and the form
    comes back with what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass, or refuse."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > settings.ARCHIVE_REQUEST_LIMIT:
            return too_large(request)
        return self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 with what may be sent."""
    limits = {"limit": settings.ARCHIVE_UPLOAD_LIMIT, "request_limit": settings.ARCHIVE_REQUEST_LIMIT}
    return render(request, "413.html", limits, status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 where a request held too much, and 400 where it could not be understood."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason given, such as who has taken the task."""
    reason = str(exception)
    return HttpResponseForbidden(loader.get_template("403.html").render({"reason": reason}, request))
