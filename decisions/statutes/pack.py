"""The numbers a place works by: the national floor, made stricter by local rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from decisions.statutes.schema import Kind, spec_of


@dataclass(frozen=True)
class Share:
    """A fraction with its comparator: 半数以上 is ``>= 1/2``, 过半数 is ``> 1/2``."""

    fraction: Fraction
    comparator: str

    def __str__(self) -> str:
        return f"{self.comparator} {self.fraction}"

    def admits(self, part: int, whole: int) -> bool:
        """Whether ``part`` of ``whole`` satisfies it; nothing of nothing never does.

        The comparison is of whole numbers, so that a third of three is exactly a third.
        """
        if whole <= 0:
            return False
        left, right = part * self.fraction.denominator, whole * self.fraction.numerator
        return {
            ">=": left >= right,
            ">": left > right,
            "<=": left <= right,
            "<": left < right,
        }[self.comparator]


@dataclass(frozen=True)
class Pack:
    """Resolved parameters of one version of a rule pack, parents included.

    Keys are those of ``schema.SCHEMA`` (``public.min_days`` …); a key it does not know is an error. A pack that says
    nothing on a key, and inherits nothing, answers the schema's default, which is "no rule".
    """

    code: str
    version: str
    name: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, key: str) -> Any:
        """Return one parameter; fractions come as ``Fraction``, lists as tuples.

        Raises:
            KeyError: The schema does not know the key.
        """
        spec = spec_of(key)
        value = self.values.get(key, spec.default)
        if value is None:
            return None
        if spec.kind is Kind.SHARE:
            return Fraction(value)
        return tuple(value) if spec.kind is Kind.LIST else value

    def share(self, key: str) -> Share | None:
        """Return a fraction together with its comparator, or None where there is no rule."""
        fraction = self[key]
        return None if fraction is None else Share(fraction, self[spec_of(key).comparator])

    def source(self, key: str) -> str:
        """Return the instrument and article a parameter comes from, "" for the schema's default."""
        return self.sources.get(key, "")

    def with_values(self, **values: Any) -> Pack:
        """Return the pack with other values, keys written with ``__`` for the dot; for trying things out."""
        changed = {key.replace("__", ".", 1): value for key, value in values.items()}
        for key, value in changed.items():
            spec_of(key).check(value)
        return Pack(self.code, self.version, self.name, {**self.values, **changed}, self.sources)
