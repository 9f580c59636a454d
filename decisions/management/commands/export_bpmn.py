"""Write the process as BPMN 2.0."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from decisions.bpmn.xml import bpmn_of
from decisions.flows import DecisionFlow

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Writes the process with lanes, conditions, timers and articles; any BPMN tool opens it."""

    help = "Write the process as BPMN 2.0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write, and the language of the labels."""
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--language", default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        options["output"].write_text(bpmn_of(DecisionFlow, language=options["language"]), encoding="utf-8")
        self.stdout.write(str(options["output"]))
