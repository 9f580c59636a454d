"""Reading: what is public shows, with constant queries; nothing else does."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import services as archive
from archive.models import Access
from archive.sheet import Sheet
from decisions.cases.models import Decision
from decisions.participation.intake import Author, receive_comment
from decisions.participation.views import RecordDeliveryView, RegisterParticipantsView
from tests.acts import participation as acts
from tests.factories.papers import paper

pytestmark = pytest.mark.django_db
STANDS_AT = "open_consultation"


def queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def publish(decision, *, code="J02", access=Access.PUBLIC, **changes):
    return archive.deposit(
        decision.case,
        code=code,
        title="关于印发实施方案的通知",
        act="publish",
        data={},
        sheet=Sheet().text("正文", "<i>现印发给你们</i>"),
        on=decision.case.opened_on,
        by=None,
        office="",
        access=access,
        **changes,
    )


def test_the_home_page_lists_what_is_open(client, consultation):
    page = client.get(reverse("portal:home")).text
    assert consultation.snapshot.draft.title in page
    assert reverse("portal:consultation", args=[consultation.pk]) in page


def test_the_page_of_a_consultation_shows_notice_clauses_papers_and_ways(client, consultation):
    page = client.get(reverse("portal:consultation", args=[consultation.pk])).text
    assert consultation.notice in page
    assert consultation.contact in page
    for clause in consultation.snapshot.draft.clauses.all():
        assert f"?clause={clause.key}" in page
    file = consultation.material.files.get()
    address = reverse("portal:file", args=[consultation.material_id, file.sequence])
    assert address in page
    sent = client.get(address)
    assert sent.status_code == 200
    assert "attachment" in sent["Content-Disposition"]
    assert sent["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("before", "said"), [(0, "今天是最后一天"), (1, ">1</b> 天"), (5, ">5</b> 天")])
def test_the_days_left_are_counted_as_the_period_is(client, consultation, before, said):
    day = consultation.closes_on - dt.timedelta(days=before)
    with time_machine.travel(dt.datetime.combine(day, dt.time(4), dt.UTC), tick=False):
        assert said in client.get(reverse("portal:consultation", args=[consultation.pk])).text
        assert (f"还剩{before}天" if before else said) in client.get(reverse("portal:home")).text


def test_a_shorter_period_says_why_on_the_page(client, opened, procedure):
    consultation = opened.decision.consultations.get()
    consultation.shortening_reason = "主汛期临近。"
    consultation.save()
    assert "主汛期临近。" in client.get(reverse("portal:consultation", args=[consultation.pk])).text


def test_nothing_of_a_matter_that_is_not_disclosed_ever_shows(client, opened, consultation):
    opinion = receive_comment(consultation, body="意见", author=Author())
    publish(opened.decision)
    Decision.objects.filter(pk=opened.decision.pk).update(is_nonpublic=True)
    links = (
        f"/consultations/{consultation.pk}/",
        f"/results/{opened.decision.pk}/",
        f"/decisions/{opened.decision.pk}/",
    )
    for address in (
        reverse("portal:consultation", args=[consultation.pk]),
        reverse("portal:comment", args=[consultation.pk]),
        reverse("portal:result", args=[opened.decision.pk]),
        reverse("portal:decision", args=[opened.decision.pk]),
        reverse("portal:material", args=[consultation.material_id]),
        reverse("portal:file", args=[consultation.material_id, 1]),
    ):
        assert client.get(address).status_code == 404, address
    for address in (reverse("portal:home"), reverse("portal:results"), reverse("portal:decisions")):
        page = client.get(address).text
        assert opened.decision.title not in page
        assert not any(link in page for link in links)
    assert opened.decision.title not in client.get(reverse("portal:receipt", args=[opinion.tracking])).text


def test_the_results_hide_people_and_show_answers(client, opened, consultation):
    receive_comment(
        consultation,
        body="我叫李建国,电话13912345678,邮箱li@example.com。<b>请减免</b>",
        author=Author(tier="named", name="李建国"),
    )
    receive_comment(consultation, body="赞成。", author=Author(tier="organisation", organisation="市供水协会"))
    opened.advance_to("answer_opinions")
    assert client.get(reverse("portal:result", args=[opened.decision.pk])).status_code == 404
    opened.perform("answer_opinions")
    page = client.get(reverse("portal:result", args=[opened.decision.pk])).text
    assert "草案及起草说明已作出相应安排。" in page
    assert "市供水协会" in page
    assert "李**" in page
    for personal in ("13912345678", "li@example.com", "<b>请减免"):
        assert personal not in page


def test_only_public_records_of_published_decisions_are_read(client, opened):
    decision = opened.decision
    assert client.get(reverse("portal:decision", args=[decision.pk])).status_code == 404
    inside = decision.case.materials.filter(access=Access.INTERNAL).first()
    publish(decision)
    page = client.get(reverse("portal:decision", args=[decision.pk]))
    assert page.status_code == 200
    assert "关于印发实施方案的通知" in page.text
    assert inside.title not in page.text
    assert client.get(reverse("portal:material", args=[inside.pk])).status_code == 404
    assert client.get(reverse("portal:rendition", args=[inside.pk])).status_code == 404


def test_a_public_record_of_a_matter_still_in_procedure_is_not_read(client, opened):
    early = publish(opened.decision, code="B02")
    assert client.get(reverse("portal:material", args=[early.pk])).status_code == 404


def test_a_record_is_shown_as_text(client, opened):
    material = publish(opened.decision)
    page = client.get(reverse("portal:material", args=[material.pk])).text
    assert "&lt;i&gt;现印发给你们&lt;/i&gt;" in page


@pytest.mark.parametrize(
    "address",
    [
        "consultations/0/",
        "consultations/999999/comment/",
        "materials/1/files/99/",
        "hearings/424242/",
        "results/31337/",
        "decisions/2147483648999/",
        "receipts/../",
    ],
)
def test_addresses_made_up_lead_nowhere(client, db, address):
    assert client.get(f"/portal/{address}").status_code == 404


def test_a_hearing_shows_its_list_once_published(client, procedure, hearing):
    address = reverse("portal:hearing", args=[hearing.pk])
    page = client.get(address).text
    assert hearing.place in page
    assert "周淑芬" not in page
    procedure.aside(RegisterParticipantsView, **acts.participants(procedure.day))
    procedure.aside(RecordDeliveryView, **acts.deliveries(procedure.day))
    assert "周淑芬" in client.get(address).text


def test_a_hearing_is_to_come_until_its_day_is_past(client, hearing):
    address = reverse("portal:hearing", args=[hearing.pk])
    for days, told in ((0, True), (1, False)):
        day = hearing.hearing_on + dt.timedelta(days=days)
        with time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False):
            assert (address in client.get(reverse("portal:home")).text) is told


def test_a_decision_in_force_takes_opinions_once_somebody_executes_it(client, opened):
    publish(opened.decision)
    Decision.objects.filter(pk=opened.decision.pk).update(status="in_force")
    address = reverse("portal:execution_opinion", args=[opened.decision.pk])
    assert client.get(address).status_code == 404
    Decision.objects.filter(pk=opened.decision.pk).update(executing_unit=opened.decision.lead_unit_id)
    assert client.get(address).status_code == 200


def test_pages_cost_the_same_with_many_opinions(client, opened, consultation):
    addresses = [reverse("portal:home"), reverse("portal:consultation", args=[consultation.pk])]
    few = [queries(client, address) for address in addresses]
    for number in range(25):
        receive_comment(consultation, body=f"意见{number}", author=Author())
    assert [queries(client, address) for address in addresses] == few
    opened.advance_to("answer_opinions")
    opened.perform(
        "answer_opinions",
        prepare=False,
        answers=[
            {"numbers": str(number), "answer": "explained", "reason": f"理由{number}"} for number in range(1, 26)
        ],
        files=[paper("采纳情况表")],
    )
    assert queries(client, reverse("portal:result", args=[opened.decision.pk])) < 12
