"""A refused act: which clause stands in the way, what the fact is, and what would cure it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from decisions.statutes.finding import Finding
    from decisions.statutes.rule import Rule


class Refusal(ValidationError):
    """An act the law does not allow as things stand.

    Attributes:
        grounds: Each rule that stands in the way with its finding.
    """

    def __init__(self, grounds: Iterable[tuple[Rule, Finding]]) -> None:
        self.grounds = list(grounds)
        super().__init__([ValidationError(self.sentence(rule, finding)) for rule, finding in self.grounds])

    @staticmethod
    def sentence(rule: Rule, finding: Finding) -> str:
        """Return one ground as a person reads it: the demand, the article, the fact, the cure."""
        text = _("%(title)s (%(provision)s, %(code)s): %(reason)s") % {
            "title": rule.title,
            "provision": rule.provision.citation,
            "code": rule.code,
            "reason": finding.reason,
        }
        return f"{text} {finding.cure}".strip()
