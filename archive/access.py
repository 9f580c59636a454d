"""What the archive has to be told by those above it: who may see a case, and what people call it.

It is told as well what an act is called and where late papers are filed.

The archive knows no decision. Whoever opens cases registers, in ``AppConfig.ready``, how to answer these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.models import Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from accounts.models import User

    Text = str | Promise


@dataclass(kw_only=True)
class _Seam:
    visible: Callable[[User], QuerySet[Case]] | None = None
    involving: Callable[[User], QuerySet[Case]] | None = None
    numbered: Callable[[str], Case | None] | None = None
    act_title: Callable[[str], Text] | None = None
    late_filing: Callable[[User, Case], str] | None = None


_seam = _Seam()


def register(
    *,
    visible: Callable[[User], QuerySet[Case]] | None = None,
    involving: Callable[[User], QuerySet[Case]] | None = None,
    numbered: Callable[[str], Case | None] | None = None,
    act_title: Callable[[str], Text] | None = None,
    late_filing: Callable[[User, Case], str] | None = None,
) -> None:
    """Say how questions about cases are answered; what is not given stays as it was.

    Args:
        visible: The cases a user may see.
        involving: The cases whose restricted records a user may read.
        numbered: The case of a number that is not the archive's own, such as 决策〔2026〕7号.
        act_title: What people call an act of the ledger, such as ``open_consultation``.
        late_filing: Where a user files a paper that turned up late; empty where the user may not, or not now.
    """
    _seam.visible = visible or _seam.visible
    _seam.involving = involving or _seam.involving
    _seam.numbered = numbered or _seam.numbered
    _seam.act_title = act_title or _seam.act_title
    _seam.late_filing = late_filing or _seam.late_filing


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Return the cases a user may see: none, unless somebody above says which."""
    return _seam.visible(user) if _seam.visible else Case.objects.none()


def cases_involving(user: User) -> QuerySet[Case]:
    """Return the cases of which a user may read also what is restricted: none, unless somebody above says which."""
    return _seam.involving(user) if _seam.involving else Case.objects.none()


def act_title(act: str) -> str:
    """Return what people call an act of the ledger."""
    return str(_seam.act_title(act)) if _seam.act_title else act


def late_filing(user: User, case: Case) -> str:
    """Return the address where a user files a paper that turned up late; empty where it cannot be done."""
    return _seam.late_filing(user, case) if _seam.late_filing else ""


def find_case(number: str) -> Case:
    """Return the case of a number: the archive's own, a key, or what those above know.

    Raises:
        Case.DoesNotExist: There is none.
    """
    if _seam.numbered and (known := _seam.numbered(number)):
        return known
    if number.isdecimal():
        return Case.objects.get(pk=int(number))
    fonds_code, _mark, rest = number.partition("-WS·")
    year, _dash, tail = rest.partition("-")
    last = tail.rpartition("-")[2]
    if not (year.isdecimal() and last.isdecimal()):
        raise Case.DoesNotExist
    case = Case.objects.get(fonds_code=fonds_code, year=int(year), number=int(last))
    if case.reference != number:
        raise Case.DoesNotExist
    return case
