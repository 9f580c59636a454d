"""What the rules of public participation and hearings judge (art. 14 to 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heard:
    """In which ways the public was heard; ``is_nonpublic`` if the matter is lawfully not disclosed."""

    methods: tuple[str, ...]
    is_nonpublic: bool = False


@dataclass(frozen=True)
class SpecificGroups:
    """The groups whose interests are touched, as the notice names them, and those that were talked with.

    ``is_closing`` is false while the round runs: what is missing may still come.
    """

    named: tuple[str, ...]
    heard: tuple[str, ...]
    ground: str = ""
    is_closing: bool = True


@dataclass(frozen=True)
class Notice:
    """An invitation to the public to comment on a draft.

    ``working_days`` are the working days of the period, where the pack counts those.
    """

    opens_on: date
    closes_on: date
    shortening_reason: str
    has_draft: bool
    has_explanation: bool
    channels: tuple[str, ...]
    ways: str
    contact: str
    working_days: int | None = None

    @property
    def days(self) -> int:
        """The days of the period; the opening day is not counted."""
        return (self.closes_on - self.opens_on).days


@dataclass(frozen=True)
class Poll:
    """Who ran a questionnaire or poll, and what ties it to the matter."""

    provider: str
    has_interest: bool
    relation: str = ""


@dataclass(frozen=True)
class OpinionsAnswered:
    """What became of the opinions received, by their numbers in the register."""

    received: int
    answered: int
    withheld: int
    unanswered: tuple[str, ...] = ()
    without_reason: tuple[str, ...] = ()
    adopted_without_clause: tuple[str, ...] = ()
    is_closing: bool = True

    @property
    def is_reconciled(self) -> bool:
        """Whether what was received is what was answered and what was withheld."""
        return self.received == self.answered + self.withheld


@dataclass(frozen=True)
class AnswersPublished:
    """When what became of the opinions was published: with the act that answers them (art. 18).

    Attributes:
        closed_on: The last day of the period for comments.
        published_on: The day of the answers; none while they are to come.
        days: The days between, of the kind the pack counts, as counted on the day of the answers.
    """

    closed_on: date
    published_on: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class OpinionsKept:
    """Whether the opinions are what was received: each one's content against the digest of its receipt."""

    received: int
    altered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Necessity:
    """Why a hearing is held."""

    ground: str
    is_mandated: bool
    mandate: str = ""


@dataclass(frozen=True)
class HearingNotice:
    """The announcement of a hearing."""

    published_on: date
    hearing_on: date
    begins_at: str
    place: str
    has_draft: bool
    has_explanation: bool
    channels: tuple[str, ...]

    @property
    def days(self) -> int:
        """The days between the announcement and the hearing."""
        return (self.hearing_on - self.published_on).days


@dataclass(frozen=True)
class Selection:
    """How participants were selected, and which parties are represented."""

    is_needed: bool
    method: str
    method_published_on: date | None
    selected_on: date | None
    parties: tuple[str, ...]
    represented: tuple[str, ...]


@dataclass(frozen=True)
class ListPublished:
    """The published list of participants: the latest day on which somebody on it was made known."""

    listed: int
    published_on: date | None
    hearing_on: date

    @property
    def days(self) -> int:
        """The days between the list and the hearing."""
        return (self.hearing_on - self.published_on).days if self.published_on else 0


@dataclass(frozen=True)
class Composition:
    """Who the participants of a hearing are."""

    participants: int
    interested: int
    public: int
    civil_servants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deliveries:
    """When each participant received the papers of the hearing; none for who has not."""

    hearing_on: date
    delivered: tuple[tuple[str, date | None], ...]
    is_closing: bool = True


@dataclass(frozen=True)
class Roles:
    """Who hosts a hearing and who presents the draft."""

    host: str
    presenters: tuple[str, ...]


@dataclass(frozen=True)
class Attendance:
    """How many of the participants are present."""

    present: int
    invited: int


@dataclass(frozen=True)
class HearingPanel:
    """Who conducts the hearing."""

    members: int
    has_supervisor: bool


@dataclass(frozen=True)
class Sitting:
    """The three parts of a hearing, and what each participant present says of the record.

    ``confirmations`` are name, state (confirmed, corrected, refused or empty) and whether text or reason is there.
    """

    presentation: str
    statements: int
    debate: str
    confirmations: tuple[tuple[str, str, bool], ...]
    has_signed_record: bool


@dataclass(frozen=True)
class Feedback:
    """How the participants of a hearing were told what became of what they said (art. 18).

    Attributes:
        statements: How much was said that is answered.
        told: How they were told in writing, "" while nobody says so.
        is_closing: Whether the act that answers is there, so that nothing can follow.
    """

    statements: int
    told: str
    is_closing: bool = True


@dataclass(frozen=True)
class Report:
    """Whether a report of the hearing was written."""

    is_written: bool
