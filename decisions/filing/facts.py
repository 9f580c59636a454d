"""What the rules of filing judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class CompletenessFacts:
    """What the file lacks (art. 33).

    Attributes:
        missing: Code, title and who owes it.
        settled: Why what is missing was never formed, where the matter ended half-way.
    """

    missing: tuple[str, ...]
    settled: str = ""


@dataclass(frozen=True)
class FilingTimeFacts:
    """When the dossier was filed, and until when it had to be."""

    filed_on: date
    due_on: date | None
    late_reason: str
    retention: str


@dataclass(frozen=True)
class CustodyFacts:
    """Who filed the dossier and keeps it.

    Attributes:
        unit: The unit of whoever filed it, "" where that was not recorded.
        kind: What the unit is, as the choices of ``archive.custodian_role`` call it.
        is_lead: Whether it is the lead unit, or the proposing one where no lead unit was named.
    """

    unit: str
    kind: str
    is_lead: bool


@dataclass(frozen=True)
class TransferFacts:
    """When the dossier goes to the state archives (implementing regulation of the Archives Law, art. 20)."""

    level: str
    completed_on: date
    transfer_on: date | None


@dataclass(frozen=True)
class IntegrityFacts:
    """Whether the electronic record is what it was when it was made.

    Attributes:
        entries: How many ledger entries were checked.
        faults: What does not fit.
    """

    entries: int
    faults: tuple[str, ...] = ()
