"""The papers of a selection: record of choice (D02), notice and list of papers (D04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from archive.services import Expect
from archive.sheet import Sheet
from decisions.cases.services import deposit
from experts import rules, vetting
from experts.conflicts import Severity
from experts.models import PanelForm
from experts.services.choosing import CONVENING, SELECTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from experts.conflicts import Matter, Tie
    from experts.models import Expert, Panel
    from experts.services.choosing import Considered, Invitee


def _described(expert: Expert) -> dict[str, Any]:
    return {
        "code": expert.code,
        "name": expert.name,
        "employer": expert.employer,
        "sector": expert.sector,
        "title": expert.title,
        "pool": expert.pool.name if expert.pool else "",
    }


def _found(ties: Iterable[Tie]) -> list[dict[str, str]]:
    return [{"severity": tie.severity.value, "finding": tie.text} for tie in ties]


def _in_words(found: Sequence[dict[str, str]]) -> str:
    bars = [item["finding"] for item in found if item["severity"] == Severity.BAR]
    asks = [item["finding"] for item in found if item["severity"] == Severity.ASK]
    parts = [_("Excluded: %(grounds)s") % {"grounds": ";".join(bars)}] if bars else []
    parts += [_("To be asked: %(grounds)s") % {"grounds": ";".join(asks)}] if asks else []
    return " ".join(parts) or _("Nothing found")


def file_selection(
    decision: Decision,
    panel: Panel,
    invitees: Sequence[Invitee],
    considered: Sequence[Considered],
    matter: Matter,
    *,
    on: date,
    by: User,
    replacing: dict[str, Any] | None = None,
) -> Material:
    """File who was named and considered, why, and what the check found on each (D02)."""
    invited = [
        {
            **_described(item.expert),
            "field": item.field.name,
            "reason": item.reason,
            "view": item.view,
            "check": _found(vetting.check(item.expert, matter, on)),
        }
        for item in invitees
    ]
    passed_over = [
        {
            **_described(item.expert),
            "reason": item.reason,
            "check": _found(vetting.check(item.expert, matter, on)),
        }
        for item in considered
    ]
    sheet = Sheet().rows(
        (_("Panel"), panel.number),
        (_("Way of selection"), _("Named, with reasons")),
        (_("Why experts are named and not drawn"), panel.reason_not_drawn),
        (_("How different views were attended to"), panel.views_note),
        (_("Why experts from outside the pool"), panel.outsiders_reason),
        (_("Organisations with an interest of their own"), list(panel.interested_parties)),
        (_("Complex or contested"), panel.is_complex),
    )
    if replacing:
        sheet.rows(
            (_("Expert replaced"), replacing["name"]),
            (_("Reason"), replacing["reason"]),
            heading=_("Replacement"),
        )
    sheet.table(
        _("Experts named"),
        [
            _("Code"),
            _("Full name"),
            _("Employer"),
            _("Field"),
            _("Reason of the choice"),
            _("View on record"),
            _("Conflict check"),
        ],
        [
            [
                item["code"],
                item["name"],
                item["employer"],
                item["field"],
                item["reason"],
                item["view"],
                _in_words(item["check"]),
            ]
            for item in invited
        ],
    ).table(
        _("Experts considered and not named"),
        [_("Code"), _("Full name"), _("Employer"), _("Why not"), _("Conflict check")],
        [
            [item["code"], item["name"], item["employer"], item["reason"], _in_words(item["check"])]
            for item in passed_over
        ],
    )
    return deposit(
        decision,
        code="D02",
        title=_("Record of replacing an expert") if replacing else _("Record of selecting experts"),
        act="replace_expert" if replacing else "convene_panel",
        data={
            "panel": panel.number,
            "way": "named",
            "reason_not_drawn": panel.reason_not_drawn,
            "views": panel.views_note,
            "outsiders": panel.outsiders_reason,
            "interested_parties": list(panel.interested_parties),
            "co_units": [unit.name for unit in panel.co_units.all()],
            "complex": panel.is_complex,
            "named": invited,
            "considered": passed_over,
            **({"replaced": replacing} if replacing else {}),
        },
        sheet=sheet,
        on=on,
        by=by,
        rules=SELECTING if replacing else CONVENING,
        snapshot=panel.snapshot,
        expectations=[] if replacing else _expectations(panel),
    )


def _expectations(panel: Panel) -> list[Expect]:
    owed = [Expect(code=code, is_required=True) for code in ("D03", "D04", "D05", "D07", "D08")]
    commissioned = panel.form == PanelForm.COMMISSIONED
    return [
        *owed,
        Expect(
            code="D06",
            is_required=commissioned,
            reason=""
            if commissioned
            else _("No institution is commissioned; the form is: %(form)s.") % {"form": panel.get_form_display()},
        ),
    ]


def file_notice(panel: Panel, papers: Sequence[Upload], *, on: date, by: User) -> Material:
    """File the notice with questions, criteria and the anonymised papers (D04)."""
    criteria = list(panel.criteria.all())
    sheet = (
        Sheet()
        .rows(
            (_("Form"), panel.get_form_display()),
            (_("Institution commissioned"), panel.institution),
            (_("Last day for scoring"), panel.deadline_on),
            (_("Papers anonymised by"), panel.anonymised_by),
        )
        .text(_("Questions to the experts"), panel.questions)
        .table(
            _("Criteria"),
            [_("Criterion"), _("Weight"), _("What it asks"), _("Levels 1 to 5")],
            [[item.label, item.percent, item.hint, " / ".join(item.anchors)] for item in criteria],
        )
        .table(
            _("Papers of the argumentation"),
            [_("No."), _("File"), _("SHA-256")],
            [[position, upload.name, upload.blob_id] for position, upload in enumerate(papers, 1)],
        )
    )
    return deposit(
        panel.decision,
        code="D04",
        title=_("Notice of expert argumentation and list of papers"),
        act="convene_panel",
        data={
            "panel": panel.number,
            "form": panel.form,
            "institution": panel.institution,
            "questions": panel.questions,
            "deadline_on": panel.deadline_on,
            "anonymised_by": panel.anonymised_by,
            "criteria": [
                {
                    "key": item.key,
                    "label": item.label,
                    "weight": item.weight,
                    "anchors": list(item.anchors),
                    "hint": item.hint,
                    "allows_na": item.allows_na,
                }
                for item in criteria
            ],
        },
        sheet=sheet,
        files=papers,
        on=on,
        by=by,
        rules=[rules.form_is_recorded, rules.dimensions_are_asked],
        snapshot=panel.snapshot,
    )
