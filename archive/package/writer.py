"""Writing a plan: to a folder, to a ZIP file, or as a stream of bytes.

Every file is read once, held against its digest in passing, and written on; memory does not grow with the bytes. What
is written appears under its name only when it is whole.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive import store
from archive.package.verify import central_header, end_records, local_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive.package.plan import Entry, Plan


def write(plan: Plan, path: Path, *, replace: bool = False) -> None:
    """Write a package: to a ZIP file where the path ends so, else to a folder of that name.

    Args:
        plan: What to write.
        path: Where to; it must not exist, or be an empty folder.
        replace: Whether an earlier package there gives way.

    Raises:
        ValidationError: Something else stands there, or a stored file is damaged.
    """
    is_zip = path.suffix.lower() == ".zip"
    if _is_taken(path) and not (replace and _is_package(path)):
        raise ValidationError(_("%(path)s exists already."), code="exists", params={"path": str(path)})
    path.parent.mkdir(parents=True, exist_ok=True)
    _aside(path, lambda place: _write_zip(plan, place) if is_zip else _write_folder(plan, place))


def stream(plan: Plan) -> Iterator[bytes]:
    """Yield the bytes of the ZIP file of a plan; nothing is compressed, so that their number is known before.

    Raises:
        ValidationError: A stored file is damaged.
    """
    position, directory = 0, []
    for entry in plan.entries:
        name, digests = f"{plan.name}/{entry.path}".encode(), entry.digests
        header = local_header(name, digests.size, digests.crc32)
        directory.append(central_header(name, digests.size, digests.crc32, position))
        position += len(header) + digests.size
        yield header
        yield from chunks_of(entry)
    closing = b"".join(directory)
    yield closing + end_records(len(directory), len(closing), position)


def stream_size(plan: Plan) -> int:
    """Return how many bytes ``stream`` yields."""
    position = closing = 0
    for entry in plan.entries:
        name, digests = f"{plan.name}/{entry.path}".encode(), entry.digests
        closing += len(central_header(name, digests.size, digests.crc32, position))
        position += len(local_header(name, digests.size, digests.crc32)) + digests.size
    return position + closing + len(end_records(len(plan.entries), closing, position))


def chunks_of(entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of an entry, and hold them against its digest in passing.

    Raises:
        ValidationError: They are not those that were filed.
    """
    sha256 = hashlib.sha256()
    try:
        with entry.source.open() as source:
            while chunk := source.read(store.CHUNK):
                sha256.update(chunk)
                yield chunk
    except FileNotFoundError as error:
        raise _damaged(entry) from error
    if sha256.hexdigest() != entry.digests.sha256:
        raise _damaged(entry)


def _write_folder(plan: Plan, place: Path) -> None:
    place.mkdir()
    for entry in plan.entries:
        target = place / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.writelines(chunks_of(entry))


def _write_zip(plan: Plan, place: Path) -> None:
    with place.open("wb") as file:
        file.writelines(stream(plan))
        file.flush()
        os.fsync(file.fileno())


def _aside(path: Path, fill: Callable[[Path], None]) -> None:
    """Fill a place beside the path and put it there only when it is whole."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".binding-") as aside:
        place = Path(aside) / "package"
        fill(place)
        if path.is_dir() and not path.is_symlink():
            path.rename(Path(aside) / "earlier")
        place.replace(path)


def _is_taken(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        return path.suffix.lower() == ".zip" or any(path.iterdir())
    return path.exists() or path.is_symlink()


def _is_package(path: Path) -> bool:
    if path.is_dir():
        return (path / "bagit.txt").is_file()
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _damaged(entry: Entry) -> ValidationError:
    return ValidationError(
        _("The stored bytes of %(path)s are not those that were filed."), code="damaged", params={"path": entry.path}
    )
