"""Papers to attach to an act, named before anybody has sent them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.factories import archive

if TYPE_CHECKING:
    from accounts.models import User
    from archive.models import Upload


@dataclass(frozen=True)
class Paper:
    """A file by its name; whoever acts sends it (``staged``)."""

    name: str

    def sent_by(self, official: User) -> Upload:
        """Send the file."""
        return archive.upload(self.name, content=_content(self.name), by=official)


def paper(title: str) -> Paper:
    """Return a PDF of this title; the same title has the same bytes."""
    return Paper(f"{title}.pdf")


def staged(values: Any, *, by: User) -> Any:
    """Send every paper among plain values, however deep, and put the uploads in their places."""
    if isinstance(values, Paper):
        return values.sent_by(by)
    if isinstance(values, dict):
        return {name: staged(value, by=by) for name, value in values.items()}
    if isinstance(values, list):
        return [staged(value, by=by) for value in values]
    return values


@lru_cache(maxsize=256)
def _content(name: str) -> bytes:
    return archive.pdf(name)
