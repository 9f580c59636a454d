"""Verifying the ledger: every entry against its digests, the one before it, its columns, and what was filed.

The rows are read as tuples in one pass and nothing is kept, so that a ledger of any length takes the same memory.
The content of an entry has one spelling, so what its columns say is compared with it as text, not parsed.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import closing
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from archive import store
from archive.canonical import plain
from archive.models import Case, LedgerEntry, Material
from archive.package.verify import entry_digests

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from django.utils.functional import Promise

    Text = str | Promise

_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first entry of a case that does not fit.

    Attributes:
        reference: The case.
        sequence: The entry.
        code: What does not fit, in a word for machines.
        message: The same for people.
    """

    reference: str
    sequence: int
    code: str
    message: Text


@dataclass(kw_only=True)
class Verification:
    """What a verification found and how much it read."""

    cases: int = 0
    entries: int = 0
    octets: int = 0
    files: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything fits."""
        return not self.faults


MESSAGES: dict[str, Text] = {
    "sequence": _("The number does not follow the entry before."),
    "previous": _("The entry is not chained to the one before."),
    "sha256": _("The SHA-256 is not that of the content."),
    "sm3": _("The SM3 is not that of the content."),
    "columns": _("The entry's row says something else than its content."),
    "material": _("The filed material is not the one the entry names."),
    "data": _("The data of the material are not those that were filed."),
    "files": _("The files of the material are not those the entry names."),
    "expectations": _("What was determined is not what the entry says."),
    "bytes": _("The bytes of a file are not those that were filed."),
    "gone": _("The bytes of a file are not there."),
    "head": _("The ledger does not end where the case says."),
}


def verify(case: Case | None = None, *, with_files: bool = False) -> Verification:
    """Verify the ledger of a case, or every ledger.

    Args:
        case: The case; without one, all.
        with_files: Whether the bytes on disk are read and held against their digests too.

    Returns:
        What was read, and for each case that does not fit the first entry that does not.
    """
    done = Verification()
    faults = []
    seen: dict[str, str] | None = {} if with_files else None
    cases = Case.objects.order_by("pk")
    for one in (cases.filter(pk=case.pk) if case else cases).iterator(chunk_size=_BATCH):
        with transaction.atomic():
            done.cases += 1
            fault = _verify_case(one, done, seen)
        if fault:
            faults.append(fault)
    done.faults = tuple(faults)
    return done


# The end of an entry's content as its columns and its material spell it.
_SELECT = """
SELECT c.head_sequence, c.head_hash, c.title,
    e.sequence, e.act, u.username, e.body, e.previous_hash, e.sha256, e.sm3, m.data, m.digest,
    t.tail, m.id IS NULL OR (m.case_id, m."on", m.recorded_at) = (e.case_id, e."on", e.recorded_at) AS fits,
    b.stored
FROM archive_case c
JOIN archive_ledgerentry e ON e.case_id = c.id
LEFT JOIN accounts_user u ON u.id = e.actor_id
LEFT JOIN archive_material m ON m.entry_id = e.id
LEFT JOIN (
    SELECT f.material_id, array_agg(sha256 ORDER BY f.sequence) AS stored,
        string_agg(concat('{"name":', to_json(f.name), ',"sha256":"', sha256, '","size":', size, ',"sm3":"', sm3,
            '","type":', to_json(content_type), '}'), ',' ORDER BY f.sequence) AS spelled
    FROM archive_materialfile f JOIN archive_blob ON sha256 = f.blob_id
        JOIN archive_material ON archive_material.id = f.material_id
    WHERE archive_material.case_id = %(case)s GROUP BY f.material_id
) b ON b.material_id = m.id
LEFT JOIN (
    SELECT p.entry_id, string_agg(concat('{"code":"', code, '","decided_by":', to_json(decided_by), ',"reason":',
        to_json(reason), ',"required":', to_json(is_required), '}'), ',' ORDER BY p.id) AS spelled
    FROM archive_expectation p JOIN archive_ledgerentry a ON a.id = p.entry_id AND a."on" = p."on"
    WHERE p.case_id = %(case)s GROUP BY p.entry_id
) x ON x.entry_id = e.id
CROSS JOIN LATERAL (
    SELECT concat(
        CASE WHEN m.id IS NOT NULL THEN concat('"expectations":[', x.spelled, '],"material":{"access":',
            to_json(m.access), ',"code":', to_json(m.code), ',"digest":', to_json(m.digest), ',"files":[', b.spelled,
            '],"number":', to_json(m.number), ',"producer":', to_json(m.producer), ',"sequence":', m.sequence,
            ',"title":', to_json(m.title), '},') END,
        '"on":"', e."on", '","recorded_at":"',
        to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        '","sequence":', e.sequence, ',"version":1}'
    ) AS tail
) t
WHERE c.id = %(case)s ORDER BY e.sequence
"""
_TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_HEAD = re.compile(
    rf'\{{"act":({_TEXT}),"actor":\{{(?:"name":{_TEXT},)?"office":{_TEXT}(?:,"username":({_TEXT}))?\}},'
    rf'(?:"basis":\[(?:{_TEXT},?)*\],)?"case":({_TEXT}),(?="(data|expectations)":)'
)


class _Row(NamedTuple):
    head_sequence: int
    head_hash: str
    case_title: str
    sequence: int
    act: str
    username: str | None
    body: str
    previous_hash: str
    sha256: str
    sm3: str
    data: str | None
    digest: str | None
    tail: str
    fits: bool
    stored: list[str] | None


def _verify_case(case: Case, done: Verification, seen: dict[str, str] | None) -> Fault | None:
    """Return the first entry of a case that does not fit."""
    number, previous, title = 0, "", ""
    reference = encode_basestring(case.reference)
    # Of the same moment as the rows, whatever is filed meanwhile.
    end: tuple[int, str, str] = (0, "", "")
    with closing(_rows(case)) as rows:
        for row in rows:
            number += 1
            end = row[:3]
            body, data = row.body.encode(), (row.data or "").encode()
            code = _chain_misfit(row, number, previous, body) or _content_misfit(case, reference, row, data)
            if not code and seen is not None:
                code = _bytes_misfit(row.stored or (), done, seen)
            if code:
                return _fault(case, number, code)
            if row.act == "retitle":
                title = json.loads(row.body)["data"]["title"]
            done.entries += 1
            done.octets += len(body) + len(data)
            previous = row.sha256
    if (number, previous) != end[:2] or (title and title != end[2]) or (case.head_sequence and not number):
        return _fault(case, max(number, 1), "head")
    return None


def _chain_misfit(row: _Row, number: int, previous: str, body: bytes) -> str:
    if row.sequence != number:
        return "sequence"
    if row.previous_hash != previous:
        return "previous"
    sha256, sm3 = entry_digests(previous, body)
    if sha256 != row.sha256:
        return "sha256"
    return "" if sm3 == row.sm3 else "sm3"


def _content_misfit(case: Case, reference: str, row: _Row, data: bytes) -> str:
    head = _HEAD.match(row.body)
    actor = encode_basestring(row.username) if row.username is not None else None
    if head is None or head.group(1, 2, 3) != (encode_basestring(row.act), actor, reference):
        return "columns"
    if not row.fits or not row.body.endswith(row.tail) or (head[4] == "data") != (row.data is None):
        return _reason(case, row.sequence)
    if row.data is not None and hashlib.sha256(data).hexdigest() != row.digest:
        return "data"
    return ""


def _fault(case: Case, sequence: int, code: str) -> Fault:
    return Fault(reference=case.reference, sequence=sequence, code=code, message=MESSAGES[code])


def _rows(case: Case) -> Generator[_Row]:
    """Yield a case's ledger, of which the server hands out so many rows at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SELECT, {"case": case.pk})
        while rows := cursor.fetchmany(_BATCH):
            yield from map(_Row._make, rows)


def _reason(case: Case, sequence: int) -> str:
    """Return which part of an entry differs from the rows beside it, by parsing it."""
    entry = LedgerEntry.objects.get(case=case, sequence=sequence)
    content = json.loads(entry.body)
    if (content.get("sequence"), content.get("on"), content.get("recorded_at")) != (
        entry.sequence,
        plain(entry.on),
        plain(entry.recorded_at),
    ):
        return "columns"
    named = content.get("material")
    material = Material.objects.filter(entry=entry).first()
    if (named is None) != (material is None):
        return "material"
    if material is None or named is None:
        return "columns"
    files = [
        {
            "name": file.name,
            "sha256": file.blob.sha256,
            "size": file.blob.size,
            "sm3": file.blob.sm3,
            "type": file.blob.content_type,
        }
        for file in material.files.select_related("blob")
    ]
    if named.pop("files") != files:
        return "files"
    if named != {field: getattr(material, field) for field in named}:
        return "material"
    expectations = [
        {"code": item.code, "decided_by": item.decided_by, "reason": item.reason, "required": item.is_required}
        for item in entry.expectations.order_by("pk")
    ]
    return "material" if content.get("expectations") == expectations else "expectations"


def _bytes_misfit(stored: Iterable[str], done: Verification, seen: dict[str, str]) -> str:
    """Read stored files from the disk, each once."""
    for sha256 in stored:
        if sha256 not in seen:
            seen[sha256] = _read_back(sha256, done)
        if seen[sha256]:
            return seen[sha256]
    return ""


def _read_back(sha256: str, done: Verification) -> str:
    try:
        with store.path_of(sha256).open("rb") as source:
            found = hashlib.file_digest(source, "sha256").hexdigest()
            done.octets += source.tell()
    except OSError:
        return "gone"
    done.files += 1
    return "" if found == sha256 else "bytes"
