"""The law of fair-competition review; that nothing contrary is issued is judged at the gate (``cases.rules``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.competition.facts import CompetitionFacts
from decisions.statutes.finding import Finding, breached, excused, met, pending
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

_FCR = Instrument.FAIR_COMPETITION


@rule(
    "FCR-01",
    title=_("The market regulator reviews with the drafting unit, on its preliminary opinion"),
    cites=Provision(14, instrument=_FCR),
    strength=Strength.COND,
    node="review_competition",
    proved_by=("F01", "F03"),
    facts=CompetitionFacts,
    procedure=Procedure.COMPETITION,
)
def drafting_unit_reviews_first(facts: CompetitionFacts, pack: Pack) -> Finding:
    """The drafting unit's own opinion on this text is there before the regulator concludes."""
    if facts.has_preliminary:
        return met(facts.lead_unit)
    return breached(
        _("The drafting unit has given no preliminary opinion on this text."),
        _("Let the lead unit review first, or enter its opinion on paper."),
    )


@rule(
    "FCR-02",
    title=_("Operators concerned are heard, and the public where its interest is involved"),
    cites=Provision(16, instrument=_FCR),
    strength=Strength.COND,
    node="review_competition",
    proved_by=("F02",),
    facts=CompetitionFacts,
    procedure=Procedure.COMPETITION,
)
def operators_are_heard(facts: CompetitionFacts, pack: Pack) -> Finding:
    """At least one operator or association was heard; the public too where it is concerned."""
    if not facts.operators_heard:
        return breached(_("No operator or association concerned was heard."), _("Hear them and enter what they said."))
    if facts.touches_public and not facts.public_heard.strip():
        return breached(
            _("The interest of the public is involved, and how it was heard is not stated."),
            _("State how the public was heard, such as by the public consultation."),
        )
    return met(_("%(number)d operators and associations heard.") % {"number": facts.operators_heard})


@rule(
    "FCR-03",
    title=_("A conclusion; an exception has a ground, a statement, no milder way and a period"),
    cites=(Provision(17, instrument=_FCR), Provision(12, instrument=_FCR)),
    strength=Strength.COND,
    node="review_competition",
    proved_by=("F03",),
    facts=CompetitionFacts,
    procedure=Procedure.COMPETITION,
)
def conclusion_is_argued(facts: CompetitionFacts, pack: Pack) -> Finding:
    """What article 12 asks of an exception is all there."""
    if not facts.conclusion:
        return pending(_("No conclusion yet."))
    if facts.conclusion != "exception":
        return met()
    lacking = [
        label
        for label, value in (
            (_("ground of article 12"), facts.ground),
            (_("statement"), facts.statement),
            (_("why nothing is less restrictive"), facts.alternatives),
            (_("period or condition of its end"), facts.period),
        )
        if not value.strip()
    ]
    if lacking:
        return breached(
            _("The exception lacks: %(parts)s.") % {"parts": "、".join(str(part) for part in lacking)},
            _("Complete it, or find the measure contrary."),
        )
    return met(facts.period)


@rule(
    "SOD-13",
    title=_("The reviewer of fair competition is not the lead unit"),
    cites=Provision(14, instrument=_FCR),
    strength=Strength.COND,
    node="review_competition",
    proved_by=("F03",),
    facts=CompetitionFacts,
    procedure=Procedure.COMPETITION,
)
def reviewer_did_not_draft(facts: CompetitionFacts, pack: Pack) -> Finding:
    """Different units, unless the regulator itself drafted, which is shown."""
    if facts.reviewer != facts.lead_unit:
        return met(facts.reviewer)
    if facts.lead_is_regulator:
        return excused(_("The market regulator itself is the lead unit."))
    return breached(
        _("%(unit)s drafted the text and cannot review it.") % {"unit": facts.reviewer},
        _("Let the market regulator review."),
    )
