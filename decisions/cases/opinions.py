"""What somebody said about a draft and what became of it, whoever said it: ``selectors.opinions(decision)``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import Promise

    Text = str | Promise


class OpinionKind(StrEnum):
    """Who speaks."""

    UNIT = "unit"
    PUBLIC = "public"
    HEARING = "hearing"
    EXPERT = "expert"

    @property
    def label(self) -> Text:
        """The kind in a word."""
        return {
            OpinionKind.UNIT: _("Units"),
            OpinionKind.PUBLIC: _("Public"),
            OpinionKind.HEARING: _("Hearing"),
            OpinionKind.EXPERT: _("Experts"),
        }[self]


class Adoption(StrEnum):
    """What became of an opinion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"
    OPEN = "open"

    @property
    def label(self) -> Text:
        """What became of it, in a word."""
        return {
            Adoption.ADOPTED: _("adopted"),
            Adoption.PARTLY: _("adopted in part"),
            Adoption.NOT_ADOPTED: _("not adopted"),
            Adoption.OPEN: _("not answered yet"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One opinion with its answer.

    Attributes:
        kind: Who speaks.
        speaker: Who exactly, as far as the reader of the desk may know.
        text: What was said.
        adoption: What became of it; none for opinions that are not answered by adoption.
        answer: The reason given, or the change made.
        clause: The clause it is about.
        on: When it was said.
        count: How many said it, where equal opinions are answered together.
        code: The filing code under which it is on file.
    """

    kind: OpinionKind
    speaker: str
    text: str
    adoption: Adoption | None = None
    answer: str = ""
    clause: str = ""
    on: date | None = None
    count: int = 1
    code: str = ""
