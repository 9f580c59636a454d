"""Opinions of the public on a decision being executed (art. 35(2))."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from decisions.cases.models import Status, Submission
from decisions.execution.services import receive_execution_opinion
from decisions.portal import guard, selectors
from decisions.portal.forms import AuthorForm, ExecutionOpinionForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from decisions.cases.models import Decision

IN_EXECUTION = (Status.IN_FORCE, Status.SUSPENDED)


def is_taken(decision: Decision) -> bool:
    """Whether opinions on the execution of a decision are taken here."""
    return decision.status in IN_EXECUTION and bool(decision.executing_unit_id)


def receive(decision: Decision, *, text: str, author: str, submission: uuid.UUID | None) -> str:
    """Keep an opinion and return its number; the same form sent twice is kept once.

    Raises:
        ValidationError: The decision is not being executed.
    """
    try:
        with transaction.atomic():
            filed = receive_execution_opinion(decision, text=text, author=author, on=timezone.localdate())
            if submission is not None:
                Submission.objects.create(token=submission, entry=filed.entry)
    except IntegrityError:
        if submission is None:
            raise
        # Only what was sent here, about this decision: the mark of an official's form tells nothing.
        first = (
            Submission.objects.select_related("entry__material")
            .filter(token=submission, by=None, entry__case=decision.case_id)
            .first()
        )
        if first is None:
            raise
        return first.entry.material.number
    return filed.number


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
        given = author.cleaned_data
        try:
            guard.check(request)
            number = receive(
                self.decision,
                text=form.cleaned_data["body"],
                author=" ".join(filter(None, (given["organisation"], given["author"]))),
                submission=guard.submission_of(request),
            )
        except ValidationError as error:
            return self._page(form, author, notice=error, status=429 if isinstance(error, guard.TooFast) else 422)
        return render(
            request,
            "portal/execution_receipt.html",
            {"decision": self.decision, "authority": self.decision.authority, "number": number},
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
