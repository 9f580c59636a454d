"""Papers from data.

One record gives the same bytes whenever it is rendered with the same fonts: those named in the settings and no
others. The dates are the record's own, and nothing is fetched from anywhere. The press (``archive.press``) does the
work in a process of its own, with bounds; what it cannot do is written down and tried again a few times.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from archive import faces, store, uploads
from archive.models import Material, Rendition, RenditionFailure
from archive.printing import Attached, Press, PrintingError
from archive.sheet import blocks_of
from archive.typesetting import columns, title_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

logger = logging.getLogger(__name__)

_STYLE = "archive/documents/document.css"
# Changed whenever the same data may give other bytes, so that no older paper is taken from the shelf.
_LAYOUT = 3
# Characters of a title, at 22 points, that fit on a line.
TITLE_ACROSS = 20
# Between two tries: what was full or busy may have become free.
_PAUSE = timedelta(minutes=10)

_press = Press()
atexit.register(_press.stop)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A PDF/A file made from a template."""

    path: Path
    pages: int


def render(material_id: int) -> Rendition:
    """Make the PDF/A of a material from what was deposited, unless it stands already.

    Asked for from several places at once, it is made in one while the others wait.

    Args:
        material_id: The material's key.

    Raises:
        ValidationError: It cannot be made; the reason is written down.
    """
    try:
        with transaction.atomic():
            _claim(material_id)
            return _render(material_id)
    except PrintingError as error:
        _fail(material_id, error.reason)
        raise ValidationError(
            _("The PDF of “%(title)s” cannot be made: %(reason)s."),
            params={"title": Material.objects.get(pk=material_id).title, "reason": error.reason},
        ) from error


def render_missing(*, limit: int | None = None, again: bool = False, older_than: timedelta = timedelta(0)) -> int:
    """Make the renditions that no worker has made, for instance because it was killed; return how many were made.

    What failed is tried again after a pause, and ``ARCHIVE_PRINTING_ATTEMPTS`` times in all. What somebody else is
    making is left to them.

    Args:
        limit: Look at so many at most.
        again: Also try what was given up.
        older_than: Only what was filed so long ago that the worker has had its turn.
    """
    now = timezone.now()
    wanted = Material.objects.filter(rendition=None, recorded_at__lte=now - older_than)
    if not again:
        wanted = wanted.filter(
            Q(rendition_failure=None)
            | Q(
                rendition_failure__attempts__lt=settings.ARCHIVE_PRINTING_ATTEMPTS,
                rendition_failure__last_at__lte=now - _PAUSE,
            )
        )
    made = 0
    for key in list(wanted.order_by("pk").values_list("pk", flat=True)[:limit]):
        try:
            with transaction.atomic():
                if _claim(key, waits=False) and not Rendition.objects.filter(material=key).exists():
                    _render(key)
                    made += 1
        except PrintingError as error:
            _fail(key, error.reason)
    return made


def _claim(material_id: int, *, waits: bool = True) -> bool:
    """Keep others from making the same rendition until this transaction ends; say whether nobody else was."""
    way = "pg_advisory_xact_lock" if waits else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {way}(hashtext('archive.rendition'), %s)", [material_id])
        return waits or bool(cursor.fetchone()[0])


def _render(material_id: int) -> Rendition:
    standing = Rendition.objects.filter(material=material_id).select_related("blob").first()
    if standing:
        return standing
    material = Material.objects.select_related("case", "entry").get(pk=material_id)
    content, pages = write(
        "archive/documents/material.html",
        {"material": material, **papers_of(material)},
        on=material.recorded_at,
        attached=Attached(name="data.json", content=material.data.encode(), description=material.title),
    )
    blob = uploads.keep_bytes(content, content_type="application/pdf")
    rendition = Rendition.objects.create(material=material, blob=blob, pages=pages)
    RenditionFailure.objects.filter(material=material).delete()
    return rendition


def _fail(material_id: int, reason: str) -> None:
    """Write down that a rendition failed, after its transaction was taken back."""
    with override("zh-hans"):
        said = str(reason)[:500]
    failure, is_first = RenditionFailure.objects.get_or_create(
        material_id=material_id, defaults={"attempts": 1, "reason": said, "last_at": timezone.now()}
    )
    if not is_first:
        RenditionFailure.objects.filter(pk=failure.pk).update(
            attempts=F("attempts") + 1, reason=said, last_at=timezone.now()
        )
    logger.warning("Material %d has no rendition: %s", material_id, said)


def papers_of(material: Material) -> dict[str, Any]:
    """Return what the template of a material shows beside it: its blocks and its files."""
    return {
        "blocks": [_set(block) for block in blocks_of(material.data)],
        "title_lines": title_lines(material.title, across=TITLE_ACROSS),
        "files": list(material.files.select_related("blob")),
        "digest": material.digest[:16],
    }


def _set(block: dict[str, Any]) -> dict[str, Any]:
    """Give a table the widths of its columns."""
    if block["kind"] != "table" or block.get("is_long"):
        return block
    return {**block, "columns": columns(block["head"], block["body"])}


def paper(template: str, context: Mapping[str, Any], *, on: datetime) -> Paper:
    """Return a paper of the dossier, made once for the same content and kept on a shelf.

    Args:
        template: The template's name.
        context: What it shows.
        on: The instant the paper carries as its date.

    Raises:
        ValidationError: It cannot be made.
    """
    with override("zh-hans"):
        html = render_to_string(template, dict(context))
    key = hashlib.sha256(f"{html}\0{_style()}\0{on.isoformat()}\0{_toolchain()}".encode()).hexdigest()
    shelf = store.root() / "papers"
    for standing in shelf.glob(f"{key}-*.pdf"):
        _key, count, digest = standing.stem.split("-")
        with standing.open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() == digest:
                return Paper(path=standing, pages=int(count))
        standing.unlink(missing_ok=True)
    try:
        content, pages = _print(html, on=on, attached=None)
    except PrintingError as error:
        raise ValidationError(
            _("A paper of the dossier cannot be made: %(reason)s."), params={"reason": error.reason}
        ) from error
    shelf.mkdir(parents=True, exist_ok=True)
    place = shelf / f"{key}-{pages}-{hashlib.sha256(content).hexdigest()}.pdf"
    with store.receive([content]) as received:
        received.path.replace(place)
    return Paper(path=place, pages=pages)


def write(
    template: str, context: Mapping[str, Any], *, on: datetime, attached: Attached | None = None
) -> tuple[bytes, int]:
    """Return the bytes of a PDF/A made from a template, and its number of pages.

    Raises:
        PrintingError: It cannot be made.
    """
    with override("zh-hans"):
        html = render_to_string(template, dict(context))
        return _print(html, on=on, attached=attached)


def _print(html: str, *, on: datetime, attached: Attached | None) -> tuple[bytes, int]:
    # What cannot be shown is named rather than left blank: people's names are at stake.
    for character in faces.missing_glyphs(html):
        html = html.replace(character, escape(f"〓〔U+{ord(character):04X}〕"))
    return _press.print(html, _style(), on=on, attached=attached)


@functools.cache
def _toolchain() -> str:
    return f"{_LAYOUT}|{version('weasyprint')}|{version('pikepdf')}|{faces.fingerprint()}"


@functools.cache
def _style() -> str:
    return render_to_string(_STYLE)
