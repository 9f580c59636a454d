"""Rules of the pool of experts: article 21."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, excused, met
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule
from experts.facts import (
    PoolUse,
    Workload,
)
from experts.rules.asking import CONVENE, in_words

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


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
            in_words(f"{name}（{why}）" for name, why in facts.not_ready),
            _("Choose experts who are admitted and within their term."),
        )
    return met(_("Own pool") if facts.has_own_pool else _("Pool of the superior"))


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
