"""Do what is due: timers, reminders, evaluation triggers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions import due
from decisions.statutes.selectors import years_to_enter


class Command(BaseCommand):
    """Does what is due; run it from cron or the worker, from as many places as you like."""

    help = "Let timers run out, write reminders, look for grounds to evaluate, make papers no worker has made."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much there was.

        Raises:
            CommandError: Some part failed.
        """
        today = timezone.localdate()
        failed = []
        try:
            done = due.run(today)
        except due.PartlyDoneError as error:
            done, failed = error.done, error.failed
        for name, count in done.items():
            self.stdout.write(f"{name}: {count}")
        for year in years_to_enter(today):
            self.stderr.write(
                _("The working days of %(year)d are not entered yet; who keeps the calendar is reminded.")
                % {"year": year}
            )
        if failed:
            raise CommandError(_("Not done: %(parts)s. The log says why.") % {"parts": ", ".join(failed)})
