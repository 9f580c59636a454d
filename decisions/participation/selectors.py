"""Reading participation: rounds, opinions, and every fact the rules judge. Hearings: ``hearing_selectors``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from decisions.cases.deadlines import Deadline
from decisions.cases.selectors import is_due
from decisions.participation import facts
from decisions.participation.choices import AnswerKind, Method
from decisions.participation.hearing_selectors import current_hearing, evidence_of_hearings
from decisions.participation.models import (
    Consultation,
    OpinionDisposition,
    ParticipationRecord,
    PublicOpinion,
)
from decisions.participation.opinions import sources
from decisions.participation.receipts import receipt_digest
from decisions.statutes.calendar import CalendarMissing, days_between, working_days_between
from decisions.statutes.rule import Procedure, Provision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from decisions.cases.models import Decision, Snapshot
    from decisions.cases.opinions import OpinionSource
    from decisions.statutes.pack import Pack


# --- what the flow asks


def consulted_on(decision: Decision) -> Snapshot | None:
    """Return the snapshot the public was last heard on, all opinions answered."""
    last = _rounds(decision).filter(answered_on__isnull=False).order_by("-round").first()
    return last.snapshot if last else None


def hearing_held_on(decision: Decision) -> Snapshot | None:
    """Return the snapshot the last hearing was about."""
    last = decision.hearings.filter(held_on__isnull=False).select_related("snapshot").order_by("-number").first()
    return last.snapshot if last else None


def end_of_consultation(decision: Decision) -> datetime:
    """Return the instant at which the period of the current round is over: midnight after its last day."""
    current = current_consultation(decision) or _rounds(decision).order_by("-round").first()
    if current is None:
        return timezone.now()
    return end_of(current)


# --- rounds and opinions


def end_of(consultation: Consultation) -> datetime:
    """Return the first instant after the period: 00:00 of the day after the last day."""
    return timezone.make_aware(datetime.combine(consultation.closes_on + timedelta(days=1), time.min))


def start_of(consultation: Consultation) -> datetime:
    """Return the first instant of the period."""
    return timezone.make_aware(datetime.combine(consultation.opens_on, time.min))


def records_of(consultation: Consultation) -> list[ParticipationRecord]:
    """Return the other ways in which the public was heard in a round, or before any began."""
    return list(
        ParticipationRecord.objects.filter(
            Q(consultation=consultation) | Q(consultation=None), decision=consultation.decision_id
        )
    )


def current_consultation(decision: Decision) -> Consultation | None:
    """Return the round whose opinions are not answered yet."""
    return _rounds(decision).filter(answered_on__isnull=True).first()


def last_consultation(decision: Decision) -> Consultation | None:
    """Return the latest round."""
    return _rounds(decision).order_by("-round").first()


def _rounds(decision: Decision) -> QuerySet[Consultation]:
    return Consultation.objects.filter(decision=decision).select_related("snapshot")


def opinions_of(decision: Decision) -> QuerySet[PublicOpinion]:
    """Return every opinion on a decision with its answer, in the order received."""
    return PublicOpinion.objects.filter(decision=decision).select_related(
        "disposition__answer", "participant", "consultation"
    )


def opinions_to_answer(decision: Decision) -> QuerySet[PublicOpinion]:
    """Return the opinions whose answer is not filed yet."""
    return opinions_of(decision).filter(Q(disposition__isnull=True) | Q(disposition__filed_in__isnull=True))


def opinions_without_answer(decision: Decision) -> QuerySet[PublicOpinion]:
    """Return the opinions nobody has answered."""
    return PublicOpinion.objects.filter(decision=decision, disposition__isnull=True)


def answers_are_to_come(decision: Decision) -> bool:
    """Whether an act that answers opinions still lies ahead, so that a hearing's may wait for it."""
    return is_due(decision, Procedure.PARTICIPATION, consulted_on(decision))


def deadline(decision: Decision, node: str) -> Deadline | None:
    """Return the day of the hearing that is to be held."""
    hearing = current_hearing(decision) if node == "hold_hearing" else None
    return None if hearing is None else Deadline(due_on=hearing.hearing_on, provision=Provision(16))


# --- facts


def notice_facts(consultation: Consultation, pack: Pack) -> facts.Notice:
    """Return what an invitation says."""
    draft = consultation.snapshot.draft
    is_working = pack["public.day_type"] == "working"
    return facts.Notice(
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        shortening_reason=consultation.shortening_reason,
        has_draft=draft.clauses.exists(),
        has_explanation=bool(draft.explanation.strip()),
        channels=tuple(channel["name"] for channel in consultation.channels),
        ways=consultation.ways,
        contact=consultation.contact,
        working_days=period_days(consultation) if is_working else None,
    )


def period_days(consultation: Consultation) -> int:
    """Return the working days of a round, as counted when it was opened; those opened before by today's calendar."""
    if consultation.period_days is not None:
        return consultation.period_days
    return working_days_between(consultation.opens_on, consultation.closes_on)


def days_to_answer(consultation: Consultation, on: date, pack: Pack) -> int | None:
    """Return the days from the end of the period to the answers, of the kind the pack counts; none where unknown."""
    try:
        counts = working_days_between if pack["public.adoption_day_type"] == "working" else days_between
        return counts(consultation.closes_on, max(on, consultation.closes_on))
    except CalendarMissing:
        return None


def answers_published_facts(consultation: Consultation, pack: Pack) -> facts.AnswersPublished:
    """Return when what became of the opinions of a round was published."""
    answered, counted = consultation.answered_on, consultation.answer_days
    if answered is not None and counted is None:
        counted = days_to_answer(consultation, answered, pack)
    return facts.AnswersPublished(consultation.closes_on, answered, counted)


def heard_facts(consultation: Consultation, records: Sequence[ParticipationRecord]) -> facts.Heard:
    """Return in which ways the public was in fact heard in a round."""
    open_way = (Method.OPEN.value,) if consultation.is_open else ()
    held = tuple(dict.fromkeys(record.method for record in records if record.method != Method.EXPLANATION))
    return facts.Heard(methods=open_way + held, is_nonpublic=consultation.decision.is_nonpublic)


def group_facts(
    consultation: Consultation, records: Sequence[ParticipationRecord], *, is_closing: bool = True
) -> facts.SpecificGroups:
    """Return the groups named and those talked with."""
    return facts.SpecificGroups(
        named=tuple(consultation.groups),
        heard=tuple(record.group for record in records if record.group),
        ground=consultation.groups_ground,
        is_closing=is_closing,
    )


def poll_facts(records: Sequence[ParticipationRecord]) -> list[facts.Poll]:
    """Return who ran the questionnaires and polls."""
    return [
        facts.Poll(provider=record.provider, has_interest=record.has_interest, relation=record.relation)
        for record in records
        if record.method in {Method.POLL, Method.QUESTIONNAIRE} and record.provider
    ]


def answered_facts(opinions: Iterable[PublicOpinion], *, is_closing: bool = True) -> facts.OpinionsAnswered:
    """Return what became of some opinions."""
    received = 0
    kinds: Counter[str] = Counter()
    unanswered: list[str] = []
    without_reason: list[str] = []
    without_clause: list[str] = []
    for opinion in opinions:
        received += 1
        disposition = disposition_of(opinion)
        if disposition is None:
            unanswered.append(str(opinion.number))
            continue
        answer = disposition.answer
        kinds[answer.kind] += 1
        if not answer.reason.strip():
            without_reason.append(str(opinion.number))
        if AnswerKind(answer.kind).changes_draft and not (answer.clause_key.strip() and answer.change.strip()):
            without_clause.append(str(opinion.number))
    withheld = kinds[AnswerKind.WITHHELD]
    return facts.OpinionsAnswered(
        received=received,
        answered=sum(kinds.values()) - withheld,
        withheld=withheld,
        unanswered=tuple(unanswered),
        without_reason=tuple(without_reason),
        adopted_without_clause=tuple(without_clause),
        is_closing=is_closing,
    )


def counted_of(decision: Decision) -> dict[str, int]:
    """Return how many opinions were received, are answered, withheld and without answer, in one query."""
    return PublicOpinion.objects.filter(decision=decision).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(disposition__isnull=False) & ~Q(disposition__answer__kind=AnswerKind.WITHHELD)),
        withheld=Count("pk", filter=Q(disposition__answer__kind=AnswerKind.WITHHELD)),
        unanswered=Count("pk", filter=Q(disposition__isnull=True)),
        late=Count("pk", filter=Q(is_late=True)),
    )


def disposition_of(opinion: PublicOpinion) -> OpinionDisposition | None:
    """Return which answer an opinion has, if any."""
    return getattr(opinion, "disposition", None)


def kept_facts(opinions: Iterable[PublicOpinion]) -> facts.OpinionsKept:
    """Return whether each opinion still is what its receipt says."""
    received, altered = 0, []
    for opinion in opinions:
        received += 1
        if receipt_digest(opinion) != opinion.digest:
            altered.append(str(opinion.number))
    return facts.OpinionsKept(received=received, altered=tuple(altered))


def evidence(decision: Decision) -> Iterable[object]:
    """Return every fact of the stage as the record holds it, for the report on compliance."""
    records = list(decision.participation_records.all())
    for consultation in _rounds(decision).select_related("decision", "snapshot__draft"):
        consultation.decision = decision
        of_round = [record for record in records if record.consultation_id in {None, consultation.pk}]
        if consultation.is_open:
            yield notice_facts(consultation, decision.pack)
        if consultation.answered_on is not None:
            yield heard_facts(consultation, of_round)
        if consultation.is_open:
            yield answers_published_facts(consultation, decision.pack)
        yield group_facts(consultation, of_round, is_closing=consultation.answered_on is not None)
    yield from poll_facts(records) or _no_poll(decision)
    opinions = list(opinions_of(decision))
    if opinions or decision.consultations.filter(answered_on__isnull=False).exists():
        yield answered_facts(opinions, is_closing=not answers_are_to_come(decision))
        yield kept_facts(opinions)
    yield from evidence_of_hearings(decision, is_closing=not answers_are_to_come(decision))


def _no_poll(decision: Decision) -> list[facts.Poll]:
    """Return that nobody ran a poll, once a round is over."""
    over = decision.consultations.filter(answered_on__isnull=False).exists()
    return [facts.Poll(provider="", has_interest=False)] if over else []


def opinions(decision: Decision) -> Iterable[OpinionSource]:
    """Return what was said and what became of it, for the table of all opinions of a matter."""
    return sources(decision)
