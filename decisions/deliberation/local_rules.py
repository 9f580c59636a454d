"""What places add to the law of the meeting: opening, written opinions, confirmation, shelving (art. 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.deliberation.facts import ConfirmationFacts, OpeningFacts, ShelvedFacts, WrittenFacts
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.periods import add_days, add_months
from decisions.statutes.rule import Instrument, Provision, Strength, rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from decisions.statutes.pack import Pack


def _names(names: Iterable[str]) -> str:
    return "、".join(names)


@rule(
    "DELIB-06",
    title=_("A shelved proposal comes back before it lapses"),
    cites=Provision(30, instrument=Instrument.LOCAL),
    strength=Strength.COND,
    node="submit_for_deliberation",
    facts=ShelvedFacts,
    proved_by=("H01", "H05"),
)
def shelved_comes_back_in_time(facts: ShelvedFacts, pack: Pack) -> Finding:
    """Until its last day it may be submitted again; after it the matter ends."""
    last = lapses_on(facts.shelved_on, pack)
    if last is None:
        return not_applicable(_("The rules of the place set no day on which a shelved proposal lapses."))
    days = {"shelved": facts.shelved_on.isoformat(), "last": last.isoformat()}
    if facts.back_on is not None and facts.back_on <= last:
        return met(_("Submitted again on %(day)s.") % {"day": facts.back_on.isoformat()})
    if facts.has_lapsed:
        return met(_("Shelved on %(shelved)s, lapsed after %(last)s, and ended.") % days)
    if facts.back_on is None and facts.today <= last:
        return pending(_("Shelved on %(shelved)s; it may be submitted again until %(last)s.") % days)
    return breached(
        _("Shelved on %(shelved)s; it lapsed after %(last)s.") % days, _("Propose the matter anew (article 10).")
    )


def lapses_on(shelved_on: date, pack: Pack) -> date | None:
    """Return the last day on which a shelved proposal may come back; none where the place sets none."""
    months = pack["meeting.shelve_lapse_months"]
    return None if months is None else add_months(shelved_on, months)


@rule(
    "DELIB-07",
    title=_("The head shows no leaning before the discussion"),
    cites=Provision(30, 2, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="deliberate",
    facts=OpeningFacts,
    proved_by=("H04",),
)
def head_opens_neutrally(facts: OpeningFacts, pack: Pack) -> Finding:
    """The record holds a neutral opening word for word, or says that there was none."""
    if not pack["meeting.head_neutral"]:
        return not_applicable(_("The rules of the place do not speak of the head's opening."))
    if facts.opening == "none":
        return met(_("The head said nothing on the matter before the discussion."))
    if facts.opening == "leaning":
        return breached(
            _("The head showed a leaning before the discussion."),
            _("Discuss the item again at another meeting, opened neutrally."),
        )
    if not facts.opening or not facts.words.strip():
        return breached(
            _("How the head opened the item is not recorded."),
            _("Record the opening word for word, or that there was none."),
        )
    return met(_("Opened neutrally."))


@rule(
    "DELIB-08",
    title=_("Written opinions are those of absent members and there before the discussion"),
    cites=Provision(30, 2, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="deliberate",
    facts=WrittenFacts,
    proved_by=("H04",),
)
def written_opinions_are_in_order(facts: WrittenFacts, pack: Pack) -> Finding:
    """Where the place lets absent members write; a written opinion replaces no presence and no discussion."""
    if not facts.opinions:
        return not_applicable(_("No written opinion was sent."))
    if not pack["meeting.written_opinions"]:
        return breached(
            _("The rules of the place know no written opinions: %(names)s.")
            % {"names": _names(item.name for item in facts.opinions)},
            _("Discuss the item when the member can be there; what was sent is no part of the discussion."),
        )
    present = [item.name for item in facts.opinions if not item.is_absent_member]
    if present:
        return breached(
            _("No absent members of the meeting: %(names)s.") % {"names": _names(present)},
            _("Who is there speaks; only a member who is absent writes."),
        )
    late = [item.name for item in facts.opinions if item.received_on is None or item.received_on > facts.on]
    if late:
        return breached(
            _("Not there before the discussion of %(day)s: %(names)s.")
            % {"day": facts.on.isoformat(), "names": _names(late)},
            _("Give the day on which the opinion came, no later than that of the discussion."),
        )
    return met(_("Recorded: %(names)s.") % {"names": _names(item.name for item in facts.opinions)})


@rule(
    "DELIB-09",
    title=_("Each member confirms the record in time"),
    cites=Provision(30, 3, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="deliberate",
    facts=ConfirmationFacts,
    proved_by=("H04",),
)
def members_confirm_in_time(facts: ConfirmationFacts, pack: Pack) -> Finding:
    """Every member who was there has confirmed or corrected the record within the days of the place."""
    last = confirmed_by_day(facts.recorded_on, pack)
    if last is None:
        return not_applicable(_("The rules of the place set no period for confirming the record."))
    late = [name for name, day in facts.members if (day or facts.today) > last]
    if late:
        return breached(
            _("%(number)s was to be confirmed by %(last)s; late or still missing: %(names)s.")
            % {"number": facts.number, "last": last.isoformat(), "names": _names(late)},
            _("Have each member confirm the record; a confirmation that came late stays late."),
        )
    missing = [name for name, day in facts.members if day is None]
    if missing:
        return pending(
            _("%(number)s is confirmed by %(done)d of %(all)d members; the others have until %(last)s: %(names)s.")
            % {
                "number": facts.number,
                "done": len(facts.members) - len(missing),
                "all": len(facts.members),
                "last": last.isoformat(),
                "names": _names(missing),
            }
        )
    return met(
        _("%(number)s is confirmed by all %(all)d members.") % {"number": facts.number, "all": len(facts.members)}
    )


def confirmed_by_day(recorded_on: date, pack: Pack) -> date | None:
    """Return the last day for confirming a record; none where the place sets no period."""
    days = pack["meeting.confirm_days"]
    return None if days is None else add_days(recorded_on, days)
