"""Pages: the expert's desk on a telephone, progress and result for organisers, the pool."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from archive.models import LedgerEntry, Material
from experts import selectors, services
from experts.models import Expert, ExpertOpinion, ScoreSheet
from experts.views import ExtendScoringView, OpenSheetsView, ReplaceExpertView
from tests.acts import experts as acts
from tests.factories import experts
from tests.factories.accounts import MembershipFactory
from tests.factories.cases import World
from tests.procedure import Procedure


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def procedure(db, settings):
    settings.LANGUAGE_CODE = "en"
    with Procedure(World.create()) as running:
        running.advance_to("convene_panel")
        running.perform("convene_panel")
        yield running


def panel_of(procedure):
    return selectors.current_panel(procedure.reload())


def seats_of(procedure):
    return list(panel_of(procedure).seats.select_related("expert__user").order_by("expert__code"))


def accept_all(procedure):
    for seat in seats_of(procedure):
        experts.accept(seat, on=procedure.day)


def sealed(procedure, seat, **changes):
    return experts.seal(seat, on=procedure.day, **changes)


def login(client, user):
    client.force_login(user)
    return client


def page(name, seat, *more):
    return reverse(f"experts:{name}", args=[seat.token, *more])


def test_an_expert_answers_scores_and_gets_a_receipt(client, procedure):
    """The whole way of an expert, in a browser without JavaScript."""
    seat = seats_of(procedure)[0]
    login(client, seat.expert.user)
    assert seat.panel.decision.title in client.get(reverse("experts:desk")).content.decode()
    before = client.get(page("invitation", seat)).content.decode()
    assert seat.alias not in before
    assert client.get(page("paper", seat, 1)).status_code == 404

    values = {**acts.answer(seat.expert.name), "on": procedure.day.isoformat()}
    values = {name: "on" if value is True else value for name, value in values.items()}
    assert client.get(page("declare", seat)).status_code == 200
    check = client.post(page("declare", seat), {**values, "_check": "1"})
    assert check.status_code == 200
    assert not Material.objects.filter(code="D03").exists()
    done = client.post(page("declare", seat), {**values, "_confirm": "1"})
    assert (done.status_code, done.url) == (302, page("receipt", seat))

    paper = client.get(page("paper", seat, 1))
    assert paper.status_code == 200
    assert "论证材料" not in paper.headers["Content-Disposition"]
    assert client.get(page("sheet", seat, "scores")).status_code == 200
    moved = client.post(page("sheet", seat, "scores"), {"score_necessity": "4", "score_feasibility": "2"})
    assert moved.url == page("sheet", seat, "opinion")
    assert 'value="2"' in client.get(page("sheet", seat, "scores")).content.decode()
    refused = client.post(page("score", seat), {"signed_name": seat.expert.name, "on": procedure.day.isoformat()})
    assert refused.status_code == 422
    assert not ScoreSheet.objects.exists()
    # What is missing stands on the pages before: each complaint leads to the control that asks it.
    ways = [anchor.rpartition("#") for anchor in re.findall(r'<li><a href="([^"]+)"', refused.text)]
    assert {way for way, _hash, _target in ways} == {page("sheet", seat, "scores"), page("sheet", seat, "opinion")}
    for way, _hash, target in ways:
        assert f'id="{target}"' in client.get(way).text

    whole = acts.score(seat.expert.name)
    client.post(page("sheet", seat, "scores"), {key: value for key, value in whole.items() if "_" in key})
    client.post(page("sheet", seat, "opinion"), whole)
    shown = client.get(page("score", seat)).content.decode()
    assert experts.SECRET_WORDS in shown
    for criterion in seat.panel.criteria.all():
        value = int(whole[f"score_{criterion.key}"])
        assert f">{value}</b> {dict(criterion.levels)[value]}" in shown
    done = client.post(page("score", seat), {"signed_name": seat.expert.name, "on": procedure.day.isoformat()})
    assert done.url == page("receipt", seat)
    assert ScoreSheet.objects.get().digest in client.get(done.url).content.decode()
    # Pressed twice, it is the same receipt.
    again = client.post(page("score", seat), {"signed_name": seat.expert.name, "on": procedure.day.isoformat()})
    assert again.url == page("receipt", seat)
    assert LedgerEntry.objects.filter(act="seal_sheet").count() == 1


def test_a_sealed_sheet_stands_in_the_record_beside_a_form_in_words(client, procedure):
    accept_all(procedure)
    sealed(procedure, seats_of(procedure)[0])
    task = procedure.view("assess_risk").task
    login(client, procedure.view("assess_risk").official)
    page = client.get(reverse("decisions:task", args=[task.pk])).text
    assert "Seal a score sheet" in page
    assert "seal_sheet" not in page


def test_a_wrong_signature_is_told_and_nothing_is_lost(client, procedure):
    accept_all(procedure)
    seat = seats_of(procedure)[0]
    login(client, seat.expert.user)
    services.save_draft(seat, values=acts.score(seat.expert.name))
    answer = client.post(page("score", seat), {"signed_name": "某某", "on": procedure.day.isoformat()})
    assert answer.status_code == 422
    assert "own name" in answer.content.decode()
    assert experts.SECRET_WORDS in answer.content.decode()


EXPERT_PAGES = ("invitation", "declare", "score", "receipt")


def expert_addresses(seat):
    return [
        *(page(name, seat) for name in EXPERT_PAGES),
        page("paper", seat, 1),
        page("sheet", seat, "scores"),
        page("sheet", seat, "opinion"),
    ]


def test_others_seats_do_not_exist(client, procedure):
    """Not allowed and not existing answer alike: status and page."""
    accept_all(procedure)
    mine, other = seats_of(procedure)[:2]
    sealed(procedure, other)
    organiser = procedure.world.person(procedure.world.planning, "lead_official")
    for user in (mine.expert.user, organiser, experts.expert_user("外人")):
        login(client, user)
        for address in expert_addresses(other):
            unknown = address.replace(str(other.token), "00000000-0000-4000-8000-000000000000")
            answer, nothing = client.get(address), client.get(unknown)
            assert (answer.status_code, nothing.status_code) == (404, 404), address
            assert answer.content.replace(address.encode(), b"") == nothing.content.replace(unknown.encode(), b"")


def test_a_replaced_expert_loses_papers_and_sheet(client, procedure):
    accept_all(procedure)
    seat = seats_of(procedure)[0]
    other = experts.expert(seat.expert.pool, 7)
    services.replace_expert(
        seat.panel,
        leaving=seat,
        cause="interest",
        reason="经举报查实其为供水企业顾问",
        invitee=experts.invitees([other])[0],
        on=procedure.day,
        by=procedure.world.person(procedure.world.planning, "lead_official"),
    )
    login(client, seat.expert.user)
    for address in expert_addresses(seat):
        expected = 200 if address.endswith("receipt/") else 404
        assert client.get(address).status_code == expected, address
    assert client.get(reverse("experts:desk")).status_code == 200


def test_organisers_see_two_numbers(client, procedure):
    """No alias, no order of sealing, no content; figures before and after one sheet differ by one count only."""
    accept_all(procedure)
    panel = panel_of(procedure)
    login(client, procedure.world.person(procedure.world.planning, "lead_official"))
    address = reverse("experts:progress", args=[panel.token])
    seats = seats_of(procedure)
    before = client.get(address).content.decode()
    sealed(procedure, seats[2], level=1, stance="oppose")
    first = client.get(address).content.decode()
    assert first != before
    sealed(procedure, seats[0], level=5)
    for seat in seats:
        assert seat.alias not in first
    for word in (experts.SECRET_WORDS, "oppose", "Oppose"):
        assert word not in first
    assert client.get(reverse("experts:result", args=[panel.token])).status_code == 404
    conclude = reverse("decisions:act", args=[procedure.decision.pk, "open_sheets"])
    assert client.post(conclude, {"on": procedure.day.isoformat(), "_check": "1"}).status_code in {404, 422}


def test_nothing_is_readable_anywhere_before_the_opening(procedure):
    """Every text the database holds of the argumentation, ledger and deposits included."""
    accept_all(procedure)
    seats = seats_of(procedure)
    services.save_draft(seats[0], values=acts.score(seats[0].expert.name))
    sealed(procedure, seats[1])
    for model in (*apps.get_app_config("experts").get_models(), *apps.get_app_config("archive").get_models()):
        rows = serializers.serialize("json", model._base_manager.all(), ensure_ascii=False)
        assert experts.SECRET_WORDS not in rows, model


def test_the_result_shows_spread_and_dissent(client, procedure):
    accept_all(procedure)
    for number, seat in enumerate(seats_of(procedure)):
        sealed(procedure, seat, level=2 + number % 3, stance="oppose" if number == 0 else "support")
    panel = panel_of(procedure)
    services.open_sheets(panel, on=procedure.day, by=procedure.world.person(procedure.world.planning, "lead_official"))
    login(client, procedure.world.person(procedure.world.planning, "lead_official"))
    shown = client.get(reverse("experts:result", args=[panel.token])).content.decode()
    assert "<svg" in shown
    assert experts.SECRET_WORDS in shown
    assert "Support only" in shown
    outsider = MembershipFactory(unit=procedure.world.county, group="lead_official").user
    login(client, outsider)
    assert client.get(reverse("experts:result", args=[panel.token])).status_code == 404


def test_acts_of_the_lead_unit_have_their_pages(client, procedure):
    """Each act beside the flow draws its form; by the decision's address an expert's act does not exist."""
    accept_all(procedure)
    login(client, procedure.decision.principal)
    for view in (ReplaceExpertView, ExtendScoringView, OpenSheetsView):
        answer = client.get(reverse("decisions:act", args=[procedure.decision.pk, view.verb]))
        assert answer.status_code == 200
        for seat in seats_of(procedure):
            assert seat.alias not in answer.content.decode()
    for verb in ("score", "declare_conflicts"):
        assert client.get(reverse("decisions:act", args=[procedure.decision.pk, verb])).status_code == 404


def test_convening_and_concluding_pages(client, db):
    with Procedure(World.create()) as running:
        running.advance_to("convene_panel")
        login(client, running.decision.principal)
        task = running.task("convene_panel")
        shown = client.get(reverse("decisions:task", args=[task.pk])).content.decode()
        assert '<input type="hidden" name="criteria-2-key" value="soundness"' in shown
        assert "代码" not in shown
        running.advance_to("conclude_panel")
        address = reverse("decisions:task", args=[running.task("conclude_panel").pk])
        login(client, running.decision.principal)
        before = client.get(address).content.decode()
        assert reverse("decisions:act", args=[running.decision.pk, "open_sheets"]) in before
        assert experts.SECRET_WORDS not in before
        services.open_sheets(panel_of(running), on=running.day, by=running.decision.principal)
        answer = client.get(address)
        assert answer.status_code == 200
        assert experts.SECRET_WORDS in answer.content.decode()
        assert ExpertOpinion.objects.count() == acts.COUNT


# --- the pool


@pytest.fixture
def world(db):
    return World.create()


@pytest.fixture
def keeper(world):
    return world.person(world.justice, "pool_manager")


def test_the_pool_is_searched_at_constant_cost(client, world, keeper):
    pool = experts.pool_of(world.city)
    for number in range(3):
        experts.expert(pool, number)
    login(client, keeper)
    address = reverse("experts:pool")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3, 9):
        experts.expert(pool, number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many)
    assert "赵国栋" in client.get(address, {"q": "赵国"}).content.decode()
    assert "李明远" not in client.get(address, {"q": "赵国"}).content.decode()
    assert "赵国栋" not in client.get(address, {"sector": "social"}).content.decode()


def test_admission_renewal_and_leaving(client, world, keeper):
    pool = experts.pool_of(world.city)
    field = experts.fields()[0]
    login(client, keeper)
    assert client.get(reverse("experts:enter")).status_code == 200
    sent = client.post(
        reverse("experts:enter"),
        {
            "pool": pool.pk,
            "name": "陈思齐",
            "employer": "省社会科学院",
            "sector": "academia",
            "fields": [field.pk],
            "title": "研究员",
        },
    )
    expert = Expert.objects.get(name="陈思齐")
    assert sent.url == reverse("experts:expert", args=[expert.code])
    assert expert.status == "candidate"
    without_term = client.post(sent.url, {"status": "active"})
    assert without_term.status_code == 422
    client.post(
        sent.url,
        {"status": "active", "term_starts_on": "2026-01-01", "term_ends_on": "2029-12-31", "appointment": "1"},
    )
    expert.refresh_from_db()
    assert expert.status == "active"
    assert client.post(sent.url, {"status": "exited"}).status_code == 422
    client.post(sent.url, {"status": "exited", "reason": "本人申请退出"})
    expert.refresh_from_db()
    assert (expert.status, expert.status_reason) == ("exited", "本人申请退出")
    assert expert.history.count() >= 3
    assert client.get(sent.url).status_code == 200


def test_only_the_keeper_of_a_pool_sees_it(client, world, keeper):
    expert = experts.expert(experts.pool_of(world.county), 1)
    login(client, keeper)
    assert client.get(reverse("experts:expert", args=[expert.code])).status_code == 404
    for user in (world.person(world.planning, "lead_official"), expert.user):
        login(client, user)
        for name, more in (("pool", []), ("enter", []), ("expert", [expert.code])):
            assert client.get(reverse(f"experts:{name}", args=more)).status_code == 403


def test_nobody_unknown_comes_in(client, procedure):
    seat = seats_of(procedure)[0]
    for address in [reverse("experts:desk"), reverse("experts:pool"), *expert_addresses(seat)]:
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer.url


def test_the_desk_costs_the_same_with_many_invitations(client, procedure):
    seat = seats_of(procedure)[0]

    def cost():
        login(client, seat.expert.user)
        client.get(reverse("experts:desk"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("experts:desk")).status_code == 200
        return len(queries)

    one = cost()
    with Procedure(procedure.world, day=procedure.day) as other:
        other.advance_to("convene_panel")
        other.perform("convene_panel")
    assert selectors.seats_of(seat.expert.user).count() == 2
    assert cost() == one
