"""Rules of whom to choose: article 20(2), and what those chosen undertake by article 19(2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, excused, met
from decisions.statutes.rule import Procedure, Provision, Strength, judgement, rule
from experts.facts import (
    Interests,
    Participation,
    Selection,
    Undertaking,
)
from experts.rules.asking import CONVENE, in_words

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


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
