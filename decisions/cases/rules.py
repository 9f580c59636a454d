"""The gate to the meeting: what no text passes without, whatever stage asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.cases.facts import CompetitionConcluded, ReviewedText, RiskFound
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


@rule(
    "LEGAL-03",
    title=_("What was not reviewed or was found unlawful is not submitted"),
    cites=Provision(25, 2),
    strength=Strength.BLOCK,
    node="submit_for_deliberation",
    proved_by=("G07",),
    facts=ReviewedText,
)
def lawful_text(facts: ReviewedText, pack: Pack) -> Finding:
    """Equality of the text reviewed and the text submitted, and a conclusion that lets it pass."""
    if not facts.is_reviewed:
        return breached(
            _("The text has not been reviewed for its legality."), _("Submit it to the justice bureau first.")
        )
    if not facts.is_same_text:
        return pending(
            _("The opinion %(number)s is about text %(reviewed)s; the text is now %(current)s. Submit it again.")
            % {
                "number": facts.number,
                "reviewed": facts.reviewed_digest[:8],
                "current": facts.current_digest[:8],
            }
        )
    if facts.is_lawful:
        return met(_("Opinion %(number)s, on the same text.") % {"number": facts.number})
    if facts.is_exploratory and facts.risk_is_stated:
        return excused(_("Exploratory reform; opinion %(number)s states the legal risk.") % {"number": facts.number})
    return breached(
        _("Opinion %(number)s does not find the text lawful.") % {"number": facts.number},
        _("Change the text and submit it for review again."),
    )


@rule(
    "RISK-06",
    title=_("Only a controllable risk may be decided on"),
    cites=Provision(24),
    strength=Strength.BLOCK,
    node="find_risk",
    proved_by=("E05", "E06", "E07"),
    facts=RiskFound,
    procedure=Procedure.RISK,
)
def controllable_risk(facts: RiskFound, pack: Pack) -> Finding:
    """The organ's last finding is that the risk is controllable, and the place lets such a level be found so."""
    if not facts.is_found:
        if not facts.is_required:
            return not_applicable(_("No risk assessment is required."))
        return pending(_("The decision-making organ has not found whether the risk is controllable."))
    if not facts.is_controllable:
        return breached(
            _("The risk was found not to be controllable."),
            _("Adjust the draft and assess again until the risk is controllable."),
        )
    return _level_allows(facts, pack) if facts.level else met()


def _level_allows(facts: RiskFound, pack: Pack) -> Finding:
    policy = pack[f"risk.policy_{facts.level}"]
    if policy == "block":
        return breached(
            _("A risk of this level cannot be found controllable here."),
            _("Adjust the draft so that the level falls, and assess again."),
        )
    if policy == "mitigate_and_reassess" and facts.rounds == 1:
        return breached(
            _("A risk of this level is first lessened and then assessed again."),
            _("Find it uncontrollable as it stands, adjust the draft, and assess again."),
        )
    if policy == "proceed_with_measures" and facts.unmet:
        return breached(
            _("%(number)d risk points have no measure.") % {"number": facts.unmet},
            _("Give every risk point a measure and somebody who answers for it."),
        )
    return met()


@rule(
    "FCR-04",
    title=_("Measures not reviewed or contrary to fair competition are not issued"),
    cites=Provision(18, instrument=Instrument.FAIR_COMPETITION),
    strength=Strength.BLOCK,
    node="review_competition",
    proved_by=("F03",),
    facts=CompetitionConcluded,
    procedure=Procedure.COMPETITION,
)
def fair_competition(facts: CompetitionConcluded, pack: Pack) -> Finding:
    """A conclusion that finds the measure lawful or under an exception of article 12."""
    if not facts.is_concluded:
        if not facts.is_required:
            return not_applicable(_("No fair-competition review is required."))
        return pending(_("The market regulator has not concluded."))
    if not facts.allows_issue:
        return breached(
            _("The measure excludes or restricts competition and no exception of article 12 applies."),
            _("Change the draft and have it reviewed again."),
        )
    return met()
