"""Personal data kept only to call somebody back: encrypted where it is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """Return a text encrypted; an empty one stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Return what was sealed; empty if no key of ours opens it any more."""
    if not token:
        return ""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


def keyed_digest(purpose: str, text: str) -> str:
    """Return a digest that nobody can recompute without our key, and that differs from purpose to purpose."""
    return hmac.new(_secret(), f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()[:32]


def _box() -> MultiFernet:
    """The first key of ``FIELD_KEYS`` seals, all of them open; without any, the key comes from ``SECRET_KEY``."""
    keys = [key.encode() for key in getattr(settings, "FIELD_KEYS", ())]
    return MultiFernet([Fernet(key) for key in keys or [base64.urlsafe_b64encode(_secret())]])


def _secret() -> bytes:
    return hashlib.sha256(b"decisions.fields\x00" + settings.SECRET_KEY.encode()).digest()
