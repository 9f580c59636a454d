"""Write the statute table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from decisions.statutes.table import statute_table

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Write ``docs/statute.md`` from the register, or say whether it is current."""

    help = "Write docs/statute.md from the register of rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the place to write to, or the wish only to check."""
        parser.add_argument("--output", type=Path, default=Path(settings.BASE_DIR) / "docs" / "statute.md")
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check."""
        path, table = options["output"], statute_table()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != table:
                msg = f"{path} is not current; run manage.py statute_table."
                raise CommandError(msg)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(table, encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write(f"Wrote {path}.")
