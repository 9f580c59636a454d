"""The papers of article 29, read from the file: what there is for each of the six items, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from archive.completeness import State, coverage
from decisions.cases.models import ApprovalKind
from decisions.cases.selectors import approval, determinations_now
from decisions.deliberation.facts import PackageFacts, PackageItem
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.completeness import Coverage
    from decisions.cases.models import Decision, Determination

# Item of article 29(2) to (4): the procedure it depends on and the code it is filed under.
BY_PROCEDURE: Mapping[int, tuple[Procedure, str]] = {
    2: (Procedure.PARTICIPATION, "C15"),
    3: (Procedure.EXPERTS, "D08"),
    4: (Procedure.RISK, "E05"),
}
# Item (6): what the file may owe besides, as somebody determined.
OTHERS = ("A10", "B02", "B03", "B04", "B06", "B07", "B08", "C01", "C14", "E06", "E07", "G05", "G08", "G09", "G10")

ITEM_TITLES: Mapping[int, Any] = {
    1: _("Draft and related materials, with the fair-competition review"),
    2: _("What became of the public's main opinions"),
    3: _("What became of the experts' opinions"),
    4: _("Risk report"),
    5: _("Legality review opinion"),
    6: _("Other papers"),
}


def package(decision: Decision) -> PackageFacts:
    """Return the papers for the discussion as the file holds them now."""
    lines = {line.code: line for line in coverage(decision.case)}
    determined = determinations_now(decision)
    snapshot = decision.submitted_snapshot
    opinion = approval(decision, ApprovalKind.LEGALITY)
    first = ["B05", *(["F03"] if _is_required(determined.get(Procedure.COMPETITION)) else [])]
    items = [_item(1, [lines[code] for code in first])]
    for number, (procedure, code) in BY_PROCEDURE.items():
        found = determined.get(procedure)
        line = lines[code]
        if _is_required(found) or line.materials:
            items.append(_item(number, [line]))
        else:
            items.append(PackageItem(number, waived=found.ground if found else str(_("Not determined."))))
    items.append(_item(5, [lines["G07"]]))
    others = [lines[code] for code in OTHERS]
    items.append(_item(6, [line for line in others if line.state in {State.PRESENT, State.MISSING}]))
    return PackageFacts(
        digest=snapshot.digest if snapshot else "",
        items=tuple(items),
        reviewed_digest=opinion.snapshot.digest if opinion else "",
    )


def _is_required(determination: Determination | None) -> bool:
    return determination is not None and determination.is_required


def _item(number: int, lines: Sequence[Coverage]) -> PackageItem:
    return PackageItem(
        number,
        papers=tuple(_paper(line) for line in lines if line.materials),
        missing=tuple(f"{line.code} {line.title}" for line in lines if not line.materials),
    )


def _paper(line: Coverage) -> str:
    last = line.materials[-1]
    return " ".join(part for part in (f"{last.code}-{last.sequence}", last.title, last.number) if part)


def as_data(facts: PackageFacts) -> list[dict[str, Any]]:
    """Return the items as plain data, to be kept with the request."""
    return [
        {
            "number": item.number,
            "papers": list(item.papers),
            "missing": list(item.missing),
            "waived": str(item.waived),
        }
        for item in facts.items
    ]


def from_data(items: Sequence[Mapping[str, Any]], *, digest: str, reviewed_digest: str = "") -> PackageFacts:
    """Return the items as they were kept."""
    return PackageFacts(
        digest=digest,
        items=tuple(
            PackageItem(item["number"], tuple(item["papers"]), tuple(item["missing"]), item["waived"])
            for item in items
        ),
        reviewed_digest=reviewed_digest,
    )
