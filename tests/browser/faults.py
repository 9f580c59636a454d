"""Faults of many pages, gathered so that one run names them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def noted(faults: list[str], where: str, check: Callable[[Any], None], page: Any) -> None:
    """Check a page and go on after a fault."""
    try:
        check(page)
    except AssertionError as fault:
        faults.append(f"{where}: {fault}")
