"""My tasks: what is mine to do, what I wait for, what my units are reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from archive.paging import CappedPaginator
from decisions.cases.deadlines import days_left
from decisions.cases.positions import OpenStep
from decisions.cases.reading import ReadingView
from decisions.cases.selectors import decisions_visible_to
from decisions.desk import duties, services, tasks
from decisions.desk.forms import HandOverForm, TaskFilter
from decisions.statutes.selectors import years_to_enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


A_PAGE = 50
REMINDERS_SHOWN = 20


class TasksView(ReadingView, TemplateView):
    """My tasks, the most urgent first."""

    template_name = "decisions/desk/tasks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather tasks and reminders."""
        today = timezone.localdate()
        form = TaskFilter(self.request.GET)
        chosen = form.chosen()
        found = tasks.filtered(tasks.tasks_of(self.user), self.user, today, **chosen)
        page = CappedPaginator(tasks.keys_of(found), A_PAGE).get_page(self.request.GET.get("page"))
        reminders = list(tasks.reminders_for(self.user)[:REMINDERS_SHOWN])
        orphans = tasks.orphans_of(self.user) if self.user.has_perm("decisions.hand_over_tasks") else []
        return super().get_context_data(
            form=form,
            is_filtered=bool(chosen),
            page=page,
            lines=tasks.lines_of(page.object_list, today),
            orphans=[tasks.Line(step, today) for step in orphans],
            hands_over=self.user.has_perm("decisions.hand_over_tasks"),
            proposes=self.user.has_perm("decisions.propose"),
            years=years_to_enter(today) if self.user.has_perm("decisions.manage_calendar") else [],
            reminders=[(reminder, days_left(reminder.due_on, today)) for reminder in reminders],
            tab="tasks",
            **kwargs,
        )


class WaitingView(ReadingView, TemplateView):
    """What I am waiting for: the open steps of others in the matters of my units."""

    template_name = "decisions/desk/waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the steps."""
        today = timezone.localdate()
        found = tasks.keys_of(tasks.awaited_by(self.user))
        page = CappedPaginator(found, A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, lines=tasks.lines_of(page.object_list, today), tab="waiting", **kwargs
        )


class TaskView(ReadingView):
    """An open task the user may do, or hands over."""

    @cached_property
    def step(self) -> OpenStep:
        """The open step; one that is neither the user's to do nor to hand over is not there.

        Raises:
            Http404: It is not.
        """
        step = tasks.open_steps().filter(task=self.kwargs["pk"], is_timer=False).first()
        mine = duties.duties_of(self.user) | duties.duties_within(self.user, "hand_over_tasks")
        if step is None or not OpenStep.objects.filter(mine, pk=step.pk).exists():
            if step is not None and decisions_visible_to(self.user).filter(pk=step.decision_id).exists():
                raise PermissionDenied
            raise Http404
        return step

    def back(self) -> HttpResponse:
        """Return to where the button was."""
        target = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(target, allowed_hosts={self.request.get_host()}):
            return redirect(target)
        return redirect("decisions:tasks")

    def settle(self, act: Any, said: str) -> HttpResponse:
        """Do it, and say so; what came too late is told with the state of things."""
        try:
            act(self.step.task, by=self.user)
        except services.Taken as late:
            return self.late(late)
        messages.success(self.request, said)
        return self.back()

    def late(self, taken: services.Taken) -> HttpResponse:
        """Tell that it came too late, and how things stand."""
        return render(
            self.request,
            "409.html",
            {
                "reason": " ".join(taken.messages),
                "back_url": reverse("decisions:decision", args=[self.step.decision_id]),
            },
            status=409,
        )


class ClaimView(TaskView):
    """Taking a task."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it."""
        return self.settle(services.claim, _("You have taken the task."))


class ReleaseView(TaskView):
    """Giving a task back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it back."""
        return self.settle(services.release, _("The task is free again."))


class HandOverView(TaskView):
    """Handing a task to a colleague."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask to whom and why."""
        return self._page(HandOverForm(colleagues=self._colleagues()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it over."""
        form = HandOverForm(request.POST, colleagues=self._colleagues(with_owner=True))
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            entry = services.hand_over(
                self.step.task,
                to=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                by=self.user,
            )
        except services.Taken as late:
            return self.late(late)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form, status=422)
        return redirect("decisions:receipt", self.step.decision_id, entry.sequence)

    def _colleagues(self, *, with_owner: bool = False) -> Any:
        """Return whom it may go to; whoever pressed before may send the form again, and is told what became of it."""
        task = self.step.task
        if not services.may_hand_over(task, by=self.user) and not (
            with_owner and services.handed_over(task, by=self.user)
        ):
            raise PermissionDenied
        return tasks.colleagues_for(self.step, timezone.localdate(), with_owner=with_owner)

    def _page(self, form: HandOverForm, status: int = 200) -> HttpResponse:
        return render(
            self.request,
            "decisions/desk/hand_over.html",
            {
                "form": form,
                "line": tasks.Line(self.step, timezone.localdate()),
                "decision": self.step.decision,
                "has_colleagues": form.fields["to"].queryset.exists(),  # type: ignore[attr-defined]
            },
            status=status,
        )


class SeenView(ReadingView):
    """Marking a reminder as seen."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark it; one seen meanwhile stays as it is."""
        reminder = get_object_or_404(tasks.reminders_for(self.user), pk=pk)
        services.see(reminder, by=self.user)
        messages.success(request, _("The reminder is marked as seen."))
        return redirect("decisions:tasks")
