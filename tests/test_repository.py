"""What holds for the whole repository: what it may not name, what its templates may not hold, its migrations."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from config import messages

ROOT = Path(__file__).resolve().parent.parent
OURS = ("accounts", "archive", "config", "decisions", "experts")
TEXT_SUFFIXES = {
    ".css",
    ".html",
    ".in",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    "",
}
THIRD_PARTY = ("static/vendor/", "tests/browser/vendor/", "examples/")

# Put together from pieces, so that this file does not hold what it looks for.
MACHINE = re.compile("|".join(["/" + "work/", "/ro" + "ot/", "/ho" + "me/[a-z]+/", "C:" + r"\\\\Users"]))
HOST = re.compile(r"(?:https?|file)://|--(extra-)?index-url|--find-links|--trusted-host|^-[if] ", re.MULTILINE)

NONCED_OR_SOURCED = re.compile(
    r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/(ld\+)?json[\"'])", re.IGNORECASE
)
STYLE_ELEMENT = re.compile(r"<style\b", re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(r"<[^<>]*\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^<>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE)
INLINE_HTMX = re.compile(r"\shx-on[:\w-]*\s*=|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE)
PRINTED = "templates/archive/documents/"  # papers for WeasyPrint, which no browser is served


def tracked() -> list[str]:
    """The files of the repository, or of the directory where it is no clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path.relative_to(ROOT).as_posix() for name in (*OURS, "templates", "tests") for path in files_below(name)]


def files_below(name: str) -> list[Path]:
    return [path for path in (ROOT / name).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def templates() -> list[str]:
    return [name for name in tracked() if "templates/" in name and name.endswith(".html")]


def test_no_file_names_a_path_of_one_machine():
    faults = [
        f"{name}: {found[0]}"
        for name in tracked()
        if Path(name).suffix in TEXT_SUFFIXES and not name.startswith(THIRD_PARTY) and name != "LICENSE"
        if (found := MACHINE.search(read(name)))
    ]
    assert not faults


@pytest.mark.parametrize("name", ["base", "dev", "production"])
def test_each_requirement_is_pinned_by_hash_and_names_no_host(name):
    text = read(f"requirements/{name}.txt")
    assert not HOST.search(text)
    pins = re.findall(r"^[a-z0-9].*(?:\n[ \t]+.*)*", text, re.MULTILINE)
    assert pins
    assert [pin.split("\n")[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("name", ["base", "dev", "production"])
def test_each_requirement_asked_for_is_locked(name):
    asked = re.findall(
        r"^([A-Za-z0-9_.-]+)", re.sub(r"^-.*$", "", read(f"requirements/{name}.in"), flags=re.MULTILINE), re.MULTILINE
    )
    locked = {
        pin.lower()
        for pin in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", read(f"requirements/{name}.txt"), re.MULTILINE)
    }
    assert {re.sub(r"[-_.]+", "-", word).lower() for word in asked} <= locked


@pytest.mark.parametrize("pattern", [NONCED_OR_SOURCED, STYLE_ELEMENT, STYLE_ATTRIBUTE, HANDLER, INLINE_HTMX])
def test_no_template_holds_what_the_content_security_policy_refuses(pattern):
    faults = [
        f"{name}: {found[0]}"
        for name in templates()
        if not name.startswith(PRINTED)
        if (found := pattern.search(read(name)))
    ]
    assert not faults


def test_no_template_asks_another_host_for_anything():
    pattern = re.compile(r"(?:src|href|action|srcset)=[\"'](?:https?:)?//", re.IGNORECASE)
    assert not [name for name in templates() if pattern.search(read(name))]


def test_no_template_switches_escaping_off():
    # A field's help text is ours, never a user's, and Django's own hold markup.
    pattern = re.compile(r"(?<!help_text)\|\s*safe\b|\{%\s*autoescape\s+off")
    assert not [name for name in templates() if pattern.search(read(name))]


def test_every_message_has_its_chinese():
    assert messages.faults(ROOT) == []


def test_every_migration_of_ours_says_what_it_does():
    names = [name for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if app in labels()]
    assert not [name for name in names if re.search(r"_auto_\d|^\d{4}_?$", name)]


def test_every_migration_of_ours_can_be_taken_back():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    faults = [
        f"{app}.{name}: {operation}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in labels()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert not faults


def labels() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OURS}


LONGEST = 500
ONE_PIECE = {
    "archive/package/verify.py",  # goes into every dossier as one file that needs nothing but Python
    "decisions/flows.py",  # the procedure from beginning to end is read as one text
}


def test_modules_stay_short_enough_to_be_read():
    faults = [
        f"{name}: {lines} lines"
        for name in tracked()
        if name.startswith(OURS) and name.endswith(".py") and "/migrations/" not in name and name not in ONE_PIECE
        if (lines := read(name).count("\n")) > LONGEST
    ]
    assert not faults


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "common", "manager", "misc", "lib"}
    assert not [name for name in tracked() if name.startswith(OURS) and Path(name).stem in empty]
