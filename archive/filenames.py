"""File names: what a sent name may be, and what a name becomes in a dossier."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME_LIMIT = 200
# What reorders a line, so that a name shows another ending than it has (UAX 9), and what shows nothing at all.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORBIDDEN_IN_DOSSIER = re.compile(r'[\\/:*?"<>|%]')


def sent_name(name: str) -> str:
    """Return the name a file is filed under: its last component, in one Unicode form.

    Args:
        name: What the sender's machine called it; a path before it is dropped.

    Raises:
        ValidationError: Nothing is left, it hides how it reads, or it is too long.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    if any(character in _BIDI for character in last):
        raise ValidationError(
            _("The file name contains marks that change the direction of reading, so that it reads as another name."),
            code="name",
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in last):
        raise ValidationError(_("The file name contains control characters."), code="name")
    visible = "".join(character for character in last if unicodedata.category(character) != "Cf")
    visible = visible.strip().rstrip(". ")
    if not visible.strip("."):
        raise ValidationError(_("The file has no usable name."), code="name")
    if len(visible) > NAME_LIMIT:
        raise ValidationError(
            _("The file name has more than %(limit)d characters."), code="name", params={"limit": NAME_LIMIT}
        )
    return visible


def extension(name: str) -> str:
    """Return the ending of a name in lower case, without the dot; none is empty."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def dossier_name(text: str, *, limit: int = 60) -> str:
    """Return a title as one path component that every file system takes.

    Args:
        text: The title.
        limit: The most characters; also never more than 180 bytes of UTF-8.
    """
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if unicodedata.category(character).startswith("Z") else character
        for character in normal
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = re.sub(r"\s+", " ", _FORBIDDEN_IN_DOSSIER.sub("_", kept)).strip(" .")[:limit]
    while len(kept.encode()) > 180:  # noqa: PLR2004 -- 255 bytes less number, ending and suffix
        kept = kept[:-1]
    return kept.rstrip(" .") or "_"
