"""The discussion: the order of speaking, the outcomes, and what stops a decision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from archive.models import Expectation
from decisions.cases.models import ApprovalKind, Status
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval
from decisions.deliberation import selectors
from decisions.deliberation.models import Attendance, DecisionRecord
from decisions.statutes.clauses import render
from tests.decisions.deliberation.records import codes_of, data_of
from tests.factories import deliberation as acts
from tests.factories.deliberation import DAY

pytestmark = pytest.mark.django_db


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
