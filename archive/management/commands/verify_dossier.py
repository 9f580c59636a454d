"""``manage.py verify_dossier``."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from archive.package import verify
from archive.package.comparison import Comparison, compare

UNREADABLE = 2


class Command(BaseCommand):
    """Verify a dossier, whoever wrote it: exit 0 if whole, 1 with every fault named, 2 if it cannot be read.

    Where the case it names is in this installation, its ledger is held against the database's too.
    """

    help = (
        "Verify a dossier in a folder or a ZIP file: the same checks as the verify.py inside, by our own copy, and "
        "where the case is kept here, its ledger against the database's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a path."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--json", action="store_true", help="say it as JSON")
        parser.add_argument("--offline", action="store_true", help="check the package by itself, ask no database")

    def handle(self, *, path: Path, json: bool, offline: bool, **options: Any) -> None:
        """Verify, and leave with what was found."""
        said = StringIO()
        with redirect_stdout(said):
            code = verify.main([str(path), *(["--json"] if json else [])])
        found = None if offline or code == UNREADABLE else _compare(path)
        self.stdout.write(_with_database(said.getvalue(), found) if json else said.getvalue(), ending="")
        if code != UNREADABLE and not offline and not json:
            self._tell(found)
        if code or (found is not None and found.differences):
            sys.exit(code or 1)

    def _tell(self, found: Comparison | None) -> None:
        if found is None:
            self.stdout.write(_("Not compared with a database: the case is not in this one."))
            return
        for unlike in found.differences:
            self.stdout.write(f"✕ [{unlike.code}] #{unlike.sequence} {unlike.message}")
        counts = {"packed": found.packed, "kept": found.kept}
        self.stdout.write(
            _("It is not what the database's ledger holds (%(packed)d entries here, %(kept)d there).") % counts
            if found.differences
            else _("It is what the database's ledger holds (%(packed)d of %(kept)d entries).") % counts
        )


def _compare(path: Path) -> Comparison | None:
    try:
        return compare(path)
    except OperationalError as error:
        message = _("The database does not answer; with --offline the package is checked by itself.")
        raise CommandError(message, returncode=UNREADABLE) from error


def _with_database(said: str, found: Comparison | None) -> str:
    """Return the verifier's report with what the comparison found; null where there was none."""
    report = json.loads(said)
    report["database"] = found and {
        "reference": found.reference,
        "packed": found.packed,
        "kept": found.kept,
        "differences": [unlike._asdict() for unlike in found.differences],
    }
    return json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
