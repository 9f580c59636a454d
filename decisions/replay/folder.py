"""Reading a case folder; the format is described in ``docs/case-format.md``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEYS = frozenset({"title", "summary", "people", "acts", "ends"})
STEP_KEYS = frozenset({"do", "by", "on", "values"})


class FolderError(Exception):
    """The folder is not a case: a file is missing or does not say what it has to."""


@dataclass(frozen=True)
class Step:
    """One act of the folder.

    Attributes:
        file: The act file it stands in.
        position: Its number in the file, from 1.
        act: The node of the flow, or the verb of an act beside it.
        by: The user name of who acts; empty for the public.
        on: The day on which it happened.
        values: What the form is filled with.
    """

    file: str
    position: int
    act: str
    by: str
    on: date
    values: dict[str, Any]


@dataclass(frozen=True)
class CaseFolder:
    """A decision as its officials took it: who they are, what they did, on which days, with which files.

    Attributes:
        path: The folder.
        title: What the replay calls the case.
        summary: What it shows, in a sentence.
        people: The content of the people file.
        ends: The status it is to end with, or the code of the rule that refuses its last act; empty says nothing.
        steps: The acts in the order of their days; those of one day in the order of the files.
    """

    path: Path
    title: str
    summary: str
    people: dict[str, Any]
    ends: str = ""
    steps: list[Step] = field(default_factory=list)


def read(path: Path) -> CaseFolder:
    """Read a folder.

    Raises:
        FolderError: Something is missing or misspelt; the message says where.
    """
    case = _toml(path / "case.toml")
    unknown = sorted(set(case) - KEYS)
    if unknown:
        message = f"{path / 'case.toml'}: unknown {', '.join(unknown)}; known are {', '.join(sorted(KEYS))}."
        raise FolderError(message)
    steps: list[tuple[date, Step]] = []
    for name in _names(case.get("acts", ["acts.toml"]), path):
        found = _steps(_toml(_inside(path, name)), name)
        # Within a file the order is the file's own, even where a day is wrong: then the act is refused.
        steps += zip(accumulate((step.on for step in found), max), found, strict=True)
    if not steps:
        message = f"{path}: the case has no act."
        raise FolderError(message)
    return CaseFolder(
        path=path,
        title=str(case.get("title", path.name)),
        summary=str(case.get("summary", "")),
        people=_toml(_inside(path, str(case.get("people", "people.toml")))),
        ends=str(case.get("ends", "")),
        # Branches go on side by side: each may have a file of its own, and the days put them together.
        steps=[step for _day, step in sorted(steps, key=lambda item: item[0])],
    )


def _names(value: object, path: Path) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        message = f"{path / 'case.toml'}: acts is a list of file names."
        raise FolderError(message)
    return value


def _inside(path: Path, name: str) -> Path:
    """Return a file of the folder or beside it."""
    found = (path / name).resolve()
    if not found.is_relative_to(path.resolve().parent):
        message = f"{name} lies neither in the folder nor beside it."
        raise FolderError(message)
    return found


def _steps(content: dict[str, Any], path: str) -> list[Step]:
    entries = content.pop("act", [])
    if content or not isinstance(entries, list):
        message = f"{path}: expected [[act]] and nothing else; found {sorted(content) or 'a single act'}."
        raise FolderError(message)
    steps = []
    for position, entry in enumerate(entries, 1):
        unknown = set(entry) - STEP_KEYS
        values = entry.get("values", {})
        if unknown or "do" not in entry or not _is_day(entry.get("on")) or not isinstance(values, dict):
            message = f"{path}, act {position}: expected do, by, on (a date) and values; found {sorted(entry)}."
            raise FolderError(message)
        steps.append(Step(path, position, str(entry["do"]), str(entry.get("by", "")), entry["on"], values))
    return steps


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        message = f"{path} is missing."
        raise FolderError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path}: {error}"
        raise FolderError(message) from error
