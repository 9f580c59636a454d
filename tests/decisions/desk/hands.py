"""Tasks that change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.desk import services
from tests.factories.accounts import MembershipFactory

if TYPE_CHECKING:
    from viewflow.workflow.models import Task

    from accounts.models import User
    from tests.procedure import Procedure


def taken_task(procedure: Procedure) -> tuple[Task, User, list[User]]:
    """Return a task somebody has taken, who has it, and two colleagues who may do it."""
    justice = procedure.world.justice
    procedure.advance_to("review_legality")
    task = procedure.task("review_legality")
    reviewer = procedure.world.person(justice, "legality_reviewer")
    colleagues = [MembershipFactory(unit=justice, group="legality_reviewer").user for _number in range(2)]
    services.claim(task, by=reviewer)
    return task, reviewer, colleagues


def handed_over(procedure: Procedure) -> int:
    """Return how many hand-overs the ledger holds."""
    return procedure.decision.case.entries.filter(act="hand_over_tasks").count()
