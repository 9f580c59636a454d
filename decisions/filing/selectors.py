"""Reading what a file lacks, until when it has to be filed, and what was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import Level
from archive.completeness import State, coverage
from decisions.cases.deadlines import Deadline
from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import decisions_visible_to, held_offices, may_act, open_nodes, units_in_lane
from decisions.filing.facts import CompletenessFacts, CustodyFacts, FilingTimeFacts, IntegrityFacts, TransferFacts
from decisions.filing.models import Filing
from decisions.statutes.calendar import add_days
from decisions.statutes.rule import Provision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import Unit, User
    from archive.completeness import Coverage
    from archive.models import Case
    from decisions.cases.models import Decision
    from decisions.statutes.pack import Pack

# Execution, evaluation and oversight come after filing; what they form is added to the dossier later.
AFTER_FILING = frozenset("KLM")
# Levels whose archives wait as long as a city's; the others wait as a county's do.
CITY_AND_ABOVE = frozenset({Level.PROVINCE, Level.CITY})


def ended_half_way(decision: Decision) -> bool:
    """Whether the matter ended without a decision."""
    return Status(decision.status) in {Status.NOT_STARTED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED}


def missing(decision: Decision) -> list[Coverage]:
    """Return what the file still owes up to its filing."""
    return [
        line for line in coverage(decision.case) if line.state is State.MISSING and line.code[0] not in AFTER_FILING
    ]


def named(line: Coverage) -> str:
    """Return a missing record with who owes it."""
    return f"{line.code} {line.title}（{line.entry.producer.label}）"


def completed_on(decision: Decision) -> date:
    """Return the day the matter was completed: that of its publication, else of its last act."""
    issued = decision.case.materials.filter(code="J02").order_by("-sequence").values_list("on", flat=True).first()
    if issued is not None:
        return issued
    last: date = decision.case.entries.order_by("-sequence").values_list("on", flat=True)[0]
    return last


def due_day(pack: Pack, completed: date) -> date | None:
    """Return the last day for filing what was completed on a day; none where there is no rule."""
    days = []
    if pack["archive.deadline_days"] is not None:
        days.append(add_days(completed, pack["archive.deadline_days"]))
    if pack["archive.deadline_day"] is not None:
        month, day = (int(part) for part in pack["archive.deadline_day"].split("-"))
        days.append(completed.replace(year=completed.year + 1, month=month, day=day))
    return min(days, default=None)


def deadline(decision: Decision, node: str) -> Deadline | None:
    """Return the time for filing, where the place gives one."""
    if node != "file_dossier":
        return None
    return Deadline(due_on=due_day(decision.pack, completed_on(decision)), provision=Provision(33))


def transfer_day(decision: Decision, completed: date) -> date | None:
    """Return the day by which the dossier goes to the state archives."""
    key = "city" if level_of(decision.authority) in CITY_AND_ABOVE else "county"
    years = decision.pack[f"archive.transfer_years_{key}"]
    return None if years is None else years_later(completed, years)


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; the 28th where the year has no 29th of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def level_of(authority: Unit) -> str:
    """Return the level whose archives an authority's files go to: a department's is its government's."""
    unit: Unit | None = authority
    while unit is not None and unit.level == Level.DEPARTMENT:
        unit = unit.parent
    return (unit or authority).level


def filing_unit(decision: Decision, official: User, on: date) -> Unit | None:
    """Return the unit in which an official files, as of the day, else of today for what is entered later.

    The keeper the place names comes first. Whoever is no keeper is found as well, and judged by ARCHV-05.
    """
    for lane in (Lane.ARCHIVES, Lane.SUPPLIERS):
        for offices in (held_offices(official, on), held_offices(official)):
            held = offices.filter(group__permissions__codename="file_dossier").values("unit")
            found = units_in_lane(decision, lane).filter(pk__in=held).order_by("path").first()
            if found is not None:
                return found
    return None


def custody_facts(decision: Decision, unit: Unit | None) -> CustodyFacts:
    """Return what the keeper of a dossier is judged by."""
    lead = decision.lead_unit_id or decision.proposing_unit_id
    return CustodyFacts(
        unit=unit.name if unit else "",
        kind=unit.kind if unit else "",
        is_lead=unit is not None and unit.pk == lead,
    )


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of filing as the record holds them."""
    found = Filing.objects.filter(decision=decision).select_related("unit").first()
    if found is None:
        return
    yield CompletenessFacts(missing=tuple(found.missing), settled=found.settled_reason)
    yield FilingTimeFacts(
        filed_on=found.on, due_on=found.due_on, late_reason=found.late_reason, retention=found.retention
    )
    yield CustodyFacts(unit=found.unit.name if found.unit else "", kind=found.unit_kind, is_lead=found.unit_is_lead)
    yield TransferFacts(
        level=found.level or level_of(decision.authority),
        completed_on=found.completed_on,
        transfer_on=found.transfer_on,
    )
    yield IntegrityFacts(entries=found.entries, faults=tuple(found.faults))


def is_filed(decision: Decision) -> bool:
    """Whether the dossier is filed."""
    return Filing.objects.filter(decision=decision).exists()


def late_filing_address(user: User, case: Case) -> str:
    """Return where a user adds late material to a case; empty where the user may not, or not now."""
    decision = decisions_visible_to(user).filter(case=case).first()
    if (
        decision is None
        or not may_act(user, decision, verb="supplement_dossier", lane=Lane.SUPPLIERS)
        or not takes_supplements(decision)
    ):
        return ""
    return reverse("decisions:act", args=[decision.pk, "supplement_dossier"])


def takes_supplements(decision: Decision) -> bool:
    """Whether late material may be added: the dossier is filed, or its filing is due and may lack something."""
    return is_filed(decision) or "file_dossier" in open_nodes(decision)
