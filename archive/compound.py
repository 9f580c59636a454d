"""Compound files (OLE 2): the directory, and whether what lies in it is encrypted.

Only as much of [MS-CFB] as tells a Word 97 document from an Excel workbook and a locked one from an open one.
"""

from __future__ import annotations

from typing import BinaryIO

_END = 0xFFFFFFFA  # this and what follows it marks a sector that is none
_ENTRY = 128
_FILEPASS = 0x2F
_MANY = 4096


class NotCompoundError(Exception):
    """The file begins like a compound file and is none."""


class CompoundFile:
    """The directory of a compound file.

    Attributes:
        entries: First sector of each stream, by its name.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        header = self._read(0, 512)
        shift = int.from_bytes(header[30:32], "little")
        if shift not in {9, 12}:
            raise NotCompoundError
        self._size = 1 << shift
        self._tables = [
            sector
            for position in range(76, 512, 4)
            if (sector := int.from_bytes(header[position : position + 4], "little")) < _END
        ]
        self.entries = self._directory(int.from_bytes(header[48:52], "little"))

    def is_encrypted(self) -> bool:
        """Whether a password guards the document ([MS-OFFCRYPTO], [MS-DOC], [MS-XLS])."""
        if self.entries.keys() & {"EncryptedPackage", "EncryptedSummary"}:
            return True
        if "WordDocument" in self.entries:
            beginning = self._sector(self.entries["WordDocument"])
            return beginning.startswith(b"\xec\xa5") and bool(int.from_bytes(beginning[10:12], "little") & 0x0100)
        for name in ("Workbook", "Book"):
            if name in self.entries:
                return _has_filepass(self._sector(self.entries[name]))
        return False

    def _directory(self, sector: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for _turn in range(_MANY):
            if sector >= _END:
                return found
            content = self._sector(sector)
            for start in range(0, len(content) - _ENTRY + 1, _ENTRY):
                entry = content[start : start + _ENTRY]
                length = int.from_bytes(entry[64:66], "little")
                if 2 <= length <= 64:  # noqa: PLR2004 -- the field's bounds
                    name = entry[: length - 2].decode("utf-16-le", "replace")
                    found[name] = int.from_bytes(entry[116:120], "little")
            sector = self._next(sector)
        raise NotCompoundError

    def _next(self, sector: int) -> int:
        table, place = divmod(sector, self._size // 4)
        if table >= len(self._tables):
            raise NotCompoundError
        content = self._sector(self._tables[table])
        return int.from_bytes(content[place * 4 : place * 4 + 4], "little")

    def _sector(self, number: int) -> bytes:
        return self._read((number + 1) * self._size, self._size) if number < _END else b""

    def _read(self, start: int, length: int) -> bytes:
        self._source.seek(start)
        content = self._source.read(length)
        if not content:
            raise NotCompoundError
        return content


def _has_filepass(records: bytes) -> bool:
    if not records.startswith(b"\x09\x08"):
        return False
    position = 0
    while position + 4 <= len(records):
        kind = int.from_bytes(records[position : position + 2], "little")
        if kind == _FILEPASS:
            return True
        if kind == 0 and position:
            return False
        position += 4 + int.from_bytes(records[position + 2 : position + 4], "little")
    return False
