"""What a package will hold: every path with its digests, before a byte is written.

Whoever writes a plan, to a folder, to a ZIP file or to a network, knows sizes and checksums beforehand.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from archive import store
from archive.models import Blob, Material


class Source(Protocol):
    """Where the bytes of an entry come from."""

    def open(self) -> BinaryIO:
        """Open them for one reading."""
        ...


@dataclass(frozen=True)
class Held:
    """Bytes in memory: small, made by us."""

    content: bytes

    def open(self) -> BinaryIO:
        """Open them for one reading."""
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class Lying:
    """Bytes in a file."""

    path: Path

    def open(self) -> BinaryIO:
        """Open them for one reading."""
        return self.path.open("rb")


@dataclass(frozen=True)
class Data:
    """The data of a material, read when they are written."""

    material_id: int

    def open(self) -> BinaryIO:
        """Open them for one reading."""
        return io.BytesIO(Material.objects.values_list("data", flat=True).get(pk=self.material_id).encode())


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of a package."""

    path: str
    digests: store.Digests
    source: Source


def held(path: str, content: bytes) -> Entry:
    """Return an entry of bytes in memory."""
    return Entry(path=path, digests=store.digests_of(content), source=Held(content))


def lying(path: str, place: Path) -> Entry:
    """Return an entry of a file that is read now for its digests."""
    digester = store.Digester()
    with place.open("rb") as source:
        while chunk := source.read(store.CHUNK):
            digester.update(chunk)
    return Entry(path=path, digests=digester.digests(), source=Lying(place))


def stored(path: str, blob: Blob) -> Entry:
    """Return an entry of a stored file, whose digests are known since it came in."""
    digests = store.Digests(sha256=blob.sha256, sm3=blob.sm3, crc32=blob.crc32, size=blob.size)
    return Entry(path=path, digests=digests, source=Lying(store.path_of(blob.sha256)))


def data(path: str, material: Material) -> Entry:
    """Return an entry of a material's data."""
    content = Material.objects.values_list("data", flat=True).get(pk=material.pk).encode()
    return Entry(path=path, digests=store.digests_of(content), source=Data(material.pk))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole package: its folder's name and its files, sorted by path."""

    name: str
    entries: tuple[Entry, ...]
