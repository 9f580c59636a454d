"""The lock every move of the flow is made under; what it moved is written down before it is let go."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from viewflow.workflow import lock

from decisions.cases.acting import refresh_position
from decisions.cases.models import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator


class SettlingLock(lock.SelectForUpdateLock):
    """A row lock that leaves the position of the decision settled: after acts, timers, detours, claims."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        """Hold the process's row, and refresh the position in the same transaction."""
        with super().__call__(flow_class, process_pk):
            yield
            known = Decision.objects.select_related("process", "case", "authority")
            decision = known.filter(process=process_pk).first()
            if decision is not None:
                refresh_position(decision)
