"""Whether an approval still speaks of what is on the table: it does while the digests are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Approval(Protocol):
    """An opinion, finding, score sheet or agenda item, given on one exact content."""

    @property
    def digest(self) -> str:
        """The digest of the snapshot it was given on."""


A = TypeVar("A", bound=Approval)


def is_stale(approval: Approval, current: str, *, confirmed: Collection[str] = ()) -> bool:
    """Whether an approval was given on other content than the current.

    Args:
        approval: The approval.
        current: The digest of the current snapshot.
        confirmed: Digests whose approvals the body that issued them has since declared not affected by the change.
    """
    return approval.digest != current and approval.digest not in confirmed


def stale(approvals: Iterable[A], current: str, *, confirmed: Collection[str] = ()) -> list[A]:
    """Return the approvals that have to be given again or confirmed, in their order."""
    return [approval for approval in approvals if is_stale(approval, current, confirmed=confirmed)]


def standing(approvals: Iterable[A], current: str, *, confirmed: Collection[str] = ()) -> list[A]:
    """Return the approvals that count for the current content, in their order."""
    return [approval for approval in approvals if not is_stale(approval, current, confirmed=confirmed)]
