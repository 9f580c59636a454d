"""What a rule answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise


class Outcome(StrEnum):
    """The five answers of a rule."""

    MET = "met"
    EXCUSED = "excused"
    BREACHED = "breached"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> Text:
        """The answer in a word."""
        return {
            Outcome.MET: _("Met"),
            Outcome.EXCUSED: _("Excused"),
            Outcome.BREACHED: _("Breached"),
            Outcome.PENDING: _("Pending"),
            Outcome.NOT_APPLICABLE: _("Not applicable"),
        }[self]

    @property
    def sign(self) -> str:
        """The answer as a shape."""
        return {
            Outcome.MET: "✓",
            Outcome.EXCUSED: "◇",
            Outcome.BREACHED: "✕",
            Outcome.PENDING: "…",
            Outcome.NOT_APPLICABLE: "—",
        }[self]


@dataclass(frozen=True)
class Finding:
    """One answer: the outcome, the fact or recorded reason behind it, and what would cure a breach."""

    outcome: Outcome
    reason: Text = ""
    cure: Text = ""

    @property
    def stands_in_the_way(self) -> bool:
        """Whether an act that requires the rule must be refused."""
        return self.outcome in {Outcome.BREACHED, Outcome.PENDING}


def met(reason: Text = "") -> Finding:
    """The fact is as the law asks."""
    return Finding(Outcome.MET, reason)


def excused(reason: Text) -> Finding:
    """The fact is not as the law generally asks, and the reason the law lets count is recorded."""
    return Finding(Outcome.EXCUSED, reason)


def breached(reason: Text, cure: Text = "") -> Finding:
    """The fact is against the law."""
    return Finding(Outcome.BREACHED, reason, cure)


def pending(reason: Text = "") -> Finding:
    """The fact is not there yet."""
    return Finding(Outcome.PENDING, reason)


def not_applicable(reason: Text) -> Finding:
    """The rule does not reach this case, as somebody determined and recorded."""
    return Finding(Outcome.NOT_APPLICABLE, reason)
