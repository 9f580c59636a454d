"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.compound import CompoundFile, NotCompoundError
from archive.filenames import extension

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.utils.functional import Promise

    Text = str | Promise

# A directory of a ZIP larger than this is an attack, not an office document.
_ZIP_DIRECTORY_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        label: What people call it.
        media_type: What browsers call it.
        endings: The file name endings it goes with; none for what the archive never takes.
    """

    label: Text
    media_type: str
    endings: tuple[str, ...] = ()


PDF = Kind(_("PDF document"), "application/pdf", ("pdf",))
OFD = Kind(_("OFD document"), "application/ofd", ("ofd",))
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = Kind(_("Word document"), _OOXML + "wordprocessingml.document", ("docx",))
XLSX = Kind(_("Excel workbook"), _OOXML + "spreadsheetml.sheet", ("xlsx",))
PPTX = Kind(_("PowerPoint presentation"), _OOXML + "presentationml.presentation", ("pptx",))
DOC = Kind(_("Word 97 document"), "application/msword", ("doc", "wps"))
XLS = Kind(_("Excel 97 workbook"), "application/vnd.ms-excel", ("xls", "et"))
PPT = Kind(_("PowerPoint 97 presentation"), "application/vnd.ms-powerpoint", ("ppt", "dps"))
PNG = Kind(_("PNG image"), "image/png", ("png",))
JPEG = Kind(_("JPEG image"), "image/jpeg", ("jpg", "jpeg"))
TIFF = Kind(_("TIFF image"), "image/tiff", ("tif", "tiff"))
GIF = Kind(_("GIF image"), "image/gif", ("gif",))
MP3 = Kind(_("MP3 recording"), "audio/mpeg", ("mp3",))
WAV = Kind(_("WAV recording"), "audio/wav", ("wav",))
MP4 = Kind(_("MP4 recording"), "video/mp4", ("mp4", "m4a", "m4v"))
TEXT = Kind(_("plain text"), "text/plain", ("txt",))
CSV = Kind(_("table in plain text"), "text/csv", ("csv",))
# What is recognised in order to be refused by name.
ZIP = Kind(_("ZIP archive"), "application/zip")
PACKED = Kind(_("packed archive"), "application/x-compressed")
HTML = Kind(_("web page"), "text/html")
PROGRAM = Kind(_("program"), "application/x-executable")
SCRIPT = Kind(_("script"), "text/x-script")
UNKNOWN = Kind(_("unknown content"), "application/octet-stream")

KINDS = (PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, PNG, JPEG, TIFF, GIF, MP3, WAV, MP4, TEXT, CSV)
ENDINGS = frozenset(ending for kind in KINDS for ending in kind.endings)


def recognise(path: Path, name: str) -> Kind:
    """Return what a file is, if the archive may take it under this name.

    Args:
        path: Where its bytes lie.
        name: The name it was sent with; only its ending is compared.

    Raises:
        ValidationError: The archive does not take such a file, it is encrypted or damaged, or its content is not
            what its name says.
    """
    kind = kind_of(path)
    ending = extension(name)
    if kind is TEXT and ending in CSV.endings:
        kind = CSV
    if not kind.endings:
        raise ValidationError(
            _("The content is a %(kind)s, which the archive does not take."), code="kind", params={"kind": kind.label}
        )
    if ending not in kind.endings:
        raise ValidationError(
            _("The content is a %(kind)s and does not match the file name ending %(ending)s."),
            code="mismatch",
            params={"kind": kind.label, "ending": f".{ending}" if ending else _("(none)")},
        )
    return kind


def kind_of(path: Path) -> Kind:
    """Return what a file is, also where the archive does not take it.

    Raises:
        ValidationError: It is encrypted, damaged or carries macros.
    """
    with path.open("rb") as source:
        start = source.read(1024)
    for signature, offset, found in _SIGNATURES:
        if start[offset : offset + len(signature)] == signature:
            return found(path) if callable(found) else found
    if b"%PDF-" in start:
        return _pdf(path)
    return _text(path, start)


def _pdf(path: Path) -> Kind:
    try:
        with pikepdf.open(path) as document:
            if document.is_encrypted:
                raise _encrypted(PDF)
            if not len(document.pages):
                raise _damaged(PDF)
            if _runs_something(document):
                raise ValidationError(
                    _("The %(kind)s carries scripts that run when it is opened; print it to a PDF without them."),
                    code="script",
                    params={"kind": PDF.label},
                )
    except pikepdf.PasswordError as error:
        raise _encrypted(PDF) from error
    except pikepdf.PdfError as error:
        raise _damaged(PDF) from error
    return PDF


def _runs_something(document: pikepdf.Pdf) -> bool:
    """Whether a document runs a script or starts a program by itself: on opening, or under a name."""
    root = document.Root
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        return True
    actions = [root.get("/OpenAction"), *_triggered(root)]
    for page in document.pages:
        actions += _triggered(page.obj)
    return any(
        isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch") for action in actions
    )


def _triggered(holder: pikepdf.Object) -> list[pikepdf.Object]:
    found = holder.get("/AA")
    return [action for _event, action in found.items()] if isinstance(found, pikepdf.Dictionary) else []


def _zip(path: Path) -> Kind:
    if _zip_directory_size(path) > _ZIP_DIRECTORY_LIMIT:
        return ZIP
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            is_encrypted = any(entry.flag_bits & 1 for entry in package.infolist())
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise _damaged(ZIP) from error
    kind = _office_kind(names)
    if kind.endings and is_encrypted:
        raise _encrypted(kind)
    if unpacked > settings.ARCHIVE_UNPACKED_LIMIT:
        raise ValidationError(
            _("The %(kind)s unpacks to more than %(limit)d MB; it is not taken."),
            code="bomb",
            params={"kind": kind.label, "limit": settings.ARCHIVE_UNPACKED_LIMIT // (1024 * 1024)},
        )
    if any(name.rpartition("/")[2] == "vbaProject.bin" for name in names):
        raise ValidationError(
            _("The %(kind)s carries macros; save it without them."), code="macros", params={"kind": kind.label}
        )
    return kind


def _office_kind(names: set[str]) -> Kind:
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" in names:
        for part, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX)):
            if part in names:
                return kind
    return ZIP


def _zip_directory_size(path: Path) -> int:
    with path.open("rb") as source:
        source.seek(0, 2)
        source.seek(max(0, source.tell() - 65_557))
        tail = source.read()
    found = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[found + 12 : found + 16], "little") if found >= 0 else 0


_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))


def _compound(path: Path) -> Kind:
    try:
        with path.open("rb") as source:
            document = CompoundFile(source)
            kind = next((kind for stream, kind in _STREAMS if stream in document.entries), UNKNOWN)
            if document.is_encrypted():
                raise _encrypted(kind if kind.endings else DOCX)
    except NotCompoundError as error:
        raise _damaged(DOC) from error
    return kind


def _riff(path: Path) -> Kind:
    with path.open("rb") as source:
        return WAV if source.read(12)[8:] == b"WAVE" else UNKNOWN


def _text(path: Path, start: bytes) -> Kind:
    beginning = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"#!", b"<?php", b"@echo")):
        return SCRIPT
    if any(mark in beginning for mark in (b"<!doctype html", b"<html", b"<script", b"<svg", b"<body")):
        return HTML
    return TEXT if any(_is_text(path, encoding) for encoding in ("utf-8-sig", "gb18030")) else UNKNOWN


def _is_text(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source:
        try:
            while chunk := source.read(256 * 1024):
                if _has_control(decoder.decode(chunk)):
                    return False
            return not _has_control(decoder.decode(b"", final=True))
        except UnicodeDecodeError:
            return False


_CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127))


def _has_control(text: str) -> bool:
    return len(text.translate(_CONTROL)) != len(text)


def _encrypted(kind: Kind) -> ValidationError:
    return ValidationError(
        _("The %(kind)s is encrypted; file it without a password."), code="encrypted", params={"kind": kind.label}
    )


def _damaged(kind: Kind) -> ValidationError:
    return ValidationError(
        _("The %(kind)s is damaged and cannot be opened."), code="damaged", params={"kind": kind.label}
    )


_SIGNATURES: tuple[tuple[bytes, int, Kind | Callable[[Path], Kind]], ...] = (
    (b"%PDF-", 0, _pdf),
    (b"PK\x03\x04", 0, _zip),
    (b"PK\x05\x06", 0, ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, _compound),
    (b"\x89PNG\r\n\x1a\n", 0, PNG),
    (b"\xff\xd8\xff", 0, JPEG),
    (b"II*\x00", 0, TIFF),
    (b"MM\x00*", 0, TIFF),
    (b"II+\x00", 0, TIFF),
    (b"MM\x00+", 0, TIFF),
    (b"GIF87a", 0, GIF),
    (b"GIF89a", 0, GIF),
    (b"ID3", 0, MP3),
    (b"\xff\xfb", 0, MP3),
    (b"\xff\xf3", 0, MP3),
    (b"\xff\xf2", 0, MP3),
    (b"RIFF", 0, _riff),
    (b"ftyp", 4, MP4),
    (b"Rar!", 0, PACKED),
    (b"7z\xbc\xaf\x27\x1c", 0, PACKED),
    (b"\x1f\x8b", 0, PACKED),
    (b"BZh", 0, PACKED),
    (b"\xfd7zXZ", 0, PACKED),
    (b"MZ", 0, PROGRAM),
    (b"\x7fELF", 0, PROGRAM),
    (b"\xca\xfe\xba\xbe", 0, PROGRAM),
    (b"\xcf\xfa\xed\xfe", 0, PROGRAM),
    (b"\xce\xfa\xed\xfe", 0, PROGRAM),
)
