"""What software must not decide, and why: only people can judge it, or the provision demands no act here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.ids import IDS
from decisions.statutes.rule import judgement

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise


def _left_to_people(code: str, reason: Text) -> None:
    """List an id of the statute table; title, provisions and evidence are the table's."""
    demand = IDS[code]
    judgement(code, title=demand.text, cites=demand.provisions, reason=reason, recorded_in=demand.evidence)


_LIABILITY = _(
    "Fault and liability are found by the organs the law names, in a procedure of their own; the system keeps "
    "who did what, when and in what office, and files their findings."
)
for _code in ("LIAB-01", "LIAB-02", "LIAB-04", "LIAB-05"):
    _left_to_people(_code, _LIABILITY)
_left_to_people(
    "LIAB-03",
    _(
        "How far a recorded dissent lessens liability is for the organ that holds to account; "
        "the record of it is kept."
    ),
)
_left_to_people(
    "LIAB-06",
    _("Whether an expert breached professional ethics is judged by people; what was found is an entry in the pool."),
)
_left_to_people(
    "REF-01",
    _("It says who else follows the procedure and who may detail it; rule packs and the level of a unit express it."),
)
_left_to_people(
    "DRAFT-01",
    _("Whether research was wide and information accurate is a matter of quality; that its report is filed is seen."),
)
_left_to_people(
    "PUB-06",
    _("What needs explaining to the public, and by whom, is for the lead unit to see; what it published is filed."),
)
_left_to_people(
    "BIZ-01",
    _(
        "Whether a measure bears closely on business is judged by the lead unit; "
        "the solicitation and its feedback are "
        "judged as PUB-05 and PUB-07."
    ),
)
_left_to_people(
    "EXP-NAT",
    _("The text of the guidance has not been obtained; until it has, its demands are the pool keeper's to observe."),
)
_left_to_people(
    "DUCHA-01",
    _("Supervision is a procedure of its own regulation; its plan, conclusion and rectification are filed here."),
)
_left_to_people(
    "STAB-01",
    _(
        "The level of a project's stability risk is fixed by the body the government designates; "
        "its report is filed and "
        "the finding judged as RISK-06."
    ),
)
_left_to_people(
    "ARCHV-02",
    _("The approval of filing scope and retention schedule is given once to the unit, not to a decision."),
)
_left_to_people(
    "SOD-14",
    _("There is nothing to judge: figures are computed from the record on every page and no page edits them."),
)
