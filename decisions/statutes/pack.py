"""The numbers a place works by: the national floor, made stricter by local rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

Value = int | bool | str | None | list[str]


@dataclass(frozen=True)
class Pack:
    """Resolved parameters of one version of a rule pack, parents included.

    Keys are those of the schema (``public.min_days`` …); a key the schema does not know is an error.
    """

    code: str
    version: str
    name: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, key: str) -> Any:
        """Return one parameter; fractions come as ``Fraction``."""
        value = self.values[key]
        if isinstance(value, str) and key.endswith("_share") and value:
            return Fraction(value)
        return value

    def source(self, key: str) -> str:
        """Return the instrument a parameter comes from."""
        return self.sources.get(key, "")
