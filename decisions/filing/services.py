"""Filing a dossier, and adding to it what comes later (art. 33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.completeness import coverage
from archive.ledger import verify
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.filing import rules, selectors, sheets
from decisions.filing.facts import CompletenessFacts, IntegrityFacts, TransferFacts
from decisions.filing.models import Filing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision


@transaction.atomic
def file_dossier(
    decision: Decision,
    *,
    location: str = "",
    remarks: str = "",
    settled_reason: str = "",
    late_reason: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """File the dossier as it stands, after checking that it is complete and whole.

    Args:
        location: Where the paper file stands.
        remarks: What the note sheet says of the dossier.
        settled_reason: Why what is missing was never formed; only where the matter ended half-way.
        late_reason: Why it is filed after the last day.

    Returns:
        Catalogue and note sheet filed as M03.

    Raises:
        Refusal: ARCH-01, ARCHV-01, ARCHV-03 or ARCHV-05 stand in the way; ARCH-01 names each record and who owes it.
        ValidationError: It is filed already, or late and nobody says why.
    """
    if selectors.is_filed(decision):
        raise ValidationError(_("The dossier is filed; add what comes later as a supplement."))
    lacking = selectors.missing(decision)
    ended = selectors.ended_half_way(decision)
    if settled_reason.strip() and not ended:
        raise ValidationError(
            {"settled_reason": _("Only a matter that ended half-way is filed without what it owes.")}
        )
    named = tuple(selectors.named(line) for line in lacking)
    completed = selectors.completed_on(decision)
    due_on = selectors.due_day(decision.pack, completed)
    transfer_on = selectors.transfer_day(decision, completed)
    unit = selectors.filing_unit(decision, by, on)
    custody = selectors.custody_facts(decision, unit)
    checked = verify(decision.case)
    integrity = IntegrityFacts(
        entries=checked.entries, faults=tuple(f"#{fault.sequence} {fault.message}" for fault in checked.faults)
    )
    require(
        decision.pack,
        (rules.dossier_is_complete, CompletenessFacts(missing=named, settled=settled_reason)),
        (
            rules.transfer_is_set,
            TransferFacts(
                level=selectors.level_of(decision.authority), completed_on=completed, transfer_on=transfer_on
            ),
        ),
        (rules.file_is_whole, integrity),
        (rules.custodian_files, custody),
    )
    if due_on is not None and on > due_on and not late_reason.strip():
        raise ValidationError(
            {
                "late_reason": _("It was to be filed by %(day)s; say why it is late.") % {"day": due_on.isoformat()},
            }
        )
    filing = Filing(
        decision=decision,
        completed_on=completed,
        due_on=due_on,
        transfer_on=transfer_on,
        retention=decision.case.retention,
        location=location,
        remarks=remarks,
        late_reason=late_reason,
        settled_reason=settled_reason,
        missing=list(named),
        unit=unit,
        unit_kind=custody.kind,
        unit_is_lead=custody.is_lead,
        level=selectors.level_of(decision.authority),
        entries=integrity.entries,
        faults=list(integrity.faults),
        on=on,
        by=by,
    )
    validate(filing)
    filing.save()
    lines = coverage(decision.case)
    return deposit(
        decision,
        code="M03",
        title=_("Catalogue and note sheet of the dossier"),
        act="file_dossier",
        data={
            "completed_on": completed,
            "due_on": due_on,
            "transfer_on": transfer_on,
            "retention": filing.retention,
            "filed_by": custody.unit,
            "location": location,
            "remarks": remarks,
            "settled_reason": settled_reason,
            "late_reason": late_reason,
            "entries": filing.entries,
            "catalogue": [
                {
                    "code": item.code,
                    "sequence": item.sequence,
                    "title": item.title,
                    "number": item.number,
                    "digest": item.digest,
                }
                for line in lines
                for item in line.materials
            ],
        },
        sheet=sheets.filing_sheet(decision, filing, lines),
        files=files,
        rules=[
            rules.dossier_is_complete,
            rules.dossier_is_filed_in_time,
            rules.transfer_is_set,
            rules.file_is_whole,
            rules.custodian_files,
        ],
        expectations=[
            Expect(code=line.code, is_required=False, reason=settled_reason, decided_by=by.name) for line in lacking
        ]
        + ([_after(code, settled_reason, by) for code in ("K01", "K02", "K03")] if settled_reason.strip() else []),
        on=on,
        by=by,
    )


def _after(code: str, reason: str, by: User) -> Expect:
    return Expect(code=code, is_required=False, reason=reason, decided_by=by.name)


@transaction.atomic
def supplement_dossier(
    decision: Decision,
    *,
    code: str,
    title: str,
    number: str = "",
    producer: str = "",
    content: str = "",
    reason: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Add late material to a dossier, under its own code, with the reason why it comes late.

    A dossier found incomplete when it is to be filed is completed this way; one already filed is added to.

    Args:
        code: The code of the filing scheme it belongs under.
        producer: Who made it, where that is not the unit of who adds it.
        content: What it is.
        reason: Why it was not filed with the rest.

    Raises:
        ValidationError: The time for it has not come, or the code is one that binding makes.
    """
    if not selectors.takes_supplements(decision):
        raise ValidationError(_("The dossier is not about to be filed yet; file the material where it is formed."))
    filing = Filing.objects.filter(decision=decision).first()
    if code_of(code).is_bound:
        raise ValidationError({"code": _("This record is made when the dossier is bound.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it comes late.")})
    return deposit(
        decision,
        code=code,
        title=title or code_of(code).title,
        act="supplement_dossier",
        data={"is_supplement": True, "filed_on": filing.on if filing else None, "content": content, "reason": reason},
        sheet=sheets.supplement_sheet(decision, code=code, title=title, content=content, reason=reason),
        number=number,
        producer=producer,
        access=code_of(code).access,
        files=files,
        rules=[rules.dossier_is_complete],
        on=on,
        by=by,
    )
