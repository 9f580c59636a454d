"""Reading a case folder; the format is described in ``docs/case-format.md``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


class FolderError(Exception):
    """The folder is not a case: a file is missing or does not say what it has to."""


@dataclass(frozen=True)
class Step:
    """One act of the folder.

    Attributes:
        position: Its number, from 1.
        act: The node of the flow, or the verb of an act beside it.
        by: The user name of who acts; empty for the public.
        on: The day on which it happened.
        values: What the form is filled with.
    """

    position: int
    act: str
    by: str
    on: date
    values: dict[str, Any]


@dataclass(frozen=True)
class CaseFolder:
    """A decision as its officials took it: who they are, what they did, on which days, with which files."""

    path: Path
    title: str
    summary: str
    people: dict[str, Any]
    steps: list[Step] = field(default_factory=list)


def read(path: Path) -> CaseFolder:
    """Read a folder.

    Raises:
        FolderError: Something is missing or misspelt; the message says where.
    """
    case = _toml(path / "case.toml")
    people_path = (path / str(case.get("people", "people.toml"))).resolve()
    steps: list[Step] = []
    for name in case.get("acts", ["acts.toml"]):
        steps += _steps(_toml(path / name), path / name, len(steps))
    if not steps:
        message = f"{path}: the case has no act."
        raise FolderError(message)
    return CaseFolder(
        path=path,
        title=str(case.get("title", path.name)),
        summary=str(case.get("summary", "")),
        people=_toml(people_path),
        steps=steps,
    )


def _steps(content: dict[str, Any], path: Path, before: int) -> list[Step]:
    steps = []
    for position, entry in enumerate(content.get("act", []), before + 1):
        unknown = set(entry) - {"do", "by", "on", "values"}
        if unknown or "do" not in entry or not isinstance(entry.get("on"), date):
            message = f"{path}, act {position}: expected do, by, on (a date) and values; found {sorted(entry)}."
            raise FolderError(message)
        steps.append(
            Step(position, str(entry["do"]), str(entry.get("by", "")), entry["on"], dict(entry.get("values", {})))
        )
    return steps


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{path} is missing."
        raise FolderError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: {error}"
        raise FolderError(message) from error
