"""The pages of rule packs and calendar: who may open them, what they show, what they refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from decisions.statutes import calendar, services
from decisions.statutes.models import CalendarYear, PackStatus, RulePack
from decisions.statutes.packs import shipped
from tests.factories.accounts import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db

LOOSE = """\
code = "yunzhou"
version = "1"
name = "云州市"
effective_from = 2026-01-01
[[parameter]]
key = "public.min_days"
value = 7
source = "试行办法 第一条"
"""


@pytest.fixture
def city(db):
    call_command("set_up_groups", verbosity=0)
    return UnitFactory(authority=True)


@pytest.fixture
def reviewer(client, city):
    """A reviewer of the city's justice bureau, logged in."""
    user = MembershipFactory(unit=UnitFactory(parent=city), group="legality_reviewer").user
    client.force_login(user)
    return user


@pytest.fixture
def drafter(client, city):
    user = MembershipFactory(unit=UnitFactory(parent=city), group="lead_official").user
    client.force_login(user)
    return user


def upload(text):
    return {"file": SimpleUploadedFile("pack.toml", text.encode())}


READ = ["packs", "compare", "calendar"]


@pytest.mark.parametrize("name", READ)
def test_whoever_is_logged_in_may_read(client, drafter, packs, name):
    assert client.get(reverse(f"statutes:{name}")).status_code == 200


@pytest.mark.parametrize("name", READ)
def test_strangers_are_sent_to_the_login(client, name):
    assert client.get(reverse(f"statutes:{name}")).status_code == 302


def test_without_the_verb_nobody_acts(client, drafter, packs):
    pk = packs["quzhou"].pk
    for address in (
        reverse("statutes:add_pack"),
        reverse("statutes:review_pack", args=[pk]),
        reverse("statutes:activate_pack", args=[pk]),
        reverse("statutes:retire_pack", args=[pk]),
        reverse("statutes:enter_year", args=[2027]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_the_page_of_a_pack_says_where_each_value_comes_from(client, drafter, packs):
    page = client.get(reverse("statutes:pack", args=[packs["shenzhen"].pk])).content.decode()
    assert "深圳市重大行政决策过程记录和立卷归档工作指引" in page
    assert str(packs["guangdong"]) in page
    assert "重大行政决策程序暂行条例 第十五条第一款" in page


def test_two_packs_are_compared(client, drafter, packs):
    query = {"left": packs["national"].pk, "right": packs["quzhou"].pk, "differences": "on"}
    page = client.get(reverse("statutes:compare"), query).content.decode()
    assert "衢州市重大行政决策专家咨询论证办法" in page
    assert client.get(reverse("statutes:compare"), {"left": "x", "right": 0}).status_code == 200


def test_a_looser_file_is_refused_on_the_page(client, reviewer, floor, english):
    response = client.post(reverse("statutes:add_pack"), upload(LOOSE), headers={"accept-language": "en"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "public.min_days" in page
    assert "第十五条" in page
    assert not RulePack.objects.filter(code="yunzhou").exists()


@pytest.mark.parametrize("text", ["not toml", 'code = "x"', LOOSE.replace("source", "origin")])
def test_a_file_that_is_no_pack_is_refused(client, reviewer, floor, text):
    response = client.post(reverse("statutes:add_pack"), upload(text))
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_from_file_to_force_in_three_acts(client, reviewer, city, floor):
    assert client.post(reverse("statutes:add_pack"), upload(LOOSE.replace("7", "45"))).status_code == 302
    pack = RulePack.objects.get(code="yunzhou")
    assert client.post(reverse("statutes:review_pack", args=[pack.pk])).status_code == 302
    activate = reverse("statutes:activate_pack", args=[pack.pk])
    assert client.get(activate).status_code == 200
    assert client.post(activate, {"authority": city.pk}).status_code == 302
    pack.refresh_from_db()
    assert (pack.status, pack.authority) == (PackStatus.ACTIVE, city)
    assert pack.history.first().history_user == reviewer
    assert client.post(reverse("statutes:retire_pack", args=[pack.pk])).status_code == 302
    pack.refresh_from_db()
    assert pack.status == PackStatus.RETIRED


def test_activating_a_draft_is_refused_on_the_page(client, reviewer, city, floor):
    pack = services.load_pack(shipped()["quzhou"])
    response = client.post(reverse("statutes:activate_pack", args=[pack.pk]), {"authority": city.pk})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_another_authoritys_pack_is_out_of_reach(client, reviewer, floor):
    pack = services.review_pack(services.load_pack(shipped()["quzhou"]), by=None)
    other = UnitFactory(authority=True)
    services.activate_pack(pack, authority=other, on=date(2026, 1, 5), by=None)
    assert client.post(reverse("statutes:retire_pack", args=[pack.pk])).status_code == 403
    assert client.get(reverse("statutes:pack", args=[pack.pk])).status_code == 200


def test_the_floor_belongs_to_the_top_of_the_tree(client, city, floor):
    county = UnitFactory(authority=True, parent=city)
    client.force_login(MembershipFactory(unit=county, group="legality_reviewer").user)
    assert client.get(reverse("statutes:retire_pack", args=[floor.pk])).status_code == 403


def test_nobody_activates_for_a_unit_that_is_not_theirs(client, reviewer, floor):
    pack = services.review_pack(services.load_pack(shipped()["quzhou"]), by=None)
    response = client.post(
        reverse("statutes:activate_pack", args=[pack.pk]), {"authority": UnitFactory(authority=True).pk}
    )
    assert response.context["form"].errors["authority"]


def test_the_list_of_packs_costs_the_same_whatever_its_length(client, drafter, floor, django_assert_num_queries):
    client.get(reverse("statutes:packs"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("statutes:packs"))
    call_command("load_packs", verbosity=0)
    with django_assert_num_queries(len(few)):
        client.get(reverse("statutes:packs"))


# The calendar


NOTICE = {
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "holidays": "1月1日至3日 元旦\n2027-02-05 至 2027-02-11 春节\n2027年4月5日（周一） 清明节",
    "make_ups": "2027-02-13, 2月20日",
}


def test_a_year_is_entered_from_its_notice(client, reviewer):
    address = reverse("statutes:enter_year", args=[2027])
    assert client.get(address).status_code == 200
    assert client.post(address, NOTICE).status_code == 302
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 2, 20))
    page = client.get(reverse("statutes:calendar_year", args=[2027])).content.decode()
    assert "清明节" in page
    assert "2027-02-13" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"holidays": "元旦 1月1日"}, "holidays"),
        ({"holidays": "1月1日"}, "holidays"),
        ({"holidays": "2月30日 春节"}, "holidays"),
        ({"holidays": "1月3日至1月1日 元旦"}, "holidays"),
        ({"make_ups": "某日"}, "make_ups"),
        ({"make_ups": "2027-02-15"}, "__all__"),
        ({"make_ups": "2028-01-01"}, "__all__"),
        ({"source": ""}, "source"),
    ],
)
def test_a_notice_that_cannot_be_read_keeps_what_was_typed(client, reviewer, changed, field):
    response = client.post(reverse("statutes:enter_year", args=[2027]), NOTICE | changed)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "国务院办公厅关于2027年部分节假日安排的通知" in response.content.decode() or field == "source"
    assert not CalendarYear.objects.exists()


def test_the_calendar_says_which_year_is_missing(client, drafter, time_machine_2026):
    call_command("load_calendar", "2026", verbosity=0)
    response = client.get(reverse("statutes:calendar"))
    assert response.context["missing"] == [2027]
    assert client.get(reverse("statutes:calendar_year", args=[2027])).status_code == 404


def test_years_no_notice_is_about_are_not_found(client, reviewer):
    assert client.get(reverse("statutes:enter_year", args=[1900])).status_code == 404


@pytest.fixture
def time_machine_2026(monkeypatch):
    monkeypatch.setattr("decisions.statutes.views.timezone.localdate", lambda: date(2026, 11, 20))


def test_the_national_floor_stands_before_all_that_build_on_it(client, drafter, packs):
    builds_on_another = [pack.parent_id is not None for pack in client.get(reverse("statutes:packs")).context["packs"]]
    assert builds_on_another == sorted(builds_on_another)
    assert not builds_on_another[0]
