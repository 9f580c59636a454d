"""``manage.py verify_ledger``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive import ledger
from archive.access import find_case
from archive.models import Case


class Command(BaseCommand):
    """Check the chain of one case or of all; name the first entry that does not fit. Exit 1 where one does not."""

    help = "Verify the ledger of one case, or of all: exit 0 if whole, 1 with the first entry that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a number and whether to read the files too."""
        parser.add_argument("number", nargs="?", help="archive number, decision number or key of one case")
        parser.add_argument("--files", action="store_true", help="also read every stored file")

    def handle(self, *, number: str | None, files: bool, **options: Any) -> None:
        """Verify and say what was found."""
        try:
            case = find_case(number) if number else None
        except Case.DoesNotExist as error:
            raise CommandError(_("There is no case %(number)s.") % {"number": number}, returncode=2) from error
        done = ledger.verify(case, with_files=files)
        for fault in done.faults:
            self.stderr.write(f"✕ {fault.reference} #{fault.sequence} [{fault.code}] {fault.message}")
        self.stdout.write(
            _("%(cases)d cases, %(entries)d entries, %(files)d files read.")
            % {"cases": done.cases, "entries": done.entries, "files": done.files}
        )
        if not done.is_whole:
            sys.exit(1)
        self.stdout.write(_("The ledger is whole."))
