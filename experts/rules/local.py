"""What places add on the vote of a panel and on the term in the pool (art. 19, 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, met, not_applicable
from decisions.statutes.periods import add_months
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule
from experts.facts import PoolTerm, Vote

if TYPE_CHECKING:
    from datetime import date

    from decisions.statutes.pack import Pack

# Going back to work the draft out anew is no positive conclusion, and needs no majority for it.
REWORK = "rework"
AS_DRAFTED = "as_drafted"


@rule(
    "EXP-17",
    title=_("Enough experts are in favour, where the panel votes"),
    cites=Provision(19, 1, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="conclude_panel",
    facts=Vote,
    proved_by=("D05", "D07"),
    procedure=Procedure.EXPERTS,
)
def vote_carries(facts: Vote, pack: Pack) -> Finding:
    """A draft goes on only with the share of the place; support on conditions counts once the draft meets them."""
    share = pack.share("expert.vote_share")
    if share is None:
        return not_applicable(_("Panels do not vote here; each opinion is answered."))
    if facts.course == REWORK:
        return met(_("The draft is worked out anew."))
    favour = facts.support if facts.course == AS_DRAFTED else facts.support + facts.conditional
    counted = {"favour": favour, "opinions": facts.opinions, "share": share}
    if share.admits(favour, facts.opinions):
        return met(_("%(favour)d of %(opinions)d experts are in favour; %(share)s are needed.") % counted)
    return breached(
        _("%(favour)d of %(opinions)d experts are in favour of going on so; %(share)s are needed.") % counted,
        _("Change the draft as the conditions ask, or work it out anew and have it argued again."),
    )


@rule(
    "EXP-18",
    title=_("Nobody serves longer in the pool than the place allows"),
    cites=Provision(21, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="convene_panel",
    facts=PoolTerm,
    proved_by=("D02",),
    procedure=Procedure.EXPERTS,
)
def term_is_kept(facts: PoolTerm, pack: Pack) -> Finding:
    """The term is no longer than that of the place, and has not run out on the day of the convening."""
    years = pack["expert.term_years"]
    if years is None or facts.starts_on is None:
        return not_applicable(_("No term is set."))
    last = longest_term(facts.starts_on, pack)
    assert last is not None  # noqa: S101 -- there are years
    words = {"name": facts.name, "years": years, "last": last.isoformat(), "start": facts.starts_on.isoformat()}
    if facts.ends_on is not None and facts.ends_on > last:
        return breached(
            _("%(name)s: appointed from %(start)s for longer than %(years)d years.") % words,
            _("Correct the term in the pool, or choose somebody else in place of %(name)s.") % words,
        )
    if facts.on > min(last, facts.ends_on or last):
        return breached(
            _("%(name)s: the term of %(years)d years from %(start)s is over.") % words,
            _("Appoint %(name)s anew, or choose somebody else.") % words,
        )
    return met(_("%(name)s: within the term, until %(last)s at the latest.") % words)


def longest_term(starts_on: date, pack: Pack) -> date | None:
    """Return the last day of the longest term that begins on a day; none where the place sets none.

    A term of three years from 1 March ends with the last day of February; whoever writes 1 March as its last day
    means the same term.
    """
    years = pack["expert.term_years"]
    return None if years is None else add_months(starts_on, 12 * years)
