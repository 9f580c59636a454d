"""The tab of opinions: one table by source, counted, narrowed, paged, and never a sealed sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions.cases.opinions import Adoption, OpinionKind
from decisions.desk.opinions import OpinionTable
from decisions.participation.models import OpinionAnswer, OpinionDisposition, PublicOpinion
from experts.models import ExpertOpinion, Panel
from tests.factories import experts as panels

pytestmark = pytest.mark.django_db
STANDS_AT = "submit_for_deliberation"


def page_of(client, decision, **query):
    response = client.get(reverse("decisions:adoption", args=[decision.pk]), query)
    assert response.status_code == 200
    return response


def reader(procedure):
    return procedure.world.person(procedure.world.justice, "legality_reviewer")


def comments(decision, count, *, by, kinds=()):
    """Add comments in bulk, answered in turn by some kinds; none of them leaves one unanswered."""
    first = PublicOpinion.objects.filter(decision=decision).count() + 1000
    rows = PublicOpinion.objects.bulk_create(
        PublicOpinion(
            decision=decision,
            number=first + place,
            tracking=f"T{first + place}",
            channel="portal",
            tier="named",
            author="欧阳文斌",
            body=f"建议{place}：电话13912345678",
            clause_key="",
            on=timezone.localdate(),
            received_at=timezone.now(),
            digest=f"{first + place:064x}",
        )
        for place in range(count)
    )
    answers = {
        kind: OpinionAnswer.objects.create(
            decision=decision, kind=kind, reason=f"理由{kind}", given_on=timezone.localdate(), given_by=by
        )
        for kind in kinds
    }
    OpinionDisposition.objects.bulk_create(
        OpinionDisposition(opinion=row, answer=answers[kinds[place % len(kinds)]])
        for place, row in enumerate(rows)
        if kinds
    )
    return rows


def test_every_source_stands_in_one_table(procedure, client):
    decision = procedure.advance_to("submit_for_deliberation").decision
    client.force_login(reader(procedure))
    comments(decision, 2, by=reader(procedure), kinds=["adopted"])
    page = page_of(client, decision)
    kinds = dict(page.context["kinds"])
    assert {OpinionKind.UNIT, OpinionKind.PUBLIC, OpinionKind.HEARING, OpinionKind.EXPERT} <= set(kinds)
    assert page.context["whole"] == sum(kinds.values())
    assert {opinion.kind for opinion in OpinionTable(reader(procedure), decision)[0:1000]} == set(kinds)
    for kind, number in kinds.items():
        narrowed = page_of(client, decision, source=kind.value)
        assert narrowed.context["page"].paginator.count == number
        shown = narrowed.context["opinions"]
        assert {opinion.kind for opinion in shown} == {kind}
        assert all(opinion.speaker and opinion.on for opinion in shown), kind
        # The comments of this test are answered and not filed; whatever the procedure did is.
        assert all(opinion.material for opinion in shown) is (kind is not OpinionKind.PUBLIC)
        for material in {opinion.material for opinion in shown} - {None}:
            assert client.get(reverse("decisions:material", args=[decision.pk, material.pk])).status_code == 200


@pytest.mark.from_the_start
def test_counts_have_their_denominator_and_lead_to_their_rows(procedure, client):
    decision = procedure.advance_to("draft").decision
    by = reader(procedure)
    client.force_login(by)
    comments(decision, 12, by=by, kinds=["adopted", "partly", "not_adopted", "explained", "not_of_matter", "withheld"])
    comments(decision, 3, by=by)
    page = page_of(client, decision, source="public")
    totals = {total.adoption: (total.number, total.of) for total in page.context["totals"]}
    assert totals[Adoption.ADOPTED] == (2, 15)
    assert totals[Adoption.SET_ASIDE] == (4, 15)
    assert totals[Adoption.OPEN] == (3, 15)
    assert page.context["answered"] == 12
    open_ones = page_of(client, decision, became="open")
    assert [opinion.adoption for opinion in open_ones.context["opinions"]] == [Adoption.OPEN] * 3
    assert page_of(client, decision, became="nonsense", source="nobody").context["whole"] == 15
    assert page_of(client, decision, source="hearing").context["opinions"] == []


@pytest.mark.from_the_start
def test_people_are_masked_and_the_withheld_is_not_shown(procedure, client):
    decision = procedure.advance_to("draft").decision
    by = reader(procedure)
    client.force_login(by)
    comments(decision, 2, by=by, kinds=["withheld", "adopted"])
    text = page_of(client, decision).content.decode()
    assert "欧阳文斌" not in text
    assert "欧***" in text
    assert "13912345678" not in text
    assert "建议1" in text
    assert "建议0" not in text


@pytest.mark.from_the_start
def test_an_empty_table_says_what_will_stand_there(procedure, client):
    decision = procedure.advance_to("study").decision
    client.force_login(reader(procedure))
    page = page_of(client, decision)
    assert page.context["whole"] == 0
    assert "empty" in page.content.decode()


def test_a_page_costs_the_same_with_many_opinions(procedure, client):
    decision = procedure.advance_to("submit_for_deliberation").decision
    by = reader(procedure)
    client.force_login(by)

    def cost(**query):
        page_of(client, decision, **query)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, decision, **query)
        return len(queries), len(page.context["opinions"])

    before, _shown = cost()
    comments(decision, 10_000, by=by, kinds=["adopted", "not_adopted"])
    assert cost()[0] <= before
    middle, shown = cost(page=100)
    assert shown == 50
    assert middle <= before
    assert cost(source="public", became="adopted", page=50) == (middle, 50)
    assert cost(page=1)[0] <= 40


@pytest.mark.from_the_start
def test_no_sealed_sheet_is_a_row_or_a_count(procedure, client):
    decision = procedure.advance_to("await_sheets").decision
    client.force_login(reader(procedure))
    panel = Panel.objects.get(decision=decision)
    before = dict(page_of(client, decision).context["kinds"])
    for seat in panel.seats.select_related("expert__user"):
        if seat.status == "invited":
            panels.accept(seat, on=procedure.day)
        panels.seal(seat, on=procedure.day, text=panels.SECRET_WORDS)
    page = page_of(client, decision)
    assert dict(page.context["kinds"]) == before
    assert OpinionKind.EXPERT not in before
    assert panels.SECRET_WORDS not in page.content.decode()
    assert not ExpertOpinion.objects.filter(sheet__seat__panel=panel).exists()


def test_a_matter_that_is_not_public_keeps_its_inner_opinions_to_those_involved(procedure, client):
    decision = procedure.advance_to("submit_for_deliberation").decision
    world = procedure.world
    lead = world.person(world.planning, "lead_official")
    type(decision).objects.filter(pk=decision.pk).update(is_nonpublic=True, authority=world.county)
    decision.refresh_from_db()
    outsider = world.person(world.office, "office_clerk")
    inner = {OpinionKind.UNIT, OpinionKind.EXPERT, OpinionKind.LEGALITY}
    assert inner & {kind for kind, number in OpinionTable(lead, decision).by_kind() if number}
    assert not inner & {kind for kind, number in OpinionTable(outsider, decision).by_kind() if number}
    client.force_login(outsider)
    assert page_of(client, decision).context["withholds"]


@pytest.mark.from_the_start
def test_only_who_may_see_the_decision_sees_its_opinions(procedure, client):
    decision = procedure.advance_to("draft").decision
    procedure.on(procedure.day + timedelta(days=1))
    client.force_login(procedure.world.person(procedure.world.transport, "lead_official"))
    assert client.get(reverse("decisions:adoption", args=[decision.pk])).status_code == 404
