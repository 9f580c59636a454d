"""Gathering a dossier: everything filed in a case up to one entry of its ledger, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from archive import rendition
from archive.access import act_title
from archive.completeness import Coverage, coverage
from archive.models import Case, LedgerEntry, Material
from archive.scheme import SCHEME, cited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """One act as the timeline tells it."""

    sequence: int
    on: date
    recorded_at: datetime
    title: str
    code: str
    actor: str
    basis: str

    @property
    def is_late(self) -> bool:
        """Whether it was recorded on a later day than it happened."""
        return localdate(self.recorded_at) > self.on


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A case as it stands at one entry of its ledger.

    Attributes:
        case: The case.
        sequence: The last entry that counts.
        head: That entry's SHA-256.
        head_sm3: Its SM3.
        closed_at: When it was recorded; every date that binding writes is this one.
        materials: What was filed, in filing order, without its data; files and renditions are at hand.
        coverage: How every code of the filing scheme stands.
    """

    case: Case
    sequence: int
    head: str
    head_sm3: str
    closed_at: datetime
    materials: tuple[Material, ...]
    coverage: tuple[Coverage, ...]

    @property
    def name(self) -> str:
        """What the package is called: the archive's number and the state it holds."""
        return f"{self.case.reference}_{self.head[:8]}"

    @property
    def octets(self) -> int:
        """How many bytes the files of the materials have."""
        return sum(file.blob.size for material in self.materials for file in material.files.all())

    @property
    def pages(self) -> int:
        """How many pages the renditions have."""
        return sum(material.rendition.pages for material in self.materials)

    def entries(self) -> Iterator[LedgerEntry]:
        """Yield the ledger from its beginning; nothing is kept."""
        entries = LedgerEntry.objects.filter(case=self.case, sequence__lte=self.sequence).order_by("sequence")
        yield from entries.iterator(chunk_size=500)

    def events(self) -> Iterator[Event]:
        """Yield the ledger as the timeline tells it."""
        for entry in self.entries():
            content: dict[str, Any] = json.loads(entry.body)
            material = content.get("material", {})
            actor = content["actor"]
            yield Event(
                sequence=entry.sequence,
                on=entry.on,
                recorded_at=entry.recorded_at,
                title=material.get("title") or act_title(entry.act),
                code=material.get("code", ""),
                actor=" ".join(part for part in (actor["office"], actor.get("name", "")) if part),
                basis=cited(content.get("basis", [])),
            )


def gather(case: Case) -> Dossier:
    """Return a case as its ledger stands now; what has no rendition yet gets one.

    Args:
        case: The case; what is filed while this runs does not count.

    Raises:
        ValidationError: Nothing has been filed.
    """
    case = Case.objects.get(pk=case.pk)
    last = LedgerEntry.objects.filter(case=case, sequence=case.head_sequence).first()
    if last is None:
        raise ValidationError(_("Nothing has been filed in this case."))
    filed = Material.objects.filter(case=case, entry__sequence__lte=last.sequence)
    for key in filed.filter(rendition=None).order_by("pk").values_list("pk", flat=True):
        rendition.render(key)
    order = {code: position for position, code in enumerate(SCHEME)}
    materials = sorted(
        filed.select_related("case", "entry", "rendition__blob").defer("data").prefetch_related("files__blob"),
        key=lambda material: (order[material.code], material.sequence),
    )
    return Dossier(
        case=case,
        sequence=last.sequence,
        head=last.sha256,
        head_sm3=last.sm3,
        closed_at=last.recorded_at,
        materials=tuple(materials),
        coverage=tuple(coverage(case, until=last.sequence)),
    )
