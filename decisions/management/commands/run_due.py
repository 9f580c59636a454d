"""Do what is due: timers, reminders, evaluation triggers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from decisions import due


class Command(BaseCommand):
    """Does what is due; run it from cron or the worker, from as many places as you like."""

    help = "Let timers run out, write reminders and look for grounds to evaluate."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much there was."""
        for name, count in due.run(timezone.localdate()).items():
            self.stdout.write(f"{name}: {count}")
