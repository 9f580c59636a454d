"""Every parameter of a rule pack is read where the procedure is judged, or the schema says why nothing reads it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from decisions.statutes.schema import SCHEMA

PACKAGES = ("decisions", "experts", "archive")
# What only stores, compares and shows parameters enforces none.
ELSEWHERE = {"statutes", "migrations"}


def strings_in(source: str) -> set[str]:
    """Return, as patterns, the strings of a module that stand for something else than its docstrings."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
            found.add("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
            found.add(re.escape(node.value))
    return found


@cache
def read_in_code() -> frozenset[str]:
    """Return every key of the schema that stands in the code of a stage, written out or with a variable part."""
    patterns: set[str] = set()
    for package in PACKAGES:
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            if not ELSEWHERE & set(path.parts):
                patterns |= strings_in(path.read_text(encoding="utf-8"))
    groups = {spec.group for spec in SCHEMA.values()}
    asked = [pattern for pattern in patterns if pattern.partition(r"\.")[0] in groups]
    return frozenset(key for key in SCHEMA if any(re.fullmatch(pattern, key) for pattern in asked))


@pytest.mark.parametrize("key", sorted(SCHEMA))
def test_a_parameter_is_enforced_or_says_why_not(key):
    spec = SCHEMA[key]
    if spec.shares:
        # ``Pack.share`` reads a comparison with its fraction.
        assert spec.shares in read_in_code()
    elif spec.unread:
        assert key not in read_in_code(), f"{key} is read: take the reason out of the schema."
    else:
        assert key in read_in_code(), f"{key} can be set and compared, and nothing judges by it."


def test_a_variable_part_is_understood():
    assert strings_in('pack[f"risk.policy_{level}"]') >= {r"risk\.policy_\w+"}
    assert strings_in('pack["meeting.confirm_days"]') == {r"meeting\.confirm_days"}
