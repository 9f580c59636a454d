"""A flow with nothing in it: what an act costs the engine alone."""

from viewflow import this
from viewflow.workflow import flow, lock


class BareFlow(flow.Flow):
    """Two tasks and an end."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(this.begin).Next(this.first)
    first = flow.View(lambda _request: None).Permission("decisions.study").Next(this.second)
    second = flow.View(lambda _request: None).Permission("decisions.study").Next(this.end)
    end = flow.End()

    def begin(self, activation):
        """Begin with nothing."""
        return activation.process
