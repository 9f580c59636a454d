"""Filing: the only writers of the archive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from archive.canonical import canonical, plain
from archive.completeness import missing_of
from archive.models import (
    Access,
    Case,
    Expectation,
    LedgerEntry,
    Material,
    MaterialFile,
    Retention,
    Upload,
)
from archive.package.verify import entry_digests
from archive.scheme import code_of
from archive.sheet import Sheet
from archive.tasks import render_material
from archive.uploads import stage_upload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from accounts.models import User

__all__ = ["Expect", "deposit", "open_case", "record", "retitle", "stage_upload"]

LEDGER_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What an act says about a code of the filing scheme: owed, or not and why."""

    code: str
    is_required: bool
    reason: str = ""
    decided_by: str = ""


@transaction.atomic
def open_case(*, fonds_code: str, fonds_name: str, year: int, title: str, on: date) -> Case:
    """Open the case of a new matter; numbers run without gaps per fonds and year."""
    with connection.cursor() as cursor:
        # The first case of a year has no row before it to wait for.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"archive.case {fonds_code} {year}"])
    last = Case.objects.filter(fonds_code=fonds_code, year=year).order_by("-number").first()
    return Case.objects.create(
        fonds_code=fonds_code,
        fonds_name=fonds_name,
        year=year,
        number=(last.number if last else 0) + 1,
        title=title,
        retention=Retention.PERMANENT,
        opened_on=on,
        missing=missing_of((), {}),
    )


@transaction.atomic
def deposit(
    case: Case,
    *,
    code: str,
    title: str,
    act: str,
    data: Mapping[str, Any],
    sheet: Sheet,
    on: date,
    by: User | None,
    office: str,
    producer: str = "",
    number: str = "",
    access: str = Access.INTERNAL,
    files: Sequence[Upload] = (),
    basis: Sequence[str] = (),
    expectations: Sequence[Expect] = (),
) -> Material:
    """File one record and its ledger entry, in the caller's transaction.

    Args:
        case: The case it belongs to.
        code: The code of the filing scheme, such as ``C02``.
        title: What the record is called in the catalogue.
        act: The verb, such as ``open_consultation``.
        data: What was done, as plain values; it is stored as canonical JSON.
        sheet: The same for a reader; renditions are made from it.
        on: The day the act happened; ``recorded_at`` is the server's instant.
        by: Who did it; none for the system itself and for the public.
        office: Unit and post in which it was done, copied because posts change.
        producer: Who made the record, where that is not the actor's unit.
        number: The document's own number.
        access: Public, internal or restricted.
        files: What was uploaded with it, in order.
        basis: The provisions it rests on, such as ``713-15(1)``.
        expectations: What this act determines about other codes.

    Raises:
        KeyError: The filing scheme has no such code.
    """
    code_of(code)
    for item in expectations:
        code_of(item.code)
    recorded_at = timezone.now()
    with override("zh-hans"):
        content = canonical({"data": data, "sheet": sheet.as_data()})
        # The rows hold what the ledger holds, in its spelling.
        title, number, office, access = plain(title), plain(number), plain(office), plain(access)
        producer = plain(producer) or office
        determined = [
            {
                "code": item.code,
                "required": item.is_required,
                "reason": plain(item.reason),
                "decided_by": plain(item.decided_by) or office,
            }
            for item in expectations
        ]
    digest = hashlib.sha256(content.encode()).hexdigest()
    held = _hold(case)
    last = dict(held.materials.order_by().values_list("code").annotate(Max("sequence")))
    sequence = last.get(code, 0) + 1
    if sequence == 1 or determined:
        required = dict(held.expectations.order_by("pk").values_list("code", "is_required"))
        required.update({item["code"]: item["required"] for item in determined})
        held.missing = missing_of({*last, code}, required)
    entry = _append(
        held,
        act=act,
        on=on,
        by=by,
        office=office,
        recorded_at=recorded_at,
        content={
            "material": {
                "code": code,
                "sequence": sequence,
                "title": title,
                "number": number,
                "producer": producer,
                "access": access,
                "digest": digest,
                "files": [
                    {
                        "name": upload.name,
                        "size": upload.blob.size,
                        "type": upload.blob.content_type,
                        "sha256": upload.blob.sha256,
                        "sm3": upload.blob.sm3,
                    }
                    for upload in files
                ],
            },
            "basis": list(basis),
            "expectations": determined,
        },
    )
    material = Material.objects.create(
        case=held,
        code=code,
        sequence=sequence,
        title=title,
        number=number,
        producer=producer,
        on=on,
        recorded_at=recorded_at,
        access=access,
        data=content,
        digest=digest,
        entry=entry,
    )
    MaterialFile.objects.bulk_create(
        MaterialFile(material=material, sequence=position, blob=upload.blob, name=upload.name)
        for position, upload in enumerate(files, 1)
    )
    Expectation.objects.bulk_create(
        Expectation(
            case=held,
            code=item["code"],
            is_required=item["required"],
            reason=item["reason"],
            decided_by=item["decided_by"],
            on=on,
            entry=entry,
        )
        for item in determined
    )
    transaction.on_commit(partial(render_material.enqueue, material.pk))
    return material


@transaction.atomic
def record(case: Case, *, act: str, data: Mapping[str, Any], on: date, by: User | None, office: str) -> LedgerEntry:
    """Write a ledger entry for what leaves no paper: a task handed over, a reminder sent, a timer run out."""
    return _append(
        _hold(case), act=act, on=on, by=by, office=office, recorded_at=timezone.now(), content={"data": plain(data)}
    )


def _hold(case: Case) -> Case:
    """Lock the case's row: entries of one case are written one after another."""
    return Case.objects.select_for_update().get(pk=case.pk)


def _append(
    case: Case,
    *,
    act: str,
    on: date,
    by: User | None,
    office: str,
    recorded_at: datetime,
    content: Mapping[str, Any],
    title: str = "",
) -> LedgerEntry:
    sequence = case.head_sequence + 1
    with override("zh-hans"):
        body = canonical(
            {
                "version": LEDGER_VERSION,
                "case": case.reference,
                "sequence": sequence,
                "act": act,
                "on": on,
                "recorded_at": recorded_at,
                "actor": {"username": by.username, "name": by.name, "office": office} if by else {"office": office},
                **content,
            }
        )
    sha256, sm3 = entry_digests(case.head_hash, body.encode())
    entry = LedgerEntry.objects.create(
        case=case,
        sequence=sequence,
        act=act,
        on=on,
        recorded_at=recorded_at,
        actor=by,
        body=body,
        previous_hash=case.head_hash,
        sha256=sha256,
        sm3=sm3,
    )
    case.head_sequence = sequence
    case.head_hash = entry.sha256
    case.title = title or case.title
    case.save(update_fields=["head_sequence", "head_hash", "title", "missing"])
    return entry


@transaction.atomic
def retitle(case: Case, *, title: str, on: date, by: User | None, office: str) -> LedgerEntry:
    """Give a case another title, as a matter gets another name on its way; the ledger keeps both."""
    return _append(
        _hold(case),
        act="retitle",
        on=on,
        by=by,
        office=office,
        recorded_at=timezone.now(),
        content={"data": {"before": case.title, "title": title}},
        title=title,
    )
