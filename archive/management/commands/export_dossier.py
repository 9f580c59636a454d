"""``manage.py export_dossier``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive.access import find_case
from archive.models import Case
from archive.package import writer
from archive.package.binding import bind


class Command(BaseCommand):
    """Write the dossier of a case to a folder, or to a ZIP file where the path ends so."""

    help = "Write the dossier of a case; the same state of its ledger gives the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a number and a path."""
        parser.add_argument("number", help="archive number, decision number or key of the case")
        parser.add_argument("--output", type=Path, required=True, help="a folder to be made, or a .zip file")
        parser.add_argument("--replace", action="store_true", help="let an earlier dossier there give way")

    def handle(self, *, number: str, output: Path, replace: bool, **options: Any) -> None:
        """Bind and write."""
        try:
            plan = bind(find_case(number))
            writer.write(plan, output, replace=replace)
        except Case.DoesNotExist as error:
            raise CommandError(_("There is no case %(number)s.") % {"number": number}, returncode=2) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        size = sum(entry.digests.size for entry in plan.entries)
        self.stdout.write(
            _("%(name)s: %(files)d files, %(octets)d bytes, in %(path)s")
            % {"name": plan.name, "files": len(plan.entries), "octets": size, "path": output}
        )
