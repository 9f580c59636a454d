"""Reading drafts, their versions, and the consultation of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Unit, UnitKind
from decisions.cases.models import Clause, Decision, Draft
from decisions.cases.selectors import held_offices, units_under
from decisions.drafting.facts import AnalysisFacts, BasisFacts, ConsultationFacts, DisagreementFacts
from decisions.drafting.models import Position, Preparation, UnitConsultation, UnitOpinion, UnitReply, UnitRequest
from decisions.drafting.opinions import sources
from decisions.statutes import clauses as statutes_clauses
from decisions.statutes.comparison import ClauseChange, compare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import User
    from decisions.cases.opinions import OpinionSource


def units_are_to_be_consulted(decision: Decision) -> bool:
    """Whether units are named for the present version of the draft and not yet heard to the end."""
    draft = decision.current_draft
    return (
        draft is not None
        and UnitRequest.objects.filter(draft=draft).exists()
        and not UnitConsultation.objects.filter(draft=draft).exists()
    )


def evidence(decision: Decision) -> Iterable[object]:
    """Return every fact of drafting as the record holds it."""
    preparations = list(
        Preparation.objects.filter(draft__decision=decision)
        .select_related("draft__unit_consultation")
        .prefetch_related("basis", "options", "draft__unit_requests__unit", "draft__unit_requests__reply__opinions")
        .order_by("draft__version")
    )
    if not preparations:
        return
    yield basis_facts(preparations[-1])
    yield AnalysisFacts(
        has_cost_benefit=any(item.cost_benefit for item in preparations),
        options=max(len(item.options.all()) for item in preparations),
    )
    disagreements = []
    for preparation in preparations:
        if preparation is preparations[0] or preparation.draft.unit_requests.all():
            yield consultation_facts(preparation)
        disagreements += _disagreements(preparation.draft)
    concluded = [item for item in preparations if hasattr(item.draft, "unit_consultation")]
    if disagreements:
        yield from disagreements
    elif concluded or not preparations[0].draft.unit_requests.all():
        yield DisagreementFacts()


def basis_facts(preparation: Preparation) -> BasisFacts:
    """Return what the draft rests on."""
    items = list(preparation.basis.all())
    return BasisFacts(
        titles=tuple(item.title for item in items),
        without_relation=tuple(item.title for item in items if not item.relation.strip()),
        compliance_note=preparation.compliance_note,
    )


def consultation_facts(preparation: Preparation) -> ConsultationFacts:
    """Return who was asked about a version, and who answered."""
    requests = list(preparation.draft.unit_requests.all())
    replies = [request.reply for request in requests if hasattr(request, "reply")]
    return ConsultationFacts(
        version=preparation.draft.version,
        asked=tuple(request.unit.name for request in requests),
        answered=tuple(reply.request.unit.name for reply in replies if reply.position != Position.SILENT),
        silent=tuple(reply.request.unit.name for reply in replies if reply.position == Position.SILENT),
        reason_for_none=preparation.reason_no_units,
        is_concluded=hasattr(preparation.draft, "unit_consultation"),
        without_disposition=tuple(
            reply.request.unit.name
            for reply in replies
            if reply.position in {Position.SUGGEST, Position.DISAGREE} and not reply.opinions.all()
        )
        if hasattr(preparation.draft, "unit_consultation")
        else (),
    )


def _disagreements(draft: Draft) -> list[DisagreementFacts]:
    return [
        disagreement_facts(request.unit, opinion)
        for request in draft.unit_requests.all()
        if hasattr(request, "reply") and request.reply.position == Position.DISAGREE
        for opinion in request.reply.opinions.all()
    ]


def disagreement_facts(unit: Unit, opinion: UnitOpinion) -> DisagreementFacts:
    """Return what became of a unit's disagreement."""
    return DisagreementFacts(
        unit=unit.name,
        is_agreed=opinion.is_agreed,
        issue=opinion.issue,
        unit_opinion=opinion.unit_opinion,
        lead_opinion=opinion.lead_opinion,
    )


# Choices and prefilled values


def units_to_consult(decision: Decision) -> QuerySet[Unit]:
    """Return the units that may be concerned by a draft: those of the authority and the governments below it."""
    return (
        units_under(decision.authority)
        .exclude(pk=decision.lead_unit_id or 0)
        .exclude(kind__in=[UnitKind.PARTY_COMMITTEE, UnitKind.CONGRESS])
    )


def latest_preparation(decision: Decision) -> Preparation | None:
    """Return what the latest prepared version rests on."""
    return (
        Preparation.objects.filter(draft__decision=decision)
        .prefetch_related("basis", "options")
        .order_by("-draft__version")
        .first()
    )


def text_of(draft: Draft | None) -> str:
    """Return a draft's clauses as one text."""
    if draft is None:
        return ""
    return statutes_clauses.render((clause.key, clause.heading, clause.text) for clause in draft.clauses.all())


def clauses_from(decision: Decision, text: str) -> list[statutes_clauses.ParsedClause]:
    """Split a text into clauses; a clause of an earlier version found again keeps its key."""
    draft = decision.current_draft
    previous = [(clause.key, clause.heading, clause.text) for clause in draft.clauses.all()] if draft else []
    taken = set(Clause.objects.filter(draft__decision=decision).values_list("key", flat=True))
    return statutes_clauses.parse(text, previous=previous, taken=taken)


# The consultation of units


def requests_on(draft: Draft | None) -> QuerySet[UnitRequest]:
    """Return the units asked about a version."""
    return UnitRequest.objects.filter(draft=draft) if draft is not None else UnitRequest.objects.none()


def open_requests(decision: Decision) -> QuerySet[UnitRequest]:
    """Return the requests of the present version that no unit has answered, while they are being heard."""
    draft = decision.current_draft
    if draft is None or UnitConsultation.objects.filter(draft=draft).exists():
        return UnitRequest.objects.none()
    return UnitRequest.objects.filter(draft=draft, reply__isnull=True).select_related("unit")


def requests_for(decision: Decision, official: User) -> QuerySet[UnitRequest]:
    """Return the open requests an official may answer for one of their units."""
    return open_requests(decision).filter(
        unit__in=held_offices(official).filter(group__permissions__codename="reply_as_unit").values("unit")
    )


def replies_of(draft: Draft) -> QuerySet[UnitReply]:
    """Return the replies on a version, with their units and what became of them."""
    return (
        UnitReply.objects.filter(request__draft=draft)
        .select_related("request__unit")
        .prefetch_related("opinions")
        .order_by("request__pk")
    )


# Versions


def versions(decision: Decision) -> QuerySet[Draft]:
    """Return the versions of the draft, the newest first, with their snapshots and who made them."""
    return decision.drafts.select_related("made_by").prefetch_related("snapshots").order_by("-version")


def compared(old: Draft, new: Draft) -> list[ClauseChange]:
    """Compare two versions clause by clause."""
    return compare(list(old.clauses.all()), list(new.clauses.all()))


def opinions(decision: Decision) -> Iterable[OpinionSource]:
    """Return what was said and what became of it, for the table of all opinions of a matter."""
    return sources(decision)
