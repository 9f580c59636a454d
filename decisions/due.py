"""What falls due by itself: timers that run out, reminders, and the stages' own dates."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from archive.rendition import render_missing
from archive.uploads import discard_left_behind, discard_stale_uploads
from decisions.compliance import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from decisions.cases.models import Decision

logger = logging.getLogger(__name__)

# A form is taken up again within days; what nobody files by then was given up.
UNFILED_UPLOADS_STAY = timedelta(days=30)
# No file takes as long to arrive: who was at it is gone.
HALF_RECEIVED_STAY = timedelta(days=1)
# The worker makes a paper right after the act; what has none by then, a worker that was killed left behind.
LEFT_TO_THE_WORKER = timedelta(minutes=5)
RENDITIONS_AT_ONCE = 100


class PartlyDoneError(Exception):
    """Some of what is due could not be done.

    Attributes:
        done: What was, by name.
        failed: The names of what was not.
    """

    def __init__(self, done: dict[str, int], failed: list[str]) -> None:
        super().__init__(", ".join(failed))
        self.done = done
        self.failed = failed


def fire_timers(decision: Decision | None = None, *, at: datetime | None = None) -> int:
    """Let every timer run out whose day has come; of one decision, or of all.

    Each task is looked at again under its process's lock, so that several runs at once fire it once.

    Args:
        decision: Only its timers.
        at: Only those whose instant had come by then; now without one. For what is entered after it happened.

    Returns:
        How many ran out.
    """
    tasks = Task.objects.filter(
        flow_task_type="TIMER", status=STATUS.SCHEDULED, scheduled__lte=at or timezone.now()
    ).order_by("scheduled", "pk")
    if decision is not None:
        tasks = tasks.filter(process=decision.process)
    fired = 0
    for task in tasks:
        try:
            with transaction.atomic(), task.activation() as activation:
                if not activation.start.can_proceed():
                    continue
                activation.start()
                activation.complete()
                activation.activate_next()
                fired += 1
        except Exception:
            # One broken case must not keep the others waiting; it stays scheduled and is tried again.
            logger.exception("Timer task %s did not run out", task.pk)
    return fired


def run(today: date) -> dict[str, int]:
    """Do everything that is due: timers first, then what each stage knows of, then papers no worker has made.

    A stage with dates of its own has a module ``due`` with ``run(today) -> int``. Whatever it does once for a cause is
    held by a constraint, so that the run may go on in several places at once and any number of times. One part that
    fails keeps none of the others from being done.

    Returns:
        How many things were done, by name.

    Raises:
        PartlyDoneError: Some part failed; what is wrong stands in the log.
    """
    parts: dict[str, Callable[[], int]] = {
        "timers": fire_timers,
        "uploads": lambda: discard_stale_uploads(before=timezone.now() - UNFILED_UPLOADS_STAY),
        "half_received": lambda: discard_left_behind(before=timezone.now() - HALF_RECEIVED_STAY),
        **{
            stage.rpartition(".")[2]: partial(_run_stage, stage, today)
            for stage in STAGES
            if find_spec(f"{stage}.due") is not None
        },
        # Last, as one paper may take minutes.
        "renditions": lambda: render_missing(limit=RENDITIONS_AT_ONCE, older_than=LEFT_TO_THE_WORKER),
    }
    done, failed = {}, []
    for name, part in parts.items():
        try:
            done[name] = part()
        except Exception:
            logger.exception("What is due of %s was not done", name)
            failed.append(name)
    if failed:
        raise PartlyDoneError(done, failed)
    return done


def _run_stage(stage: str, today: date) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"due:{stage}"])
        count: int = import_module(f"{stage}.due").run(today)
    return count
