"""The rates above the ledger, after the supervision practice of the model cities; each leads to its rows.

They are counted from the days the flow itself left in ``Position``, so that a rate and its rows cannot differ.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.cases.deadlines import Light
from decisions.cases.positions import Position
from decisions.desk.tasks import light_condition

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from accounts.models import User
    from decisions.cases.models import Decision

    Text = str | Promise

# Rates are counted over everything one may see; for so many seconds they are not counted again.
KEPT = 60
REVIEWED, PROBLEMS, DISCUSSED, FILED = "reviewed", "problems", "discussed", "filed"
LATE, NEAR, NOT_YET = "late", "near", "not-yet"
OPEN = "-open"
# What ``?rate=`` may say, and how a page calls the rows it shows.
KEYS: dict[str, Text] = {
    REVIEWED: gettext_lazy("submitted for discussion"),
    f"{REVIEWED}{OPEN}": gettext_lazy("submitted for discussion without a review opinion before"),
    PROBLEMS: gettext_lazy("with problems raised by the review"),
    f"{PROBLEMS}{OPEN}": gettext_lazy("with problems not handled"),
    DISCUSSED: gettext_lazy("decided"),
    f"{DISCUSSED}{OPEN}": gettext_lazy("decided without discussion"),
    FILED: gettext_lazy("filed, or overdue for filing"),
    f"{FILED}{OPEN}": gettext_lazy("not filed in time"),
    NOT_YET: gettext_lazy("not due for filing yet"),
    LATE: gettext_lazy("overdue"),
    NEAR: gettext_lazy("due within three days"),
}


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A number with what it was counted from.

    Attributes:
        key: Its word in addresses.
        label: Its name.
        numerator: What fulfils it.
        denominator: What was counted.
        unit: What is counted, in words.
        note: What was left out.
    """

    key: str
    label: str
    numerator: int
    denominator: int
    unit: str
    note: str = ""

    @property
    def value(self) -> str:
        """The share in percent, cut to one decimal place, so that 100% means all; a dash where nothing was counted."""
        if not self.denominator:
            return "—"
        whole, tenth = divmod(1000 * self.numerator // self.denominator, 10)
        return f"{whole}.{tenth}%" if tenth else f"{whole}%"

    @property
    def missed(self) -> int:
        """How many miss it."""
        return self.denominator - self.numerator

    @property
    def rows(self) -> str:
        """The key of the rows to show: those that miss it, or all if none does."""
        return f"{self.key}{OPEN}" if self.missed else self.key

    @property
    def state(self) -> str:
        """Whether something is wrong."""
        return "late" if self.missed else ""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The tiles above the ledger, and the moment at which they were counted."""

    at: datetime
    rates: tuple[Rate, ...]
    late: int
    near: int


def _conditions(today: date) -> dict[str, Q]:
    return {
        REVIEWED: Q(tabled_on__isnull=False),
        PROBLEMS: Q(problems_raised__gt=0),
        DISCUSSED: Q(issued_on__isnull=False),
        FILED: Q(filing_due_on__isnull=False) & (Q(filed_on__isnull=False) | Q(filing_due_on__lt=today)),
        NOT_YET: Q(filed_on__isnull=True, filing_due_on__gte=today),
        LATE: light_condition(Light.LATE, today, "due_on"),
        NEAR: light_condition(Light.NEAR, today, "due_on"),
    }


_FULFILLED = {
    REVIEWED: Q(reviewed_on__lte=F("tabled_on")),
    PROBLEMS: Q(problems_handled=F("problems_raised")),
    DISCUSSED: Q(discussed_on__lte=F("issued_on")),
    FILED: Q(filed_on__lte=F("filing_due_on")),
}


def behind(key: str, today: date) -> QuerySet[Position]:
    """Return the rows behind a number.

    Args:
        key: One of ``KEYS``.
        today: Today.
    """
    plain = key.removesuffix(OPEN)
    found = Position.objects.filter(_conditions(today)[plain])
    return found.exclude(_FULFILLED[plain]) if key.endswith(OPEN) else found


def rates_for(user: User, decisions: QuerySet[Decision], today: date, *, scope: str = "") -> Rates:
    """Return the rates over decisions, counted at most once a minute for a reader and a filter.

    Args:
        user: Who reads.
        decisions: What is counted.
        today: Today.
        scope: What narrowed the decisions, as text.
    """
    narrowed = hashlib.sha256(scope.encode()).hexdigest()[:16]
    name = f"desk-rates-{user.pk}-{today.isoformat()}-{narrowed}"
    held: tuple[datetime, dict[str, Any]] | None = cache.get(name)
    if held is None:
        held = (timezone.now(), _counted(decisions, today))
        cache.set(name, held, KEPT)
    return _rates(*held)


def _counted(decisions: QuerySet[Decision], today: date) -> dict[str, Any]:
    asked = _conditions(today)
    return Position.objects.filter(decision__in=decisions.order_by().values("pk")).aggregate(
        **{f"all_{key.replace('-', '_')}": Count("pk", filter=condition) for key, condition in asked.items()},
        **{key: Count("pk", filter=asked[key] & condition) for key, condition in _FULFILLED.items()},
        raised=Sum("problems_raised"),
        handled=Sum("problems_handled"),
    )


def _rates(at: datetime, counts: dict[str, Any]) -> Rates:
    return Rates(
        at=at,
        late=counts["all_late"],
        near=counts["all_near"],
        rates=(
            Rate(
                key=REVIEWED,
                label=_("Legality review rate"),
                numerator=counts[REVIEWED],
                denominator=counts["all_reviewed"],
                unit=_("submitted for discussion"),
            ),
            Rate(
                key=PROBLEMS,
                label=_("Review problems handled"),
                numerator=counts["handled"] or 0,
                denominator=counts["raised"] or 0,
                unit=_("problems"),
            ),
            Rate(
                key=DISCUSSED,
                label=_("Collective discussion rate"),
                numerator=counts[DISCUSSED],
                denominator=counts["all_discussed"],
                unit=_("decided"),
            ),
            Rate(
                key=FILED,
                label=_("Filing timeliness"),
                numerator=counts[FILED],
                denominator=counts["all_filed"],
                unit=_("matters"),
                note=_("without %(count)d not due yet") % {"count": counts["all_not_yet"]},
            ),
        ),
    )
