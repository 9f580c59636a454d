"""Where the bytes lie: one file a digest under ``ARCHIVE_ROOT``, written once and never changed.

A file is written beside its place, flushed to the disk and only then given its name, so that whatever stands under a
digest is whole. Until its row is settled it stands in the antechamber as well: what a killed process leaves is found
there (``left_behind``). A file whose row was rolled back is harmless: nothing points at it, and the same bytes sent
again find it there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from archive.package.verify import new_sm3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from archive.models import Blob

CHUNK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Digests:
    """What identifies some bytes."""

    sha256: str
    sm3: str
    crc32: int
    size: int


class Digester:
    """Takes every digest of a stream in one reading."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = new_sm3()
        self._crc32 = 0
        self._size = 0

    def update(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self._sha256.update(chunk)
        self._sm3.update(chunk)
        self._crc32 = zlib.crc32(chunk, self._crc32)
        self._size += len(chunk)

    @property
    def size(self) -> int:
        """How many bytes there were so far."""
        return self._size

    def digests(self) -> Digests:
        """Return the digests of everything taken in."""
        return Digests(sha256=self._sha256.hexdigest(), sm3=self._sm3.hexdigest(), crc32=self._crc32, size=self._size)


def digests_of(content: bytes) -> Digests:
    """Return the digests of bytes held in memory."""
    digester = Digester()
    digester.update(content)
    return digester.digests()


class TooLargeError(Exception):
    """There were more bytes than allowed; nothing was kept."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """Bytes written beside their place, whole and flushed, but not yet kept."""

    path: Path
    digests: Digests


@contextmanager
def receive(chunks: Iterable[bytes], *, limit: int | None = None) -> Iterator[Received]:
    """Write a stream to the store's antechamber and take its digests in passing.

    On leaving, whatever was not kept (``keep``) is gone.

    Raises:
        TooLargeError: The stream is longer than the limit; it is not read further.
    """
    entrance = root() / "incoming"
    entrance.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=entrance)
    path = Path(name)
    digester = Digester()
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                digester.update(chunk)
                if limit is not None and digester.size > limit:
                    raise TooLargeError
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        yield Received(path=path, digests=digester.digests())
    finally:
        path.unlink(missing_ok=True)


def keep(received: Received) -> Path:
    """Move received bytes to their place; where the same bytes already lie whole, those stay."""
    place = path_of(received.digests.sha256)
    if place.exists() and place.stat().st_size == received.digests.size:
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    received.path.chmod(0o444)
    try:
        os.link(received.path, place)
    except OSError:
        # Damaged bytes lie there, or the file system knows no links: then a kill leaves bytes nobody points at.
        received.path.replace(place)
    _flush_directory(place.parent)
    return place


def path_of(sha256: str) -> Path:
    """Return the place of the bytes with this digest."""
    return root() / "blobs" / sha256[:2] / sha256[2:4] / sha256


def open_blob(blob: Blob) -> BinaryIO:
    """Open the bytes of a stored file for reading.

    Raises:
        FileNotFoundError: The bytes are not there, which ``verify_ledger --files`` reports.
    """
    return path_of(blob.sha256).open("rb")


def discard(sha256: str) -> None:
    """Remove bytes that nothing points at any more."""
    path_of(sha256).unlink(missing_ok=True)


def left_behind(*, before: datetime) -> Iterator[tuple[Path, str]]:
    """Yield what killed processes left in the antechamber before an instant, with the digest of its bytes."""
    for path in sorted((root() / "incoming").glob("*")):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                with path.open("rb") as source:
                    yield path, hashlib.file_digest(source, "sha256").hexdigest()


def root() -> Path:
    """Return the directory everything lies under."""
    return Path(settings.ARCHIVE_ROOT)


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
