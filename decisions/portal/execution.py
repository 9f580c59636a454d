"""Opinions of the public on a decision being executed (art. 35(2)): the page; the execution stage keeps them.

The stage offers ``decisions.execution.services.receive_opinion(decision, *, body, author, submission)``; ``author`` is
a ``decisions.participation.intake.Author``. It returns something with a ``tracking`` number. While there is no such
service, no page offers the form.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.module_loading import import_string
from django.views import View

from decisions.cases.models import Status
from decisions.participation.intake import Author
from decisions.portal import guard, selectors
from decisions.portal.forms import AuthorForm, ExecutionOpinionForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from decisions.cases.models import Decision

RECEIVER = "decisions.execution.services.receive_opinion"
IN_EXECUTION = (Status.IN_FORCE, Status.SUSPENDED)


def receiver() -> Callable[..., Any] | None:
    """Return the service that keeps such opinions."""
    try:
        found: Callable[..., Any] = import_string(RECEIVER)
    except ImportError:
        return None
    return found


def is_taken(decision: Decision) -> bool:
    """Whether opinions on the execution of a decision are taken here."""
    return decision.status in IN_EXECUTION and receiver() is not None


class ExecutionOpinionView(View):
    """Say how a decision in force works out."""

    decision: Decision

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find a published decision in force.

        Raises:
            Http404: There is none, or nobody takes opinions on it here.
        """
        self.decision = get_object_or_404(selectors.published_decisions(), pk=kwargs["pk"])
        if not is_taken(self.decision):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the questions."""
        if not request.session.session_key:
            request.session.create()
        return self._page(ExecutionOpinionForm(), AuthorForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the opinion to the service and show its receipt."""
        form, author = ExecutionOpinionForm(request.POST), AuthorForm(request.POST)
        if not (form.is_valid() & author.is_valid()):
            return self._page(form, author, status=422)
        receive = receiver()
        if receive is None:
            raise Http404
        given = author.cleaned_data
        try:
            guard.check(request)
            kept = receive(
                self.decision,
                body=form.cleaned_data["body"],
                author=Author(
                    tier=given["tier"],
                    name=given["author"],
                    organisation=given["organisation"],
                    phone=given["phone"],
                ),
                submission=guard.submission_of(request),
            )
        except ValidationError as error:
            return self._page(form, author, notice=error, status=429 if isinstance(error, guard.TooFast) else 422)
        return render(
            request,
            "portal/execution_receipt.html",
            {"decision": self.decision, "authority": self.decision.authority, "kept": kept},
        )

    def _page(
        self,
        form: ExecutionOpinionForm,
        author: AuthorForm,
        *,
        notice: ValidationError | None = None,
        status: int = 200,
    ) -> HttpResponse:
        return render(
            self.request,
            "portal/execution_opinion.html",
            {
                "decision": self.decision,
                "authority": self.decision.authority,
                "form": form,
                "author": author,
                "notice": notice,
                "started": guard.kept_or_started(self.request),
                "submission": guard.submission_of(self.request) or uuid.uuid4(),
            },
            status=status,
        )
