"""One spelling of a JSON value, so that its digest is one (after RFC 8785, without floats)."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


def canonical(value: object) -> str:
    """Return the canonical JSON text of a value.

    Keys are sorted, text is NFC, instants are UTC, decimals are strings; there is no white space.

    Raises:
        TypeError: The value holds a float, or something JSON has no word for.
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: object) -> Any:
    """Return a value of dictionaries, lists, strings, integers, booleans and nulls.

    Raises:
        TypeError: The value holds a float, or something JSON has no word for.
    """
    match value:
        case None | bool() | int() if not isinstance(value, Enum):
            return value
        case Enum():
            return plain(value.value)
        case str() | Promise():
            return unicodedata.normalize("NFC", str(value))
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case Mapping():
            return {unicodedata.normalize("NFC", str(key)): plain(item) for key, item in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
    msg = f"A {type(value).__name__} cannot be filed."
    raise TypeError(msg)
