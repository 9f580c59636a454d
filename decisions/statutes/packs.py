"""Rule packs as files, and how a pack and what it builds on become one set of numbers.

Each file of ``places/`` is one version of the pack of one place. Nothing here touches the database, so that rules can
be tried against real numbers without one; ``services.load_pack`` enters packs into it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decisions.statutes.pack import Pack
from decisions.statutes.strictness import Loosening, loosenings

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOOR = "national"
PLACES = Path(__file__).parent / "places"


@dataclass(frozen=True)
class ParameterFile:
    """One ``[[parameter]]`` of a file."""

    key: str
    value: Any
    source: str
    note: str = ""


@dataclass(frozen=True)
class PackFile:
    """What one file says."""

    code: str
    version: str
    name: str
    parent: str
    effective_from: date
    parameters: tuple[ParameterFile, ...]

    def as_layer(self) -> Pack:
        """Return what the file itself says, without what it inherits."""
        return Pack(
            code=self.code,
            version=self.version,
            name=self.name,
            values={item.key: item.value for item in self.parameters},
            sources={item.key: item.source for item in self.parameters},
        )


def read(path: Path) -> PackFile:
    """Read one file; see ``parse``."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> PackFile:
    """Read what a file says.

    Raises:
        ValueError: It is no pack file: not TOML, a field missing or of the wrong kind, a parameter without a source or
            there twice.
    """
    content = tomllib.loads(text)
    try:
        parameters = tuple(ParameterFile(**item) for item in content.get("parameter", []))
    except TypeError as error:
        msg = f"A parameter has key, value, source and perhaps note, nothing else ({error})."
        raise ValueError(msg) from error
    for name, kind in (("code", str), ("version", str), ("name", str), ("effective_from", date)):
        if not isinstance(content.get(name), kind):
            msg = f"“{name}” is missing or not what it should be."
            raise ValueError(msg)  # noqa: TRY004 -- whatever is wrong with a file is a wrong value to its reader
    keys = [item.key for item in parameters]
    if twice := {key for key in keys if keys.count(key) > 1}:
        msg = f"{', '.join(sorted(twice))} appears twice."
        raise ValueError(msg)
    if bare := [item.key for item in parameters if not item.source]:
        msg = f"{', '.join(bare)} has no source."
        raise ValueError(msg)
    return PackFile(
        code=content["code"],
        version=content["version"],
        name=content["name"],
        parent=content.get("parent", "" if content["code"] == FLOOR else FLOOR),
        effective_from=content["effective_from"],
        parameters=parameters,
    )


@cache
def shipped() -> dict[str, PackFile]:
    """Return the packs that come with the product, by code, each after the one it builds on."""
    files = {found.code: found for found in (read(path) for path in sorted(PLACES.glob("*.toml")))}
    ordered: dict[str, PackFile] = {}

    def after_parent(code: str) -> None:
        if code in ordered:
            return
        if files[code].parent:
            after_parent(files[code].parent)
        ordered[code] = files[code]

    for code in files:
        after_parent(code)
    return ordered


@cache
def floor() -> Pack:
    """Return the national floor as shipped."""
    return place(FLOOR)


@cache
def place(code: str) -> Pack:
    """Return a shipped pack with all it inherits."""
    layers: list[Pack] = []
    while code:
        layers.append(shipped()[code].as_layer())
        code = shipped()[code].parent
    return resolve(layers[::-1])


def resolve(layers: Sequence[Pack]) -> Pack:
    """Lay packs over each other.

    Args:
        layers: From the national floor to the place itself; at least one.
    """
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for layer in layers:
        values.update(layer.values)
        sources.update(layer.sources)
    last = layers[-1]
    return Pack(last.code, last.version, last.name, values, sources)


def loosened(parent: Pack, child: Pack) -> list[Loosening]:
    """Return every parameter in which the child, laid over its parent, would be looser than it."""
    return loosenings(parent, resolve([parent, child]))
