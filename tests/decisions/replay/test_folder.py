"""Folders that are no case: each mistake is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.replay import folder
from tests.decisions.replay.conftest import CASE, change

if TYPE_CHECKING:
    from pathlib import Path


def test_a_case_is_read(case_dir: Path) -> None:
    case = folder.read(case_dir)
    assert case.title == "水利规划"
    assert [(step.file, step.position, step.act) for step in case.steps] == [
        ("acts.toml", 1, "propose"),
        ("acts.toml", 2, "study"),
    ]


def test_acts_of_several_files_are_put_together_by_their_days(case_dir: Path) -> None:
    (case_dir / "case.toml").write_text(CASE + 'acts = ["a.toml", "b.toml"]', encoding="utf-8")
    (case_dir / "a.toml").write_text(
        '[[act]]\ndo = "one"\non = 2024-01-01\n[[act]]\ndo = "four"\non = 2024-01-09\n', encoding="utf-8"
    )
    (case_dir / "b.toml").write_text(
        '[[act]]\ndo = "two"\non = 2024-01-01\n[[act]]\ndo = "three"\non = 2024-01-05\n', encoding="utf-8"
    )
    assert [step.act for step in folder.read(case_dir).steps] == ["one", "two", "three", "four"]


def test_within_a_file_a_wrong_day_is_not_put_right(case_dir: Path) -> None:
    change(case_dir, "on = 2024-03-11", "on = 2024-02-11")
    assert [step.act for step in folder.read(case_dir).steps] == ["propose", "study"]


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("case.toml", None, "case.toml is missing"),
        ("case.toml", "title = ", "case.toml"),
        ("case.toml", CASE + 'colour = "red"', "unknown colour"),
        ("case.toml", CASE + 'acts = "acts.toml"', "list of file names"),
        ("case.toml", CASE + 'acts = ["../../acts.toml"]', "neither in the folder nor beside it"),
        ("case.toml", CASE + 'acts = ["none.toml"]', "none.toml is missing"),
        ("case.toml", 'people = "../../people.toml"', "neither in the folder nor beside it"),
        ("case.toml", 'people = "nobody.toml"', "nobody.toml is missing"),
        ("acts.toml", "", "has no act"),
        ("acts.toml", '[act]\ndo = "propose"', "a single act"),
        ("acts.toml", 'more = 1\n[[act]]\ndo = "propose"\non = 2024-01-01', "more"),
        ("acts.toml", "[[act]]\non = 2024-01-01", "act 1"),
        ("acts.toml", '[[act]]\ndo = "propose"', "act 1"),
        ("acts.toml", '[[act]]\ndo = "propose"\non = "2024-01-01"', "act 1"),
        ("acts.toml", '[[act]]\ndo = "propose"\non = 2024-01-01T09:00:00', "act 1"),
        ("acts.toml", '[[act]]\ndo = "propose"\non = 2024-01-01\nwho = "x"', "who"),
        ("acts.toml", '[[act]]\ndo = "propose"\non = 2024-01-01\nvalues = 3', "act 1"),
        ("acts.toml", '[[act]]\ndo = "propose"\non = 2024-02-30', "acts.toml"),
    ],
)
def test_a_mistake_is_named_with_its_place(case_dir: Path, file: str, content: str | None, said: str) -> None:
    if content is None:
        (case_dir / file).unlink()
    else:
        (case_dir / file).write_text(content, encoding="utf-8")
    with pytest.raises(folder.FolderError) as refused:
        folder.read(case_dir)
    assert said in str(refused.value)


def test_a_file_that_is_no_text_is_named(case_dir: Path) -> None:
    (case_dir / "acts.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(folder.FolderError, match=r"acts\.toml"):
        folder.read(case_dir)
