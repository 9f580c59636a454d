"""The readable half of what filing files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.completeness import State
from archive.sheet import Sheet
from decisions.cases.wording import in_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.completeness import Coverage
    from decisions.cases.models import Decision
    from decisions.filing.models import Filing


@in_chinese
def filing_sheet(decision: Decision, filing: Filing, lines: Sequence[Coverage]) -> Sheet:
    """M03: the catalogue of the dossier and its note sheet."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Number in the archives"), decision.case.reference),
            (_("State of the matter"), decision.get_status_display()),
            (_("Matter completed on"), filing.completed_on),
            (_("To be filed by"), filing.due_on),
            (_("Filed on"), filing.on),
            (_("Retention"), decision.case.get_retention_display()),
            (_("To be transferred to the state archives by"), filing.transfer_on),
            (_("Place of the paper file"), filing.location),
        )
        .table(
            _("Catalogue of the dossier"),
            [_("Code"), _("Title"), _("Document number"), _("Date"), _("Made by")],
            [
                [f"{item.code}-{item.sequence}", item.title, item.number, item.on, item.producer]
                for line in lines
                for item in line.materials
            ],
        )
        .table(
            _("Not in the dossier"),
            [_("Code"), _("Title"), _("Reason"), _("Determined by")],
            [
                [line.code, line.title, line.reason, line.decided_by]
                for line in lines
                if line.state is State.NOT_REQUIRED
            ],
        )
        .text(_("Remarks of the note sheet"), filing.remarks)
        .text(_("Why what is missing was never formed"), filing.settled_reason)
        .text(_("Why it was filed late"), filing.late_reason)
    )


@in_chinese
def supplement_sheet(decision: Decision, *, code: str, title: str, content: str, reason: str) -> Sheet:
    """Any code: a paper filed later than it was formed."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Code"), code), (_("Title"), title))
        .text(_("What it is"), content)
        .text(_("Why it comes late"), reason)
    )
