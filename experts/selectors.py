"""Reading expert argumentation: what the flow asks, what organisers may see, what rules judge afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.past import row_at
from accounts.selectors import held_on
from decisions.cases.selectors import decisions_visible_to
from experts import vetting
from experts.facts import (
    Adoption,
    Argumentation,
    Chosen,
    Interests,
    Opening,
    PanelPlan,
    PanelSize,
    PoolTerm,
    PoolUse,
    Signature,
    Undertaking,
    Vote,
    Workload,
)
from experts.models import (
    ACTIVE_SEATS,
    ExpertOpinion,
    Panel,
    PanelResult,
    ScoreSheet,
    Seat,
    SeatStatus,
    Stance,
)
from experts.opinions import sources
from experts.rules import enough_experts, odd_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from accounts.models import User
    from decisions.cases.models import Decision, Snapshot
    from decisions.cases.opinions import OpinionSource


# --- what the flow asks


def current_panel(decision: Decision) -> Panel | None:
    """Return the latest panel of a decision."""
    return Panel.objects.filter(decision=decision).order_by("-number").first()


def concluded_on(decision: Decision) -> Snapshot | None:
    """Return the snapshot of the last argumentation that came to a conclusion; none if none did."""
    panel = (
        Panel.objects.filter(decision=decision, concluded_on__isnull=False)
        .select_related("snapshot")
        .order_by("-number")
        .first()
    )
    return panel.snapshot if panel else None


def end_of_scoring(decision: Decision) -> datetime:
    """Return the instant after the last day for scoring."""
    panel = current_panel(decision)
    day = panel.deadline_on if panel else timezone.localdate()
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


# --- what organisers may see before the opening


@dataclass(frozen=True)
class Progress:
    """Counts and nothing else: no names beside them, no averages, no times."""

    submitted: int
    outstanding: int

    @property
    def total(self) -> int:
        """Experts still to argue or done."""
        return self.submitted + self.outstanding


def _sealed() -> Exists:
    return Exists(ScoreSheet.objects.filter(seat=OuterRef("pk"), round=OuterRef("panel__round")))


def progress(panel: Panel) -> Progress:
    """Return how many sheets are sealed and how many are outstanding."""
    counted = (
        Seat.objects.filter(panel=panel, status__in=ACTIVE_SEATS)
        .annotate(is_sealed=_sealed())
        .aggregate(submitted=Count("pk", filter=Q(is_sealed=True)), outstanding=Count("pk", filter=Q(is_sealed=False)))
    )
    return Progress(**counted)


def is_complete(panel: Panel) -> bool:
    """Whether every expert asked has sealed, and they are as many as the place needs."""
    now = progress(panel)
    size = PanelSize(now.submitted, panel.is_complex)
    pack = panel.decision.pack
    return (
        not now.outstanding
        and now.submitted > 0
        and not any(rule(size, pack).stands_in_the_way for rule in (enough_experts, odd_number))
    )


def panels_visible_to(user: User) -> QuerySet[Panel]:
    """Return the panels of the decisions a user may read."""
    return Panel.objects.filter(decision__in=decisions_visible_to(user)).select_related(
        "decision", "decision__lead_unit", "snapshot"
    )


# --- what an expert may see


def seats_of(user: User) -> QuerySet[Seat]:
    """Return the seats a user holds or held as an expert in office."""
    is_expert = user.is_active and user.memberships.filter(
        held_on(timezone.localdate()), group__permissions__codename="score"
    )
    if not is_expert or not is_expert.exists():
        return Seat.objects.none()
    return (
        Seat.objects.filter(expert__user=user)
        .select_related("expert", "panel__decision__lead_unit", "panel__snapshot", "panel__papers", "field")
        .annotate(is_sealed=_sealed())
        .order_by("-panel__convened_on", "-panel__pk")
    )


def open_seat(user: User, decision: Decision) -> Seat | None:
    """Return the seat in which a user may act as an expert in a decision now."""
    return (
        seats_of(user)
        .filter(panel__decision=decision, panel__opened_on__isnull=True, status__in=ACTIVE_SEATS)
        .order_by("-panel__number")
        .first()
    )


# --- after the opening


def opinions_of(panel: Panel) -> QuerySet[ExpertOpinion]:
    """Return the signed opinions; none before the panel is opened, as there are none."""
    return (
        ExpertOpinion.objects.filter(sheet__seat__panel=panel, sheet__round=panel.round)
        .select_related("sheet__seat__expert", "signed_by")
        .prefetch_related("sheet__items__criterion", "answers")
        .order_by("sheet__seat__alias")
    )


def result(panel: Panel) -> PanelResult | None:
    """Return the figures of the panel's present round, once opened."""
    return PanelResult.objects.filter(panel=panel, round=panel.round).first()


def dissent(opinions: Iterable[ExpertOpinion], majority: str) -> list[ExpertOpinion]:
    """Return the opinions that differ from the majority; all of them where there is none but several stances."""
    opinions = list(opinions)
    if majority:
        return [opinion for opinion in opinions if opinion.stance != majority]
    return opinions if len({opinion.stance for opinion in opinions}) > 1 else []


def departs(majority: str, course: str) -> bool:
    """Whether a course goes another way than most experts advise."""
    followed = {
        Stance.SUPPORT: {"as_drafted", "with_changes"},
        Stance.CONDITIONAL: {"with_changes", "rework"},
        Stance.OPPOSE: {"rework"},
    }
    return majority in followed and course not in followed[Stance(majority)]


# --- what rules judge afterwards


def evidence(decision: Decision) -> Iterable[object]:
    """Yield the facts of every panel of the decision, as the record holds them."""
    panels = Panel.objects.filter(decision=decision).prefetch_related("criteria", "co_units").order_by("number")
    for panel in panels:
        panel.decision = decision
        yield from _evidence_of(panel)


def _evidence_of(panel: Panel) -> Iterator[object]:
    """Yield what a panel and its seats recorded; the pool has gone on since, and is not asked."""
    seats = list(
        Seat.objects.filter(panel=panel, status__in=ACTIVE_SEATS)
        .select_related("expert", "field")
        .prefetch_related("declarations")
        .annotate(is_sealed=_sealed())
    )
    counted = [seat for seat in seats if seat.is_sealed] if panel.is_opened else seats
    yield PanelPlan(str(panel.get_form_display()), frozenset(item.key for item in panel.criteria.all()))
    yield vetting.selection(
        [Chosen(seat.name, seat.field.name, seat.reason, seat.view) for seat in seats],
        views_note=panel.views_note,
        themselves=[seat.name for seat in seats if seat.expert.user_id == panel.convened_by_id],
        reason_not_drawn=panel.reason_not_drawn,
    )
    yield from vetting.participations(panel.decision, [seat.expert for seat in seats])
    yield PoolUse(
        is_province=panel.is_province,
        has_own_pool=panel.has_own_pool,
        not_ready=tuple((seat.name, seat.not_ready) for seat in seats if seat.not_ready),
        outsiders=tuple(seat.name for seat in seats if seat.is_outsider),
        outsiders_reason=panel.outsiders_reason,
    )
    yield PanelSize(len(counted), panel.is_complex)
    yield vetting.composition((seat.name, seat.is_industry, seat.is_subordinate) for seat in (counted or seats))
    for seat in seats:
        yield Interests(seat.name, tuple(seat.interests))
        yield Workload(seat.name, seat.tasks)
        if seat.pool_id is not None:
            yield PoolTerm(seat.name, seat.term_starts_on, seat.term_ends_on, seat.invited_on)
        if seat.status == SeatStatus.ACCEPTED:
            given = max(seat.declarations.all(), key=lambda item: item.pk)
            yield Undertaking(seat.name, given.undertakes_independence, given.undertakes_confidentiality)
    if panel.opened_on is not None:
        yield from _evidence_of_opinions(panel, outstanding=len(seats) - len(counted))


def _evidence_of_opinions(panel: Panel, *, outstanding: int) -> Iterator[object]:
    assert panel.opened_on is not None  # noqa: S101 -- asked before
    opinions = list(opinions_of(panel))
    yield Opening(outstanding, panel.deadline_on, panel.opened_on)
    yield argumentation(opinions)
    for opinion in opinions:
        # Names are corrected and accounts change; a signature is that of its day.
        expert = row_at(opinion.sheet.seat.expert, opinion.sheet.sealed_at)
        yield Signature(expert.name, opinion.signed_name, opinion.signed_by_id == expert.user_id)
    if panel.is_concluded:
        yield vote(opinions, panel.course)
        yield Adoption(
            unanswered=tuple(item.sheet.seat.alias for item in opinions if not item.answers.all()),
            unreasoned=tuple(
                item.sheet.seat.alias
                for item in opinions
                if any(not answer.reason.strip() for answer in item.answers.all())
            ),
            departs_from_majority=panel.departs_from_majority,
            departure_reason=panel.departure_reason,
        )


def argumentation(opinions: Iterable[ExpertOpinion]) -> Argumentation:
    """Return what signed opinions cover."""
    opinions = list(opinions)
    return Argumentation(
        opinions=len(opinions),
        argued=frozenset(key for item in opinions for key, text in item.dimensions.items() if str(text).strip()),
    )


def vote(opinions: Iterable[ExpertOpinion], course: str) -> Vote:
    """Return how the experts voted by their signed opinions."""
    stances = [opinion.stance for opinion in opinions]
    return Vote(
        opinions=len(stances),
        support=stances.count(Stance.SUPPORT),
        conditional=stances.count(Stance.CONDITIONAL),
        course=course,
    )


def as_table(found: PanelResult | None, criteria: Iterable[Any]) -> list[dict[str, Any]]:
    """Return, by criterion, weight, spread and bars for the page of the result."""
    if found is None or not found.statistics["shown"]:
        return []
    rows = []
    for item in criteria:
        figures = found.statistics["criteria"][item.key]
        bars = [{"label": level, "count": count} for level, count in figures["levels"].items()]
        rows.append(
            {
                "criterion": item,
                "figures": figures,
                "bars": bars,
                "most": max([1, *(bar["count"] for bar in bars)]),
            }
        )
    return rows


def assessors(decision: Decision, *, at: datetime | None = None) -> set[str]:
    """Return the names of those who argued before the decision was taken, for whoever chooses an evaluator.

    Args:
        decision: The decision.
        at: When they are compared; then the names count that they went by at that instant, and none they took since.
    """
    argued = Seat.objects.filter(panel__decision=decision, sheets__opinion__isnull=False).select_related("expert")
    # A name corrected before then does not hide whom the panel knew by the other one.
    return {name for seat in argued for name in (seat.name, row_at(seat.expert, at).name) if name}


def opinions(decision: Decision) -> Iterable[OpinionSource]:
    """Return what was said and what became of it, for the table of all opinions of a matter."""
    return sources(decision)
