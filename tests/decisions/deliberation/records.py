"""Reading what an act filed and what a refusal names."""

from __future__ import annotations

import json
from typing import Any


def codes_of(refusal: Any) -> list[str]:
    """Return the rules a refusal names."""
    return [rule.code for rule, _finding in refusal.value.grounds]


def data_of(decision: Any, code: str) -> Any:
    """Return the data of the paper last filed under a code."""
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]
