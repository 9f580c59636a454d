"""A flow with nothing in it: what an act costs the engine alone, and by the engine's own page."""

from django.urls import path
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import FlowViewset
from viewflow.workflow.flow.views import UpdateProcessView

from config.urls import urlpatterns as ours

page = UpdateProcessView.as_view(fields=[], success_url="/")


class BareFlow(flow.Flow):
    """Two tasks and an end."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(this.begin).Next(this.first)
    first = flow.View(page).Permission("decisions.study").Next(this.second)
    second = flow.View(page).Permission("decisions.study").Next(this.end)
    end = flow.End()

    def begin(self, activation):
        """Begin with nothing."""
        return activation.process


# The addresses of the product with those of the bare flow behind them.
urlpatterns = [*ours, path("bare/", FlowViewset(BareFlow).urls)]
