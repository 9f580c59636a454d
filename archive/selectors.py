"""Reading the archive: the only source of querysets for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum

from archive.access import cases_involving, cases_visible_to
from archive.models import Access, Case, LedgerEntry, Material, MaterialFile, Rendition, RenditionFailure

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What a case holds, in numbers."""

    materials: int
    public: int
    internal: int
    restricted: int
    files: int
    octets: int
    renditions: int
    pages: int


def cases(user: User, *, state: str = "", words: str = "") -> QuerySet[Case]:
    """Return the cases a user may see, newest first.

    Args:
        user: Who asks.
        state: ``missing`` or ``complete``; empty for all.
        words: A part of the title, or of the archive's number.
    """
    found = cases_visible_to(user)
    if state == "missing":
        found = found.filter(missing__gt=0)
    elif state == "complete":
        found = found.filter(missing=0)
    if words:
        asked = Q(title__icontains=words) | Q(fonds_code=words.partition("-")[0])
        last = words.rpartition("-")[2]
        if last.isdecimal():
            asked |= Q(number=int(last))
        found = found.filter(asked)
    return found.order_by("-year", "-number", "fonds_code")


def holdings(case: Case) -> Holdings:
    """Return what a case holds, in three queries."""
    counted = Material.objects.filter(case=case).aggregate(
        materials=Count("pk"),
        **{str(access): Count("pk", filter=Q(access=access)) for access in Access},
    )
    stored = MaterialFile.objects.filter(material__case=case).aggregate(files=Count("pk"), octets=Sum("blob__size"))
    made = Rendition.objects.filter(material__case=case).aggregate(renditions=Count("pk"), pages=Sum("pages"))
    return Holdings(**{name: value or 0 for name, value in {**counted, **stored, **made}.items()})


def failures(case: Case) -> QuerySet[RenditionFailure]:
    """Return which materials of a case have no PDF because it could not be made, and why."""
    return (
        RenditionFailure.objects.filter(material__case=case)
        .select_related("material")
        .defer("material__data")
        .order_by("material__code", "material__sequence")
    )


def entries(case: Case) -> QuerySet[LedgerEntry]:
    """Return the ledger of a case, the newest first, with who acted and what was filed."""
    return (
        LedgerEntry.objects.filter(case=case)
        .select_related("actor", "material")
        .defer("material__data")
        .order_by("-sequence")
    )


def materials(user: User) -> QuerySet[Material]:
    """Return the materials a user may read: what is restricted is for those who take part in the matter."""
    readable = ~Q(access=Access.RESTRICTED) | Q(case__in=cases_involving(user))
    return Material.objects.filter(readable, case__in=cases_visible_to(user)).select_related("case", "entry__actor")


def files(user: User) -> QuerySet[MaterialFile]:
    """Return the files of the materials a user may read."""
    return MaterialFile.objects.filter(material__in=materials(user).order_by().values("pk")).select_related(
        "blob", "material"
    )


def may_read_all(user: User, case: Case) -> bool:
    """Whether nothing of a case is withheld from a user who sees it."""
    is_withheld = Material.objects.filter(case=case, access=Access.RESTRICTED).exists()
    return not is_withheld or cases_involving(user).filter(pk=case.pk).exists()
