"""The law of filing: article 33 and the archives legislation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.filing.facts import CompletenessFacts, CustodyFacts, FilingTimeFacts, IntegrityFacts, TransferFacts
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

# The longer the retention, the higher the number.
RETENTIONS = {"10": 10, "10y": 10, "30": 30, "30y": 30, "permanent": 1000}


@rule(
    "ARCH-01",
    title=_("The materials are filed completely"),
    cites=Provision(33),
    strength=Strength.MUST,
    node="file_dossier",
    facts=CompletenessFacts,
    proved_by=("M03",),
)
def dossier_is_complete(facts: CompletenessFacts, pack: Pack) -> Finding:
    """Everything owed up to filing is there; a matter that ended half-way says why the rest was never formed."""
    if not facts.missing:
        return met()
    if facts.settled.strip():
        return met(_("Filed as far as it was formed: %(reason)s") % {"reason": facts.settled})
    return breached(
        _("Missing: %(materials)s.") % {"materials": "；".join(facts.missing)},
        _("Have each filed as a late paper by who owes it, with the reason why it is late; then file the dossier."),
    )


@rule(
    "ARCHV-04",
    title=_("Filed in time, with its retention set"),
    cites=Provision(33),
    strength=Strength.MUST,
    node="file_dossier",
    facts=FilingTimeFacts,
    proved_by=("M03",),
)
def dossier_is_filed_in_time(facts: FilingTimeFacts, pack: Pack) -> Finding:
    """It is filed by the day the place sets, and kept as long as the place asks."""
    asked = pack["archive.retention"]
    if RETENTIONS.get(facts.retention, 0) < RETENTIONS.get(asked, 0):
        return breached(
            _("The file is kept for %(years)s years; the rules of the place ask for longer.")
            % {"years": facts.retention},
            _("Set the retention the rules ask for."),
        )
    if facts.due_on is None or facts.filed_on <= facts.due_on:
        return met(_("Filed on %(day)s.") % {"day": facts.filed_on.isoformat()})
    return breached(
        _("Due by %(due)s, filed on %(day)s. Reason given: %(reason)s")
        % {"due": facts.due_on.isoformat(), "day": facts.filed_on.isoformat(), "reason": facts.late_reason or "—"},
        _("It cannot be undone; the reason stays on file."),
    )


@rule(
    "ARCHV-05",
    title=_("The dossier is filed by whom local rules let keep it"),
    cites=Provision(33, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="file_dossier",
    facts=CustodyFacts,
    proved_by=("M03",),
)
def custodian_files(facts: CustodyFacts, pack: Pack) -> Finding:
    """Nationally whoever the organ charges with it files; where a place names the keeper, the keeper does."""
    if not pack.source("archive.custodian_role"):
        return not_applicable(_("No local rule says who keeps the dossier."))
    if not facts.unit:
        return pending(_("Which unit filed the dossier is not recorded."))
    asked = pack["archive.custodian_role"]
    if facts.is_lead if asked == "lead_unit" else facts.kind == asked:
        return met(facts.unit)
    return breached(
        _("%(unit)s files the dossier; by %(source)s it is for another to keep.")
        % {"unit": facts.unit, "source": pack.source("archive.custodian_role")},
        _("Let an archivist of the keeper file it."),
    )


@rule(
    "ARCHV-01",
    title=_("The day of transfer to the state archives is set"),
    cites=Provision(20, instrument=Instrument.ARCHIVES_RULES),
    strength=Strength.MUST,
    node="file_dossier",
    facts=TransferFacts,
    proved_by=("M03",),
)
def transfer_is_set(facts: TransferFacts, pack: Pack) -> Finding:
    """The dossier goes to the state archives after the years set for the level."""
    if facts.transfer_on is None:
        return breached(
            _("The rules set no period after which the dossier is transferred."), _("Enter it in the rule pack.")
        )
    return met(_("To be transferred by %(day)s.") % {"day": facts.transfer_on.isoformat()})


@rule(
    "ARCHV-03",
    title=_("The electronic file is whole and traceable"),
    cites=(
        Provision(37, instrument=Instrument.ARCHIVES_LAW),
        Provision(38, instrument=Instrument.ARCHIVES_RULES),
        Provision(39, instrument=Instrument.ARCHIVES_RULES),
        Provision(40, instrument=Instrument.ARCHIVES_RULES),
    ),
    strength=Strength.MUST,
    node="file_dossier",
    facts=IntegrityFacts,
    proved_by=("M03",),
)
def file_is_whole(facts: IntegrityFacts, pack: Pack) -> Finding:
    """Every record has its author and time in a ledger that fits together from its first entry to its last."""
    if facts.faults:
        return breached("；".join(facts.faults), _("Find out what was changed; the dossier is not filed like this."))
    return met(_("%(count)d entries checked.") % {"count": facts.entries})
