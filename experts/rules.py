"""Rules of expert argumentation: articles 19 to 21, and the numbers local rules add.

EXP-01 to EXP-07, SOD-01, SOD-07 and SOD-11 carry the ids of the register of law; EXP-08 to EXP-16 are parts of the
same articles that local rules count or that a sealed procedure needs to be judged at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, excused, met
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, judgement, rule
from experts.facts import (
    Adoption,
    Argumentation,
    Composition,
    Interests,
    Opening,
    PanelPlan,
    PanelSize,
    Participation,
    PoolUse,
    Selection,
    Signature,
    Undertaking,
    Workload,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.statutes.pack import Pack, Share

CONVENE, CONCLUDE = "convene_panel", "conclude_panel"

# Article 19(1) names three; a pack may add to them.
DIMENSIONS = {
    "necessity": _("necessity"),
    "feasibility": _("feasibility"),
    "soundness": _("scientific soundness"),
    "legality": _("legality"),
    "adverse_effects": _("adverse effects and risks"),
}
STATUTORY = ("necessity", "feasibility", "soundness")


def asked_dimensions(pack: Pack) -> frozenset[str]:
    """Return the dimensions experts have to argue: the three of the article and those of the pack."""
    return frozenset(STATUTORY) | frozenset(pack["expert.dimensions"])


def in_words(names: Iterable[str]) -> str:
    """Return names in one line."""
    return "、".join(names)


def _dimensions(keys: Iterable[str]) -> str:
    return in_words(str(label) for key, label in DIMENSIONS.items() if key in set(keys))


@rule(
    "EXP-01",
    title=_("Experts argue necessity, feasibility and scientific soundness"),
    cites=Provision(19, 1),
    strength=Strength.COND,
    node=CONCLUDE,
    facts=Argumentation,
    proved_by=("D05", "D07"),
    procedure=Procedure.EXPERTS,
)
def dimensions_are_argued(facts: Argumentation, pack: Pack) -> Finding:
    """Each dimension is argued by at least one signed opinion."""
    if not facts.opinions:
        return breached(
            _("There is no signed opinion."), _("Extend the period for scoring, or replace experts who do not answer.")
        )
    missing = asked_dimensions(pack) - facts.argued
    if missing:
        return breached(
            _("No opinion speaks on: %(dimensions)s.") % {"dimensions": _dimensions(missing)},
            _("Convene a further round on what is missing."),
        )
    return met(
        _("%(count)d signed opinions, on %(dimensions)s")
        % {"count": facts.opinions, "dimensions": _dimensions(facts.argued)}
    )


@rule(
    "EXP-02",
    title=_("Experts argue independently and keep secrets"),
    cites=Provision(19, 2),
    strength=Strength.MUST,
    node=CONVENE,
    facts=Undertaking,
    proved_by=("D03",),
    procedure=Procedure.EXPERTS,
)
def experts_undertake(facts: Undertaking, pack: Pack) -> Finding:
    """Each expert undertakes in writing to be independent and to keep what is confidential."""
    if facts.independence and facts.confidentiality:
        return met(_("%(name)s: undertaking signed") % {"name": facts.name})
    return breached(
        _("%(name)s has not undertaken to argue independently and to keep what is confidential.")
        % {"name": facts.name},
        _("Both undertakings are given before papers are handed out."),
    )


@rule(
    "EXP-03",
    title=_("Written opinions are signed"),
    cites=Provision(19, 2),
    strength=Strength.MUST,
    node=CONCLUDE,
    facts=Signature,
    proved_by=("D05",),
    procedure=Procedure.EXPERTS,
)
def opinions_are_signed(facts: Signature, pack: Pack) -> Finding:
    """Each opinion carries the expert's own name, given from the expert's own account."""
    if facts.is_own_account and _same_name(facts.signed_as, facts.name):
        return met(_("%(name)s: signed") % {"name": facts.name})
    return breached(
        _("The opinion of %(name)s does not carry the expert's own signature.") % {"name": facts.name},
        _("Sign with your own name as it stands in the pool."),
    )


def _same_name(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split()) != ""


@rule(
    "EXP-04",
    title=_("Form of the argumentation"),
    cites=Provision(20, 1),
    strength=Strength.MAY,
    node=CONVENE,
    facts=PanelPlan,
    proved_by=("D04",),
    procedure=Procedure.EXPERTS,
)
def form_is_recorded(facts: PanelPlan, pack: Pack) -> Finding:
    """A meeting, written consultation or a commissioned argumentation; which one is recorded."""
    return met(facts.form)


@rule(
    "EXP-05",
    title=_("Experts are competent, representative and neutral; different views are attended to"),
    cites=Provision(20, 2),
    strength=Strength.MUST,
    node=CONVENE,
    facts=Selection,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def selection_has_grounds(facts: Selection, pack: Pack) -> Finding:
    """Each choice has a field and a reason, and the record says how different views were attended to."""
    bare = [person.name for person in facts.people if not person.reason.strip() or not person.field.strip()]
    if bare:
        return breached(
            _("No field or no reason is recorded for: %(names)s.") % {"names": in_words(bare)},
            _("State for each expert which field and why this person."),
        )
    views = {person.view for person in facts.people if person.view}
    if len(views) <= 1 and not facts.views_note.strip():
        return breached(
            _("Nothing is recorded on experts of different views."),
            _("Choose experts of different views, or state how it was attended to."),
        )
    return met(_("%(count)d experts, each with field and reason") % {"count": len(facts.people)})


@rule(
    "EXP-06",
    title=_("No expert has a direct interest in the matter"),
    cites=Provision(20, 2),
    strength=Strength.BLOCK,
    node=CONVENE,
    facts=Interests,
    proved_by=("D02", "D03"),
    procedure=Procedure.EXPERTS,
)
def no_direct_interest(facts: Interests, pack: Pack) -> Finding:
    """Nothing found by the check or declared ties the expert to the matter directly."""
    if facts.grounds:
        return breached(
            _("%(name)s: %(grounds)s") % {"name": facts.name, "grounds": ";".join(facts.grounds)},
            _("Choose somebody else in place of %(name)s.") % {"name": facts.name},
        )
    return met(_("%(name)s: no direct interest found or declared") % {"name": facts.name})


@rule(
    "SOD-01",
    title=_("Whoever handles the decision does not argue it as an expert"),
    cites=Provision(20, 2),
    strength=Strength.BLOCK,
    node=CONVENE,
    facts=Participation,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def experts_do_not_handle(facts: Participation, pack: Pack) -> Finding:
    """The expert did no other act in the procedure of the same decision."""
    if facts.acts:
        return breached(
            _("%(name)s acted in this decision: %(acts)s.") % {"name": facts.name, "acts": in_words(facts.acts)},
            _("Choose somebody else in place of %(name)s.") % {"name": facts.name},
        )
    return met(_("%(name)s has no other part in the decision") % {"name": facts.name})


@rule(
    "EXP-07",
    title=_("Experts of the organ's own pool or a superior's"),
    cites=Provision(21),
    strength=Strength.MUST,
    node=CONVENE,
    facts=PoolUse,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def pool_is_kept(facts: PoolUse, pack: Pack) -> Finding:
    """A province keeps a pool; who is taken from a pool is admitted and in office."""
    if facts.is_province and not facts.has_own_pool:
        return breached(_("The province keeps no pool of experts."), _("Set the pool up first."))
    if facts.not_ready:
        return breached(
            in_words(f"{name}({why})" for name, why in facts.not_ready),
            _("Choose experts who are admitted and within their term."),
        )
    return met(_("Own pool") if facts.has_own_pool else _("Pool of the superior"))


@rule(
    "EXP-08",
    title=_("The experts are asked about every dimension"),
    cites=Provision(19, 1),
    strength=Strength.MUST,
    node=CONVENE,
    facts=PanelPlan,
    proved_by=("D04",),
    procedure=Procedure.EXPERTS,
)
def dimensions_are_asked(facts: PanelPlan, pack: Pack) -> Finding:
    """The criteria include the three dimensions of the article and those the pack adds."""
    missing = asked_dimensions(pack) - facts.dimensions
    if missing:
        return breached(
            _("No criterion asks about: %(dimensions)s.") % {"dimensions": _dimensions(missing)},
            _("Add a criterion for each."),
        )
    return met(_dimensions(facts.dimensions))


@rule(
    "EXP-09",
    title=_("Enough experts"),
    cites=Provision(19, 1, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node=CONVENE,
    facts=PanelSize,
    proved_by=("D02", "D05"),
    procedure=Procedure.EXPERTS,
)
def enough_experts(facts: PanelSize, pack: Pack) -> Finding:
    """As many experts as the place asks, more in a complex matter."""
    least = required_number(pack, is_complex=facts.is_complex)
    if facts.experts < least:
        return breached(
            _("%(count)d experts; at least %(least)d are needed.") % {"count": facts.experts, "least": least},
            _("Invite more experts, replace those who do not take part, or extend the period for scoring."),
        )
    return met(_("%(count)d experts, at least %(least)d") % {"count": facts.experts, "least": least})


def required_number(pack: Pack, *, is_complex: bool) -> int:
    """Return how many signed opinions are needed; where no place says a number, one."""
    least: int = pack["expert.min"] or 1
    return max(least, pack["expert.min_complex"] or 0) if is_complex else least


@rule(
    "EXP-10",
    title=_("An odd number of experts"),
    cites=Provision(20, 2, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node=CONVENE,
    facts=PanelSize,
    proved_by=("D02", "D05"),
    procedure=Procedure.EXPERTS,
)
def odd_number(facts: PanelSize, pack: Pack) -> Finding:
    """Where the place asks for it, the number is odd."""
    if pack["expert.odd"] and facts.experts % 2 == 0:
        return breached(
            _("%(count)d experts is an even number.") % {"count": facts.experts},
            _("Take one more or one less; at the deadline, extend it or replace whoever is missing."),
        )
    return met()


@rule(
    "SOD-07",
    title=_("Limits to experts of the industry's departments and below the lead unit"),
    cites=Provision(20, 2, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node=CONVENE,
    facts=Composition,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def shares_are_kept(facts: Composition, pack: Pack) -> Finding:
    """Neither group is a greater share of the panel than the place allows."""
    for key, names, group in (
        ("expert.max_share_industry_dept", facts.industry, _("the industry's own departments")),
        ("expert.max_share_subordinate", facts.subordinate, _("units below the lead unit")),
    ):
        limit: Share | None = pack.share(key)
        if limit is not None and facts.total and not limit.admits(len(names), facts.total):
            return breached(
                _("%(count)d of %(total)d experts come from %(group)s (%(names)s); the limit is %(limit)s.")
                % {
                    "count": len(names),
                    "total": facts.total,
                    "group": group,
                    "names": in_words(names),
                    "limit": limit,
                },
                _("Replace some of them by experts from elsewhere."),
            )
    return met()


@rule(
    "SOD-11",
    title=_("Whoever chooses the experts is not one of them"),
    cites=Provision(20, 2),
    strength=Strength.MUST,
    node=CONVENE,
    facts=Selection,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def chooser_is_not_chosen(facts: Selection, pack: Pack) -> Finding:
    """Nobody names themselves; where experts are drawn by lot, naming them has a recorded reason."""
    if facts.chose_themselves:
        return breached(
            _("%(names)s made the choice and is chosen.") % {"names": in_words(facts.chose_themselves)},
            _("Choose somebody else, or let another official choose."),
        )
    if pack["expert.random_draw"]:
        if not facts.reason_not_drawn.strip():
            return breached(
                _("Experts are drawn by lot here; they were named, and no reason is recorded."),
                _("State why they are named and not drawn."),
            )
        return excused(facts.reason_not_drawn)
    return met()


@rule(
    "EXP-11",
    title=_("Experts are taken from the pool"),
    cites=Provision(21, instrument=Instrument.LOCAL),
    strength=Strength.SOFT,
    node=CONVENE,
    facts=PoolUse,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def pool_is_used(facts: PoolUse, pack: Pack) -> Finding:
    """Where the place makes the pool obligatory, an expert from outside needs a recorded reason."""
    if not facts.outsiders or not pack["expert.pool_mandatory"]:
        return met()
    if facts.outsiders_reason.strip():
        return excused(facts.outsiders_reason)
    return breached(
        _("Not in the pool: %(names)s.") % {"names": in_words(facts.outsiders)},
        _("Take experts of the pool, or state why the pool has nobody fit for it."),
    )


@rule(
    "EXP-12",
    title=_("Sheets stay sealed until all are in or the period is over"),
    cites=Provision(19, 2),
    strength=Strength.BLOCK,
    node=CONCLUDE,
    facts=Opening,
    proved_by=("D05",),
    procedure=Procedure.EXPERTS,
)
def sheets_are_opened_together(facts: Opening, pack: Pack) -> Finding:
    """Independent argument: nobody reads a sheet while another can still be written."""
    if facts.outstanding and facts.on <= facts.deadline_on:
        return breached(
            _("%(count)d sheets are outstanding and the period runs until %(day)s.")
            % {"count": facts.outstanding, "day": facts.deadline_on.isoformat()},
            _("Open them when all are sealed or the period is over."),
        )
    return met()


@rule(
    "EXP-13",
    title=_("Each expert opinion is answered with a reason"),
    cites=Provision(29, item=3),
    strength=Strength.MUST,
    node=CONCLUDE,
    facts=Adoption,
    proved_by=("D08",),
    procedure=Procedure.EXPERTS,
)
def opinions_are_answered(facts: Adoption, pack: Pack) -> Finding:
    """Whether it is adopted and why, opinion by opinion."""
    if facts.unanswered:
        return breached(
            _("Nothing is said to the opinions of: %(names)s.") % {"names": in_words(facts.unanswered)},
            _("State for each whether it is adopted, and why."),
        )
    if facts.unreasoned:
        return breached(
            _("Answered without a reason: %(names)s.") % {"names": in_words(facts.unreasoned)},
            _("State for each whether it is adopted, and why."),
        )
    return met()


@rule(
    "EXP-14",
    title=_("Departing from most experts is explained"),
    cites=Provision(29, item=3, instrument=Instrument.LOCAL),
    strength=Strength.SOFT,
    node=CONCLUDE,
    facts=Adoption,
    proved_by=("D07", "D08"),
    procedure=Procedure.EXPERTS,
)
def departure_is_explained(facts: Adoption, pack: Pack) -> Finding:
    """Where most experts advise otherwise and the place asks for it, the record says why."""
    if not facts.departs_from_majority:
        return met(_("In line with most experts"))
    if facts.departure_reason.strip():
        return excused(facts.departure_reason)
    if not pack["expert.majority_dissent_reason"]:
        return met(_("Departs from most experts; no local rule asks for a reason"))
    return breached(
        _("Most experts advise otherwise, and no reason is recorded."), _("State why most experts are not followed.")
    )


@rule(
    "EXP-16",
    title=_("No expert has more tasks than the place allows"),
    cites=Provision(21, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node=CONVENE,
    facts=Workload,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def tasks_are_shared(facts: Workload, pack: Pack) -> Finding:
    """Panels of one expert in one year, this one included."""
    most = pack["expert.max_tasks_per_year"]
    if most is not None and facts.tasks > most:
        return breached(
            _("%(name)s: %(tasks)d tasks this year; at most %(most)d are allowed.")
            % {"name": facts.name, "tasks": facts.tasks, "most": most},
            _("Choose somebody else in place of %(name)s.") % {"name": facts.name},
        )
    return met()


judgement(
    "EXP-15",
    title=_("Experts are objective, fair and scientific"),
    cites=(Provision(19, 2), Provision(41)),
    reason=_(
        "Whether an opinion is sound is for those who read it. Scores and their spread are shown as support and "
        "never pass or fail a matter."
    ),
    recorded_in=("D05", "D07", "D09"),
)

__all__ = ["DIMENSIONS", "STATUTORY", "asked_dimensions", "in_words", "required_number"]
