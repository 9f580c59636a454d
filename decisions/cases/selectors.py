"""Reading decisions: who may see which, who may act on one, and what still stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import Membership, Unit, UnitKind
from accounts.selectors import held_rights
from archive.models import Blob, Case, Upload
from decisions.cases import rules
from decisions.cases.facts import CompetitionConcluded, ReviewedText, RiskFound
from decisions.cases.lanes import Lane
from decisions.cases.models import Approval, ApprovalKind, Clause, Decision, Determination, Snapshot, Standing
from decisions.statutes.clauses import called
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from accounts.models import User
    from decisions.statutes.pack import Pack
    from decisions.statutes.rule import Rule

# Held by those who work for the authority as a whole: they see its decisions and, read-only, its inferiors'.
SEES_AUTHORITY = "read_authority_decisions"
SEES_OWN_UNIT = "read_unit_decisions"
# Who heads the office, the justice bureau, supervision or the archives sees what the officials there see (art. 4).
_UNIT_HEAD = "unit_head"
_SERVES_THE_AUTHORITY = {
    UnitKind.GOVERNMENT_OFFICE,
    UnitKind.JUSTICE_BUREAU,
    UnitKind.SUPERVISION,
    UnitKind.ARCHIVES,
}


# Units right below an authority that keep the files of its decisions, beside the lead unit.
KEEPERS = (UnitKind.JUSTICE_BUREAU, UnitKind.ARCHIVES, UnitKind.GOVERNMENT_OFFICE)
# What a rule pack calls the lead unit as keeper; the other keepers it calls by the kind of unit.
KEEPS_ITSELF = "lead_unit"


def held_offices(user: User, on: date | None = None) -> QuerySet[Membership]:
    """Return the offices a user holds on a day, today where none is named."""
    day = on or timezone.localdate()
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), user=user, starts_on__lte=day, user__is_active=True
    )


def decision_tasks() -> QuerySet[Task]:
    """Return the tasks of decisions, each with its procedure, decision, case and authority in the same query."""
    tasks: QuerySet[Task] = Task.objects.select_related(
        "process__decisionprocess__decision__case", "process__decisionprocess__decision__authority"
    )
    return tasks


def decisions_visible_to(user: User) -> QuerySet[Decision]:
    """Return the decisions a user may read; every page takes its rows from here.

    Those who work for an authority as a whole see all of its decisions and those of the authorities below it;
    others see what their unit proposes, leads or takes part in. Experts see none here: they have their own desk.
    """
    offices = [
        right
        for right in held_rights(user, timezone.localdate())
        if right.label == "decisions" and right.codename in {SEES_AUTHORITY, SEES_OWN_UNIT}
    ]
    if not offices:
        return Decision.objects.none()
    wide = {
        right.path
        for right in offices
        if right.codename == SEES_AUTHORITY or (right.group == _UNIT_HEAD and right.kind in _SERVES_THE_AUTHORITY)
    }
    own = sorted({right.unit for right in offices})
    condition = (
        Q(proposing_unit__in=own)
        | Q(study_unit__in=own)
        | Q(lead_unit__in=own)
        | Q(risk_unit__in=own)
        | Q(executing_unit__in=own)
        | Q(evaluating_unit__in=own)
        | Q(pk__in=Decision.involved_units.through.objects.filter(unit_id__in=own).values("decision_id"))
    )
    if wide:
        # By their keys, so that a list of decisions is one table to the planner, however long it is.
        below = Q(pk__in=())
        for path in _authorities_above(wide):
            below |= Q(path__startswith=path)
        condition |= Q(authority__in=list(Unit.objects.filter(below, is_authority=True).values_list("pk", flat=True)))
    return Decision.objects.filter(condition)


def decisions_involving(user: User) -> QuerySet[Decision]:
    """Return the decisions a unit of the user takes part in, or whose very authority it serves.

    A superior authority reads the decisions of its inferiors, but not what they lawfully keep to themselves.
    """
    offices = held_offices(user).filter(group__permissions__content_type__app_label="decisions").order_by()
    units = offices.values("unit")
    serving = offices.filter(unit__is_authority=False, group__permissions__codename=SEES_AUTHORITY)
    return Decision.objects.filter(
        Q(proposing_unit__in=units)
        | Q(study_unit__in=units)
        | Q(lead_unit__in=units)
        | Q(risk_unit__in=units)
        | Q(executing_unit__in=units)
        | Q(evaluating_unit__in=units)
        | Q(pk__in=Decision.involved_units.through.objects.filter(unit_id__in=units).values("decision_id"))
        | Q(authority__in=units)
        | Q(authority__in=serving.values("unit__parent"))
    )


def _authorities_above(paths: set[str]) -> set[str]:
    """Return, for each path, the path of the nearest authority at or above it."""
    ids = {int(part) for path in paths for part in path.split("/") if part}
    authorities = dict(Unit.objects.filter(pk__in=ids, is_authority=True).values_list("pk", "path"))
    nearest = set()
    for path in paths:
        for part in reversed([int(part) for part in path.split("/") if part]):
            if part in authorities:
                nearest.add(authorities[part])
                break
    return nearest


def units_under(authority: Unit) -> QuerySet[Unit]:
    """Return the active units that belong to an authority, and the authorities right below it.

    The units of a lower authority are its own business: they are reached through it.
    """
    lower = list(
        Unit.objects.filter(path__startswith=authority.path, is_authority=True)
        .exclude(pk=authority.pk)
        .values_list("path", flat=True)
    )
    inside = Q(pk__in=())
    for path in lower:
        inside |= Q(path__startswith=path) & ~Q(path=path)
    below = Unit.objects.filter(path__startswith=authority.path, is_active=True)
    return below.exclude(pk=authority.pk).exclude(inside)


def units_in_lane(decision: Decision, lane: Lane) -> QuerySet[Unit]:
    """Return the units whose officials act in a lane for a decision."""
    authority = decision.authority
    named = {
        Lane.STUDY_UNIT: decision.study_unit_id,
        Lane.LEAD_UNIT: decision.lead_unit_id,
        Lane.RISK_ASSESSOR: decision.risk_unit_id or decision.lead_unit_id,
        Lane.EXECUTING_UNIT: decision.executing_unit_id,
        Lane.EVALUATOR: decision.evaluating_unit_id,
    }
    kinds = {
        Lane.DECISION_ORGAN: [UnitKind.GOVERNMENT, UnitKind.GOVERNMENT_OFFICE],
        Lane.GOVERNMENT_OFFICE: [UnitKind.GOVERNMENT_OFFICE],
        Lane.LEGAL_OFFICE: [UnitKind.JUSTICE_BUREAU],
        Lane.MARKET_REGULATOR: [UnitKind.MARKET_REGULATOR],
        Lane.SUPERVISION: [UnitKind.SUPERVISION, UnitKind.GOVERNMENT_OFFICE],
    }
    if lane in named:
        unit = named[lane]
        return Unit.objects.none() if unit is None else Unit.objects.filter(pk=unit)
    if lane in kinds:
        return Unit.objects.filter(Q(pk=authority.pk) | Q(parent=authority, is_authority=False), kind__in=kinds[lane])
    if lane == Lane.PROPOSER:
        return Unit.objects.filter(path__startswith=authority.path)
    if lane in {Lane.ARCHIVES, Lane.SUPPLIERS}:
        keeper = keeper_of(decision.pack) if lane is Lane.ARCHIVES else ""
        if keeper == KEEPS_ITSELF:
            return Unit.objects.filter(pk=decision.lead_unit_id or decision.proposing_unit_id)
        if keeper:
            return Unit.objects.filter(parent=authority, kind=keeper)
        # The lead unit files first; the justice bureau, the office or the archives keep the file (art. 33).
        return Unit.objects.filter(
            Q(pk=decision.lead_unit_id) | Q(pk=decision.proposing_unit_id) | Q(parent=authority, kind__in=KEEPERS)
        )
    return Unit.objects.none()


def keeper_of(pack: Pack) -> str:
    """Return who files the dossier where local rules name one (art. 33): a kind of unit, or the lead unit."""
    return str(pack["archive.custodian_role"]) if pack.source("archive.custodian_role") else ""


def may_act(user: User, decision: Decision, *, verb: str, lane: Lane) -> bool:
    """Whether one of the user's offices of today gives the verb in a unit that stands in the lane."""
    return (
        held_offices(user).filter(group__permissions__codename=verb, unit__in=units_in_lane(decision, lane)).exists()
    )


def attachments_of(snapshot: Snapshot | None) -> list[Upload]:
    """Return the files fixed in a snapshot, to be fixed again in the next.

    They come from the archive's own bytes: what somebody sent is forgotten after a while, what was filed never.

    Raises:
        KeyError: Bytes that were fixed are not there.
    """
    files = json.loads(snapshot.manifest)["files"] if snapshot is not None else []
    blobs = Blob.objects.in_bulk([file["sha256"] for file in files])
    return [Upload(blob=blobs[file["sha256"]], name=file["name"]) for file in files]


def is_due(decision: Decision, procedure: Procedure, concluded_on: Snapshot | None) -> bool:
    """Whether a procedure still has to be performed.

    Args:
        decision: The decision.
        procedure: The procedure.
        concluded_on: The snapshot of the last conclusion the procedure came to; none if it never did.

    Returns:
        True if it is required and was never concluded, or somebody stated on a later snapshot that it has to be
        performed again.
    """
    if not decision.requires(procedure):
        return False
    if concluded_on is None:
        return True
    latest = (
        Standing.objects.filter(decision=decision, procedure=procedure, snapshot__sequence__gt=concluded_on.sequence)
        .order_by("-snapshot__sequence")
        .first()
    )
    return latest is not None and not latest.stands


def open_nodes(decision: Decision) -> set[str]:
    """Return the names of the nodes at which the decision stands: open acts and running timers."""
    tasks = decision.process.task_set.filter(
        flow_task_type__in=["HUMAN", "TIMER"], status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED]
    )
    return {task.flow_task.name for task in tasks}


def clause_headings(decision: Decision, keys: Iterable[str]) -> dict[str, str]:
    """Return what clauses are called for readers, by key, in the words of the latest draft that has each of them."""
    named = Clause.objects.filter(draft__decision=decision, key__in=set(keys) - {""}).order_by("draft__version")
    return {key: called(key, heading) for key, heading in named.values_list("key", "heading")}


def determinations_now(decision: Decision) -> dict[str, Determination]:
    """Return the last determination of each procedure."""
    return {item.procedure: item for item in decision.determinations.order_by("revision")}


def approval(decision: Decision, kind: str) -> Approval | None:
    """Return the last word of a review on the decision, on whatever text it was given.

    Args:
        kind: ``legality``, ``risk`` or ``competition``.
    """
    return decision.approvals.filter(kind=kind).select_related("snapshot", "entry").order_by("-pk").first()


def reviewed_text(decision: Decision) -> ReviewedText:
    """Return how the legality review stands to the text for the meeting (LEGAL-03)."""
    opinion = approval(decision, ApprovalKind.LEGALITY)
    current = decision.submitted_snapshot
    if opinion is None:
        return ReviewedText(is_reviewed=False, is_exploratory=decision.is_exploratory)
    digest = current.digest if current is not None else ""
    return ReviewedText(
        is_reviewed=True,
        is_lawful=opinion.allows_submission and not opinion.risk_statement,
        is_same_text=opinion.snapshot.digest == digest,
        is_exploratory=decision.is_exploratory,
        risk_is_stated=bool(opinion.risk_statement),
        number=opinion.number,
        reviewed_digest=opinion.snapshot.digest,
        current_digest=digest,
    )


def risk_found(decision: Decision) -> RiskFound:
    """Return how the finding on the risk stands (RISK-06)."""
    found = approval(decision, ApprovalKind.RISK)
    return RiskFound(
        is_required=decision.requires(Procedure.RISK),
        is_found=found is not None,
        is_controllable=found is not None and found.allows_submission,
    )


def competition_concluded(decision: Decision) -> CompetitionConcluded:
    """Return how the fair-competition review stands (FCR-04)."""
    found = approval(decision, ApprovalKind.COMPETITION)
    return CompetitionConcluded(
        is_required=decision.requires(Procedure.COMPETITION),
        is_concluded=found is not None,
        allows_issue=found is not None and found.allows_submission,
    )


def gate_demands(decision: Decision) -> list[tuple[Rule, object]]:
    """Return what ``require`` is asked at the gate to the meeting: each rule with its facts as they stand."""
    return [
        (rules.lawful_text, reviewed_text(decision)),
        (rules.controllable_risk, risk_found(decision)),
        (rules.fair_competition, competition_concluded(decision)),
    ]


def evidence(decision: Decision) -> Iterator[object]:
    """Return the facts of the gate to the meeting, of those reviews that have spoken."""
    spoken = set(decision.approvals.values_list("kind", flat=True))
    if ApprovalKind.LEGALITY in spoken:
        yield reviewed_text(decision)
    if ApprovalKind.RISK in spoken:
        yield risk_found(decision)
    if ApprovalKind.COMPETITION in spoken:
        yield competition_concluded(decision)


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Return the archive's cases a user may see: those of the decisions the user may see."""
    return Case.objects.filter(pk__in=decisions_visible_to(user).order_by().values("case"))


def cases_involving(user: User) -> QuerySet[Case]:
    """Return the archive's cases whose restricted records a user may read: those of ``decisions_involving``."""
    return Case.objects.filter(pk__in=decisions_involving(user).order_by().values("case"))


def case_numbered(number: str) -> Case | None:
    """Return the case of a decision's own number, if it is one of one decision only."""
    found = list(Case.objects.filter(decision__number=number)[:2])
    return found[0] if len(found) == 1 else None
