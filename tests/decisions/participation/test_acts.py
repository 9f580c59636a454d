"""The acts: what they do, and what they refuse."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from decisions import compliance
from decisions.cases.models import Decision
from decisions.cases.refusal import Refusal
from decisions.participation import hearing_selectors, selectors
from decisions.participation.answering import Answer, give_answer
from decisions.participation.models import OpinionAnswer, OpinionDisposition, PublicOpinion
from decisions.participation.receipts import receipt_digest
from decisions.participation.views import (
    EnterOpinionView,
    PostponeHearingView,
    RecordDeliveryView,
    RecordParticipationView,
    RegisterParticipantsView,
)
from decisions.statutes.packs import floor
from tests.acts import participation as acts
from tests.factories.papers import paper
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db
STANDS_AT = "open_consultation"


def codes(decision):
    return set(decision.case.materials.values_list("code", flat=True))


def letter(day, body="建议对低收入家庭给予减免。", **changes):
    return {
        "channel": "letter",
        "received_on": day,
        "tier": "named",
        "author": "李建国",
        "phone": "13912345678",
        "body": body,
        **changes,
    }


def enter(procedure, *opinions):
    return procedure.aside(EnterOpinionView, opinions=list(opinions))


def answer(procedure, numbers, **changes):
    give_answer(
        procedure.decision,
        opinions=list(procedure.decision.opinions.filter(number__in=numbers)),
        answer=Answer(**{"kind": "not_adopted", "reason": "与上位规定不符。", **changes}),
        on=procedure.day,
        by=procedure.world.person(procedure.world.planning, "lead_official"),
    )


@pytest.fixture
def opened(procedure):
    procedure.advance_to("open_consultation")
    procedure.perform("open_consultation")
    return procedure


@pytest.fixture
def announced(procedure):
    procedure.advance_to("announce_hearing")
    procedure.perform("announce_hearing")
    return procedure


class TestConsultation:
    def test_a_closing_day_29_days_out_is_refused_with_the_clause_and_keeps_nothing(self, procedure):
        procedure.advance_to("open_consultation")
        with pytest.raises(Refusal) as refused:
            procedure.perform("open_consultation", closes_on=procedure.day + timedelta(days=29))
        rule, finding = refused.value.grounds[0]
        assert (rule.code, str(rule.provision)) == ("PUB-05", "§15(1)")
        assert finding.cure
        assert not procedure.decision.consultations.exists()
        assert "C02" not in codes(procedure.decision)

    def test_a_shorter_period_with_a_reason_is_open_and_the_reason_is_filed(self, procedure):
        procedure.advance_to("open_consultation")
        reason = "主汛期临近,应急加固须于五月底前完成。"
        entry = procedure.perform(
            "open_consultation", closes_on=procedure.day + timedelta(days=10), shortening_reason=reason
        )
        data = json.loads(entry.material.data)["data"]
        assert data["shortening_reason"] == reason
        assert data["excused"][0]["rule"] == "PUB-05"
        found = {item.rule.code: item.finding.outcome for item in compliance.report(procedure.decision)}
        assert found["PUB-05"] == "excused"

    def test_it_files_a_public_notice_about_one_snapshot_and_says_what_is_owed(self, opened):
        decision = opened.decision
        consultation = decision.consultations.get()
        material = consultation.material
        assert (material.code, material.access) == ("C02", "public")
        assert json.loads(material.data)["data"]["snapshot"]["digest"] == consultation.snapshot.digest
        owed = {item.code: item.is_required for item in decision.case.expectations.all()}
        assert owed["C15"]
        assert not owed["C04"]
        assert not owed["C05"]

    def test_the_timer_ends_at_midnight_after_the_last_day(self, opened):
        end = selectors.end_of_consultation(opened.decision)
        closes_on = opened.decision.consultations.get().closes_on
        assert end.isoformat() == f"{closes_on + timedelta(days=1)}T00:00:00+08:00"

    def test_a_matter_that_is_not_disclosed_is_not_put_to_the_public(self, procedure):
        procedure.advance_to("open_consultation")
        Decision.objects.filter(pk=procedure.decision.pk).update(is_nonpublic=True)
        with pytest.raises(Exception, match="lawfully not disclosed|依法不予公开"):
            procedure.perform("open_consultation")
        procedure.perform("open_consultation", methods=["symposium"], channels=[])
        assert "C02" not in codes(procedure.decision)

    def test_somebody_of_another_unit_may_not(self, procedure):
        procedure.advance_to("open_consultation")
        stranger = procedure.world.person(procedure.world.transport, "lead_official")
        with pytest.raises(PermissionDenied):
            procedure.perform("open_consultation", by=stranger)

    def test_a_period_that_ends_before_it_begins_is_refused_beside_the_field(self, procedure):
        procedure.advance_to("open_consultation")
        with pytest.raises(NotValid):
            procedure.perform("open_consultation", closes_on=procedure.day - timedelta(days=1))


class TestOpinions:
    def test_a_letter_is_numbered_filed_and_its_telephone_encrypted(self, opened):
        entry = enter(opened, letter(opened.day), letter(opened.day, body="价格偏高。", author="王芳"))
        first, second = opened.decision.opinions.order_by("number")
        assert (first.number, second.number) == (1, 2)
        assert "13912345678" not in first.sealed_phone
        assert "13912345678" not in entry.material.data
        assert entry.material.code == "C03"
        assert json.loads(entry.material.data)["data"]["opinions"][0]["digest"] == first.digest

    def test_a_late_letter_is_kept_and_marked(self, opened):
        opened.wait_for_timer()
        enter(opened, letter(opened.day, body="来晚了。"))
        assert opened.decision.opinions.get().is_late

    def test_an_opinion_before_the_public_was_asked_is_refused(self, opened):
        with pytest.raises(Exception, match="before the public was asked|之前"):
            enter(opened, letter(opened.decision.consultations.get().opens_on - timedelta(days=1)))

    def test_nobody_changes_or_removes_what_was_said(self, opened):
        enter(opened, letter(opened.day))
        opinion = opened.decision.opinions.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            PublicOpinion.objects.filter(pk=opinion.pk).update(body="另一种说法")
        with pytest.raises(DatabaseError), transaction.atomic():
            opinion.delete()
        opinion.refresh_from_db()
        assert receipt_digest(opinion) == opinion.digest
        opinion.body += "。"
        assert receipt_digest(opinion) != opinion.digest

    def test_meetings_bring_opinions_of_their_own_and_groups_are_talked_with(self, procedure):
        procedure.advance_to("open_consultation")
        procedure.perform("open_consultation", groups=[{"name": "残疾人"}])
        procedure.aside(
            RecordParticipationView,
            method="group",
            group="残疾人",
            held_on=procedure.day,
            summary="市残联及代表座谈。",
            opinions=[{"organisation": "市残疾人联合会", "body": "应当保留无障碍缴费渠道。"}],
            files=[paper("座谈会签到表")],
        )
        assert "C06" in codes(procedure.decision)
        assert procedure.decision.opinions.get().channel == "meeting"
        procedure.advance_to("answer_opinions")
        procedure.perform("answer_opinions")
        assert selectors.consulted_on(procedure.decision) is not None

    def test_without_the_talks_the_round_does_not_close(self, procedure):
        procedure.advance_to("open_consultation")
        procedure.perform("open_consultation", groups=[{"name": "残疾人"}])
        procedure.advance_to("answer_opinions")
        with pytest.raises(Refusal) as refused:
            procedure.perform("answer_opinions")
        assert [rule.code for rule, _finding in refused.value.grounds] == ["PUB-03"]


class TestAnswers:
    def test_one_opinion_without_an_answer_keeps_the_round_open(self, opened):
        enter(opened, letter(opened.day), letter(opened.day, body="不同意涨价。"))
        answer(opened, [1])
        opened.advance_to("answer_opinions")
        with pytest.raises(Refusal) as refused:
            opened.perform("answer_opinions", prepare=False)
        assert [rule.code for rule, _finding in refused.value.grounds] == ["PUB-07"]
        assert "C15" not in codes(opened.decision)

    def test_many_opinions_share_one_answer_and_the_line_adds_up(self, opened):
        enter(opened, *[letter(opened.day, body=f"意见{number}") for number in range(1, 41)])
        answer(opened, range(1, 40), point="希望减免")
        answer(opened, [40], kind="withheld", reason="含有人身攻击内容。")
        opened.advance_to("answer_opinions")
        entry = opened.perform("answer_opinions")
        data = json.loads(entry.material.data)["data"]
        assert (data["received"], data["answered"], data["withheld"]) == (40, 39, 1)
        assert entry.material.access == "public"
        assert OpinionAnswer.objects.count() == 2

    def test_the_public_table_shows_nobody_in_full(self, opened):
        enter(opened, letter(opened.day, body="我是李建国,电话13912345678,身份证110101199003078515,请减免。"))
        answer(opened, [1])
        opened.advance_to("answer_opinions")
        sheet = json.dumps(json.loads(opened.perform("answer_opinions").material.data)["sheet"], ensure_ascii=False)
        assert "李**" in sheet
        for personal in ("13912345678", "110101199003078515"):
            assert personal not in sheet

    def test_papers_call_clauses_what_the_draft_calls_them(self, opened):
        clause = opened.decision.current_draft.clauses.exclude(heading="").first()
        enter(opened, letter(opened.day, clause_key=clause.key))
        answer(opened, [1], kind="adopted", reason="采纳。", clause_key=clause.key, change="改为每户每年180立方米。")
        opened.advance_to("answer_opinions")
        opened.perform("answer_opinions")
        for code in ("C03", "C15"):
            written = json.loads(opened.decision.case.materials.filter(code=code).last().data)
            assert clause.heading in json.dumps(written["sheet"], ensure_ascii=False)
            assert f'"{clause.key}' not in json.dumps(written["sheet"])
            assert f'"{clause.key}"' in json.dumps(written["data"])

    def test_adopting_names_the_clause_and_what_changes(self, opened):
        enter(opened, letter(opened.day))
        with pytest.raises(Exception, match="clause|条款"):
            answer(opened, [1], kind="adopted", reason="合理。")
        key = opened.decision.current_draft.clauses.first().key
        answer(opened, [1], kind="adopted", reason="合理。", clause_key=key, change="增加减免规定。")

    def test_answers_can_be_given_in_the_act_by_number(self, opened):
        enter(opened, letter(opened.day), letter(opened.day, body="同意。"))
        opened.advance_to("answer_opinions")
        opened.perform(
            "answer_opinions",
            prepare=False,
            answers=[{"numbers": "1-2", "answer": "explained", "reason": "草案已有规定。"}],
        )
        assert OpinionDisposition.objects.filter(filed_in__isnull=False).count() == 2

    def test_what_is_filed_stays(self, opened):
        enter(opened, letter(opened.day))
        opened.advance_to("answer_opinions")
        opened.perform("answer_opinions")
        with pytest.raises(Exception, match="filed already|已归档"):
            answer(opened, [1], reason="改主意了。")
        disposition = OpinionDisposition.objects.get()
        for change in (
            lambda: OpinionDisposition.objects.update(filed_in=None),
            lambda: OpinionAnswer.objects.filter(pk=disposition.answer_id).update(reason="改写"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_a_letter_after_the_answers_needs_its_own_at_once(self, opened):
        opened.advance_to("answer_opinions")
        opened.perform("answer_opinions")
        with pytest.raises(Exception, match="answer this one here|一并"):
            enter(opened, letter(opened.day))
        enter(opened, letter(opened.day, answer="not_adopted", reason="征求意见已结束,且与规划不符。"))
        opinion = opened.decision.opinions.get()
        assert opinion.is_late
        assert opinion.disposition.filed_in.code == "C15"

    def test_the_record_of_a_round_meets_every_rule(self, opened):
        enter(opened, letter(opened.day))
        opened.advance_to("answer_opinions")
        opened.perform("answer_opinions")
        found = {
            item.rule.code: item.finding.outcome
            for item in compliance.report(opened.decision)
            if item.rule.code.startswith(("PUB-", "SOD-06", "SOD-10"))
        }
        assert found == {
            "PUB-01": "met",
            "PUB-03": "not_applicable",
            "PUB-04": "met",
            "PUB-05": "met",
            "PUB-07": "met",
            "PUB-08": "not_applicable",
            "SOD-06": "not_applicable",
            "SOD-10": "met",
        }


class TestHearing:
    def test_whether_it_is_needed_is_determined_once_and_the_notice_refers_to_it(self, announced):
        """C08 is the determination of the start (art. 16(1)); the notice says why and is filed as what it is."""
        (determined,) = announced.decision.case.materials.filter(code="C08")
        assert determined.entry.act == "initiate"
        notice = announced.decision.case.materials.get(code="C09")
        data = json.loads(notice.data)["data"]
        assert data["determination"] == {"sequence": 1, "digest": determined.digest}
        assert data["ground"] == announced.decision.hearings.get().ground
        assert "713-16(1)" in json.loads(notice.entry.body)["basis"]

    def test_it_is_held_and_what_was_said_is_answered_or_waits_for_the_answers(self, announced):
        announced.perform("hold_hearing")
        decision = announced.decision
        assert codes(decision) >= {"C08", "C09", "C10", "C11", "C12", "C13"}
        assert selectors.hearing_held_on(decision) is not None
        assert decision.opinions.filter(channel="hearing").count() == 2

    def test_statements_without_an_answer_wait_for_the_round(self, announced):
        statements = acts.hold_hearing(announced.decision, announced.day)["statements"]
        bare = [{"participant": row["participant"], "body": row["body"]} for row in statements]
        announced.perform("hold_hearing", statements=bare)
        assert selectors.opinions_without_answer(announced.decision).count() == 2
        announced.advance_to("answer_opinions")
        with pytest.raises(Refusal):
            announced.perform("answer_opinions", prepare=False)
        announced.perform("answer_opinions")

    def test_where_no_round_follows_each_statement_is_answered_at_the_hearing(self, procedure):
        procedure.advance_to("answer_opinions")
        procedure.perform("answer_opinions")
        procedure.advance_to("announce_hearing")
        procedure.perform("announce_hearing")
        statements = acts.hold_hearing(procedure.decision, procedure.day)["statements"]
        bare = [{"participant": row["participant"], "body": row["body"]} for row in statements]
        with pytest.raises(Refusal) as refused:
            procedure.perform("hold_hearing", statements=bare)
        assert [rule.code for rule, _finding in refused.value.grounds] == ["PUB-07"]
        procedure.perform("hold_hearing")
        assert procedure.decision.case.materials.filter(code="C15").count() == 2

    def test_who_spoke_is_told_in_writing_where_the_place_asks_for_it(self, announced, monkeypatch):
        """HEAR-25, with the answers: how they were told is filed with the table and judged from it."""
        asking = floor().with_values(hearing__feedback_required=True, public__adoption_publish_days=365)
        monkeypatch.setattr(Decision, "pack", property(lambda _row: asking))
        announced.perform("hold_hearing")
        announced.advance_to("answer_opinions")
        with pytest.raises(Refusal) as refused:
            announced.perform("answer_opinions")
        assert [rule.code for rule, _finding in refused.value.grounds] == ["HEAR-25"]
        entry = announced.perform("answer_opinions", feedback="次日逐人寄送书面答复。")
        assert json.loads(entry.material.data)["data"]["feedback"] == "次日逐人寄送书面答复。"
        found = {item.rule.code: item.finding.outcome for item in compliance.report(announced.decision)}
        assert (found["HEAR-25"], found["PUB-08"]) == ("met", "met")

    def test_papers_delivered_six_days_before_stop_it_naming_article_16_3(self, announced):
        hearing = hearing_selectors.current_hearing(announced.decision)
        announced.aside(RegisterParticipantsView, **acts.participants(announced.day))
        announced.wait((hearing.hearing_on - announced.day).days - 6)
        announced.aside(RecordDeliveryView, **acts.deliveries(announced.day))
        announced.wait(6)
        with pytest.raises(Refusal) as refused:
            announced.perform("hold_hearing", prepare=False)
        rule, _finding = refused.value.grounds[0]
        assert (rule.code, str(rule.provision)) == ("HEAR-05", "§16(3)")
        assert "§" not in str(refused.value.messages[0])
        assert "（《重大行政决策程序暂行条例》第十六条第三款，HEAR-05）" in refused.value.messages[0]
        assert hearing_selectors.current_hearing(announced.decision) is not None
        assert not announced.decision.opinions.exists()

    def test_put_off_by_a_day_the_same_delivery_is_in_time(self, announced):
        hearing = hearing_selectors.current_hearing(announced.decision)
        announced.aside(RegisterParticipantsView, **acts.participants(announced.day))
        announced.wait((hearing.hearing_on - announced.day).days - 6)
        announced.aside(RecordDeliveryView, **acts.deliveries(announced.day))
        announced.aside(
            PostponeHearingView,
            hearing_on=hearing.hearing_on + timedelta(days=1),
            begins_at="09:00",
            place=hearing.place,
            reason="听证材料送达时间不足七日。",
        )
        announced.perform("hold_hearing")

    def test_a_party_without_a_participant_is_refused(self, announced):
        given = acts.participants(announced.day)
        with pytest.raises(Refusal) as refused:
            announced.aside(RegisterParticipantsView, **given | {"places": given["places"][:3]})
        assert refused.value.grounds[0][0].code == "HEAR-03"
        assert not hearing_selectors.current_hearing(announced.decision).participants.exists()

    def test_the_host_who_presents_is_refused(self, announced):
        with pytest.raises(Refusal) as refused:
            announced.perform("hold_hearing", presenters=["唐正明"])
        assert [rule.code for rule, _finding in refused.value.grounds] == ["SOD-08"]

    def test_a_refusal_to_sign_is_printed_and_one_without_reason_is_not_enough(self, announced):
        given = acts.hold_hearing(announced.decision, announced.day)
        rows = [dict(row) for row in given["presences"]]
        rows[1]["remark"] = ""
        with pytest.raises(Refusal) as refused:
            announced.perform("hold_hearing", presences=rows)
        assert refused.value.grounds[0][0].code == "HEAR-06"
        entry = announced.perform("hold_hearing")
        assert entry.material.code == "C13"
        assert "不同意签字" in entry.material.data

    def test_it_is_held_on_its_announced_day_only(self, announced):
        acts.before_hearing(announced)
        announced.wait(1)
        with pytest.raises(Exception, match="announced for|定于"):
            announced.perform("hold_hearing", prepare=False)

    def test_who_speaks_is_present(self, announced):
        given = acts.hold_hearing(announced.decision, announced.day)
        rows = [
            row | {"is_present": False, "confirmation": "", "remark": ""} if number == 0 else row
            for number, row in enumerate(given["presences"])
        ]
        with pytest.raises(Exception, match="not present|未到场"):
            announced.perform("hold_hearing", presences=rows)
