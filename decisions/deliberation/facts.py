"""What the rules of deliberation judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class PackageItem:
    """One of the six kinds of papers of article 29.

    Attributes:
        number: The item of the article.
        papers: What the file holds for it, such as ``G07-1 合法性审查意见书``.
        missing: What it lacks, by code and title.
        waived: Why none is owed, as it was determined.
    """

    number: int
    papers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    waived: str = ""


@dataclass(frozen=True)
class PackageFacts:
    """The papers submitted for discussion, item by item (art. 29).

    Attributes:
        digest: The snapshot that is submitted.
        items: The six items in order.
        reviewed_digest: The snapshot on which the legality opinion was given.
    """

    digest: str
    items: tuple[PackageItem, ...]
    reviewed_digest: str = ""

    def item(self, number: int) -> PackageItem:
        """Return one item; one nobody listed holds nothing."""
        return next((item for item in self.items if item.number == number), PackageItem(number))


@dataclass(frozen=True)
class MeetingFacts:
    """The meeting at which a draft is discussed (art. 30(1)).

    Attributes:
        kind: Executive or plenary.
        number: Its number.
        on: The day it is held.
        papers_sent_on: The day the members had the papers.
        is_held: Whether the draft has been discussed.
        members: Members of the meeting.
        present: Members present and not recused.
        lead_unit_attends: Whether the lead unit is represented.
        legal_head_attends: Whether the legal body is represented.
    """

    kind: str
    number: str
    on: date
    papers_sent_on: date | None
    is_held: bool = False
    members: int = 0
    present: int = 0
    lead_unit_attends: bool = True
    legal_head_attends: bool = True


@dataclass(frozen=True)
class SpeakingFacts:
    """Who was there and who spoke, in order (art. 30(2)).

    Attributes:
        present: Members present and not recused, the one who presides included.
        spoke: Those whose view is recorded, in the order of speaking.
        presiding: Who speaks last: the head, or who was delegated to preside.
        is_head: Whether that is the head.
        delegation: The paper by which somebody else presides.
    """

    present: tuple[str, ...]
    spoke: tuple[str, ...]
    presiding: str
    is_head: bool = True
    delegation: str = ""


@dataclass(frozen=True)
class OutcomeFacts:
    """What was decided, by whom, on what discussion (art. 30(1)).

    Attributes:
        result: The outcome.
        decider: Who decided.
        presiding: Who presided.
        favour: Members in favour.
        members: All members of the meeting.
    """

    result: str
    decider: str
    presiding: str
    favour: int
    members: int
    discussed: int


@dataclass(frozen=True)
class DepartureFacts:
    """Whether the decision is another than the majority's, and what was said about it (art. 30(2)).

    Attributes:
        counts: Members by position.
        reason: The head's reasons.
        said_at_meeting: Whether they were given at the meeting.
    """

    result: str
    counts: tuple[tuple[str, int], ...]
    members: int
    present: int
    reason: str = ""
    said_at_meeting: bool = False


@dataclass(frozen=True)
class MinutesFacts:
    """The record of the discussion (art. 30(3)).

    Attributes:
        differing: Those who did not simply agree, with their words.
        minute_taker: Who took the minutes.
        deciders: The members who took part in deciding.
    """

    differing: tuple[tuple[str, str], ...]
    minute_taker: str
    deciders: tuple[str, ...]


@dataclass(frozen=True)
class ShelvedFacts:
    """A proposal the meeting shelved, and what became of it since (art. 30, local).

    Attributes:
        shelved_on: The day of the meeting.
        back_on: The day it was submitted again.
        today: The day on which it is asked.
        has_lapsed: Whether the matter was ended for it.
    """

    shelved_on: date
    back_on: date | None
    today: date
    has_lapsed: bool = False


@dataclass(frozen=True)
class OpeningFacts:
    """What the record says of the words with which whoever presides opened the item (art. 30(2), local).

    Attributes:
        opening: ``none``, ``neutral`` or ``leaning``; empty where the record is silent on it.
        words: The opening words.
    """

    opening: str
    words: str = ""


@dataclass(frozen=True)
class WrittenOpinion:
    """The written opinion of a member: who, whether that member was absent, and when the opinion was there."""

    name: str
    is_absent_member: bool
    received_on: date | None


@dataclass(frozen=True)
class WrittenFacts:
    """The written opinions that came to a discussion (art. 30(2), local)."""

    on: date
    opinions: tuple[WrittenOpinion, ...] = ()


@dataclass(frozen=True)
class ConfirmationFacts:
    """Who of those who spoke as members confirmed the record, and when (art. 30(3), local).

    Attributes:
        number: The number of the minutes.
        recorded_on: The day from which the period runs: that of the record.
        members: Each member present with the day of the confirmation; none for who has not confirmed.
        today: The day on which it is asked.
    """

    number: str
    recorded_on: date
    members: tuple[tuple[str, date | None], ...]
    today: date


@dataclass(frozen=True)
class PartyFacts:
    """The report to the Party committee and its reply (art. 31)."""

    decided_on: date
    reported_on: date | None
    report_number: str
    replied_on: date | None
    reply: str
    reply_number: str


@dataclass(frozen=True)
class CongressFacts:
    """The report to the people's congress and its opinion (art. 8)."""

    decided_on: date
    reported_on: date | None
    report_number: str
    replied_on: date | None
    reply: str


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Somebody at the discussion as the record is written: who, in what capacity, and what was said.

    Attributes:
        user: The official's account, where there is one.
        order: The place in the order of speaking; without one, the place in the list.
        position: Of ``majority.Position``; empty for those who did not speak and those who only attend.
        text: What was said, word for word.
        written: What an absent member sent in writing; it is on record and counts neither for the quorum nor among
            the positions.
        written_on: The day on which it was there.
    """

    name: str
    post: str
    capacity: str
    presence: str
    user: Any = None
    is_head: bool = False
    presides: bool = False
    delegation: str = ""
    order: int | None = None
    position: str = ""
    text: str = ""
    written: str = ""
    written_on: date | None = None

    @property
    def called(self) -> str:
        """Name and post: names repeat."""
        return f"{self.name}（{self.post}）" if self.post else self.name

    @property
    def is_present_member(self) -> bool:
        """Whether a member of the meeting is there."""
        return self.capacity == "member" and self.presence == "present"

    @property
    def speaks(self) -> bool:
        """Whether anything is recorded of this person, silence included."""
        return self.presence == "present" and bool(self.position or self.text.strip())
