"""On which ground a procedure applies or does not: the statutory choices beside which the reason is written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise

    Text = str | Promise


class Ground(StrEnum):
    """A statutory ground; its value is stored with the determination."""

    PUBLIC_HEARD = "public_heard"
    STATE_SECRET = "state_secret"  # noqa: S105 -- no password
    FORBIDDEN = "forbidden"
    SECURITY = "security"
    PRIVACY = "privacy"
    HEARING_BY_LAW = "hearing_by_law"
    HEARING_USEFUL = "hearing_useful"
    HEARING_NOT_REQUIRED = "hearing_not_required"
    HEARING_NONPUBLIC = "hearing_nonpublic"
    TECHNICAL = "technical"
    NOT_TECHNICAL = "not_technical"
    ADVERSE = "adverse"
    NOT_ADVERSE = "not_adverse"
    ALREADY_ASSESSED = "already_assessed"
    MARKET = "market"
    NO_MARKET = "no_market"
    CONGRESS_DECIDES = "congress_decides"
    CONGRESS_INFORMED = "congress_informed"
    CONGRESS_UNCONCERNED = "congress_unconcerned"

    @property
    def label(self) -> Text:
        """The ground in words, with its article."""
        return _LABELS[self]

    @property
    def is_nonpublic(self) -> bool:
        """Whether the matter is lawfully not disclosed on this ground."""
        return self in NONPUBLIC


_LABELS: dict[Ground, Text] = {
    Ground.PUBLIC_HEARD: _("The public is heard (art. 14(1))"),
    Ground.STATE_SECRET: _("Not disclosed: state secret (disclosure regulation, art. 14)"),
    Ground.FORBIDDEN: _(
        "Not disclosed: a law or administrative regulation forbids it (disclosure regulation, art. 14)"
    ),
    Ground.SECURITY: _(
        "Not disclosed: it may endanger national, public or economic security or social stability "
        "(disclosure regulation, art. 14)"
    ),
    Ground.PRIVACY: _("Not disclosed: trade secrets or privacy (disclosure regulation, art. 15)"),
    Ground.HEARING_BY_LAW: _("A law, regulation or rule requires a hearing (art. 16(1))"),
    Ground.HEARING_USEFUL: _("Vital interests are directly concerned, or views diverge widely (art. 16(1))"),
    Ground.HEARING_NOT_REQUIRED: _("No law, regulation or rule requires a hearing, and none is held (art. 16(1))"),
    Ground.HEARING_NONPUBLIC: _("The matter is lawfully not disclosed (art. 14(1))"),
    Ground.TECHNICAL: _("Strongly professional or technical (art. 19(1))"),
    Ground.NOT_TECHNICAL: _("Not strongly professional or technical (art. 19(1))"),
    Ground.ADVERSE: _("May adversely affect social stability, public security and the like (art. 22(1))"),
    Ground.NOT_ADVERSE: _("No adverse effect is to be expected (art. 22(1))"),
    Ground.ALREADY_ASSESSED: _("Already assessed under other provisions (art. 22(2))"),
    Ground.MARKET: _("Concerns the economic activity of market entities (art. 29(1))"),
    Ground.NO_MARKET: _("Does not concern the economic activity of market entities (art. 29(1))"),
    Ground.CONGRESS_DECIDES: _("Within the power of the people's congress or its standing committee (art. 8(1))"),
    Ground.CONGRESS_INFORMED: _("To be reported to the standing committee before issue (art. 8(1))"),
    Ground.CONGRESS_UNCONCERNED: _("Neither decided by the people's congress nor to be reported to it (art. 8(1))"),
}
NONPUBLIC = frozenset({Ground.STATE_SECRET, Ground.FORBIDDEN, Ground.SECURITY, Ground.PRIVACY})

# For each procedure: the grounds on which it is required, and those on which it is not. Legality review and
# collective discussion are not here: nobody can find that they do not apply.
GROUNDS: dict[Procedure, tuple[tuple[Ground, ...], tuple[Ground, ...]]] = {
    Procedure.PARTICIPATION: (
        (Ground.PUBLIC_HEARD,),
        (Ground.STATE_SECRET, Ground.FORBIDDEN, Ground.SECURITY, Ground.PRIVACY),
    ),
    Procedure.HEARING: (
        (Ground.HEARING_BY_LAW, Ground.HEARING_USEFUL),
        (Ground.HEARING_NOT_REQUIRED, Ground.HEARING_NONPUBLIC),
    ),
    Procedure.EXPERTS: ((Ground.TECHNICAL,), (Ground.NOT_TECHNICAL,)),
    Procedure.RISK: ((Ground.ADVERSE,), (Ground.NOT_ADVERSE, Ground.ALREADY_ASSESSED)),
    Procedure.COMPETITION: ((Ground.MARKET,), (Ground.NO_MARKET,)),
    Procedure.CONGRESS: (
        (Ground.CONGRESS_DECIDES, Ground.CONGRESS_INFORMED),
        (Ground.CONGRESS_UNCONCERNED,),
    ),
}

# What the file owes when a procedure is required, and what it then lacks when it is not. Codes owed only on a further
# condition, such as a commissioned institution, are determined by the stage itself.
OWED: dict[Procedure, tuple[str, ...]] = {
    Procedure.PARTICIPATION: ("C15",),
    Procedure.HEARING: ("C09", "C10", "C11", "C12", "C13"),
    Procedure.EXPERTS: ("D02", "D03", "D04", "D05", "D07", "D08"),
    Procedure.RISK: ("E02", "E03", "E04", "E05"),
    Procedure.COMPETITION: ("F01", "F02", "F03"),
    Procedure.CONGRESS: ("H08",),
}
WAIVED: dict[Procedure, tuple[str, ...]] = {
    Procedure.PARTICIPATION: ("C02", "C03", "C04", "C05", "C06", "C07", "C15", "C16"),
    Procedure.HEARING: ("C09", "C10", "C11", "C12", "C13", "C14"),
    Procedure.EXPERTS: ("D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09"),
    Procedure.RISK: ("E02", "E03", "E04", "E05", "E06", "E07"),
    Procedure.COMPETITION: ("F01", "F02", "F03"),
    Procedure.CONGRESS: ("H08",),
}


def is_ground_for(procedure: Procedure, ground: str, *, is_required: bool) -> bool:
    """Whether a ground can carry this answer for this procedure."""
    required, not_required = GROUNDS[procedure]
    return ground in (required if is_required else not_required)


def choices_for(procedure: Procedure) -> Iterator[tuple[Text, list[tuple[str, Text]]]]:
    """Return the grounds of a procedure for a select, those of either answer under its heading."""
    required, not_required = GROUNDS[procedure]
    yield _("Applies"), [(ground.value, ground.label) for ground in required]
    yield _("Does not apply"), [(ground.value, ground.label) for ground in not_required]
