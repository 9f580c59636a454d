"""What the rules of publication judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class PublicationFacts:
    """What was published, and where (art. 32).

    Attributes:
        decided_digest: The text the meeting adopted.
        published_digest: The text that is issued.
        channels: Kinds of channel.
        withheld: The ground on which it is not disclosed.
    """

    decided_digest: str
    published_digest: str
    channels: tuple[str, ...] = ()
    withheld: str = ""


@dataclass(frozen=True)
class TimelinessFacts:
    """When the decision was formed and when it was published (information regulation, art. 26).

    Attributes:
        formed_on: The day it was issued.
        published_on: The first day on which a channel carried it.
        due_on: The last day for it; none where the place has no rule.
        late_reason: Why it was late.
        withheld: The ground on which it is not disclosed.
    """

    formed_on: date
    published_on: date | None
    due_on: date | None
    late_reason: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class WithholdingFacts:
    """Whether the decision is not disclosed, and on what ground (information regulation, art. 14 to 16)."""

    is_withheld: bool
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True)
class InterpretationFacts:
    """What was explained to the public (art. 32).

    Attributes:
        is_watched: Whether the matter is widely watched.
        is_technical: Whether it is strongly professional or technical.
        interpretation: How and what was interpreted.
        public_heard: Whether the public was heard.
        public_adoption: What was said of the public's opinions.
        experts_heard: Whether experts argued.
        expert_adoption: What was said of the experts' opinions.
        withheld: The ground on which the decision is not disclosed.
    """

    is_watched: bool
    is_technical: bool
    interpretation: str = ""
    public_heard: bool = False
    public_adoption: str = ""
    experts_heard: bool = False
    expert_adoption: str = ""
    withheld: str = ""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """How the decision is issued.

    Attributes:
        digest: Of the text that is issued; it has to be the text the meeting adopted.
        document_number: The number it is issued under; without one, the next of the organ's series is given.
        issued_on: The day it is formed; the time for publishing runs from it.
    """

    digest: str
    signed_by: str
    issued_on: date
    effective_on: date
    document_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What is explained to the public with the decision (art. 32)."""

    is_watched: bool = False
    is_technical: bool = False
    interpretation: str = ""
    public_adoption: str = ""
    expert_adoption: str = ""
