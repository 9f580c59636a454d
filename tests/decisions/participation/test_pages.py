"""The pages of the acts and the register of opinions, through a browser's eyes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.cases.forms import as_post
from decisions.participation.forms import OpenConsultationForm
from decisions.participation.intake import Author, keep_opinion
from decisions.participation.models import OpinionDisposition
from tests.acts import participation as acts
from tests.factories.papers import staged

pytestmark = pytest.mark.django_db
STANDS_AT = "open_consultation"


@pytest.fixture
def official(client, world):
    person = world.person(world.planning, "lead_official")
    client.force_login(person)
    return person


@pytest.fixture
def opened(procedure):
    procedure.advance_to("open_consultation")
    procedure.perform("open_consultation")
    return procedure


def received(procedure, number):
    from django.utils import timezone

    consultation = procedure.decision.consultations.get()
    return [
        keep_opinion(
            procedure.decision,
            channel="letter",
            body=f"第{position}条意见:水价太高。",
            author=Author(tier="named", name="王芳"),
            on=procedure.day,
            received_at=timezone.now(),
            consultation=consultation,
        )
        for position in range(number)
    ]


def sent(values):
    """Return values as the test client sends them."""
    return dict(as_post(OpenConsultationForm, values).lists())


def test_the_form_of_the_notice_knows_what_the_record_knows(client, procedure, official):
    procedure.advance_to("open_consultation")
    client.force_login(official)
    page = client.get(reverse("decisions:task", args=[procedure.task("open_consultation").pk]))
    assert page.status_code == 200
    assert procedure.decision.current_draft.title in page.text
    assert "PUB-05" in page.text or "period for comments" in page.text or "期限" in page.text


def test_answers_are_checked_before_they_bind_and_a_refusal_names_the_clause(client, procedure, official):
    import datetime as dt

    procedure.advance_to("open_consultation")
    client.force_login(official)
    address = reverse("decisions:task", args=[procedure.task("open_consultation").pk])
    values = {"on": procedure.day, **acts.open_consultation(procedure.decision, procedure.day)}
    short = staged({**values, "closes_on": procedure.day + dt.timedelta(days=29)}, by=official)
    refused = client.post(address, sent(short))
    assert refused.status_code == 422
    assert "15(1)" in refused.text
    assert short["notice"] in refused.text
    check = client.post(address, sent(staged(values, by=official)))
    assert check.status_code == 200
    assert not procedure.decision.consultations.exists()


@pytest.mark.parametrize("verb", ["enter_opinion", "record_participation"])
def test_the_acts_beside_the_flow_have_their_pages(client, opened, official, verb):
    client.force_login(official)
    assert client.get(reverse("decisions:act", args=[opened.decision.pk, verb])).status_code == 200


@pytest.mark.parametrize("verb", ["register_participants", "record_delivery", "postpone_hearing"])
def test_the_acts_before_a_hearing_have_their_pages(client, procedure, official, verb):
    procedure.advance_to("announce_hearing")
    client.force_login(official)
    assert client.get(reverse("decisions:task", args=[procedure.task("announce_hearing").pk])).status_code == 200
    procedure.perform("announce_hearing")
    client.force_login(official)
    assert client.get(reverse("decisions:act", args=[procedure.decision.pk, verb])).status_code == 200


def test_the_pages_of_hearing_and_answers(client, procedure, official):
    procedure.advance_to("announce_hearing")
    procedure.perform("announce_hearing")
    acts.before_hearing(procedure)
    client.force_login(official)
    page = client.get(reverse("decisions:task", args=[procedure.task("hold_hearing").pk]))
    assert page.status_code == 200
    assert "周淑芬" in page.text
    procedure.perform("hold_hearing")
    procedure.advance_to("answer_opinions")
    client.force_login(official)
    page = client.get(reverse("decisions:task", args=[procedure.task("answer_opinions").pk]))
    assert page.status_code == 200
    assert reverse("participation:opinions", args=[procedure.decision.pk]) in page.text


class TestRegister:
    def address(self, procedure):
        return reverse("participation:opinions", args=[procedure.decision.pk])

    def test_many_are_answered_at_once_and_what_they_say_cannot_be_sent(self, client, opened, official):
        opinions = received(opened, 3)
        client.force_login(official)
        response = client.post(
            self.address(opened),
            {"opinion": ["1", "3"], "answer": "explained", "reason": "已有规定。", "body": "改写的意见"},
        )
        assert response.status_code == 302
        assert set(OpinionDisposition.objects.values_list("opinion__number", flat=True)) == {1, 3}
        opinions[0].refresh_from_db()
        assert opinions[0].body == "第0条意见:水价太高。"

    def test_all_that_the_filter_shows_are_answered(self, client, opened, official):
        received(opened, 5)
        client.force_login(official)
        client.post(
            self.address(opened) + "?answered=no&channel=letter",
            {"all": "1", "answer": "not_adopted", "reason": "成本监审支持。"},
        )
        assert OpinionDisposition.objects.count() == 5

    def test_without_a_reason_nothing_is_answered(self, client, opened, official):
        received(opened, 1)
        client.force_login(official)
        page = client.post(self.address(opened), {"opinion": ["1"], "answer": "adopted", "reason": ""})
        assert page.status_code == 422
        page = client.post(self.address(opened), {"opinion": ["1"], "answer": "adopted", "reason": "有理"})
        assert page.status_code == 422
        assert client.post(self.address(opened), {"answer": "explained", "reason": "无"}).status_code == 422
        assert not OpinionDisposition.objects.exists()

    def test_who_may_read_and_who_may_answer(self, client, opened, world):
        received(opened, 1)
        client.force_login(world.person(world.justice, "legality_reviewer"))
        page = client.get(self.address(opened))
        assert page.status_code == 200
        assert 'name="opinion"' not in page.text
        given = {"opinion": ["1"], "answer": "explained", "reason": "无"}
        assert client.post(self.address(opened), given).status_code == 403
        client.force_login(world.person(world.transport, "lead_official"))
        assert client.get(self.address(opened)).status_code in {200, 404}
        client.logout()
        assert client.get(self.address(opened)).status_code == 302

    def test_it_costs_the_same_however_many_there_are(self, client, opened, official):
        def cost():
            with CaptureQueriesContext(connection) as caught:
                assert client.get(self.address(opened)).status_code == 200
            return len(caught)

        received(opened, 2)
        client.force_login(official)
        cost()
        few = cost()
        received(opened, 30)
        assert cost() == few
