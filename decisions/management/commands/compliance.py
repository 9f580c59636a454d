"""Judge a decision by every rule of the register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from archive.models import Material
from decisions import compliance
from decisions.cases.models import Decision

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Says of every rule what it finds, why, by which article, and which papers prove it."""

    help = "Judge a decision by every rule: outcome, reason, article, evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the decision's number and the wish for JSON."""
        parser.add_argument("number", help="the number of the decision, or its key")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge.

        Raises:
            CommandError: There is no such decision, or several have the number.
        """
        decision = self._decision(options["number"])
        papers: dict[str, list[str]] = {}
        for code, sequence in Material.objects.filter(case=decision.case_id).values_list("code", "sequence"):
            papers.setdefault(code, []).append(f"{code}-{sequence}")
        report = compliance.report(decision)
        rows = [
            {
                "rule": judged.rule.code,
                "title": str(judged.rule.title),
                "strength": judged.rule.strength.value,
                "outcome": judged.finding.outcome.value,
                "reason": str(judged.finding.reason),
                "cure": str(judged.finding.cure),
                "articles": [provision.key for provision in judged.rule.cites],
                "evidence": [paper for code in judged.rule.proved_by for paper in papers.get(code, ())],
            }
            for judged in report
        ]
        if options["json"]:
            document = {"number": decision.number, "title": decision.title, "rules": rows}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
            return
        for judged, row in zip(report, rows, strict=True):
            evidence = " ".join(row["evidence"]) or "-"
            self.stdout.write(
                f"{judged.finding.outcome.sign} {row['rule']}\t{judged.rule.provision.citation}\t{row['title']}\t"
                f"{row['reason'] or '-'}\t{evidence}"
            )

    def _decision(self, number: str) -> Decision:
        found = list(Decision.objects.filter(number=number)[:2])
        if not found and number.isdecimal():
            found = list(Decision.objects.filter(pk=int(number)))
        if len(found) != 1:
            raise CommandError(f"No decision, or more than one, has the number {number}; list_decisions names them.")
        return found[0]
