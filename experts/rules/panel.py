"""Rules of the panel: its form, its questions, how many and who (articles 19 and 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, met
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule
from experts.facts import (
    Composition,
    PanelPlan,
    PanelSize,
)
from experts.rules.asking import CONVENE, asked_dimensions, dimensions_in_words, in_words

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack, Share


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
            _("No criterion asks about: %(dimensions)s.") % {"dimensions": dimensions_in_words(missing)},
            _("Add a criterion for each."),
        )
    return met(dimensions_in_words(facts.dimensions))


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
