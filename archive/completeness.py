"""Whether a file is complete: the filing scheme, what was determined about this case, and what was filed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from archive.models import Expectation, Material
from archive.package.verify import coverage_state
from archive.scheme import SCHEME, cited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from django.utils.functional import Promise

    from archive.filing_code import FilingCode, Stage
    from archive.models import Case

    Text = str | Promise


class State(StrEnum):
    """How a code of the filing scheme stands in a case."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_REQUIRED = "not_required"
    OPTIONAL = "optional"

    @property
    def label(self) -> Text:
        """The state in a word."""
        return {
            State.PRESENT: _("filed"),
            State.MISSING: _("lacking"),
            State.NOT_REQUIRED: _("not applicable"),
            State.OPTIONAL: _("not determined"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """One code of the filing scheme in one case.

    Attributes:
        entry: The scheme's entry.
        state: How it stands.
        reason: Why it is, or is not, required, where somebody determined it.
        decided_by: Who determined that.
        materials: What was filed under it, in order.
    """

    entry: FilingCode
    state: State
    reason: str
    decided_by: str
    materials: tuple[Material, ...]

    @property
    def stage(self) -> Stage:
        """The chapter it belongs to."""
        return self.entry.stage

    @property
    def code(self) -> str:
        """Its code."""
        return self.entry.code

    @property
    def title(self) -> Text:
        """Its title in the scheme."""
        return self.entry.title

    @property
    def basis(self) -> str:
        """The provisions it rests on, for readers."""
        return cited(self.entry.basis)


@dataclass(frozen=True, kw_only=True)
class StageCoverage:
    """One chapter of the file, with what it holds and owes."""

    stage: Stage
    lines: tuple[Coverage, ...]

    @property
    def owed(self) -> int:
        """How many kinds of record it should hold."""
        return sum(1 for line in self.lines if line.state in {State.PRESENT, State.MISSING})

    @property
    def filed(self) -> int:
        """How many of them it holds."""
        return sum(1 for line in self.lines if line.state is State.PRESENT)

    @property
    def missing(self) -> tuple[Coverage, ...]:
        """What it lacks."""
        return tuple(line for line in self.lines if line.state is State.MISSING)

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day on which something in it happened."""
        days = sorted(material.on for line in self.lines for material in line.materials)
        return (days[0], days[-1]) if days else None

    @property
    def not_required(self) -> tuple[Coverage, ...]:
        """What was determined not to apply."""
        return tuple(line for line in self.lines if line.state is State.NOT_REQUIRED)


def coverage(case: Case, *, until: int | None = None) -> list[Coverage]:
    """Return how every code of the filing scheme stands, in filing order; two queries.

    Args:
        case: The case.
        until: The last ledger entry to take into account; without one, all.
    """
    materials = Material.objects.filter(case=case).defer("data").order_by("code", "sequence")
    expectations = Expectation.objects.filter(case=case).order_by("pk")
    if until is not None:
        materials = materials.filter(entry__sequence__lte=until)
        expectations = expectations.filter(entry__sequence__lte=until)
    return judge(materials, {item.code: item for item in expectations})


def judge(materials: Iterable[Material], expectations: Mapping[str, Expectation]) -> list[Coverage]:
    """Return how every code stands, given what was filed and what was last determined about each code."""
    filed: dict[str, list[Material]] = {}
    for material in materials:
        filed.setdefault(material.code, []).append(material)
    return [_line(entry, expectations.get(code), filed.get(code, [])) for code, entry in SCHEME.items()]


def by_stage(lines: Iterable[Coverage]) -> list[StageCoverage]:
    """Gather lines by chapter."""
    chapters: dict[Stage, list[Coverage]] = {}
    for line in lines:
        chapters.setdefault(line.stage, []).append(line)
    return [StageCoverage(stage=stage, lines=tuple(found)) for stage, found in chapters.items()]


def missing_of(filed: Collection[str], required: Mapping[str, bool]) -> int:
    """Return how many kinds of record are missing, given the codes filed and what was last determined."""
    return sum(
        coverage_state(entry.is_mandatory, entry.is_bound, required.get(code), code in filed) == State.MISSING
        for code, entry in SCHEME.items()
    )


def _line(entry: FilingCode, expectation: Expectation | None, materials: list[Material]) -> Coverage:
    state = coverage_state(
        entry.is_mandatory, entry.is_bound, expectation.is_required if expectation else None, len(materials)
    )
    return Coverage(
        entry=entry,
        state=State(state),
        reason=expectation.reason if expectation else "",
        decided_by=expectation.decided_by if expectation else "",
        materials=tuple(materials),
    )
