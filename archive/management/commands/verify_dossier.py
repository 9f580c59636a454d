"""``manage.py verify_dossier``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from archive.package import verify


class Command(BaseCommand):
    """Verify a dossier, whoever wrote it: exit 0 if whole, 1 with every fault named, 2 if it cannot be read."""

    help = "Verify a dossier in a folder or a ZIP file: the same checks as the verify.py inside, by our own copy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a path."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *, path: Path, json: bool, **options: Any) -> None:
        """Verify, and leave with what was found."""
        code = verify.main([str(path), *(["--json"] if json else [])])
        if code:
            sys.exit(code)
