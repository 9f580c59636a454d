"""Tracking numbers, and the digest that proves what was received."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from archive.canonical import canonical

if TYPE_CHECKING:
    from decisions.participation.models import PublicOpinion

# Crockford's digits: no I, L, O, U, so that a number read out over the telephone stays the same.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 4
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def tracking_number() -> str:
    """Return a number nobody can guess: 80 random bits in four groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _digit in range(GROUP)) for _group in range(GROUPS))


def as_tracking(typed: str) -> str:
    """Return a number as it was issued, however it was typed; empty if it cannot be one.

    >>> as_tracking("k7qm 4x2p9rtb-w3hd")
    'K7QM-4X2P-9RTB-W3HD'
    """
    digits = re.sub(r"[\s\-－—]", "", typed).upper().translate(_MISREAD)
    if len(digits) != GROUPS * GROUP or any(digit not in ALPHABET for digit in digits):
        return ""
    return "-".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def receipt_digest(opinion: PublicOpinion) -> str:
    """Return the SHA-256 of what was received, from whom and when, as the receipt shows it."""
    return hashlib.sha256(canonical(content_of(opinion)).encode()).hexdigest()


def content_of(opinion: PublicOpinion) -> dict[str, object]:
    """Return what the receipt of an opinion vouches for; the telephone number is not part of it."""
    return {
        "tracking": opinion.tracking,
        "decision": opinion.decision_id,
        "number": opinion.number,
        "channel": str(opinion.channel),
        "tier": str(opinion.tier),
        "author": opinion.author,
        "organisation": opinion.organisation,
        "body": opinion.body,
        "clause": opinion.clause_key,
        "on": opinion.on,
        "received_at": opinion.received_at,
    }
