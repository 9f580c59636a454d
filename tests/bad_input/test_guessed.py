"""Addresses, tokens and marks that are somebody else's open nothing and tell nothing."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts import services as accounts
from accounts.models import Unit
from archive.models import Access, MaterialFile, Upload
from archive.services import deposit
from archive.sheet import Sheet
from decisions.cases.models import Decision, Submission
from decisions.initiation.views import WithdrawView
from tests.addresses import ADDRESSES, Place
from tests.factories import archive as factory
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.pages import Page, logged_in, untouched
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db
RECORDS = {"decisions", "archive", "experts", "participation", "execution", "evaluation"}


def outsiders(world) -> dict[str, tuple[object, int]]:
    """Return who tries, and what they are told: no more than they may know."""
    city = world.city
    Group.objects.get_or_create(name="expert")
    former = MembershipFactory(unit=world.planning, group="lead_official", ends_on="2026-01-31").user
    return {
        "another unit of the authority": (world.person(world.transport, "lead_official"), 404),
        "another authority": (world.people["清河县水务局", "lead_official"], 404),
        "the head of another authority": (world.people["清河县政府", "executive_head"], 404),
        "another role of the same unit": (world.person(world.planning, "legal_counsel"), 403),
        "who reads for the whole authority": (world.person(world.archives, "archivist"), 403),
        "the mayor": (world.person(city, "executive_head"), 403),
        "an expert": (MembershipFactory(user=UserFactory(), unit=city, group="expert").user, 404),
        "the system administrator": (MembershipFactory(user=UserFactory(), unit=city, group="system_admin").user, 404),
        "the security administrator": (
            MembershipFactory(user=UserFactory(), unit=city, group="security_admin").user,
            404,
        ),
        "the auditor": (MembershipFactory(user=UserFactory(), unit=city, group="auditor").user, 404),
        "who held the office before": (former, 404),
    }


def tries(page, browser):
    """Yield the status of every way into the act's page."""
    yield browser.get(page.url).status_code
    for button in ("_check", "_confirm", "_edit", "_more_x"):
        yield browser.post(page.url, {**dict(page.post.lists()), button: "1"}).status_code


def test_a_task_guessed_by_its_address(procedure, world):
    """The deactivated and the unknown are sent to the login; nobody else learns of a matter they may not read."""
    procedure.advance_to("study")
    page = Page(procedure, "study")
    before = MembershipFactory(unit=world.planning, group="lead_official").user
    stale = logged_in(before)
    accounts.deactivate(before, by=None)
    wrong = []
    for who, (user, expected) in outsiders(world).items():
        browser = logged_in(user)
        with untouched():
            told = set(tries(page, browser))
        if told != {expected}:
            wrong.append((who, told, expected))
    for who, browser in (("a citizen", Client()), ("the deactivated", stale)):
        with untouched():
            told = set(tries(page, browser))
        if told != {302}:
            wrong.append((who, told, 302))
    assert wrong == []
    assert page.send().status_code == 302


def test_an_act_beside_the_flow_guessed_by_its_address(procedure, world):
    procedure.advance_to("study")
    page = Page(procedure, WithdrawView, reason="重复申报")
    wrong = []
    for who, (user, expected) in outsiders(world).items():
        browser = logged_in(user)
        with untouched():
            told = set(tries(page, browser))
        if told != {expected}:
            wrong.append((who, told, expected))
    assert wrong == []
    assert logged_in(page.official).get(page.url.replace("withdraw", "no-such-act")).status_code == 404
    assert logged_in(page.official).get(page.url.replace("withdraw", "study")).status_code == 404


def test_numbers_that_are_none(procedure):
    page = Page(procedure.advance_to("study"), "study")
    timer_or_none = reverse("decisions:task", args=[10**9])
    assert page.browser.get(timer_or_none).status_code == 404
    assert page.browser.get(reverse("decisions:receipt", args=[procedure.decision.pk, 999])).status_code == 404


def test_papers_somebody_else_sent_are_not_filed(procedure, world):
    procedure.advance_to("study")
    page = Page(procedure, "study")
    theirs = factory.upload("他人材料.pdf", by=world.person(world.transport, "lead_official"))
    for token in (str(theirs.token), str(uuid.uuid4()), "nonsense", "' OR 1=1"):
        with untouched():
            answer = page.send(files_staged=[token])
        assert answer.status_code == 422
        assert "重新上传" in answer.text or "请重新" in answer.text
        assert "他人材料" not in answer.text
    assert Upload.objects.filter(pk=theirs.pk).exists()


class TestMarks:
    """The mark of a form belongs to whoever sent it, about the matter it was sent about."""

    def test_another_officials_mark_shows_no_receipt_and_takes_nothing_away(self, procedure, world):
        first = Page(procedure, "propose")
        assert first.send().status_code == 302
        colleague = MembershipFactory(unit=world.planning, group="lead_official").user
        other = Page(procedure, "propose", by=colleague)
        other.post["submission"] = first.post["submission"]
        with untouched():
            answer = other.send()
        assert answer.status_code == 422
        assert "重新提交" in answer.text
        del other.post["submission"]
        assert other.lost(answer) == {}
        assert answer.context["submission"] != first.post["submission"]
        assert first.official.name not in answer.text.split("<main")[1]
        other.post["submission"] = answer.context["submission"]
        assert other.send().status_code == 302
        assert Submission.objects.values("by").distinct().count() == 2

    def test_ones_own_mark_of_another_matter_is_no_receipt_of_this_one(self, procedure):
        procedure.advance_to("study")
        decision = procedure.decision
        page = Page(procedure, "study", by=Page(Procedure(procedure.world, day=procedure.day), "propose").official)
        again = Page(Procedure(procedure.world, day=procedure.day), "propose")
        assert again.official == page.official
        assert again.send().status_code == 302
        page.post["submission"] = again.post["submission"]
        answer = page.send()
        assert answer.status_code == 422
        assert decision.case.entries.filter(act="study").count() == 0


@pytest.fixture
def foreign(procedure, world):
    """A matter of the city with a public and a restricted paper; who looks is of the county, or above it."""
    procedure.advance_to("study")
    return procedure.decision


def filed(case, access, by):
    return deposit(
        case,
        code="A01",
        title=f"材料{access}",
        act="note",
        data={},
        sheet=Sheet(),
        on=case.opened_on,
        by=by,
        office="",
        access=access,
        files=[factory.upload(f"{access}.pdf", by=by)],
    )


def doors(decision, material):
    file = MaterialFile.objects.get(material=material)
    return [
        reverse("decisions:material", args=[decision.pk, material.pk]),
        reverse("decisions:material_file", args=[decision.pk, material.pk, 1]),
        reverse("archive:material", args=[material.pk]),
        reverse("archive:file", args=[file.pk]),
    ]


def status(browser, address):
    answer = browser.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def test_receipts_and_downloads_of_another_authority(foreign, world):
    material = filed(foreign.case, Access.INTERNAL, None)
    addresses = [*doors(foreign, material), reverse("decisions:receipt", args=[foreign.pk, 1])]
    for group in ("legality_reviewer", "archivist"):
        browser = logged_in(world.people["清河县司法局", group])
        assert {status(browser, address) for address in addresses} == {404}, group
        assert status(browser, reverse("archive:dossier", args=[foreign.case_id])) in {403, 404}
    assert status(Client(), addresses[1]) == 302


@pytest.fixture
def county(world):
    """A matter of the county below the city."""
    with Procedure(world) as procedure:
        unit = Unit.objects.get(short_name="清河县水务局")
        page = Page(
            procedure,
            "propose",
            by=world.people["清河县水务局", "lead_official"],
            proposing_unit=unit.pk,
            authority=world.county.pk,
            study_unit=unit.pk,
        )
        answer = page.send()
        assert answer.status_code == 302, answer.context["form"].all_errors()
        yield Decision.objects.get()


class TestFromAbove:
    """A superior reads what its inferiors do, but not what they lawfully keep to themselves, and adds nothing."""

    def test_what_is_restricted_stays_closed_by_every_door(self, county, world):
        internal = filed(county.case, Access.INTERNAL, None)
        restricted = filed(county.case, Access.RESTRICTED, None)
        above = logged_in(world.person(world.archives, "archivist"))
        assert {status(above, address) for address in doors(county, internal)} == {200}
        assert {status(above, address) for address in doors(county, restricted)} <= {403, 404}
        assert status(above, reverse("archive:dossier", args=[county.case_id])) == 403
        own = logged_in(world.people["清河县司法局", "archivist"])
        assert {status(own, address) for address in doors(county, restricted)} == {200}
        assert status(own, reverse("archive:dossier", args=[county.case_id])) == 200

    def test_nothing_is_filed_from_above(self, county, world):
        above = logged_in(world.person(world.archives, "archivist"))
        assert above.get(reverse("archive:case", args=[county.case_id])).context["late_filing"] == ""
        address = reverse("decisions:act", args=[county.pk, "supplement_dossier"])
        with untouched():
            assert above.get(address).status_code == 403
            assert above.post(address, {"code": "G07", "_confirm": "1"}).status_code == 403


def test_administrators_have_no_door_to_history(procedure, world):
    """Every address of the record by every method that writes.

    SQL as the owner of the tables and in replica role is in tests/archive/test_ledger.py (what the database refuses,
    and what verification finds) and in tests/accounts/test_guards.py.
    """
    decision = procedure.advance_to("review_legality").decision
    file = MaterialFile.objects.filter(material__case=decision.case).select_related("material").first()
    place = Place(
        decision=decision,
        task=procedure.task("review_legality"),
        entry=decision.case.entries.get(sequence=1),
        material=file.material,
        file=file,
        reminder=type("None", (), {"pk": 1})(),
        unit=world.planning,
        person=UserFactory(),
        office=MembershipFactory(unit=world.planning),
        pack=world.pack,
    )
    administrators = {
        group: logged_in(MembershipFactory(unit=world.city, group=group).user)
        for group in ("system_admin", "security_admin", "auditor")
    }
    given = {"_confirm": "1", "title": "改", "body": "改", "reason": "改", "on": "2026-03-02"}
    wrong = []
    with untouched():
        for name, address in ADDRESSES.items():
            if name.partition(":")[0] not in RECORDS:
                continue
            target = reverse(name, args=address.arguments(place))
            for group, browser in administrators.items():
                for method in ("post", "put", "patch", "delete"):
                    answer = getattr(browser, method)(target, given if method == "post" else "x=1")
                    if answer.status_code not in {403, 404, 405}:
                        wrong.append((group, method, name, answer.status_code))
    assert wrong == []
