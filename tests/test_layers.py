"""The law is judged apart from rows: facts and rules are plain values and functions over them.

Who may import whom is import-linter's to keep (``pyproject.toml``); here stands what it cannot see.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "archive", "decisions", "experts")
PURE = {"facts.py", "rules.py"}
LAZY = {"gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name in PURE or path.parent.name in {"facts", "rules"}:
                yield path.relative_to(ROOT)


def django_imports(source: str) -> Iterator[str]:
    """Every name of Django's that a module imports, at its top or within a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "django")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "django":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import django.db", ["django.db"]),
        ("def f():\n    from django.utils import timezone", ["django.utils.timezone"]),
        ("from django.utils.translation import gettext_lazy as _", ["django.utils.translation.gettext_lazy"]),
        ("from djangolike import x", []),
    ],
)
def test_the_search_sees_imports_wherever_they_stand(source, expected):
    assert list(django_imports(source)) == expected


def test_facts_and_rules_import_nothing_of_django_but_lazy_translation():
    allowed = {f"django.utils.translation.{name}" for name in LAZY}
    faults = [
        f"{path}: {name}"
        for path in modules()
        for name in django_imports((ROOT / path).read_text(encoding="utf-8"))
        if name not in allowed
    ]
    assert not faults


def test_rules_do_not_ask_for_the_time():
    """A rule judges the day it is given: the same facts are judged the same way next year."""
    clocks = {"today", "now", "localdate", "localtime", "time_ns", "utcnow"}
    faults = [
        f"{path}:{node.lineno}: {node.func.attr}"
        for path in modules()
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert not faults
