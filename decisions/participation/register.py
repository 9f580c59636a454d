"""The register of opinions: what was said, and answers given one by one or to many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views import View

from decisions.cases.lanes import Lane
from decisions.cases.models import Decision
from decisions.cases.selectors import decisions_visible_to, may_act
from decisions.participation import selectors
from decisions.participation.answering import Answer, give_answer
from decisions.participation.forms import DispositionForm, OpinionFilterForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from decisions.participation.forms import ClauseField
    from decisions.participation.models import PublicOpinion

PER_PAGE = 50


class OpinionsView(LoginRequiredMixin, View):
    """Every opinion on a matter with its answer; those who answer may choose some and answer them together."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may read the decision."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.official: User = request.user
        found = decisions_visible_to(self.official).select_related("authority", "lead_unit", "rule_pack", "case")
        decision = found.filter(pk=kwargs["pk"]).first()
        if decision is None:
            raise Http404
        self.decision: Decision = decision
        self.may_answer = may_act(self.official, decision, verb="answer_opinions", lane=Lane.LEAD_UNIT)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a page of the register."""
        return self._page(DispositionForm(decision=self.decision))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the opinions that are ticked, or all that the filter shows."""
        if not self.may_answer:
            raise PermissionDenied
        form = DispositionForm(request.POST, decision=self.decision)
        if not form.is_valid():
            return self._page(form, status=422)
        given = form.cleaned_data
        try:
            with transaction.atomic():
                chosen = list(self._chosen())
                give_answer(
                    self.decision,
                    opinions=chosen,
                    answer=Answer(
                        kind=given["answer"],
                        reason=given["reason"],
                        point=given["point"],
                        clause_key=given["answer_clause"],
                        change=given["change"],
                    ),
                    on=timezone.localdate(),
                    by=self.official,
                )
        except ValidationError as error:
            _show(form, error)
            return self._page(form, status=422)
        messages.success(
            request,
            ngettext("%(count)d opinion answered.", "%(count)d opinions answered.", len(chosen))
            % {"count": len(chosen)},
        )
        address = reverse("participation:opinions", args=[self.decision.pk])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)

    def _chosen(self) -> QuerySet[PublicOpinion]:
        """Return the opinions to be answered; their rows are read anew, whatever the browser sent."""
        if "all" in self.request.POST:
            return self._filtered().filter(Q(disposition__isnull=True) | Q(disposition__filed_in__isnull=True))
        ticked = [number for number in self.request.POST.getlist("opinion") if number.isascii() and number.isdigit()]
        return selectors.opinions_of(self.decision).filter(number__in=[int(number) for number in ticked[:PER_PAGE]])

    def _filtered(self) -> QuerySet[PublicOpinion]:
        found = selectors.opinions_of(self.decision)
        form = OpinionFilterForm(self.request.GET, decision=self.decision)
        if not form.is_valid():
            return found
        wanted = form.cleaned_data
        if wanted["answered"]:
            found = found.filter(disposition__isnull=wanted["answered"] == "no")
        if wanted["channel"]:
            found = found.filter(channel=wanted["channel"])
        if wanted["clause"]:
            found = found.filter(clause_key=wanted["clause"])
        if wanted["q"]:
            found = found.filter(
                Q(body__icontains=wanted["q"])
                | Q(author__icontains=wanted["q"])
                | Q(organisation__icontains=wanted["q"])
            )
        return found

    def _page(self, form: DispositionForm, *, status: int = 200) -> HttpResponse:
        page = Paginator(self._filtered().order_by("number"), PER_PAGE).get_page(self.request.GET.get("page"))
        consultation = selectors.last_consultation(self.decision)
        clauses = cast("ClauseField", form.fields["answer_clause"]).labels
        ticked = set(self.request.POST.getlist("opinion"))
        return render(
            self.request,
            "decisions/participation/opinions.html",
            {
                "decision": self.decision,
                "page": page,
                "lines": [
                    (opinion, _called(opinion.clause_key, clauses), _called(_changed_by(opinion), clauses))
                    for opinion in page.object_list
                ],
                "ticked": ticked,
                "form": form,
                "filter": OpinionFilterForm(self.request.GET or None, decision=self.decision),
                "reset_url": reverse("participation:opinions", args=[self.decision.pk]) if self.request.GET else "",
                "counted": selectors.counted_of(self.decision),
                "consultation": consultation,
                "may_answer": self.may_answer,
            },
            status=status,
        )


def _called(key: str, clauses: Mapping[str, str]) -> str:
    return clauses.get(key, key) if key else ""


def _changed_by(opinion: PublicOpinion) -> str:
    return opinion.disposition.answer.clause_key if hasattr(opinion, "disposition") else ""


def _show(form: DispositionForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    fields = {"clause_key": "answer_clause"}
    for name, texts in error.error_dict.items():
        target = fields.get(name, name)
        form.add_error(target if target in form.fields else None, texts)
