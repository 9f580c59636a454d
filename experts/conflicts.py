"""The conflict check: what ties a person to a matter, told by dates, organisations and units. No database here.

Only a *direct interest* bars (Decree 713, art. 20(2)). What is merely near is put to the expert as a question, and a
known opinion for or against the matter is no conflict at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Years back in which a relation that has ended is still asked about, where the pack says nothing.
YEARS_ASKED = 3
NEAR = 88

_NOISE = re.compile(
    r"\([^()]*\)|有限责任公司|股份有限公司|有限公司|集团|股份|公司|自治区|省|市|县|区|[()〔〕【】\[\]·、,.\s]|\d+"
)


class Severity(StrEnum):
    """What a tie leads to."""

    BAR = "bar"
    ASK = "ask"


@dataclass(frozen=True)
class Tie:
    """One thing found: how grave it is and what it is, in words."""

    severity: Severity
    text: str


@dataclass(frozen=True)
class Organisation:
    """An organisation by name and, where known, by its unified credit code and its place in the tree of units."""

    name: str
    credit_code: str = ""
    path: str = ""


@dataclass(frozen=True)
class Relation:
    """A relation of a person to an organisation, with the days between which it holds."""

    organisation: Organisation
    kind: str
    label: str
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def ended_within(self, years: int, day: date) -> bool:
        """Whether it has ended by a day, not more than so many years before."""
        if self.ends_on is None or self.ends_on >= day:
            return False
        return (day - self.ends_on).days <= years * 366


# Relations that make a direct interest while they last.
BARRING = {"employer", "board", "adviser", "equity", "contract", "drafting"}


@dataclass(frozen=True)
class Matter:
    """The organisations a matter belongs to or touches.

    Attributes:
        handling: Lead unit and those who draft or lead with it.
        interested: Beneficiaries, bidders, consultants paid for the draft, as the lead unit lists them.
        taking_part: Other units that take part in the procedure, such as those consulted.
        years: How far back an ended relation is asked about.
    """

    handling: tuple[Organisation, ...]
    interested: tuple[Organisation, ...] = ()
    taking_part: tuple[Organisation, ...] = ()
    years: int = YEARS_ASKED


def normalised(name: str) -> str:
    """Return a name without what tells organisations of one name apart only in form."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name))


def nearness(one: Organisation, other: Organisation) -> Severity | None:
    """Return BAR for the same organisation, ASK for one of a very similar name, none for another."""
    if one.path and other.path:
        return Severity.BAR if one.path == other.path else None
    if one.credit_code and other.credit_code:
        return Severity.BAR if one.credit_code == other.credit_code else None
    left, right = normalised(one.name), normalised(other.name)
    if not left or not right:
        return None
    if unicodedata.normalize("NFKC", one.name).strip() == unicodedata.normalize("NFKC", other.name).strip():
        return Severity.BAR
    if left == right or fuzz.ratio(left, right) >= NEAR:
        return Severity.ASK
    return None


def ties(relations: Iterable[Relation], matter: Matter, on: date) -> list[Tie]:
    """Return what ties a person to a matter on a day, gravest first."""
    found: list[Tie] = []
    for relation in relations:
        for party in (*matter.handling, *matter.interested):
            near = nearness(relation.organisation, party)
            if near is None:
                continue
            words = {"relation": relation.label, "organisation": relation.organisation.name, "party": party.name}
            if relation.holds_on(on) and relation.kind in BARRING:
                if near is Severity.BAR:
                    text = _("%(relation)s of %(organisation)s, a party to the matter") % words
                else:
                    text = (
                        _("%(relation)s of %(organisation)s, whose name is close to %(party)s, a party to the matter")
                        % words
                    )
                found.append(Tie(near, text))
            elif relation.holds_on(on):
                found.append(Tie(Severity.ASK, _("%(relation)s of %(organisation)s") % words))
            elif relation.ended_within(matter.years, on):
                text = _("%(relation)s of %(organisation)s until %(day)s") % {
                    **words,
                    "day": relation.ends_on.isoformat() if relation.ends_on else "",
                }
                # Whoever drafted the matter reviews their own work, however long ago it ended.
                severity = near if relation.kind == "drafting" else Severity.ASK
                found.append(Tie(severity, text))
        for unit in matter.taking_part:
            near = nearness(relation.organisation, unit)
            if near is Severity.BAR and relation.holds_on(on) and relation.kind in BARRING:
                found.append(
                    Tie(
                        Severity.ASK,
                        _("%(relation)s of %(organisation)s, which takes part in the procedure")
                        % {"relation": relation.label, "organisation": relation.organisation.name},
                    )
                )
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda tie: tie.severity is not Severity.BAR)
