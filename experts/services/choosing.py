"""Who is asked and on what: the values of a panel, and the rules every choice of experts answers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from experts import rules, vetting
from experts.conflicts import Severity
from experts.facts import Chosen
from experts.models import Seat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from accounts.models import Unit, User
    from decisions.cases.models import Decision
    from decisions.statutes.rule import Rule
    from experts.conflicts import Matter
    from experts.models import Expert, ExpertField, Panel

SELECTING = (
    rules.selection_has_grounds,
    rules.no_direct_interest,
    rules.experts_do_not_handle,
    rules.pool_is_kept,
    rules.pool_is_used,
    rules.term_is_kept,
    rules.shares_are_kept,
    rules.chooser_is_not_chosen,
    rules.tasks_are_shared,
)
CONVENING = (
    *SELECTING,
    rules.form_is_recorded,
    rules.dimensions_are_asked,
    rules.enough_experts,
    rules.odd_number,
)


@dataclass(frozen=True)
class CriterionSpec:
    """A criterion as it is put to the experts."""

    key: str
    label: str
    weight: Decimal
    anchors: tuple[str, ...]
    hint: str = ""
    allows_na: bool = False


@dataclass(frozen=True)
class Invitee:
    """An expert to be invited, on what field and why."""

    expert: Expert
    field: ExpertField
    reason: str
    view: str = ""


@dataclass(frozen=True)
class Considered:
    """An expert thought of and not invited, and why."""

    expert: Expert
    reason: str


@dataclass(frozen=True)
class Terms:
    """What a panel is convened on.

    Attributes:
        form: Meeting, written or commissioned.
        questions: What the experts are asked.
        criteria: What they score; the weights add up to one.
        deadline_on: The last day for scoring.
        is_complex: Whether the matter is complex or contested.
        institution: The body commissioned, for that form.
        interested_parties: Organisations with an interest of their own in the matter.
        co_units: Units that lead the matter together with the lead unit.
        views_note: How different views were attended to.
        reason_not_drawn: Why experts are named and not drawn by lot.
        outsiders_reason: Why experts from outside the pool.
        anonymised_by: Who made sure that the papers name no author.
    """

    form: str
    questions: str
    criteria: Sequence[CriterionSpec]
    deadline_on: date
    anonymised_by: str
    is_complex: bool = False
    institution: str = ""
    interested_parties: Sequence[str] = ()
    co_units: Sequence[Unit] = ()
    views_note: str = ""
    reason_not_drawn: str = ""
    outsiders_reason: str = ""


def demands_on(
    decision: Decision,
    invitees: Sequence[Invitee],
    terms: Terms,
    matter: Matter,
    *,
    on: date,
    by: User,
    staying: Sequence[Seat] = (),
) -> list[tuple[Rule, object]]:
    """Return the rules on who is chosen, over all of the panel as it would be."""
    experts = [invitee.expert for invitee in invitees]
    selection = vetting.selection(
        [
            *(Chosen(seat.expert.name, seat.field.name, seat.reason, seat.view) for seat in staying),
            *(Chosen(item.expert.name, item.field.name, item.reason, item.view) for item in invitees),
        ],
        views_note=terms.views_note,
        themselves=[expert.name for expert in experts if expert.user_id == by.pk],
        reason_not_drawn=terms.reason_not_drawn,
    )
    pool = vetting.pool_use(decision, experts, on, reason=terms.outsiders_reason)
    mixed = vetting.composition(
        [
            *((seat.expert.name, seat.is_industry, seat.is_subordinate) for seat in staying),
            *(
                (expert.name, vetting.is_industry(expert), vetting.is_subordinate(expert, decision))
                for expert in experts
            ),
        ]
    )
    return [
        (rules.selection_has_grounds, selection),
        *((rules.no_direct_interest, vetting.interests_of(expert, matter, on)) for expert in experts),
        *((rules.experts_do_not_handle, found) for found in vetting.participations(decision, experts)),
        *((rules.tasks_are_shared, load) for load in vetting.workloads(experts, on.year)),
        (rules.pool_is_kept, pool),
        (rules.pool_is_used, pool),
        *((rules.term_is_kept, term) for term in vetting.terms_of(experts, on)),
        (rules.shares_are_kept, mixed),
        (rules.chooser_is_not_chosen, selection),
    ]


def seat_of(
    panel: Panel, invitee: Invitee, alias: str, matter: Matter, *, on: date, replaces: Seat | None = None
) -> Seat:
    """Keep a seat for an invited expert, with what the check found worth asking and what the pool said that day."""
    expert = invitee.expert
    use = vetting.pool_use(panel.decision, [expert], on)
    (load,) = vetting.workloads([expert], on.year, besides=panel)
    seat = Seat(
        panel=panel,
        expert=expert,
        alias=alias,
        field=invitee.field,
        reason=invitee.reason,
        view=invitee.view,
        questions=[tie.text[:200] for tie in vetting.check(expert, matter, on) if tie.severity is Severity.ASK],
        is_industry=vetting.is_industry(expert),
        is_subordinate=vetting.is_subordinate(expert, panel.decision),
        replaces=replaces,
        invited_on=on,
        name=expert.name,
        pool=expert.pool,
        is_outsider=bool(use.outsiders),
        term_starts_on=expert.term_starts_on,
        term_ends_on=expert.term_ends_on,
        not_ready=expert.why_not_ready(on),
        interests=list(vetting.interests_of(expert, matter, on).grounds),
        tasks=load.tasks,
    )
    seat.full_clean(exclude=["replaces"])
    seat.save()
    return seat
