"""Pages of evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView

from archive.paging import CappedPaginator
from decisions.cases.lanes import Lane
from decisions.cases.models import Decision
from decisions.cases.reading import ReadingView
from decisions.cases.selectors import decisions_visible_to, may_act
from decisions.cases.views import ActView
from decisions.evaluation import applying, forms, selectors, services
from decisions.statutes.periods import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from archive.models import LedgerEntry


class TriggerEvaluationView(ActView):
    """State a ground for an evaluation."""

    verb = "trigger_evaluation"
    lane = Lane.DECISION_ORGAN
    title = _("Report a ground for evaluation")
    button = _("Record the ground")
    description = _("The organ's order, a changed legal basis or changed circumstances; the organ then decides.")
    form_class = forms.TriggerForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the decision is being executed."""
        return services.goes_on_in_execution(decision)

    def may(self) -> bool:
        """The organ may, and whoever supervises."""
        return any(
            may_act(self.official, self.decision, verb=self.verb, lane=lane)
            for lane in (Lane.DECISION_ORGAN, Lane.SUPERVISION)
        )

    def act(self, form: forms.TriggerForm) -> LedgerEntry:
        """Record, and let the organ decide now."""
        filed = services.trigger_evaluation(self.decision, **form.cleaned_data, by=self.official)
        self.flow_class.hasten(self.decision, "await_evaluation", on=form.cleaned_data["on"])
        return filed.entry


class DecideEvaluationView(ActView):
    """Decide on an evaluation."""

    verb = "decide_evaluation"
    lane = Lane.DECISION_ORGAN
    title = _("Decide on the evaluation")
    button = _("Record the decision")
    description = _("Answers every open ground: who evaluates, or why not now and when again.")
    template_name = "decisions/evaluation/decide.html"
    form_class = forms.DecideEvaluationForm

    def facts(self) -> Mapping[str, Any]:
        """Show the open grounds, and who is barred from being commissioned."""
        return {
            "grounds": selectors.open_triggers(self.decision),
            "assessors": sorted(selectors.assessors(self.decision)),
        }

    def act(self, form: forms.DecideEvaluationForm) -> LedgerEntry:
        """Decide."""
        return services.decide_evaluation(self.decision, **form.cleaned_data, by=self.official).entry


class EvaluateView(ActView):
    """Evaluate."""

    verb = "evaluate"
    lane = Lane.EVALUATOR
    title = _("Evaluate the decision")
    button = _("Submit the evaluation")
    description = _("Plan and members, inquiries, findings by indicator, and what is advised.")
    form_class = forms.EvaluateForm

    def initial(self) -> Mapping[str, Any]:
        """Mark a self-evaluation."""
        order = selectors.order_to_carry_out(self.decision)
        return {
            "is_self_evaluation": order is not None
            and not order.third_party
            and selectors.executes(self.decision, order.evaluating_unit),
            "execution": _summary(self.decision),
        }

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in what the reports say of the targets."""
        return {"indicators": [row for task in self.decision.execution_tasks.all() if (row := _measured(task))]}

    def act(self, form: forms.EvaluateForm) -> LedgerEntry:
        """Evaluate."""
        given = dict(form.cleaned_data)
        return services.evaluate(
            self.decision,
            findings={name: given.pop(name) for name in services.FINDINGS},
            papers=(given.pop("plan_files"), given.pop("inquiry_files"), given.pop("files")),
            **given,
            by=self.official,
        ).entry


def _summary(decision: Decision) -> str:
    last = decision.execution_reports.order_by("-on", "-pk").first()
    return last.summary if last else ""


def _measured(task: Any) -> dict[str, str] | None:
    if task.target is None:
        return None
    told = task.progress.select_related("report").order_by("-report__on", "-pk").first()
    return {
        "dimension": "effectiveness",
        "name": task.indicator,
        "target": f"{task.target.normalize():f}{task.measure}",
        "result": f"{told.result.normalize():f}{task.measure}" if told and told.result is not None else "",
        "source": told.report.number if told else "",
    }


class ApplyEvaluationView(ActView):
    """Decide on the result of an evaluation."""

    verb = "apply_evaluation"
    lane = Lane.DECISION_ORGAN
    title = _("Apply the result of the evaluation")
    button = _("Record the decision")
    description = _("Continue, adjust, suspend or terminate; a major adjustment goes through the procedure again.")
    template_name = "decisions/evaluation/apply.html"
    form_class = forms.ApplyForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in what the evaluation advises, the lead unit and the next day of local rules."""
        evaluation = selectors.evaluation_to_apply(self.decision)
        months = self.decision.pack["posteval.mandatory_after_months"]
        return {
            "outcome": evaluation.conclusion if evaluation else None,
            "proposing_unit": self.decision.lead_unit_id,
            "next_due_on": add_months(timezone.localdate(), months) if months else None,
        }

    def facts(self) -> Mapping[str, Any]:
        """Show the evaluation."""
        return {"evaluation": selectors.evaluation_to_apply(self.decision)}

    def act(self, form: forms.ApplyForm) -> LedgerEntry:
        """Apply."""
        return applying.apply_evaluation(self.decision, **form.cleaned_data, by=self.official).entry


class ScheduleView(ReadingView, ListView[Decision]):
    """What is evaluated when, month by month, with the grounds and the numbers behind them."""

    template_name = "decisions/evaluation/schedule.html"
    context_object_name = "decisions"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self) -> QuerySet[Decision]:
        """Return what the reader may see."""
        self.filter_form = forms.ScheduleFilterForm(self.request.GET)
        chosen = self.filter_form.cleaned_data if self.filter_form.is_valid() else {}
        return selectors.schedule(
            self.user,
            words=chosen.get("words", ""),
            only_grounds=chosen.get("only_grounds", False),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, and to each decision how it stands and how many days are left."""
        context = super().get_context_data(form=self.filter_form, **kwargs)
        today = timezone.localdate()
        for decision in context["decisions"]:
            decision.standing = standing(decision, today)
            decision.month = decision.evaluation_due_on.replace(day=1)
        return context


def standing(decision: Any, today: date) -> dict[str, Any]:
    """Say in a shape and a word how an evaluation stands, from what the schedule has read."""
    last = decision.rounds[-1] if decision.rounds else None
    days = (decision.evaluation_due_on - today).days
    if last is not None and last.is_ordered:
        evaluation = getattr(last, "evaluation", None)
        if evaluation is None:
            return {"state": "now", "text": _("Being evaluated"), "days": None}
        if not hasattr(evaluation, "application"):
            return {"state": "now", "text": _("Result to be decided on"), "days": None}
    if decision.grounds or days <= 0:
        return {"state": "due", "text": _("To be decided on"), "days": days}
    return {"state": "", "text": _("Scheduled"), "days": days}


class RoundsView(ReadingView, TemplateView):
    """The evaluations of a decision: grounds, orders, findings, results."""

    template_name = "decisions/evaluation/rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add every round, and what is due next."""
        decision = get_object_or_404(
            decisions_visible_to(self.user).select_related("lead_unit", "rule_pack"),
            pk=self.kwargs["pk"],
        )
        due = selectors.due_day(decision)
        return super().get_context_data(
            decision=decision,
            due_on=due,
            days=(due - timezone.localdate()).days if due else None,
            goes_on=decision.status in selectors.IN_EXECUTION,
            grounds=selectors.open_triggers(decision),
            rounds=selectors.rounds(decision),
            adjustments=decision.adjustments.all(),
            **kwargs,
        )


SIDE_ACTS: tuple[type[ActView], ...] = (TriggerEvaluationView,)
