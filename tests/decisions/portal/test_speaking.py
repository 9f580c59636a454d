"""Commenting: three questions, one receipt, nothing lost."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from decisions.participation.intake import PER_SESSION, Author, NotOpen, SlowDown, receive_comment
from decisions.participation.models import HearingApplicant, PublicOpinion
from decisions.participation.receipts import as_tracking, receipt_digest
from decisions.participation.sealing import unseal
from decisions.portal import guard
from tests.procedure import SHANGHAI

pytestmark = pytest.mark.django_db
STANDS_AT = "open_consultation"


def written(**changes):
    return {
        "step": "check",
        "body": "建议对低收入家庭给予减免。",
        "clause": "",
        "tier": "anonymous",
        "author": "",
        "organisation": "",
        "phone": "",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def send(client, consultation, *, after=10, **changes):
    """Send a comment ``after`` seconds with the form."""
    started = guard.started()
    now = timezone.now()
    with time_machine.travel(now + dt.timedelta(seconds=after), tick=False):
        return client.post(reverse("portal:comment", args=[consultation.pk]), written(started=started, **changes))


def at(consultation, *clock, days=0):
    return time_machine.travel(
        dt.datetime.combine(consultation.closes_on + dt.timedelta(days=days), dt.time(*clock), SHANGHAI), tick=False
    )


class TestThreeQuestions:
    def test_the_way_of_a_comment_without_a_script(self, client, consultation):
        address = reverse("portal:comment", args=[consultation.pk])
        assert client.get(address).status_code == 200
        first = client.post(address, {"step": "opinion", "body": "太贵。", "clause": "", "started": guard.started()})
        assert first.status_code == 200
        assert 'name="tier"' in first.text
        assert 'name="body" value="太贵。"' in first.text
        second = client.post(address, {"step": "author", "body": "太贵。", "clause": "", "tier": "anonymous"})
        assert second.status_code == 200
        assert "太贵。" in second.text
        assert not PublicOpinion.objects.exists()
        third = send(client, consultation, body="太贵。")
        opinion = PublicOpinion.objects.get()
        assert third.status_code == 302
        assert third.url == reverse("portal:receipt", args=[opinion.tracking])
        page = client.get(third.url)
        assert opinion.tracking in page.text
        assert opinion.digest in page.text
        assert page["Referrer-Policy"] == "no-referrer"

    def test_one_may_go_back_and_nothing_typed_is_lost(self, client, consultation):
        address = reverse("portal:comment", args=[consultation.pk])
        page = client.post(address, written(to_opinion="1", tier="named", author="王芳"))
        assert "建议对低收入家庭给予减免。</textarea>" in page.text
        assert 'name="author" value="王芳"' in page.text

    def test_a_name_is_asked_for_only_who_wants_to_appear_by_name(self, client, consultation):
        assert send(client, consultation, tier="named").status_code == 422
        assert send(client, consultation, tier="organisation").status_code == 422
        assert send(client, consultation, tier="anonymous", author="不留名").status_code == 302
        assert PublicOpinion.objects.get().author == ""

    def test_the_telephone_is_sealed_and_never_on_the_receipt(self, client, consultation):
        response = send(client, consultation, phone="139 1234 5678")
        opinion = PublicOpinion.objects.get()
        assert "5678" not in opinion.sealed_phone
        assert unseal(opinion.sealed_phone) == "139 1234 5678"
        assert "1234 5678" not in client.get(response.url).text

    @pytest.mark.parametrize(("length", "status"), [(5000, 302), (5001, 422)])
    def test_five_thousand_characters_and_no_more(self, client, consultation, length, status):
        assert send(client, consultation, body="水" * length).status_code == status

    def test_line_ends_of_browsers_count_once(self, client, consultation):
        assert send(client, consultation, body="水\r\n" * 2499 + "水水").status_code == 302
        assert "\r" not in PublicOpinion.objects.get().body

    @pytest.mark.parametrize("body", ["", "   ", "空\x00字符"])
    def test_nothing_and_the_impossible_are_refused(self, client, consultation, body):
        assert send(client, consultation, body=body).status_code == 422
        assert not PublicOpinion.objects.exists()

    def test_markup_stays_text(self, client, opened, consultation):
        script = "<script>alert(1)</script><b onclick=x>"
        page = client.get(send(client, consultation, body=script).url)
        assert script not in page.text
        assert "&lt;script&gt;" in page.text
        check = client.post(reverse("portal:comment", args=[consultation.pk]), written(step="author", body=script))
        assert script not in check.text

    def test_a_clause_the_draft_does_not_have_is_refused(self, client, consultation):
        assert send(client, consultation, clause="no-such-clause").status_code == 422

    def test_pressing_twice_finds_the_first_receipt(self, client, consultation):
        token = str(uuid.uuid4())
        first = send(client, consultation, submission=token)
        second = send(client, consultation, submission=token)
        assert first.url == second.url
        assert PublicOpinion.objects.count() == 1


class TestTheClock:
    def test_the_last_second_counts_and_the_next_does_not(self, client, consultation):
        with at(consultation, 23, 59, 59):
            kept = receive_comment(consultation, body="最后一秒。", author=Author())
            assert not kept.is_late
        with at(consultation, 0, 0, 0, days=1), pytest.raises(NotOpen):
            receive_comment(consultation, body="晚了。", author=Author())

    def test_who_was_typing_when_it_ended_gets_the_text_back_and_other_ways(self, client, consultation):
        with at(consultation, 0, 0, 1, days=1):
            page = client.post(
                reverse("portal:comment", args=[consultation.pk]), written(started="x", body="写了很久的意见。")
            )
        assert page.status_code == 410
        assert "写了很久的意见。" in page.text
        assert consultation.contact in page.text
        assert not PublicOpinion.objects.exists()

    def test_the_form_is_gone_after_the_last_day_but_the_page_stays(self, client, consultation):
        with at(consultation, 9, days=1):
            assert "<textarea" not in client.get(reverse("portal:comment", args=[consultation.pk])).text
            assert client.get(reverse("portal:consultation", args=[consultation.pk])).status_code == 200

    def test_before_the_first_day_there_is_nothing(self, client, consultation):
        with time_machine.travel(
            dt.datetime.combine(consultation.opens_on - dt.timedelta(days=1), dt.time(9), SHANGHAI), tick=False
        ):
            assert client.get(reverse("portal:consultation", args=[consultation.pk])).status_code == 404
            with pytest.raises(NotOpen):
                receive_comment(consultation, body="抢先。", author=Author())


class TestFloods:
    def test_many_from_one_session_are_slowed_down_and_go_through_after_a_pause(self, client, consultation):
        for number in range(PER_SESSION):
            assert send(client, consultation, body=f"意见{number}").status_code == 302
        page = send(client, consultation, body="第六条意见")
        assert page.status_code == 429
        assert "第六条意见" in page.text
        assert send(client, consultation, after=615, body="第六条意见").status_code == 302

    def test_another_network_is_not_slowed_down(self, client, consultation):
        for number in range(31):
            sender = guard.Sender.of(network="203.0.113.0/24", session=f"s{number}", about="x")
            if number < 30:
                receive_comment(consultation, body="一样的话", author=Author(), sender=sender)
            else:
                with pytest.raises(SlowDown) as slowed:
                    receive_comment(consultation, body="一样的话", author=Author(), sender=sender)
                assert 1 <= slowed.value.minutes <= 10
        elsewhere = guard.Sender.of(network="198.51.100.0/24", session="other", about="x")
        receive_comment(consultation, body="一样的话", author=Author(), sender=elsewhere)

    def test_no_address_is_kept(self, client, consultation):
        send(client, consultation)
        opinion = PublicOpinion.objects.get()
        assert len(opinion.source) == 32
        assert "127.0.0" not in opinion.source
        assert guard.network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
        assert guard.network_of("unknown") == ""

    @pytest.mark.parametrize("trick", [{"website": "http://spam"}, {"after": 1}])
    def test_what_only_a_program_does_is_shown_back_not_dropped(self, client, consultation, trick):
        page = send(client, consultation, **trick)
        assert page.status_code == 429
        assert "建议对低收入家庭给予减免。" in page.text
        assert not PublicOpinion.objects.exists()

    def test_a_forged_beginning_is_not_believed(self, client, consultation):
        page = client.post(reverse("portal:comment", args=[consultation.pk]), written(started="2020:forged"))
        assert page.status_code == 429


class TestReceipts:
    def test_a_number_is_found_however_it_is_typed(self, client, consultation):
        opinion = receive_comment(consultation, body="意见", author=Author())
        typed = opinion.tracking.replace("-", " ").lower()
        response = client.post(reverse("portal:look_up"), {"number": typed})
        assert response.url == reverse("portal:receipt", args=[opinion.tracking])
        assert as_tracking(typed) == opinion.tracking

    @pytest.mark.parametrize("number", ["0000-0000-0000-0000", "'; DROP TABLE", "短", "U" * 16])
    def test_a_number_of_nobody_is_not_found(self, client, consultation, number):
        assert client.post(reverse("portal:look_up"), {"number": number}).status_code == 422
        assert client.get(reverse("portal:receipt", args=[number])).status_code == 404

    def test_the_answer_shows_once_all_are_published(self, client, opened, consultation):
        opinion = receive_comment(consultation, body="能否减免?", author=Author(tier="named", name="李建国"))
        address = reverse("portal:receipt", args=[opinion.tracking])
        opened.advance_to("answer_opinions")
        opened._prepare("answer_opinions")
        assert "草案及起草说明已作出相应安排。" not in client.get(address).text
        opened.perform("answer_opinions")
        assert "草案及起草说明已作出相应安排。" in client.get(address).text
        assert "李建国" not in client.get(address).text

    def test_the_digest_vouches_for_the_text(self, consultation):
        opinion = receive_comment(consultation, body="意见", author=Author())
        assert receipt_digest(PublicOpinion.objects.get()) == opinion.digest


class TestSignUp:
    def sign(self, client, hearing, **changes):
        started = guard.started()
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=9), tick=False):
            return client.post(
                reverse("portal:sign_up", args=[hearing.pk]),
                {
                    "party": str(hearing.parties.first().pk),
                    "name": "周淑芬",
                    "phone": "13912345678",
                    "statement": "我是居民用户,希望照顾大家庭。",
                    "started": started,
                    "submission": str(uuid.uuid4()),
                    **changes,
                },
            )

    def test_somebody_signs_up_and_holds_a_receipt(self, client, hearing):
        response = self.sign(client, hearing)
        applicant = HearingApplicant.objects.get()
        assert response.url == reverse("portal:receipt", args=[applicant.tracking])
        page = client.get(response.url).text
        assert applicant.tracking in page
        assert "13912345678" not in page
        assert "13912345678" not in applicant.sealed_phone

    def test_after_the_last_day_it_is_closed(self, client, hearing):
        with time_machine.travel(
            dt.datetime.combine(hearing.registration_closes_on + dt.timedelta(days=1), dt.time(0), SHANGHAI),
            tick=False,
        ):
            assert "<textarea" not in client.get(reverse("portal:sign_up", args=[hearing.pk])).text
            assert self.sign(client, hearing).status_code == 410
        assert not HearingApplicant.objects.exists()

    def test_a_party_of_another_hearing_is_refused(self, client, hearing):
        assert self.sign(client, hearing, party="999999").status_code == 422


def test_csrf_is_asked_for(consultation):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("portal:comment", args=[consultation.pk]), written()).status_code == 403


def test_no_page_has_inline_script_or_style(client, consultation):
    for name in ("consultation", "comment"):
        page = client.get(reverse(f"portal:{name}", args=[consultation.pk])).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
