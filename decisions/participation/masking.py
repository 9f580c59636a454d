"""What a public page shows of a person, and what it hides."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# Identity cards, mobile and fixed-line numbers, e-mail addresses; longest first.
_PERSONAL = (
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)\d{15}(?!\d)"),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"),
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
)


def masked_text(text: str) -> str:
    """Return a text with identity, telephone and e-mail numbers hidden.

    >>> masked_text("电话13912345678")
    '电话139********'
    """
    for pattern in _PERSONAL:
        text = pattern.sub(_hidden, text)
    return text


def masked_name(name: str) -> str:
    """Return a person's name by its first character: 张**.

    >>> masked_name("张三")
    '张*'
    """
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""


def masked_author(tier: str, name: str, organisation: str) -> str:
    """Return who spoke, as published: organisations by name, people by their first character."""
    if tier == "organisation":
        return organisation
    if tier == "named" and name:
        return masked_name(name)
    return _("Anonymous")


def _hidden(found: re.Match[str]) -> str:
    text = found.group()
    return text[:3] + "*" * (len(text) - 3)
