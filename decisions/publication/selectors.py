"""Reading what was published, and until when it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.cases.deadlines import Deadline
from decisions.cases.models import ApprovalKind, Status
from decisions.cases.selectors import approval
from decisions.publication.facts import InterpretationFacts, PublicationFacts, TimelinessFacts, WithholdingFacts
from decisions.publication.models import Publication, WithholdingGround
from decisions.statutes.calendar import add_days, add_working_days
from decisions.statutes.rule import Instrument, Procedure, Provision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from decisions.cases.models import Approval, Decision
    from decisions.statutes.pack import Pack

# What "in force" means to the flow: issued, and not refused or withdrawn on the way.
ISSUED = {Status.IN_FORCE, Status.SUSPENDED, Status.ADJUSTED, Status.TERMINATED}


def is_in_force(decision: Decision) -> bool:
    """Whether the decision was issued."""
    return decision.status in ISSUED and Publication.objects.filter(decision=decision).exists()


def publication_of(decision: Decision) -> Publication | None:
    """Return the publication of a decision."""
    return Publication.objects.filter(decision=decision).select_related("snapshot").first()


def decided(decision: Decision) -> Approval | None:
    """Return the meeting's last word, with the text it adopted."""
    return approval(decision, ApprovalKind.MEETING)


def due_day(pack: Pack, formed_on: date) -> date | None:
    """Return the last day for publishing what was formed on a day; none where there is no rule.

    Raises:
        CalendarMissing: The period reaches into a year whose working days nobody has entered.
    """
    days = pack["publication.max_days"]
    if days is None:
        return None
    return (
        add_working_days(formed_on, days) if pack["publication.day_type"] == "working" else add_days(formed_on, days)
    )


def deadline(decision: Decision, node: str) -> Deadline | None:
    """Return the time for publishing: it runs from the day the meeting decided."""
    word = decided(decision)
    if node != "publish" or word is None or decision.is_nonpublic:
        return None
    return Deadline(due_on=due_day(decision.pack, word.on), provision=Provision(26, instrument=Instrument.INFORMATION))


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of publication as the record holds them."""
    found = publication_of(decision)
    if found is None:
        return
    channels = list(found.channels.all())
    withheld = ground_in_words(found.withheld_ground)
    word = decided(decision)
    yield PublicationFacts(
        decided_digest=word.snapshot.digest if word else "",
        published_digest=found.snapshot.digest,
        channels=tuple(channel.kind for channel in channels),
        withheld=withheld,
    )
    yield TimelinessFacts(
        formed_on=found.issued_on,
        published_on=min((channel.on for channel in channels), default=None),
        due_on=found.due_on,
        late_reason=found.late_reason,
        withheld=withheld,
    )
    yield WithholdingFacts(is_withheld=bool(found.withheld_ground), ground=withheld, reason=found.withheld_reason)
    # What applies is as it was then: after the final draft nobody determines it anew, and no path leads back.
    yield InterpretationFacts(
        is_watched=found.is_watched,
        is_technical=found.is_technical,
        interpretation=found.interpretation,
        public_heard=decision.requires(Procedure.PARTICIPATION),
        public_adoption=found.public_adoption,
        experts_heard=decision.requires(Procedure.EXPERTS),
        expert_adoption=found.expert_adoption,
        withheld=withheld,
    )


def ground_in_words(ground: str) -> str:
    """Return a ground of non-disclosure in words, "" for none."""
    return str(WithholdingGround(ground).label) if ground else ""
