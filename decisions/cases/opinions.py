"""What was said about a draft and what became of it, whoever said it.

A stage offers ``selectors.opinions(decision)``: sources, each the rows of one kind of speaker. A source counts in one
query and reads no more rows than a page shows, so that ten thousand opinions cost what ten do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from archive.models import Material

    Text = str | Promise


class OpinionKind(StrEnum):
    """Who speaks, in the order in which a matter is heard."""

    UNIT = "unit"
    PUBLIC = "public"
    HEARING = "hearing"
    EXPERT = "expert"
    LEGALITY = "legality"

    @property
    def label(self) -> Text:
        """The kind in a word."""
        return {
            OpinionKind.UNIT: _("Units"),
            OpinionKind.PUBLIC: _("The public"),
            OpinionKind.HEARING: _("Hearing"),
            OpinionKind.EXPERT: _("Expert"),
            OpinionKind.LEGALITY: _("Legality review"),
        }[self]


class Adoption(StrEnum):
    """What became of an opinion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"
    EXPLAINED = "explained"
    SET_ASIDE = "set_aside"
    AGREED = "agreed"
    OPEN = "open"

    @property
    def label(self) -> Text:
        """What became of it, in a word."""
        return {
            Adoption.ADOPTED: _("Adopted"),
            Adoption.PARTLY: _("adopted in part"),
            Adoption.NOT_ADOPTED: _("Not adopted"),
            Adoption.EXPLAINED: _("answered by explanation"),
            Adoption.SET_ASIDE: _("not of the matter, or withheld"),
            Adoption.AGREED: _("agrees, nothing to answer"),
            Adoption.OPEN: _("not answered yet"),
        }[self]

    @property
    def state(self) -> str:
        """Its colour and sign, as ``components/tag.html`` knows them."""
        return {Adoption.ADOPTED: "ok", Adoption.PARTLY: "now", Adoption.OPEN: "due"}.get(self, "na")


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One opinion with its answer.

    Attributes:
        kind: Who speaks.
        speaker: Who exactly, masked as the record that is published masks it.
        text: What was said; empty where it is withheld from publication.
        adoption: What became of it.
        reason: The reason given, and the change made.
        clause: The clause it is about.
        on: When it was said.
        material: The paper it is on file with, if it is filed.
    """

    kind: OpinionKind
    speaker: str
    text: str
    adoption: Adoption
    reason: str = ""
    clause: str = ""
    on: date | None = None
    material: Material | None = None


@dataclass(frozen=True, kw_only=True)
class OpinionSource:
    """The opinions of one kind of speaker, unread until a page asks for them.

    Attributes:
        kind: Who speaks.
        rows: The rows in their order, annotated with ``adoption``.
        read: Makes opinions of the rows of a page, whatever it has to look up for them in a fixed number of queries.
        is_internal: Whether its papers are restricted where the matter is not public.
    """

    kind: OpinionKind
    rows: QuerySet[Any]
    read: Callable[[list[Any]], list[Opinion]]
    is_internal: bool = True

    def counts(self) -> dict[Adoption, int]:
        """Return how many opinions became what; one query."""
        counted = self.rows.order_by().values_list("adoption").annotate(Count("pk"))
        return {Adoption(adoption): number for adoption, number in counted}

    def some(self, adoption: Adoption | None, start: int, stop: int) -> list[Opinion]:
        """Return the opinions from one place to another, of those that became one thing if it is named."""
        rows = self.rows if adoption is None else self.rows.filter(adoption=adoption.value)
        return self.read(list(rows[start:stop]))
