"""Carry a decision described in a folder through the flow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from decisions.replay import folder
from decisions.replay.runner import RefusedError, Replay

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from archive.models import LedgerEntry

REFUSED = 3


class Command(BaseCommand):
    """Carries a decision through the flow as its officials, on its days.

    An act that is refused ends the replay with exit code 3; the clause and the cure are printed, and nothing of the
    act is kept. What came before stays.
    """

    help = "Carry the decision of a case folder through the flow (see docs/case-format.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, where to stop, and a password for accounts that have to be made."""
        parser.add_argument("case_dir", type=Path)
        parser.add_argument("--until", default="", metavar="NODE")
        parser.add_argument("--password", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay the folder.

        Raises:
            CommandError: The folder is not a case.
        """
        try:
            case = folder.read(options["case_dir"])
            self.stdout.write(case.title)
            replay = Replay(case, told=self._tell)
            decision = replay.run(until=options["until"], password=options["password"])
        except folder.FolderError as error:
            raise CommandError(str(error)) from error
        except RefusedError as refused:
            self.stderr.write(_("%(file)s, act %(position)d, %(act)s on %(on)s: refused.") % vars(refused.step))
            for reason in refused.reasons:
                self.stderr.write(f"  {reason}")
            sys.exit(REFUSED)
        self.stdout.write(f"{decision.number} {decision.title}")

    def _tell(self, step: folder.Step, entry: LedgerEntry | None) -> None:
        number = f"#{entry.sequence}" if entry is not None else ""
        self.stdout.write(f"  {step.on} {step.act} {step.by} {number}")
