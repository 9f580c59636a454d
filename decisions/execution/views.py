"""Pages of the execution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView

from archive.paging import CappedPaginator
from decisions.cases.lanes import Lane
from decisions.cases.models import Decision, Status
from decisions.cases.reading import ReadingView
from decisions.cases.selectors import decisions_visible_to
from decisions.cases.views import ActView
from decisions.execution import forms, rules, selectors, services, supervising

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from archive.models import LedgerEntry


class AssignExecutionView(ActView):
    """Name the executing unit."""

    verb = "assign_execution"
    lane = Lane.DECISION_ORGAN
    title = _("Name the executing unit")
    button = _("Name the executing unit")
    description = _("Divides the work, fixes how often it is reported on, and when the decision is evaluated.")
    form_class = forms.AssignExecutionForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in the lead unit, the day of effect, the cycle of local rules and the day it leads to."""
        pack = self.decision.pack
        publication = getattr(self.decision, "publication", None)
        begins = getattr(publication, "effective_on", None) or timezone.localdate()
        return {
            "executing_unit": self.decision.lead_unit_id,
            "implemented_on": begins,
            "report_cycle": pack["execution.report_cycle"] or "quarter",
            "evaluation_due_on": rules.suggested_evaluation(pack, implemented_on=begins, term_ends_on=None),
        }

    def act(self, form: forms.AssignExecutionForm) -> LedgerEntry:
        """Name."""
        return services.assign_execution(self.decision, **form.cleaned_data, by=self.official).entry


class ExecutingActView(ActView):
    """An act of those who execute, beside the flow."""

    lane = Lane.EXECUTING_UNIT
    lanes: tuple[Lane, ...] = (Lane.EXECUTING_UNIT,)

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the decision is being executed."""
        return selectors.is_in_execution(decision)

    def may(self) -> bool:
        """Units that take part in executing may as well."""
        return selectors.acts_in(self.official, self.decision, verb=self.verb, lanes=self.lanes)


class ReportExecutionView(ExecutingActView):
    """Report on the execution."""

    verb = "report_execution"
    title = _("Report on the execution")
    button = _("Submit the report")
    form_class = forms.ReportExecutionForm

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in every task with its last state."""
        return {
            "progress": [
                {"task": task.pk, "state": task.told[-1].state if task.told else None}
                for task in selectors.tasks_of(self.decision)
            ]
        }

    def act(self, form: forms.ReportExecutionForm) -> LedgerEntry:
        """Report."""
        return services.report_execution(self.decision, **form.cleaned_data, by=self.official).entry


class ReportProblemView(ExecutingActView):
    """Report a problem, a great change or force majeure."""

    verb = "report_problem"
    title = _("Report a serious problem or change")
    button = _("Submit the report")
    description = _("A problem found, circumstances that changed greatly, or force majeure (art. 35).")
    form_class = forms.ReportProblemForm

    def act(self, form: forms.ReportProblemForm) -> LedgerEntry:
        """Report."""
        return services.report_problem(self.decision, **form.cleaned_data, by=self.official).entry


class EnterExecutionOpinionView(ExecutingActView):
    """Enter an opinion on the execution."""

    verb = "enter_execution_opinion"
    lanes = (Lane.EXECUTING_UNIT, Lane.GOVERNMENT_OFFICE)
    title = _("Enter an opinion on the execution")
    button = _("Register the opinion")
    description = _("What came by letter, telephone, e-mail or in person; the number is the receipt.")
    form_class = forms.EnterOpinionForm

    def act(self, form: forms.EnterOpinionForm) -> LedgerEntry:
        """Register."""
        return services.receive_execution_opinion(self.decision, **form.cleaned_data, by=self.official).entry


class HandleExecutionOpinionView(ExecutingActView):
    """Answer an opinion on the execution."""

    verb = "handle_execution_opinion"
    lanes = (Lane.EXECUTING_UNIT, Lane.GOVERNMENT_OFFICE)
    title = _("Answer an opinion on the execution")
    button = _("Record the answer")
    form_class = forms.HandleOpinionForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While something is unanswered."""
        return selectors.unanswered(decision).exists()

    def act(self, form: forms.HandleOpinionForm) -> LedgerEntry:
        """Answer."""
        return services.handle_execution_opinion(self.decision, **form.cleaned_data, by=self.official).entry


class SuperviseView(ActView):
    """Check the execution."""

    verb = "supervise"
    lane = Lane.SUPERVISION
    title = _("Check the execution")
    button = _("Record the step")
    description = _("Plan, conclusion, feedback, rectification and close-out of a check, one paper at a time.")
    form_class = forms.SuperviseForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While it is executed, and while a check is open."""
        return selectors.is_in_execution(decision) or bool(selectors.open_checks(decision))

    def act(self, form: forms.SuperviseForm) -> LedgerEntry:
        """Record."""
        return supervising.supervise(self.decision, **form.cleaned_data, by=self.official).entry


class SuspendView(ActView):
    """Suspend the execution."""

    verb = "suspend"
    lane = Lane.DECISION_ORGAN
    title = _("Suspend the execution")
    button = _("Suspend the execution")
    description = _("Only the head, only in urgency, only on a circumstance that was reported (art. 37).")
    form_class = forms.SuspendForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the decision is in force."""
        return decision.status == Status.IN_FORCE and selectors.is_in_execution(decision)

    def act(self, form: forms.SuspendForm) -> LedgerEntry:
        """Suspend; whether to evaluate is decided next."""
        filed = supervising.suspend(self.decision, **form.cleaned_data, by=self.official)
        self.flow_class.hasten(self.decision, "await_evaluation", on=form.cleaned_data["on"])
        return filed.entry


class ResumeView(ActView):
    """Resume a suspended execution."""

    verb = "resume"
    lane = Lane.DECISION_ORGAN
    title = _("Resume the execution")
    button = _("Resume the execution")
    form_class = forms.ResumeForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While it is suspended."""
        return decision.status == Status.SUSPENDED

    def act(self, form: forms.ResumeForm) -> LedgerEntry:
        """Resume."""
        return supervising.resume(self.decision, **form.cleaned_data, by=self.official).entry


class BoardView(ReadingView, ListView[Decision]):
    """The decisions in execution: tasks, reports, lateness."""

    template_name = "decisions/execution/board.html"
    context_object_name = "decisions"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self) -> QuerySet[Decision]:
        """Return what the reader may see."""
        self.filter_form = forms.BoardFilterForm(self.request.GET)
        words = self.filter_form.cleaned_data["words"] if self.filter_form.is_valid() else ""
        return selectors.board(self.user, words=words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, and to each decision how far it is."""
        context = super().get_context_data(form=self.filter_form, **kwargs)
        today = timezone.localdate()
        for decision in context["decisions"]:
            decision.progress = selectors.progress_of(decision, today)
        return context


class ExecutionView(ReadingView, TemplateView):
    """The execution of a decision: tasks, reports, problems, opinions, supervision."""

    template_name = "decisions/execution/execution.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the record holds and the acts open to the reader."""
        decision = get_object_or_404(
            decisions_visible_to(self.user).select_related("executing_unit", "lead_unit", "rule_pack"),
            pk=self.kwargs["pk"],
        )
        today = timezone.localdate()
        plan = selectors.plan_of(decision)
        return super().get_context_data(
            decision=decision,
            plan=plan,
            today=today,
            units=decision.executing_units.select_related("unit"),
            tasks=list(selectors.tasks_of(decision)),
            reports=decision.execution_reports.select_related("unit").order_by("-on", "-pk"),
            problems=decision.execution_problems.select_related("unit").order_by("-on", "-pk"),
            opinions=decision.execution_opinions.order_by("-received_on", "-pk")[:200],
            opinions_count=decision.execution_opinions.count(),
            supervisions=decision.supervisions.all(),
            suspensions=decision.suspensions.select_related("problem", "by"),
            next_report=selectors.next_report(decision, plan),
            acts=list(self._acts(decision)),
            **kwargs,
        )

    def _acts(self, decision: Decision) -> Any:
        for view in SIDE_ACTS:
            bound = view.bound(official=self.user, decision=decision)
            if view.is_open(decision) and bound.may():
                yield {"title": view.title, "url": reverse("decisions:act", args=[decision.pk, view.verb])}


SIDE_ACTS: tuple[type[ActView], ...] = (
    ReportExecutionView,
    ReportProblemView,
    EnterExecutionOpinionView,
    HandleExecutionOpinionView,
    SuperviseView,
    SuspendView,
    ResumeView,
)
