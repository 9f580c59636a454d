"""What is submitted for review, computed from the record: the papers, the basis, and what procedure was performed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from archive.sheet import written
from decisions.cases.selectors import approval, determinations_now
from decisions.cases.wording import in_chinese
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from archive.models import Material
    from decisions.cases.models import Decision

# What goes to the reviewer: from the determination of the procedures to the fair-competition review.
GROUPS = ("B", "C", "D", "E", "F")
SINGLE = ("A03", "A08", "A09", "A10")
OF_PROCEDURE = {
    Procedure.PARTICIPATION: ("C02", "C03", "C04", "C05", "C06", "C07", "C15", "C16"),
    Procedure.HEARING: ("C08", "C09", "C10", "C11", "C12", "C13", "C14"),
    Procedure.EXPERTS: ("D01", "D02", "D04", "D05", "D06", "D07", "D08"),
    Procedure.RISK: ("E01", "E02", "E03", "E04", "E05", "E06", "E07"),
    Procedure.COMPETITION: ("F01", "F02", "F03"),
}


class Paper(NamedTuple):
    """One paper of the package."""

    code: str
    sequence: int
    title: str
    number: str
    producer: str
    on: object
    provision: str

    @property
    def label(self) -> str:
        """Code and number in the case."""
        return f"{self.code}-{self.sequence}"


def papers(decision: Decision) -> list[Paper]:
    """Return the papers on file that go to the reviewer, in the order of the filing scheme."""
    found = decision.case.materials.select_related("entry").order_by("code", "sequence")
    return [_paper(material) for material in found if material.code[0] in GROUPS or material.code in SINGLE]


def _paper(material: Material) -> Paper:
    basis = json.loads(material.entry.body).get("basis", [])
    return Paper(
        material.code,
        material.sequence,
        material.title,
        material.number,
        material.producer,
        material.on,
        _article(basis),
    )


def _article(basis: list[str]) -> str:
    """Return the first article of the Decree among what a paper rests on: §15(1)."""
    for key in basis:
        instrument, _dash, place = key.rpartition("-")
        if instrument == "713":
            return f"§{place}"
    return ""


@in_chinese
def known_basis(decision: Decision) -> str:
    """Return the compilation of the legal basis on file, as the submission names it."""
    compiled = decision.case.materials.filter(code="B02").order_by("-sequence").first()
    if compiled is None:
        return ""
    return _("%(title)s (%(label)s, %(day)s)") % {
        "title": compiled.title,
        "label": f"{compiled.code}-{compiled.sequence}",
        "day": written(compiled.on),
    }


@in_chinese
def statement(decision: Decision) -> str:
    """Return the statement on the procedure carried out, as the record tells it; the lead unit checks it."""
    lines = []
    determined = determinations_now(decision)
    filed: dict[str, list[str]] = {}
    for code, day in decision.case.materials.order_by("code", "sequence").values_list("code", "on"):
        filed.setdefault(code, []).append(written(day))
    started = decision.case.materials.filter(code="A08").order_by("sequence").first()
    if started is not None:
        lines.append(
            _("Started on %(day)s, lead unit %(unit)s.")
            % {"day": written(started.on), "unit": decision.lead_unit.name if decision.lead_unit else ""}
        )
    for procedure, codes in OF_PROCEDURE.items():
        found = determined.get(procedure)
        if found is None:
            continue
        label = str(procedure.label)
        if not found.is_required:
            lines.append(
                _("%(procedure)s: not applicable. %(ground)s (%(signed_by)s)")
                % {"procedure": label, "ground": found.ground, "signed_by": found.signed_by}
            )
            continue
        held = "、".join(f"{code}（{'、'.join(filed[code])}）" for code in codes if code in filed)
        lines.append(_("%(procedure)s: performed. Papers: %(papers)s.") % {"procedure": label, "papers": held or "—"})
    risk = approval(decision, "risk")
    if risk is not None:
        result = _("controllable") if risk.allows_submission else _("not controllable")
        lines.append(_("Finding on the risk: %(result)s.") % {"result": result})
    competition = approval(decision, "competition")
    if competition is not None:
        lines.append(_("Fair-competition review: %(number)s.") % {"number": competition.number})
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
