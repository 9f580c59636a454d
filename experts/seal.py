"""Sealing: what an expert writes is unreadable to everybody else until the panel is opened.

Content is encrypted with a key of the panel's own, derived from the installation's secret and the panel's random salt,
so that neither a copy of the database nor a look into it shows a score. The digest handed to the expert and written in
the ledger is over the content and a salt kept inside the encrypted part: it proves the content afterwards and
betrays nothing before.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from archive.canonical import canonical

_PURPOSE = b"experts.seal.v1"


class BrokenSealError(Exception):
    """Sealed content cannot be read, or is not what was sealed."""


def new_salt() -> str:
    """Return a random salt."""
    return secrets.token_hex(16)


def _cipher(panel_salt: str) -> MultiFernet:
    named = getattr(settings, "SEAL_SECRET", "") or settings.SECRET_KEY
    secrets_in_turn = [named, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet([Fernet(_key(secret, panel_salt)) for secret in secrets_in_turn])


def _key(secret: str, panel_salt: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=panel_salt.encode(), info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def close(content: dict[str, Any], *, panel_salt: str) -> str:
    """Return content as nobody can read it, for a draft."""
    return _cipher(panel_salt).encrypt(canonical(content).encode()).decode()


def read(closed: str, *, panel_salt: str) -> dict[str, Any]:
    """Return what was closed.

    Raises:
        BrokenSealError: It was changed, or closed with another secret.
    """
    try:
        plain = _cipher(panel_salt).decrypt(closed.encode())
    except InvalidToken as error:
        raise BrokenSealError from error
    found: dict[str, Any] = json.loads(plain)
    return found


def digest_of(content: dict[str, Any], salt: str) -> str:
    """Return the SHA-256 of the canonical content followed by the salt."""
    return hashlib.sha256((canonical(content) + salt).encode()).hexdigest()


def seal(content: dict[str, Any], *, panel_salt: str) -> tuple[str, str]:
    """Return sealed content and its digest."""
    salt = new_salt()
    return close({"content": content, "salt": salt}, panel_salt=panel_salt), digest_of(content, salt)


def unseal(sealed: str, *, panel_salt: str, digest: str) -> tuple[dict[str, Any], str]:
    """Return the content and its salt, once they prove to be what was sealed.

    Raises:
        BrokenSealError: The content does not give the digest.
    """
    held = read(sealed, panel_salt=panel_salt)
    if digest_of(held["content"], held["salt"]) != digest:
        raise BrokenSealError
    return held["content"], held["salt"]
