"""Comparing a dossier with the ledger of the installation it says it came from.

A package can be whole in itself and still not be what was filed: whoever writes it anew from its first entry gives it
another chain. Only the ledger it was bound from can say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from archive.access import find_case
from archive.models import Case
from archive.package import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from archive.models import LedgerEntry

# After the first entries that differ the rest say no more.
MOST_NAMED = 20
HASHES = ("previous_hash", "sha256", "sm3")


class Unlike(NamedTuple):
    """One thing the package says otherwise than the database: its code, the entry, and a sentence."""

    code: str
    sequence: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What a comparison found.

    Attributes:
        reference: The case both speak of.
        packed: How many entries the package has.
        kept: How many entries the database has: as many, or more, as it may have gone on.
        differences: What the package says otherwise.
    """

    reference: str
    packed: int
    kept: int
    differences: tuple[Unlike, ...]


def compare(path: Path) -> Comparison | None:
    """Hold the ledger and its head in a package against the database's.

    Args:
        path: A folder or a ZIP file that the verifier could read.

    Returns:
        What differs; none where the case named in the package is not in this installation.
    """
    source = verify.Check(path).source
    dossier = _document(source, verify.DOSSIER)
    case = _case_of(dossier)
    if case is None:
        return None
    head = _document(source, verify.HEAD)
    packed = list(_rows(source))
    entries = case.entries.order_by("sequence")
    kept = entries.count()
    found = [
        *islice(_unlike_entries(packed, entries[: len(packed)].iterator()), MOST_NAMED),
        *_unlike_head(head, case),
    ]
    return Comparison(reference=case.reference, packed=len(packed), kept=kept, differences=tuple(found))


def _case_of(dossier: dict[str, Any]) -> Case | None:
    named = dossier.get("case")
    reference = named.get("reference") if isinstance(named, dict) else None
    if not isinstance(reference, str):
        return None
    try:
        case = find_case(reference)
    except Case.DoesNotExist:
        return None
    # ``find_case`` knows other numbers too; a package names the archive's own.
    return case if case.reference == reference else None


def _document(source: Any, name: str) -> dict[str, Any]:
    if name not in source.names():
        return {}
    try:
        found = json.loads(b"".join(source.chunks(name)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _rows(source: Any) -> Iterator[dict[str, Any]]:
    """Yield the lines of the package's ledger; one that cannot be read is empty, and so differs."""
    if verify.LEDGER not in source.names():
        return
    for line in b"".join(source.chunks(verify.LEDGER)).split(b"\n")[:-1]:
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        yield row if isinstance(row, dict) else {}


def _unlike_entries(packed: list[dict[str, Any]], kept: Iterable[LedgerEntry]) -> Iterator[Unlike]:
    """Yield the entries whose content differs, and the first whose hashes alone do."""
    is_chained = True
    for number, (row, entry) in enumerate(zip_longest(packed, kept), 1):
        if entry is None:
            yield Unlike("REC-02", number, _("The database's ledger has no such entry."))
            continue
        if row.get("body") != entry.body:
            fields = "、".join(_unlike_fields(row.get("body"), entry.body))
            yield Unlike("REC-01", number, _("The entry says otherwise in: %(fields)s.") % {"fields": fields})
            is_chained = False
        elif is_chained and any(row.get(name) != getattr(entry, name) for name in HASHES):
            yield Unlike("REC-03", number, _("The hashes of the entry are not those of the database."))
            is_chained = False


def _unlike_fields(packed: object, kept: str) -> list[str]:
    """Return the names of the parts of an entry's content that differ."""
    try:
        theirs = json.loads(packed) if isinstance(packed, str) else None
    except ValueError:
        theirs = None
    ours = json.loads(kept)
    if not isinstance(theirs, dict):
        return sorted(ours)
    missing = object()
    found = [name for name in sorted({*theirs, *ours}) if theirs.get(name, missing) != ours.get(name, missing)]
    return found or ["body"]


def _unlike_head(head: dict[str, Any], case: Case) -> Iterator[Unlike]:
    sequence = head.get("sequence")
    number = sequence if isinstance(sequence, int) else 0
    entry = case.entries.filter(sequence=number).first()
    if entry is None or head.get("sha256") != entry.sha256:
        yield Unlike("REC-04", number, _("The end of the chain is not one the database's ledger ever had."))
