"""Two officials at one task, one official pressing twice: over HTTP, each sending on a connection of its own."""

from __future__ import annotations

import datetime as dt
import html
import threading
import uuid

import pytest
import time_machine
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import ledger
from archive.models import LedgerEntry
from decisions.cases.models import Decision, Submission
from decisions.participation import papers
from decisions.participation.models import OpinionDisposition, PublicOpinion
from decisions.participation.views import EnterOpinionView
from decisions.portal import guard
from experts.selectors import current_panel
from tests.bad_input.walking import colleague_of, walk
from tests.factories.cases import World
from tests.pages import Page, logged_in
from tests.procedure import Procedure

LETTER = {"channel": "letter", "tier": "named", "author": "王芳", "body": "建议对低收入家庭给予减免。"}
live = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Do each in a thread of its own, released together; return what each gave."""
    ready, given = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            ready.wait(30)
            given[place] = work()
        except BaseException as error:  # noqa: BLE001 -- told to the test
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    broken = [answer for answer in given if isinstance(answer, BaseException) or answer is None]
    assert not broken, broken
    return given


@live
def test_of_two_officials_at_one_task_one_acts_and_the_other_is_told():
    """At every node of the flow, those heard in parallel and the meeting among them."""
    world = World.create()

    def together(node):
        first = Page(procedure, node)
        second = Page(procedure, node, by=colleague_of(first.official, first.view))
        last = LedgerEntry.objects.latest("pk").pk
        task = procedure.task(node)
        answers = at_once(first.send, second.send)
        assert sorted(answer.status_code for answer in answers) == [302, 409], (node, [a.status_code for a in answers])
        loser = next(answer for answer in answers if answer.status_code == 409)
        winner = next(answer for answer in answers if answer.status_code == 302)
        task.refresh_from_db()
        entry = procedure.decision.case.entries.get(sequence=task.data["entry"])
        late = second if answers[1] is loser else first
        written = LedgerEntry.objects.filter(pk__gt=last)
        assert written.exists()
        assert not written.filter(actor=late.official).exists(), node
        assert Submission.objects.filter(token__in=[first.post["submission"], second.post["submission"]]).count() == 1
        assert winner.url == reverse("decisions:receipt", args=[procedure.decision.pk, entry.sequence])
        assert loser.context["entry"] == entry
        assert entry.actor.name in loser.text
        assert "未作保存" in loser.text
        assert_copied(late, loser)

    with Procedure(world) as procedure:
        done = walk(procedure, together)
    assert {"study", "review_competition", "assess_risk", "hold_hearing", "review_legality", "deliberate"} <= set(done)
    assert len(set(done)) > 20
    assert ledger.verify(procedure.decision.case).is_whole


def assert_copied(page, answer):
    """The longest text typed stands in the answer, so that it can be used elsewhere."""
    said = [value for _name, values in page.post.lists() for value in values if "。" in value]
    if said:
        longest = max(said, key=len)
        assert longest.splitlines()[0][:30] in html.unescape(answer.text), page.url


@live
class TestPressingTwiceAtOnce:
    """The same form sent by two connections at the same moment: one entry, one receipt for both."""

    def assert_once(self, page, times=3):
        last = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        answers = at_once(*([page.send] * times))
        assert {answer.status_code for answer in answers} == {302}, [answer.status_code for answer in answers]
        (target,) = {answer.url for answer in answers}
        written = list(LedgerEntry.objects.filter(pk__gt=last).values_list("act", "material__code", "material__title"))
        assert written
        assert len(written) == len(set(written))
        assert Submission.objects.filter(token=page.post["submission"]).count() == 1
        assert page.send().url == target
        assert LedgerEntry.objects.filter(pk__gt=last).count() == len(written)
        return target

    def test_acts_of_the_flow_beside_it_of_experts_and_of_the_public(self):
        world = World.create()
        with Procedure(world) as procedure:
            # What starts the flow: no second matter, and the number of the second is not lost.
            target = self.assert_once(Page(procedure, "propose"))
            procedure.decision = Decision.objects.get()  # one, and not two
            assert target == reverse("decisions:receipt", args=[procedure.decision.pk, 1])
            procedure.on(procedure.day + dt.timedelta(days=1))
            self.assert_once(Page(procedure, "study"))
            procedure.advance_to("open_consultation")
            procedure.perform("open_consultation")
            self.assert_once(Page(procedure, EnterOpinionView, opinions=[LETTER | {"received_on": procedure.day}]))
            self.citizen(procedure)
            procedure.advance_to("convene_panel")
            procedure.perform("convene_panel")
            seat = current_panel(procedure.decision).seats.select_related("expert__user").first()
            self.expert(seat, procedure)
        assert ledger.verify(procedure.decision.case).is_whole

    def citizen(self, procedure):
        address = reverse("portal:comment", args=[procedure.decision.consultations.get().pk])
        sent = {
            "step": "check",
            "body": "水价太高。",
            "clause": "",
            "tier": "anonymous",
            "author": "",
            "organisation": "",
            "phone": "",
            "submission": str(uuid.uuid4()),
            "started": guard.started(),
        }
        before = PublicOpinion.objects.count()
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=10), tick=False):
            answers = at_once(*([lambda: Client().post(address, sent)] * 3))
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer.url for answer in answers}) == 1
        assert PublicOpinion.objects.count() == before + 1

    def expert(self, seat, procedure):
        address = reverse("experts:declare", args=[seat.token])
        refuses = {
            "answer": "decline",
            "signed_name": seat.expert.name,
            "explanation": "与利害关系企业有合作",
            "on": procedure.day.isoformat(),
            "submission": str(uuid.uuid4()),
            "_confirm": "1",
        }
        browsers = [logged_in(seat.expert.user) for _press in range(2)]
        before = LedgerEntry.objects.count()
        answers = at_once(*(lambda browser=browser: browser.post(address, refuses) for browser in browsers))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert {answer.url for answer in answers} == {reverse("experts:receipt", args=[seat.token])}
        assert browsers[0].post(address, refuses).url == answers[0].url
        assert LedgerEntry.objects.count() == before + 1


@live
def test_an_answer_changed_while_the_answers_are_filed_is_refused(monkeypatch):
    """What is published as the answer is what was filed: the register waits for the filing, and is told."""
    world = World.create()
    with Procedure(world) as procedure:
        procedure.advance_to("open_consultation")
        procedure.perform("open_consultation")
        procedure.aside(EnterOpinionView, opinions=[LETTER | {"received_on": procedure.day}])
        procedure.advance_to("answer_opinions")
        procedure._prepare("answer_opinions")
        page = Page(procedure, "answer_opinions")
        other = logged_in(page.official)
        register = reverse("participation:opinions", args=[procedure.decision.pk])
        changed = {"opinion": ["1"], "answer": "not_adopted", "reason": "另一个理由。"}
        read, sent = threading.Event(), threading.Event()
        table = papers.adoption_table

        def slowly(*given, **named):
            found = table(*given, **named)
            read.set()
            sent.wait(3)
            return found

        def change():
            read.wait(60)
            try:
                return other.post(register, changed)
            finally:
                sent.set()

        monkeypatch.setattr(papers, "adoption_table", slowly)
        filed, refused = at_once(page.send, change)
    assert filed.status_code == 302
    assert refused.status_code == 422
    assert "另一个理由。" in refused.text
    answer = OpinionDisposition.objects.get()
    assert answer.filed_in is not None
    assert answer.answer.reason != "另一个理由。"
    assert answer.answer.reason in answer.filed_in.data
