"""Rules of the sealed sheets: signed, and opened together (article 19(2))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.finding import Finding, breached, met
from decisions.statutes.rule import Procedure, Provision, Strength, rule
from experts.facts import (
    Opening,
    Signature,
)
from experts.rules.asking import CONCLUDE

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


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
