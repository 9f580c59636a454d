"""The law of publication: article 32, and the regulation on the disclosure of government information."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.publication.facts import InterpretationFacts, PublicationFacts, TimelinessFacts, WithholdingFacts
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

# One of these carries every published decision; newspapers and the rest come beside them.
OFFICIAL = {"gazette", "website"}


@rule(
    "PUBL-01",
    title=_("Published in gazette, on the website, in newspapers: the text that was decided"),
    cites=Provision(32),
    strength=Strength.MUST,
    node="publish",
    facts=PublicationFacts,
    proved_by=("J01", "J02"),
)
def decision_is_published(facts: PublicationFacts, pack: Pack) -> Finding:
    """Exactly the text that was decided is published through official channels, unless lawfully not disclosed."""
    if facts.published_digest != facts.decided_digest:
        return breached(
            _("The text issued (%(published)s) is not the text decided (%(decided)s).")
            % {"published": facts.published_digest[:8], "decided": facts.decided_digest[:8]},
            _("Issue the text the meeting decided."),
        )
    if facts.withheld:
        return not_applicable(facts.withheld)
    if not OFFICIAL & set(facts.channels):
        return breached(
            _("Neither the gazette nor the government website carries it."),
            _("Publish it there and record number or address."),
        )
    return met()


@rule(
    "INFO-01",
    title=_("Published in time"),
    cites=Provision(26, instrument=Instrument.INFORMATION),
    strength=Strength.MUST,
    node="publish",
    facts=TimelinessFacts,
    proved_by=("J02",),
)
def published_in_time(facts: TimelinessFacts, pack: Pack) -> Finding:
    """It is published within the days set, counted from the day it was formed."""
    if facts.withheld:
        return not_applicable(facts.withheld)
    if facts.published_on is None:
        return pending(_("Not published yet."))
    if facts.due_on is None or facts.published_on <= facts.due_on:
        return met(_("Published on %(day)s.") % {"day": facts.published_on.isoformat()})
    return breached(
        _("Due by %(due)s, published on %(day)s. Reason given: %(reason)s")
        % {
            "due": facts.due_on.isoformat(),
            "day": facts.published_on.isoformat(),
            "reason": facts.late_reason or "—",
        },
        _("It cannot be undone; the reason stays on file."),
    )


@rule(
    "INFO-02",
    title=_("Withheld only on a ground of the regulation"),
    cites=(
        Provision(14, instrument=Instrument.INFORMATION),
        Provision(15, instrument=Instrument.INFORMATION),
        Provision(16, instrument=Instrument.INFORMATION),
    ),
    strength=Strength.COND,
    node="publish",
    facts=WithholdingFacts,
    proved_by=("C01", "J02"),
)
def withheld_on_a_ground(facts: WithholdingFacts, pack: Pack) -> Finding:
    """A decision that is not disclosed names the ground and why it applies."""
    if not facts.is_withheld:
        return not_applicable(_("The decision is disclosed."))
    if not facts.ground or not facts.reason.strip():
        return breached(
            _("No ground is recorded on which it is not disclosed."), _("Choose the ground and say why it applies.")
        )
    return met(facts.ground)


@rule(
    "PUBL-02",
    title=_("Interpreted, with what became of the opinions"),
    cites=Provision(32),
    strength=Strength.COND,
    node="publish",
    facts=InterpretationFacts,
    proved_by=("J03",),
)
def decision_is_interpreted(facts: InterpretationFacts, pack: Pack) -> Finding:
    """What is widely watched or technical is interpreted, and the adoption of opinions explained."""
    if facts.withheld:
        return not_applicable(facts.withheld)
    if not (facts.is_watched or facts.is_technical):
        return not_applicable(_("Neither widely watched nor strongly technical."))
    if not facts.interpretation.strip():
        return breached(
            _("The decision is widely watched or technical, and is not interpreted."),
            _("Record the press conference, interview or interpretation."),
        )
    if facts.public_heard and not facts.public_adoption.strip():
        return breached(
            _("What became of the public's opinions is not explained."), _("Explain it with the publication.")
        )
    if facts.experts_heard and not facts.expert_adoption.strip():
        return breached(
            _("What became of the experts' opinions is not explained."), _("Explain it with the publication.")
        )
    return met(facts.interpretation)
