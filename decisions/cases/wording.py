"""Records are written in Chinese, whatever language the official works in."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.utils.translation import override

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def in_chinese(write: Callable[P, R]) -> Callable[P, R]:
    """Let a function that writes part of a record write it in Chinese."""

    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> R:
        with override("zh-hans"):
            return write(*args, **kwargs)

    return written
