"""What the rules of expert argumentation judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class PanelPlan:
    """What the experts are asked, and in which form.

    Attributes:
        form: Meeting, written or commissioned, as it is called.
        dimensions: Keys of the criteria put to the experts.
    """

    form: str
    dimensions: frozenset[str]


@dataclass(frozen=True)
class Chosen:
    """One expert as chosen: field, reason and the view on record."""

    name: str
    field: str
    reason: str
    view: str = ""


@dataclass(frozen=True)
class Selection:
    """Who was chosen, why, and how different views were attended to.

    Attributes:
        people: Everybody chosen.
        views_note: How attention was paid to experts of different views.
        chose_themselves: Names of those who chose and are chosen.
        reason_not_drawn: Why experts were named and not drawn by lot.
    """

    people: tuple[Chosen, ...]
    views_note: str
    chose_themselves: tuple[str, ...] = ()
    reason_not_drawn: str = ""


@dataclass(frozen=True)
class Interests:
    """What ties one expert to the matter, found by the check or declared."""

    name: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Participation:
    """What else one expert, or one institution, did in the same decision."""

    name: str
    acts: tuple[str, ...]


@dataclass(frozen=True)
class PoolUse:
    """Where the experts come from.

    Attributes:
        is_province: Whether the deciding organ is a province's, which has to keep a pool.
        has_own_pool: Whether the organ keeps one that is open.
        not_ready: Names with the reason why they may not serve: not admitted, term over, suspended.
        outsiders: Names of those who belong to no pool of the organ or of its superiors.
        outsiders_reason: Why they were taken nevertheless.
    """

    is_province: bool
    has_own_pool: bool
    not_ready: tuple[tuple[str, str], ...] = ()
    outsiders: tuple[str, ...] = ()
    outsiders_reason: str = ""


@dataclass(frozen=True)
class PoolTerm:
    """The term of one member of the pool, as it stood on a day.

    Attributes:
        name: Who.
        starts_on: The first day of the term; none for who belongs to no pool.
        ends_on: The last; none where the appointment names none.
        on: The day on which the expert serves.
    """

    name: str
    starts_on: date | None
    ends_on: date | None
    on: date


@dataclass(frozen=True)
class Vote:
    """How the experts voted, and what the lead unit concludes from it.

    Attributes:
        opinions: Signed opinions, those that cannot judge included.
        support: Those in favour as drafted.
        conditional: Those in favour on conditions.
        course: What the lead unit does: ``as_drafted``, ``with_changes`` or ``rework``.
    """

    opinions: int
    support: int
    conditional: int
    course: str


@dataclass(frozen=True)
class PanelSize:
    """How many experts argue, or argued and signed."""

    experts: int
    is_complex: bool


@dataclass(frozen=True)
class Composition:
    """Who of the panel belongs to the industry's own departments, and who stands below the lead unit."""

    total: int
    industry: tuple[str, ...]
    subordinate: tuple[str, ...]


@dataclass(frozen=True)
class Workload:
    """How many panels one expert is on in the year, the one in question included."""

    name: str
    tasks: int


@dataclass(frozen=True)
class Undertaking:
    """Whether one expert undertook to argue independently and to keep what is confidential."""

    name: str
    independence: bool
    confidentiality: bool


@dataclass(frozen=True)
class Signature:
    """How one written opinion is signed: by the expert's own name, from the expert's own account."""

    name: str
    signed_as: str
    is_own_account: bool


@dataclass(frozen=True)
class Opening:
    """Sealed sheets about to be opened, or opened.

    Attributes:
        outstanding: Experts who accepted, or have not answered, and have not sealed.
        deadline_on: The last day for scoring.
        on: The day of opening.
    """

    outstanding: int
    deadline_on: date
    on: date


@dataclass(frozen=True)
class Argumentation:
    """What the signed opinions cover.

    Attributes:
        opinions: How many signed opinions count.
        argued: Dimensions on which at least one opinion says something.
    """

    opinions: int
    argued: frozenset[str]


@dataclass(frozen=True)
class Adoption:
    """What became of the experts' opinions.

    Attributes:
        unanswered: Aliases of opinions nothing was said to.
        unreasoned: Aliases of opinions answered without a reason.
        departs_from_majority: Whether the lead unit goes another way than most experts advise.
        departure_reason: Why.
    """

    unanswered: tuple[str, ...]
    unreasoned: tuple[str, ...]
    departs_from_majority: bool
    departure_reason: str = ""
