"""Seed the calendar of working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from decisions.statutes.calendar import CalendarMissing
from decisions.statutes.holidays import known_years, seed_year

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Enter the years the library knows and nobody has entered; run again, it changes nothing."""

    help = "Enter the working days of the years chinesecalendar knows, leaving years already entered alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the years wanted; all known ones without."""
        parser.add_argument("years", nargs="*", type=int, help="only these years")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed each year."""
        entered = []
        for year in options["years"] or known_years():
            try:
                if seed_year(year):
                    entered.append(year)
            except CalendarMissing as error:
                raise CommandError(" ".join(error.messages)) from error
        if options["verbosity"]:
            self.stdout.write(f"Entered {len(entered)} years: {', '.join(map(str, entered)) or '-'}.")
