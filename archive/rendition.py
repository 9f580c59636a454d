"""Papers from data: the only module that loads WeasyPrint.

One record gives the same bytes whenever and wherever it is rendered: the fonts are those named in the settings and
no others, the dates are the record's own, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pikepdf
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive import store, uploads
from archive.models import Material, Rendition
from archive.sheet import blocks_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import ModuleType

_STYLE = "archive/documents/document.css"
# Changed whenever the same data may give other bytes, so that no older paper is taken from the shelf.
_LAYOUT = 1


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A PDF/A file made from a template."""

    path: Path
    pages: int


@dataclass(frozen=True, kw_only=True)
class Attached:
    """Data that travel inside the PDF they are shown in."""

    name: str
    content: bytes
    description: str


def render(material_id: int) -> Rendition:
    """Make the PDF/A of a material from what was deposited, unless it stands already.

    It is safe to ask for the same one from several places at once.

    Args:
        material_id: The material's key.
    """
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
    with transaction.atomic():
        blob = uploads.keep_bytes(content, content_type="application/pdf")
        rendition, _created = Rendition.objects.get_or_create(
            material=material, defaults={"blob": blob, "pages": pages}
        )
    return rendition


def papers_of(material: Material) -> dict[str, Any]:
    """Return what the template of a material shows beside it: its blocks and its files."""
    return {
        "blocks": blocks_of(material.data),
        "files": list(material.files.select_related("blob")),
        "digest": material.digest[:16],
    }


def paper(template: str, context: Mapping[str, Any], *, on: datetime) -> Paper:
    """Return a paper of the dossier, made once for the same content and kept on a shelf.

    Args:
        template: The template's name.
        context: What it shows.
        on: The instant the paper carries as its date.
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
    content, pages = _print(html, on=on, attached=None)
    shelf.mkdir(parents=True, exist_ok=True)
    place = shelf / f"{key}-{pages}-{hashlib.sha256(content).hexdigest()}.pdf"
    with store.receive([content]) as received:
        received.path.replace(place)
    return Paper(path=place, pages=pages)


def write(
    template: str, context: Mapping[str, Any], *, on: datetime, attached: Attached | None = None
) -> tuple[bytes, int]:
    """Return the bytes of a PDF/A made from a template, and its number of pages."""
    with override("zh-hans"):
        html = render_to_string(template, dict(context))
    return _print(html, on=on, attached=attached)


def missing_glyphs(text: str) -> list[str]:
    """Return the characters that none of the fonts can show, private ones among them."""
    shown = _shown()
    return sorted(
        {
            character
            for character in text
            if ord(character) not in shown
            and unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
        }
    )


def _print(html: str, *, on: datetime, attached: Attached | None) -> tuple[bytes, int]:
    engine = _engine()
    # What cannot be shown is named rather than left blank: people's names are at stake.
    for character in missing_glyphs(html):
        html = html.replace(character, escape(f"〓〔U+{ord(character):04X}〕"))
    document = engine.HTML(string=html, url_fetcher=_refuse_fetch).render(
        stylesheets=[engine.CSS(string=_style(), url_fetcher=_refuse_fetch)], optimize_images=False
    )
    document.metadata.title = document.metadata.title.strip()
    document.metadata.created = document.metadata.modified = on.isoformat(timespec="seconds")
    if attached:
        document.metadata.attachments = [
            engine.Attachment(
                string=attached.content,
                name=attached.name,
                description=attached.description,
                relationship="Data",
                created=on,
                modified=on,
                url_fetcher=_refuse_fetch,
            )
        ]
    content = document.write_pdf(pdf_variant="pdf/a-3b")
    return _settle(content), len(document.pages)


def _settle(content: bytes) -> bytes:
    """Put right what the engine leaves: attachments listed twice, metadata hidden in a compressed stream."""
    with pikepdf.open(io.BytesIO(content)) as document:
        if "/AF" in document.Root:
            once = {item.objgen: item for item in document.Root.AF}
            document.Root.AF = pikepdf.Array(list(once.values()))
        target = io.BytesIO()
        document.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False
        )
    return target.getvalue()


def _refuse_fetch(url: str, *_arguments: Any, **_options: Any) -> Any:
    raise ValueError(_("A paper takes nothing from elsewhere: %(url)s") % {"url": url[:100]})


@functools.cache
def _engine() -> ModuleType:
    """Load WeasyPrint with our fonts and no others; fontconfig reads its file once, when the library starts."""
    os.environ["FONTCONFIG_FILE"] = str(_font_file())
    import weasyprint

    engine: ModuleType = weasyprint
    return engine


def _font_file() -> Path:
    folder = Path(settings.VAR_DIR) / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    folders = "".join(f"<dir>{escape(str(one))}</dir>" for one in settings.ARCHIVE_FONT_DIRS)
    content = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>\n"
    )
    place = folder / "fonts.conf"
    if not place.exists() or place.read_text() != content:
        written = folder / f"fonts.{os.getpid()}"
        written.write_text(content)
        written.replace(place)
    return place


@functools.cache
def _shown() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- only where something is rendered

    points: set[int] = set()
    for path in _fonts():
        with TTFont(path, fontNumber=0, lazy=True) as font:
            points.update(font.getBestCmap() or ())
    return frozenset(points)


def _fonts() -> list[Path]:
    """Return the files of the text face and its fallback; bold and sans have no more characters."""
    names = ("FandolFang-Regular.otf", "NotoSerifCJK-Regular.ttc")
    return [path for folder in settings.ARCHIVE_FONT_DIRS for name in names if (path := Path(folder) / name).exists()]


@functools.cache
def _toolchain() -> str:
    engine = _engine()
    fonts = ",".join(f"{path.name}:{path.stat().st_size}" for path in _fonts())
    return f"{_LAYOUT}|{engine.__version__}|{pikepdf.__version__}|{fonts}"


@functools.cache
def _style() -> str:
    return render_to_string(_STYLE)
