"""What the public may read. Nothing about a matter that is lawfully not disclosed ever comes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from archive.models import Access, Material, MaterialFile
from decisions.cases.models import Decision
from decisions.participation.choices import AnswerKind
from decisions.participation.models import (
    Consultation,
    Hearing,
    HearingApplicant,
    HearingParticipant,
    OpinionAnswer,
    OpinionDisposition,
    PublicOpinion,
)

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

# What makes a decision published (art. 32), and what is public before it is.
PUBLISHED_BY = ("J01", "J02")
PUBLIC_BEFORE = ("C02", "C07", "C09", "C14", "C15", "C16")


def disclosed() -> QuerySet[Decision]:
    """Return the matters the public may know of."""
    return Decision.objects.filter(is_nonpublic=False)


def consultations(on: date) -> QuerySet[Consultation]:
    """Return the invitations to comment that have been published by a day, the latest first."""
    return (
        Consultation.objects.filter(is_open=True, decision__is_nonpublic=False, opens_on__lte=on)
        .select_related("decision__authority", "decision__lead_unit", "snapshot__draft", "material")
        .order_by("-opens_on", "-pk")
    )


def open_consultations(on: date) -> QuerySet[Consultation]:
    """Return the invitations that run on a day, the one that ends first first."""
    return (
        consultations(on)
        .filter(closes_on__gte=on, answered_on__isnull=True)
        .annotate(received=Count("opinions"))
        .order_by("closes_on", "pk")
    )


def closed_consultations(on: date) -> QuerySet[Consultation]:
    """Return the invitations whose period is over and whose opinions are being studied."""
    return consultations(on).filter(closes_on__lt=on, answered_on__isnull=True).annotate(received=Count("opinions"))


def answered_matters() -> QuerySet[Decision]:
    """Return the matters on which answers to opinions have been published."""
    filed = OpinionDisposition.objects.filter(opinion__decision=OuterRef("pk"), filed_in__isnull=False)
    closed = Consultation.objects.filter(decision=OuterRef("pk"), answered_on__isnull=False, is_open=True)
    return (
        disclosed()
        .filter(Exists(filed) | Exists(closed))
        .select_related("authority", "lead_unit")
        .order_by("-year", "-pk")
    )


def hearings(on: date) -> QuerySet[Hearing]:
    """Return the hearings announced by a day, the latest first."""
    return (
        Hearing.objects.filter(decision__is_nonpublic=False, published_on__lte=on)
        .select_related("decision__authority", "decision__lead_unit", "snapshot__draft", "material")
        .prefetch_related("parties")
        .order_by("-hearing_on", "-pk")
    )


def listed_participants(hearing: Hearing, on: date) -> QuerySet[HearingParticipant]:
    """Return the participants whose list has been published by a day."""
    return hearing.participants.filter(listed_on__lte=on).select_related("party")


def opinion_by_tracking(tracking: str) -> PublicOpinion | None:
    """Return the opinion of a receipt; whoever holds the number may read what became of it."""
    return (
        PublicOpinion.objects.filter(tracking=tracking)
        .select_related("decision", "consultation__snapshot__draft", "disposition__answer", "disposition__filed_in")
        .first()
    )


def applicant_by_tracking(tracking: str) -> HearingApplicant | None:
    """Return who signed up for a hearing under a number."""
    return (
        HearingApplicant.objects.filter(tracking=tracking, hearing__decision__is_nonpublic=False)
        .select_related("hearing__decision", "party", "place")
        .first()
    )


def published_answers(decision: Decision) -> QuerySet[OpinionAnswer]:
    """Return the answers that have been published, with the opinions each of them answers."""
    said = (
        OpinionDisposition.objects.filter(filed_in__isnull=False).select_related("opinion").order_by("opinion__number")
    )
    return (
        OpinionAnswer.objects.filter(decision=decision, dispositions__filed_in__isnull=False)
        .exclude(kind=AnswerKind.WITHHELD)
        .annotate(opinions=Count("dispositions", filter=Q(dispositions__filed_in__isnull=False), distinct=True))
        .prefetch_related(Prefetch("dispositions", said, to_attr="said"))
        .order_by("pk")
    )


def counted_answers(decision: Decision) -> dict[str, Any]:
    """Return how many opinions were answered in which way, and how many were withheld."""
    filed = OpinionDisposition.objects.filter(opinion__decision=decision, filed_in__isnull=False)
    return filed.aggregate(
        received=Count("pk"),
        withheld=Count("pk", filter=Q(answer__kind=AnswerKind.WITHHELD)),
        adopted=Count("pk", filter=Q(answer__kind__in=[AnswerKind.ADOPTED, AnswerKind.PARTLY])),
    )


def published_decisions() -> QuerySet[Decision]:
    """Return the decisions that have been issued and published."""
    issued = Material.objects.filter(case=OuterRef("case"), code__in=PUBLISHED_BY, access=Access.PUBLIC)
    return disclosed().filter(Exists(issued)).select_related("authority", "lead_unit").order_by("-year", "-pk")


def public_materials(decision: Decision) -> QuerySet[Material]:
    """Return the records of a published decision that are public, without what the filing scheme keeps inside."""
    return (
        Material.objects.filter(case=decision.case_id, access=Access.PUBLIC)
        .select_related("rendition__blob")
        .prefetch_related(Prefetch("files", MaterialFile.objects.select_related("blob")))
        .order_by("code", "sequence")
    )


def readable_materials() -> QuerySet[Material]:
    """Return every record the public may open: of published decisions all that is public, before that notices."""
    issued = Material.objects.filter(case=OuterRef("case"), code__in=PUBLISHED_BY, access=Access.PUBLIC)
    return Material.objects.filter(
        Q(code__in=PUBLIC_BEFORE) | Exists(issued),
        access=Access.PUBLIC,
        case__decision__is_nonpublic=False,
    )
