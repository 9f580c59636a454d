"""List the decisions held here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from decisions.cases.models import Decision

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

_BATCH = 1000


class Command(BaseCommand):
    """Says number, title, authority, present nodes and dates of every decision."""

    help = "List the decisions: number, title, authority, present nodes, dates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish for JSON."""
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        """List them."""
        if options["json"]:
            self.stdout.write(json.dumps(list(_rows()), ensure_ascii=False, indent=2))
            return
        for row in _rows():
            nodes = ",".join(row["nodes"]) or "-"
            self.stdout.write(
                "\t".join([row["number"], row["title"], row["authority"], row["status"], nodes, row["due_on"] or "-"])
            )


def _rows() -> Iterator[dict[str, Any]]:
    decisions = Decision.objects.select_related("authority", "position", "case").order_by("year", "pk")
    for decision in decisions.iterator(chunk_size=_BATCH):
        position = getattr(decision, "position", None)
        yield {
            "number": decision.number,
            "title": decision.title,
            "authority": decision.authority.name,
            "status": decision.status,
            "nodes": position.present_nodes if position else [],
            "due_on": position.due_on.isoformat() if position and position.due_on else None,
            "opened_on": decision.case.opened_on.isoformat(),
            "created_on": timezone.localdate(decision.created_at).isoformat(),
            "entries": decision.case.head_sequence,
        }
