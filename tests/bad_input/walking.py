"""Through the whole procedure page by page, and who else could have done each act."""

from __future__ import annotations

import datetime as dt

from decisions.flows import DecisionFlow
from tests.factories.accounts import MembershipFactory


def walk(procedure, do):
    """Go through the whole procedure and let ``do`` perform each act on its page."""
    procedure.perform("propose")
    done = []
    for _step in range(200):
        nodes = procedure.tasks()
        if not nodes:
            return done
        human = [node for node in nodes if DecisionFlow.instance.node(node).task_type == "HUMAN"]
        if not human:
            procedure.wait_for_timer()
            continue
        procedure._prepare(human[0])
        do(human[0])
        procedure.reload()
        procedure.on(procedure.day + dt.timedelta(days=1))
        done.append(human[0])
    raise AssertionError(procedure.tasks())


def colleague_of(official, view):
    """Return somebody who holds the same office as who may do an act."""
    office = official.memberships.filter(group__permissions__codename=view.verb).select_related("unit", "group")
    found = office.first()
    return MembershipFactory(unit=found.unit, group=found.group.name).user
