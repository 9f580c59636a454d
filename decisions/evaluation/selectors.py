"""Reading evaluations: when one is due, on what grounds, and what the flow asks."""

from __future__ import annotations

from datetime import datetime, time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Unit
from accounts.past import made_at, row_at
from decisions.cases.models import Decision, Status
from decisions.cases.selectors import decisions_visible_to, units_under
from decisions.evaluation.facts import CommissionFacts, GroundFacts, ParticipationFacts, ResultFacts, TeamFacts
from decisions.evaluation.models import Application, Evaluation, EvaluationOrder, EvaluationTrigger

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User

IN_EXECUTION = (Status.IN_FORCE, Status.SUSPENDED)
# Packages that may know who argued or assessed before; each says so by ``selectors.assessors(decision, at=…)``.
ASSESSING = ("experts", "decisions.risk", "decisions.competition")


# --- what the flow asks


def day_of_evaluation(decision: Decision) -> datetime:
    """Return the instant at which an evaluation has to be decided on: when its day begins in Shanghai.

    A ground nobody has answered yet makes it due at once.
    """
    due = due_day(decision)
    waiting = open_triggers(decision).order_by("on").first()
    if waiting is not None and (due is None or waiting.on < due):
        due = waiting.on
    assert due is not None  # noqa: S101 -- a day is fixed when the executing unit is named
    return datetime.combine(due, time.min, tzinfo=timezone.get_default_timezone())


def evaluation_is_ordered(decision: Decision) -> bool:
    """Whether the organ, when it last decided on it, ordered an evaluation."""
    order = latest_order(decision)
    return order is not None and order.is_ordered


def goes_on(decision: Decision) -> bool:
    """Whether the decision is carried out further and will be evaluated again."""
    return not Status(Decision.objects.values_list("status", flat=True).get(pk=decision.pk)).is_over


# --- when


def with_due_day(decisions: QuerySet[Decision]) -> QuerySet[Any]:
    """Add ``evaluation_due_on``: the next day fixed by the last decision on an evaluation, at first by the plan."""
    latest = EvaluationOrder.objects.filter(decision=OuterRef("pk")).order_by("-round")
    return decisions.annotate(
        evaluation_due_on=Coalesce(
            Subquery(latest.values("next_due_on")[:1]),
            Subquery(latest.values("evaluation__application__next_due_on")[:1]),
            F("execution_plan__evaluation_due_on"),
            output_field=DateField(),
        )
    )


def due_day(decision: Decision) -> date | None:
    """Return the day on which the next evaluation is due; none before the executing unit is named."""
    found: date | None = (
        with_due_day(Decision.objects.filter(pk=decision.pk)).values_list("evaluation_due_on", flat=True).get()
    )
    return found


def schedule(user: User, *, words: str = "", only_grounds: bool = False) -> QuerySet[Decision]:
    """Return the decisions in execution a user may read, the next due first, with their open grounds."""
    waiting = EvaluationTrigger.objects.filter(answer__isnull=True)
    found = (
        with_due_day(decisions_visible_to(user))
        .filter(status__in=IN_EXECUTION, execution_plan__isnull=False)
        .select_related("executing_unit", "evaluating_unit")
        .prefetch_related(
            Prefetch("evaluation_triggers", queryset=waiting.order_by("on", "pk"), to_attr="grounds"),
            Prefetch(
                "evaluation_orders",
                queryset=EvaluationOrder.objects.select_related("evaluating_unit", "evaluation__application").order_by(
                    "round"
                ),
                to_attr="rounds",
            ),
        )
        .order_by("evaluation_due_on", "pk")
    )
    if only_grounds:
        found = found.filter(Exists(waiting.filter(decision=OuterRef("pk"))))
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return found


# --- rounds


def latest_order(decision: Decision) -> EvaluationOrder | None:
    """Return what the organ last decided on evaluating."""
    return EvaluationOrder.objects.filter(decision=decision).order_by("-round").first()


def order_to_carry_out(decision: Decision) -> EvaluationOrder | None:
    """Return the order that has not been carried out yet."""
    return (
        EvaluationOrder.objects.filter(decision=decision, is_ordered=True, evaluation__isnull=True)
        .select_related("evaluating_unit")
        .order_by("-round")
        .first()
    )


def evaluation_to_apply(decision: Decision) -> Evaluation | None:
    """Return the evaluation on whose result nothing has been decided yet."""
    return (
        Evaluation.objects.filter(decision=decision, application__isnull=True)
        .select_related("order")
        .order_by("-pk")
        .first()
    )


def open_triggers(decision: Decision) -> QuerySet[EvaluationTrigger]:
    """Return the grounds nobody has answered."""
    return EvaluationTrigger.objects.filter(decision=decision, answer__isnull=True)


def last_evaluated_on(decision: Decision, *, before_round: int | None = None) -> date | None:
    """Return when the decision was last evaluated, before a round where one is named."""
    found = Evaluation.objects.filter(decision=decision)
    if before_round is not None:
        found = found.filter(order__round__lt=before_round)
    last = found.order_by("-on").first()
    return last.on if last else None


def evaluators(decision: Decision) -> QuerySet[Unit]:
    """Return the units that may evaluate or commission an evaluation."""
    return units_under(decision.authority)


def executes(decision: Decision, unit: Unit | None) -> bool:
    """Whether a unit executes the decision, alone or with others.

    Said later it is the same: the units are named in one act, which no path of the flow leads back to.
    """
    return unit is not None and decision.executing_units.filter(unit=unit).exists()


def assessors(decision: Decision, *, at: datetime | None = None) -> frozenset[str]:
    """Return the names of all who argued or assessed before the decision was taken, as the stages tell.

    Args:
        decision: The decision.
        at: The instant whose names count; without one those of now.
    """
    found: set[str] = set()
    for package in ASSESSING:
        told = getattr(import_module(f"{package}.selectors"), "assessors", None)
        if told is not None:
            found |= told(decision, at=at)
    return frozenset(found)


def rounds(decision: Decision) -> QuerySet[EvaluationOrder]:
    """Return every round with its grounds, its evaluation and what became of it, the latest first."""
    return (
        EvaluationOrder.objects.filter(decision=decision)
        .select_related("evaluating_unit", "evaluation__application__proposing_unit")
        .prefetch_related("triggers", "evaluation__members", "evaluation__indicators")
        .order_by("-round")
    )


# --- what rules judge afterwards


def evidence(decision: Decision) -> Iterable[object]:
    """Return every fact of the evaluations as the record holds it."""
    orders = list(
        EvaluationOrder.objects.filter(decision=decision)
        .select_related("evaluating_unit")
        .prefetch_related("triggers")
    )
    if not orders:
        return
    for order in orders:
        yield ground_facts(order, grounds=[trigger.text for trigger in order.triggers.all()])
        if order.is_ordered:
            # The order keeps with whom its third party was compared.
            yield commission_facts(order, known=frozenset(order.assessors), at=made_at(order))
    for evaluation in Evaluation.objects.filter(decision=decision).select_related("order").prefetch_related("members"):
        members = list(evaluation.members.all())
        yield TeamFacts(
            persons=tuple(member.name for member in members),
            organisations=tuple(member.organisation for member in members),
            assessors=assessors(decision, at=made_at(evaluation)),
            third_party=evaluation.order.third_party,
        )
        yield ParticipationFacts(
            heard=evaluation.heard,
            categories=frozenset(member.category for member in members),
            absence_reason=evaluation.absence_reason,
            is_self_evaluation=executes(decision, evaluation.order.evaluating_unit)
            and not evaluation.order.third_party,
            is_marked=evaluation.is_self_evaluation,
        )
    for result in Application.objects.filter(decision=decision).select_related("evaluation", "proposing_unit"):
        yield result_facts(decision, result)


def ground_facts(order: EvaluationOrder, *, grounds: Iterable[Any]) -> GroundFacts:
    """Return what was decided on the grounds for an evaluation."""
    return GroundFacts(
        grounds=tuple(grounds),
        is_ordered=order.is_ordered,
        reason=order.reason,
        evaluator=order.evaluating_unit.name if order.evaluating_unit else "",
        decided_on=order.on,
        implemented_on=order.decision.execution_plan.implemented_on,
        last_evaluated_on=last_evaluated_on(order.decision, before_round=order.round),
        next_due_on=order.next_due_on,
    )


def commission_facts(order: EvaluationOrder, *, known: frozenset[str], at: datetime | None = None) -> CommissionFacts:
    """Return who was commissioned, if anybody, and whom that is compared with.

    Args:
        order: The order.
        known: The names of those who argued or assessed before.
        at: When it was given; then the executing unit goes by the name it had, whatever it was called since.
    """
    named = order.decision.executing_unit
    executing = row_at(named, at) if named else None
    return CommissionFacts(
        third_party=order.third_party,
        assessors=known,
        contract=order.contract,
        executing_unit=executing.name if executing else "",
        tie=order.tie,
        is_declared=order.is_declared,
    )


def result_facts(decision: Decision, result: Application) -> ResultFacts:
    """Return what the organ made of an evaluation, and whether a major adjustment has been proposed since."""
    # Only what was proposed since the order answers it; an earlier attempt may have been withdrawn.
    adjusting = (
        decision.adjustments.filter(proposal__on__gte=result.on).order_by("pk").last() if result.is_major else None
    )
    return ResultFacts(
        report=result.evaluation.number,
        conclusion=result.evaluation.conclusion,
        outcome=result.outcome,
        reason=result.reason,
        approval=result.approval_number,
        is_major=result.is_major,
        minor_reason=result.minor_reason,
        proposing_unit=result.proposing_unit.name if result.proposing_unit else "",
        adjusting=adjusting.number if adjusting else "",
    )
