"""The acts of deliberation: what they write, what they refuse, and that a refusal keeps nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from archive.models import Expectation
from decisions.cases.models import ApprovalKind, Status
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval
from decisions.deliberation import minutes, reporting, selectors
from decisions.deliberation.models import Attendance, DecisionRecord, Meeting, SpokenView
from decisions.statutes.clauses import render
from tests.factories import deliberation as acts
from tests.factories.deliberation import DAY

pytestmark = pytest.mark.django_db


def codes_of(refusal):
    return [rule.code for rule, _finding in refusal.value.grounds]


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


# Submitting


def test_the_package_is_what_the_file_holds(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    found = data_of(decision, "H02")
    assert [item["number"] for item in found["items"]] == [1, 2, 3, 4, 5, 6]
    assert found["items"][0]["papers"] == ["B05-1 材料B05", "F03-1 材料F03"]
    assert found["snapshot"]["digest"] == found["reviewed_digest"] == decision.submitted_snapshot.digest
    assert data_of(decision, "H01")["round"] == 1


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("B05", "SUBMIT-01"),
        ("F03", "SUBMIT-01"),
        ("C15", "SUBMIT-02"),
        ("D08", "SUBMIT-03"),
        ("E05", "SUBMIT-04"),
        ("G07", "SUBMIT-05"),
        ("G05", "SUBMIT-06"),
    ],
)
def test_a_missing_paper_is_named(world, code, rule):
    decision = acts.ready(world, without=(code,))
    before = decision.case.entries.count()
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert codes_of(refused) == [rule]
    assert code in str(refused.value)
    assert decision.case.entries.count() == before
    assert not decision.deliberation_requests.exists()


def test_what_was_not_performed_is_not_asked_for(world):
    waived = ("congress", "participation", "hearing", "experts", "risk", "competition")
    decision = acts.ready(world, without=("C15", "D08", "E05", "F03", "risk", "competition"), waived=waived)
    acts.submit(decision, world)
    assert data_of(decision, "H02")["items"][2]["waived"] == "依据明确"


@pytest.mark.parametrize(("kind", "rule"), [("legality", "LEGAL-03"), ("risk", "RISK-06"), ("competition", "FCR-04")])
def test_no_text_passes_without_its_reviews(world, kind, rule):
    decision = acts.ready(world, without=(kind,))
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert rule in codes_of(refused)


@pytest.mark.parametrize(("kind", "rule"), [("legality", "LEGAL-03"), ("risk", "RISK-06"), ("competition", "FCR-04")])
def test_a_negative_review_stops_it(world, kind, rule):
    decision = acts.ready(world)
    acts.review(decision, kind, world, allows=False)
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert rule in codes_of(refused)


def test_an_opinion_on_an_older_text_does_not_count(world):
    decision = acts.ready(world)
    acts.text(
        decision, world, [*acts.CLAUSES[:2], ("art-3", "第三条", "自2026年11月1日起执行。")], change_class="minor"
    )
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert {"SUBMIT-05", "LEGAL-03"} <= set(codes_of(refused))


# Admitting


def test_admission_calls_the_meeting_and_files_the_notice(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    assert not selectors.is_admitted(decision)
    filed = acts.admit(decision, world, papers_sent_on=DAY, meets_on=DAY + timedelta(days=3))
    assert filed.code == "H03"
    item = selectors.present_item(decision)
    assert (item.meeting.kind, item.position) == ("executive", 1)
    assert item.snapshot == decision.submitted_snapshot
    assert selectors.is_admitted(decision)


def test_a_second_matter_joins_the_same_meeting(world):
    first, second = acts.on_agenda(world), acts.on_agenda(world)
    assert selectors.present_item(first).meeting == selectors.present_item(second).meeting
    assert selectors.present_item(second).position == 2
    third = acts.ready(world)
    acts.submit(third, world)
    acts.admit(third, world, meeting=Meeting.objects.get(), kind="", meeting_number="", meets_on=None)
    assert selectors.present_item(third).position == 3


def test_the_same_number_on_another_day_is_refused(world):
    acts.on_agenda(world)
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError) as refused:
        acts.admit(decision, world, meets_on=DAY + timedelta(days=7))
    assert "meeting_number" in refused.value.message_dict


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "circulation"},
        {"meets_on": DAY - timedelta(days=1)},
        {"chair": ""},
        {"checks": []},
    ],
    ids=["circulation", "before notice", "no chair", "unchecked"],
)
def test_there_is_no_other_way_to_a_meeting(world, changes):
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError), transaction.atomic():
        acts.admit(decision, world, **changes)
    assert not Meeting.objects.exists()


def test_what_is_found_incomplete_is_not_admitted(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError, match="4"):
        acts.admit(decision, world, checks=acts.checks(decision, item4="missing"))


def test_papers_too_late_are_refused_by_the_place(world):
    decision = acts.ready(world, pack=acts.local_pack(world, **{"meeting.paper_days": 3}))
    acts.submit(decision, world)
    with pytest.raises(Refusal, match="DELIB-01"):
        acts.admit(decision, world, meets_on=DAY + timedelta(days=2))


def test_a_returned_request_comes_again(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    checks = acts.checks(decision, item4="missing")
    with pytest.raises(ValidationError):
        acts.admit(decision, world, is_admitted=False, checks=checks)
    filed = acts.admit(decision, world, is_admitted=False, checks=checks, reason="风险评估报告缺少处置预案。")
    assert filed.code == "H02"
    assert not selectors.is_admitted(decision)
    acts.submit(decision, world)
    assert selectors.present_request(decision).round == 2
    assert not selectors.is_admitted(decision)


# Discussing


def test_the_discussion_is_recorded_in_order_with_the_head_last(world):
    decision = acts.on_agenda(world)
    filed = acts.deliberate(decision, world)
    assert filed.code == "H04"
    views = data_of(decision, "H04")["views"]
    assert [view["name"] for view in views] == ["副市长1", "副市长2", "副市长3", "副市长4", "陈国栋"]
    record = selectors.present_record(decision)
    assert record.snapshot_out == record.snapshot_in == decision.submitted_snapshot
    assert record.minutes_number == "临政会纪〔2026〕1号"
    assert not record.departs_from_majority
    assert [code for code in ("H03", "H04", "H05", "H06") if decision.case.materials.filter(code=code).exists()] == [
        "H03",
        "H04",
        "H05",
    ]
    assert Expectation.objects.filter(case=decision.case, code="H06").latest("pk").is_required is False
    assert selectors.is_adopted(decision)
    assert approval(decision, ApprovalKind.MEETING).snapshot == record.snapshot_out


def test_the_heads_view_waits_for_every_member(world):
    decision = acts.on_agenda(world)
    speakers = [acts.member("副市长1"), acts.member("副市长2", "", text=""), acts.head()]
    with pytest.raises(Refusal, match="副市长2") as refused:
        acts.deliberate(decision, world, speakers=speakers)
    assert codes_of(refused) == ["DELIB-03"]
    assert not Attendance.objects.exists()


def test_the_order_given_counts_and_not_that_of_the_list(world):
    decision = acts.on_agenda(world)
    speakers = [
        acts.head(order=9),
        acts.member("副市长1", order=2),
        acts.member("副市长2", order=1),
    ]
    acts.deliberate(decision, world, speakers=speakers)
    assert [view["name"] for view in data_of(decision, "H04")["views"]] == ["副市长2", "副市长1", "陈国栋"]


def test_two_at_the_same_place_are_refused(world):
    decision = acts.on_agenda(world)
    speakers = [acts.member("副市长1", order=1), acts.member("副市长2", order=1), acts.head(order=3)]
    with pytest.raises(ValidationError, match="1"):
        acts.deliberate(decision, world, speakers=speakers)


def test_nobody_speaks_after_the_head(world):
    decision = acts.on_agenda(world)
    with pytest.raises(Refusal, match="DELIB-03"):
        acts.deliberate(decision, world, speakers=[acts.head(), *acts.people()[:-1]])


def test_the_absent_count_for_the_quorum_and_the_recused_do_not(world):
    decision = acts.on_agenda(world, pack=acts.local_pack(world, **{"meeting.quorum_share": "1/2"}))
    absent = [acts.member(f"缺席{place}", "", presence="absent", text="") for place in range(3)]
    recused = acts.member("回避", "recused")
    with pytest.raises(Refusal, match="DELIB-01"):
        acts.deliberate(decision, world, speakers=[*absent, recused, acts.member("副市长1"), acts.head()])
    acts.deliberate(decision, world, speakers=[*absent, recused, *acts.people("agree", "agree", "agree")])
    assert data_of(decision, "H04")["tally"] == {"members": 8, "present": 4, "agree": 4, "recused": 1}


def test_a_departure_from_the_majority_needs_reasons_given_at_the_meeting(world):
    decision = acts.on_agenda(world)
    against = {"speakers": acts.people("disagree", "disagree", "disagree", "agree")}
    with pytest.raises(Refusal) as refused:
        acts.deliberate(decision, world, **against)
    assert codes_of(refused) == ["DELIB-04"]
    with pytest.raises(Refusal):
        acts.deliberate(decision, world, **against, reason="管网隐患突出，不宜再拖。")
    acts.deliberate(decision, world, **against, reason="管网隐患突出，不宜再拖。", said_at_meeting=True)
    record = selectors.present_record(decision)
    assert record.departs_from_majority
    sheet = json.loads(decision.case.materials.get(code="H04").data)["sheet"]
    differing = next(block for block in sheet if block.get("heading") in {"不同意见", "Different opinions"})
    assert [row[0] for row in differing["body"]] == ["副市长1", "副市长2", "副市长3"]
    assert differing["body"][0][2] == "副市长1的意见。"


def test_dissent_without_words_is_refused(world):
    decision = acts.on_agenda(world)
    speakers = [acts.member("副市长1", "disagree", text=" "), acts.member("副市长2"), acts.head()]
    with pytest.raises(Refusal, match="DELIB-05"):
        acts.deliberate(decision, world, speakers=speakers)


@pytest.mark.parametrize("minute_taker", ["陈国栋", "副市长1", ""])
def test_who_takes_the_minutes_does_not_decide(world, minute_taker):
    decision = acts.on_agenda(world)
    with pytest.raises(Refusal, match="SOD-09"):
        acts.deliberate(decision, world, minute_taker=minute_taker)


def test_a_deputy_presides_by_delegation_only(world):
    decision = acts.on_agenda(world)
    absent_head = acts.head("", presides=False, presence="absent", text="")
    deputy = acts.member("常务副市长", presides=True)
    with pytest.raises(Refusal, match="DELIB-03"):
        acts.deliberate(decision, world, speakers=[absent_head, acts.member("副市长1"), deputy])
    deputy = replace(deputy, delegation="临政委〔2026〕3号")
    acts.deliberate(decision, world, speakers=[absent_head, acts.member("副市长1"), deputy])
    assert selectors.present_record(decision).decided_by.name == "常务副市长"


def test_adopting_asks_for_the_reviews_once_more(world):
    decision = acts.on_agenda(world)
    acts.review(decision, "risk", world, allows=False)
    with pytest.raises(Refusal, match="RISK-06"):
        acts.deliberate(decision, world)
    acts.deliberate(decision, world, result="defer", speakers=acts.people("defer", "defer", "defer"))
    assert not selectors.is_adopted(decision)


def test_a_text_changed_since_is_not_discussed(world):
    decision = acts.on_agenda(world)
    acts.text(decision, world, acts.CLAUSES[:2], change_class="substantive")
    with pytest.raises(ValidationError):
        acts.deliberate(decision, world)


def reworded(decision, **replaced):
    clauses = decision.submitted_snapshot.draft.clauses.all()
    text = render((clause.key, clause.heading, clause.text) for clause in clauses)
    for old, new in replaced.items():
        text = text.replace(old, new)
    return text


def test_wording_is_changed_by_the_meeting_without_making_the_opinion_stale(world):
    decision = acts.on_agenda(world)
    final = reworded(decision, 每户每月减免5立方米水费="每户每月减免水费5立方米")
    acts.deliberate(decision, world, result="adopt_with_changes", change_reason="仅调整语序。", final_text=final)
    record = selectors.present_record(decision)
    assert record.snapshot_out.is_decided
    assert record.snapshot_out.digest != record.snapshot_in.digest
    assert decision.submitted_snapshot == record.snapshot_in
    assert [clause["key"] for clause in data_of(decision, "H06")["clauses"]] == ["art-1", "art-2", "art-3"]
    from decisions import compliance

    found = {judged.rule.code: str(judged.finding.outcome) for judged in compliance.report(decision)}
    assert found["LEGAL-03"] == "met"
    assert approval(decision, ApprovalKind.MEETING).snapshot == record.snapshot_out


@pytest.mark.parametrize(
    "changes",
    [
        {"final_text": "", "change_reason": "x"},
        {"final_text": "same", "change_reason": "x"},
        {"final_text": "added", "change_reason": "x"},
        {"final_text": "changed", "change_reason": ""},
    ],
    ids=["no text", "same text", "a clause more", "no reason"],
)
def test_what_is_no_change_of_wording_is_refused(world, changes):
    decision = acts.on_agenda(world)
    texts = {
        "same": reworded(decision),
        "added": reworded(decision) + "\n第四条 特种用水价格另行制定。",
        "changed": reworded(decision, 自2026年10月1日起执行="自2026年10月1日起施行"),
    }
    drafts = decision.drafts.count()
    with pytest.raises(ValidationError), transaction.atomic():
        acts.deliberate(
            decision,
            world,
            result="adopt_with_changes",
            **{**changes, "final_text": texts.get(changes["final_text"], "")},
        )
    assert decision.drafts.count() == drafts
    assert not DecisionRecord.objects.exists()


@pytest.mark.parametrize(
    ("result", "positions", "check"),
    [
        ("change_in_substance", ["agree_with_changes"] * 3, selectors.is_changed_in_substance),
        ("reject", ["disagree"] * 3, selectors.is_rejected),
    ],
)
def test_other_outcomes(world, result, positions, check):
    decision = acts.on_agenda(world)
    acts.deliberate(
        decision, world, result=result, speakers=acts.people(*positions), change_reason="提高减免额度，重新听取意见。"
    )
    assert check(decision)
    assert not selectors.is_adopted(decision)
    assert decision.status == (Status.REJECTED if result == "reject" else Status.IN_PROCEDURE)


def test_a_rejection_ends_the_matter_and_settles_what_would_have_followed(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world, result="reject", speakers=acts.people("disagree", "disagree", "disagree"))
    owed = {item.code: item.is_required for item in Expectation.objects.filter(case=decision.case).order_by("pk")}
    assert not any(owed[code] for code in ("H07", "J01", "J02", "K01", "K02", "K03"))


def test_another_day_than_called_needs_a_reason_and_no_earlier_one_is_possible(world):
    decision = acts.on_agenda(world)
    with pytest.raises(ValidationError) as refused:
        acts.deliberate(decision, world, on=DAY - timedelta(days=1))
    assert "on" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        acts.deliberate(decision, world, on=DAY + timedelta(days=2))
    assert "postponed" in refused.value.message_dict
    acts.deliberate(decision, world, on=DAY + timedelta(days=2), postponed="防汛应急，会议顺延。")


# The database


def spoken(item, attendance, sequence):
    return SpokenView.objects.create(item=item, attendance=attendance, sequence=sequence, position="agree")


def there(item, name, **changes):
    return Attendance.objects.create(
        item=item, name=name, post="副市长", capacity="member", presence="present", **changes
    )


def test_the_database_refuses_the_head_before_the_rest(world):
    item = selectors.present_item(acts.on_agenda(world))
    first, second = there(item, "甲"), there(item, "乙")
    head = there(item, "市长", is_head=True, presides=True)
    spoken(item, first, 1)
    with pytest.raises(DatabaseError, match="乙"), transaction.atomic():
        spoken(item, head, 2)
    spoken(item, second, 2)
    spoken(item, head, 3)


def test_the_database_refuses_a_view_after_the_head_or_out_of_order(world):
    item = selectors.present_item(acts.on_agenda(world))
    guest = Attendance.objects.create(
        item=item, name="列席", post="市司法局", capacity="attending", presence="present"
    )
    first, head = there(item, "甲"), there(item, "市长", is_head=True, presides=True)
    spoken(item, first, 5)
    with pytest.raises(DatabaseError, match="order"), transaction.atomic():
        spoken(item, head, 4)
    spoken(item, head, 6)
    with pytest.raises(DatabaseError, match="after the head"), transaction.atomic():
        spoken(item, guest, 7)


@pytest.mark.parametrize("model", [Attendance, SpokenView, DecisionRecord])
def test_signed_minutes_do_not_change(world, model):
    acts.deliberate(acts.on_agenda(world), world)
    row = model.objects.order_by("pk").first()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_nobody_is_added_to_a_closed_record(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        there(selectors.present_item(decision), "补签")


# Afterwards


def correct(decision, world, **changes):
    values = {
        "passage": "副市长1的发言",
        "correction": "应为“建议2027年起执行”。",
        "reason": "记录笔误",
        "confirmed_by": "副市长1",
        "on": DAY,
        "by": acts.clerk(world),
        **changes,
    }
    return minutes.correct_minutes(decision, **values)


def test_a_correction_is_added_and_the_record_stays(world):
    decision = acts.on_agenda(world)
    with pytest.raises(ValidationError):
        correct(decision, world)
    filed = acts.deliberate(decision, world)
    digest = filed.digest
    assert correct(decision, world).code == "H04"
    correct(decision, world)
    filed.refresh_from_db()
    assert filed.digest == digest
    assert data_of(decision, "H04")["sequence"] == 2


def test_who_decided_does_not_correct_the_minutes(world):
    decision = acts.on_agenda(world)
    mayor = world.person(world.city, "executive_head")
    acts.deliberate(
        decision, world, speakers=[acts.member("副市长1"), replace(acts.head(), user=mayor, name=mayor.name)]
    )
    with pytest.raises(ValidationError):
        correct(decision, world, by=mayor)


@pytest.mark.parametrize(
    ("reply", "changes", "refused"),
    [("agreed", False, False), ("changes", True, False), ("not_agreed", False, True)],
)
def test_the_reply_of_the_party_committee_decides_what_follows(world, reply, changes, refused):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    assert acts.report(decision, world, reply).code == "H07"
    assert selectors.party_asks_for_changes(decision) is changes
    assert selectors.party_does_not_agree(decision) is refused
    assert (decision.status == Status.REJECTED) is refused
    assert approval(decision, ApprovalKind.PARTY).allows_submission is (reply == "agreed")


def test_nothing_is_reported_that_was_not_adopted(world):
    decision = acts.on_agenda(world)
    with pytest.raises(ValidationError):
        acts.report(decision, world)
    acts.deliberate(decision, world, result="defer", speakers=acts.people("defer", "defer", "defer"))
    with pytest.raises(ValidationError):
        acts.report(decision, world)


def test_a_report_before_the_discussion_is_none(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    with pytest.raises(Refusal, match="PARTY-01"):
        acts.report(decision, world, reported_on=date(2026, 5, 30))


def test_the_congress_is_told_where_it_was_determined(world):
    decision = acts.on_agenda(world, waived=())
    acts.deliberate(decision, world)
    assert selectors.report_to_congress_is_due(decision)
    values = {
        "body": "市人大常委会",
        "is_decided_there": False,
        "report_number": "临政函〔2026〕42号",
        "reported_on": DAY,
        "reply_number": "",
        "on": DAY,
        "by": acts.clerk(world),
    }
    reporting.report_to_congress(decision, reply="changes", content="完善减免办法。", **values)
    assert selectors.congress_asks_for_changes(decision)
    assert not selectors.congress_does_not_agree(decision)


def test_a_new_round_begins_without_an_outcome(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world, result="rediscuss", speakers=acts.people("defer", "defer", "defer"))
    acts.submit(decision, world)
    acts.admit(decision, world)
    assert selectors.present_record(decision) is None
    assert not selectors.is_adopted(decision)
    acts.deliberate(decision, world)
    assert selectors.is_adopted(decision)
    assert selectors.records(decision).count() == 2
