"""The fonts of papers: where they lie, what they can show, and how the renderer is kept to them."""

from __future__ import annotations

import functools
import os
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

# Body text in the order of the style sheet, then what shows everything else; bold and sans have no more characters.
_BODY = ("FandolFang-Regular.otf", "NotoSerifCJK-Regular.ttc")


def files() -> list[Path]:
    """Return every font file a paper may be set in."""
    return sorted(
        path
        for folder in settings.ARCHIVE_FONT_DIRS
        for path in Path(folder).rglob("*")
        if path.suffix.lower() in {".otf", ".ttf", ".ttc"}
    )


def fingerprint() -> str:
    """Return what tells one set of fonts from another."""
    return ",".join(f"{path.name}:{path.stat().st_size}" for path in files())


def missing_glyphs(text: str) -> list[str]:
    """Return the characters that none of the fonts can show, private ones among them."""
    shown = _shown(tuple(settings.ARCHIVE_FONT_DIRS))
    return sorted(
        {
            character
            for character in text
            if ord(character) not in shown
            and unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
        }
    )


def font_file() -> Path:
    """Return the configuration that knows our fonts and no others, with a cache of its own."""
    folder = Path(settings.VAR_DIR) / "fontconfig"
    cache = folder / "cache"
    # Made before anybody looks: of two renderers starting at once, the second complained that it may not write there.
    cache.mkdir(parents=True, exist_ok=True)
    folders = "".join(f"<dir>{escape(str(one))}</dir>" for one in settings.ARCHIVE_FONT_DIRS)
    content = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )
    place = folder / "fonts.conf"
    if not place.exists() or place.read_text() != content:
        written = folder / f"fonts.{os.getpid()}"
        written.write_text(content)
        written.replace(place)
    return place


@functools.cache
def _shown(folders: tuple[str, ...]) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- only where something is rendered

    points: set[int] = set()
    for path in (Path(folder) / name for folder in folders for name in _BODY):
        if path.exists():
            with TTFont(path, fontNumber=0, lazy=True) as font:
                points.update(font.getBestCmap() or ())
    return frozenset(points)
