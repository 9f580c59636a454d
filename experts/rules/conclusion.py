"""Rules of the conclusion: what was argued, answered and followed (articles 19(1) and 29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, excused, met
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule
from experts.facts import (
    Adoption,
    Argumentation,
)
from experts.rules.asking import CONCLUDE, asked_dimensions, dimensions_in_words, in_words

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


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
            _("No opinion speaks on: %(dimensions)s.") % {"dimensions": dimensions_in_words(missing)},
            _("Convene a further round on what is missing."),
        )
    return met(
        _("%(count)d signed opinions, on %(dimensions)s")
        % {"count": facts.opinions, "dimensions": dimensions_in_words(facts.argued)}
    )


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
