"""Articles 14 to 18 as predicates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.participation import facts, hearing_rules, rules
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor

DAY = date(2026, 4, 10)
PACK = floor()


def notice(days=30, **changes):
    return facts.Notice(
        **{
            "opens_on": DAY,
            "closes_on": DAY + timedelta(days=days),
            "shortening_reason": "",
            "has_draft": True,
            "has_explanation": True,
            "channels": ("门户网站",),
            "ways": "来信来电",
            "contact": "李科长",
            **changes,
        }
    )


def test_the_thirtieth_day_is_enough_and_the_opening_day_is_not_counted():
    assert rules.period_is_long_enough(notice(30), PACK).outcome is Outcome.MET
    assert rules.period_is_long_enough(notice(29), PACK).outcome is Outcome.BREACHED


def test_a_published_reason_excuses_a_shorter_period():
    found = rules.period_is_long_enough(notice(7, shortening_reason="汛期将至,工程须于五月底前开工。"), PACK)
    assert found.outcome is Outcome.EXCUSED
    assert "汛期" in found.reason


def test_where_local_rules_allow_no_shorter_period_a_reason_does_not_help():
    strict = PACK.with_values(public__shortening_allowed=False)
    found = rules.period_is_long_enough(notice(7, shortening_reason="紧急"), strict)
    assert found.outcome is Outcome.BREACHED


def test_working_days_count_where_local_rules_count_them():
    pack = PACK.with_values(public__min_days=20, public__day_type="working")
    assert rules.period_is_long_enough(notice(28, working_days=19), pack).outcome is Outcome.BREACHED
    assert rules.period_is_long_enough(notice(28, working_days=20), pack).outcome is Outcome.MET


@given(days=st.integers(1, 400), least=st.integers(30, 60))
def test_a_period_is_met_exactly_from_the_number_of_the_pack_on(days, least):
    found = rules.period_is_long_enough(notice(days), PACK.with_values(public__min_days=least))
    assert (found.outcome is Outcome.MET) == (days >= least)


@pytest.mark.parametrize(
    "lack", [{"has_draft": False}, {"has_explanation": False}, {"channels": ()}, {"ways": " "}, {"contact": ""}]
)
def test_a_notice_lacking_something_is_refused(lack):
    assert rules.notice_is_complete(notice(), PACK).outcome is Outcome.MET
    assert rules.notice_is_complete(notice(**lack), PACK).outcome is Outcome.BREACHED


def test_the_public_is_heard_in_some_way_unless_the_matter_is_not_disclosed():
    assert rules.public_is_heard(facts.Heard(("symposium",)), PACK).outcome is Outcome.MET
    assert rules.public_is_heard(facts.Heard(()), PACK).outcome is Outcome.BREACHED
    assert rules.public_is_heard(facts.Heard((), is_nonpublic=True), PACK).outcome is Outcome.NOT_APPLICABLE


def test_groups_named_are_talked_with():
    judge = rules.groups_are_heard
    assert judge(facts.SpecificGroups((), ()), PACK).outcome is Outcome.NOT_APPLICABLE
    assert judge(facts.SpecificGroups(("残疾人",), ("残疾人",)), PACK).outcome is Outcome.MET
    assert judge(facts.SpecificGroups(("残疾人",), ()), PACK).outcome is Outcome.BREACHED
    assert judge(facts.SpecificGroups(("残疾人",), (), is_closing=False), PACK).outcome is Outcome.PENDING


def test_every_opinion_has_an_answer_a_reason_and_where_adopted_a_clause():
    judge = rules.opinions_are_answered
    assert judge(facts.OpinionsAnswered(3, 2, 1), PACK).outcome is Outcome.MET
    assert judge(facts.OpinionsAnswered(3, 2, 0, unanswered=("3",)), PACK).outcome is Outcome.BREACHED
    running = facts.OpinionsAnswered(3, 2, 0, unanswered=("3",), is_closing=False)
    assert judge(running, PACK).outcome is Outcome.PENDING
    assert judge(facts.OpinionsAnswered(1, 1, 0, without_reason=("1",)), PACK).outcome is Outcome.BREACHED
    assert judge(facts.OpinionsAnswered(1, 1, 0, adopted_without_clause=("1",)), PACK).outcome is Outcome.BREACHED
    assert judge(facts.OpinionsAnswered(3, 1, 1), PACK).outcome is Outcome.PENDING


def test_a_poll_by_somebody_with_an_interest_is_refused_where_local_rules_say_so():
    poll = facts.Poll("某咨询公司", has_interest=True, relation="为项目业主的子公司")
    assert rules.poll_is_independent(poll, PACK).outcome is Outcome.MET
    strict = PACK.with_values(public__poll_provider_independent=True)
    assert rules.poll_is_independent(poll, strict).outcome is Outcome.BREACHED
    assert rules.poll_is_independent(facts.Poll("", False), strict).outcome is Outcome.NOT_APPLICABLE


def test_an_altered_opinion_is_found():
    assert rules.opinions_are_untouched(facts.OpinionsKept(2), PACK).outcome is Outcome.MET
    assert rules.opinions_are_untouched(facts.OpinionsKept(2, ("1",)), PACK).outcome is Outcome.BREACHED


def test_hearing_papers_six_days_before_are_too_late():
    judge = hearing_rules.papers_are_delivered
    seven = facts.Deliveries(DAY, (("周淑芬", DAY - timedelta(days=7)),))
    six = facts.Deliveries(DAY, (("周淑芬", DAY - timedelta(days=6)),))
    assert judge(seven, PACK).outcome is Outcome.MET
    assert judge(six, PACK).outcome is Outcome.BREACHED
    assert judge(facts.Deliveries(DAY, (("周淑芬", None),)), PACK).outcome is Outcome.BREACHED
    assert judge(facts.Deliveries(DAY, (("周淑芬", None),), is_closing=False), PACK).outcome is Outcome.PENDING
    assert judge(facts.Deliveries(DAY, ()), PACK).outcome is Outcome.PENDING
    assert hearing_rules.papers_are_delivered.provision.article == 16
    assert hearing_rules.papers_are_delivered.provision.paragraph == 3


@given(st.lists(st.one_of(st.none(), st.integers(-5, 40)), min_size=1, max_size=8))
def test_papers_are_in_time_exactly_when_all_have_them_seven_days_before(ahead):
    delivered = tuple(
        (f"参加人{number}", None if days is None else DAY - timedelta(days=days)) for number, days in enumerate(ahead)
    )
    found = hearing_rules.papers_are_delivered(facts.Deliveries(DAY, delivered), PACK)
    assert (found.outcome is Outcome.MET) == all(days is not None and days >= 7 for days in ahead)


def hearing(days=31, **changes):
    return facts.HearingNotice(
        **{
            "published_on": DAY,
            "hearing_on": DAY + timedelta(days=days),
            "begins_at": "09:00",
            "place": "听证室",
            "has_draft": True,
            "has_explanation": True,
            "channels": ("门户网站",),
            **changes,
        }
    )


def test_a_hearing_is_announced_in_advance_by_as_many_days_as_local_rules_say():
    judge = hearing_rules.hearing_is_announced
    assert judge(hearing(1), PACK).outcome is Outcome.MET
    assert judge(hearing(1, place=""), PACK).outcome is Outcome.BREACHED
    ten = PACK.with_values(hearing__notice_days=10)
    assert judge(hearing(9), ten).outcome is Outcome.BREACHED
    assert judge(hearing(10), ten).outcome is Outcome.MET


def test_the_ground_of_a_hearing_is_stated():
    judge = hearing_rules.hearing_is_determined
    assert judge(facts.Necessity("切身利益", False), PACK).outcome is Outcome.MET
    assert judge(facts.Necessity("", False), PACK).outcome is Outcome.BREACHED
    assert judge(facts.Necessity("价格", True), PACK).outcome is Outcome.BREACHED
    assert judge(facts.Necessity("价格", True, "《政府制定价格听证办法》"), PACK).outcome is Outcome.MET


def test_every_party_has_somebody_selected_by_a_method_published_before():
    judge = hearing_rules.selection_is_fair
    fair = {
        "is_needed": True,
        "method": "随机抽取",
        "method_published_on": DAY,
        "selected_on": DAY + timedelta(days=3),
        "parties": ("居民", "企业"),
        "represented": ("企业", "居民"),
    }
    assert judge(facts.Selection(**fair), PACK).outcome is Outcome.MET
    assert judge(facts.Selection(**fair | {"represented": ("企业",)}), PACK).outcome is Outcome.BREACHED
    assert judge(facts.Selection(**fair | {"method": ""}), PACK).outcome is Outcome.BREACHED
    early = facts.Selection(**fair | {"selected_on": DAY - timedelta(days=1)})
    assert judge(early, PACK).outcome is Outcome.BREACHED
    assert judge(facts.Selection(**fair | {"selected_on": None}), PACK).outcome is Outcome.PENDING


def test_the_list_is_published_before_the_hearing():
    judge = hearing_rules.list_is_published
    assert judge(facts.ListPublished(5, DAY, DAY + timedelta(days=1)), PACK).outcome is Outcome.MET
    assert judge(facts.ListPublished(5, DAY, DAY), PACK).outcome is Outcome.BREACHED
    assert judge(facts.ListPublished(0, None, DAY), PACK).outcome is Outcome.PENDING


def test_local_rules_on_who_takes_part():
    judge = hearing_rules.participants_are_balanced
    five = facts.Composition(participants=5, interested=2, public=1, civil_servants=("王某",))
    assert judge(five, PACK).outcome is Outcome.MET
    assert judge(five, PACK.with_values(hearing__min_participants=8)).outcome is Outcome.BREACHED
    assert judge(five, PACK.with_values(hearing__min_interested_share="1/2")).outcome is Outcome.BREACHED
    assert judge(five, PACK.with_values(hearing__min_interested_share="1/3")).outcome is Outcome.MET
    assert judge(five, PACK.with_values(hearing__civil_servant_excluded=True)).outcome is Outcome.BREACHED


def test_local_rules_on_presence_and_panel():
    two_thirds = PACK.with_values(hearing__quorum_share="2/3")
    assert hearing_rules.enough_are_present(facts.Attendance(2, 3), two_thirds).outcome is Outcome.MET
    assert hearing_rules.enough_are_present(facts.Attendance(3, 5), two_thirds).outcome is Outcome.BREACHED
    assert hearing_rules.enough_are_present(facts.Attendance(0, 5), PACK).outcome is Outcome.BREACHED
    panel = PACK.with_values(hearing__panel_min=3, hearing__panel_odd=True, hearing__supervisor_required=True)
    judge = hearing_rules.panel_is_as_local_rules_say
    assert judge(facts.HearingPanel(3, True), panel).outcome is Outcome.MET
    assert judge(facts.HearingPanel(1, True), panel).outcome is Outcome.BREACHED
    assert judge(facts.HearingPanel(4, True), panel).outcome is Outcome.BREACHED
    assert judge(facts.HearingPanel(3, False), panel).outcome is Outcome.BREACHED
    report = PACK.with_values(hearing__report_required=True)
    assert hearing_rules.report_is_written(facts.Report(False), report).outcome is Outcome.BREACHED
    assert hearing_rules.report_is_written(facts.Report(True), report).outcome is Outcome.MET
    assert hearing_rules.report_is_written(facts.Report(False), PACK).outcome is Outcome.NOT_APPLICABLE


def test_the_host_does_not_present():
    assert hearing_rules.host_does_not_present(facts.Roles("唐", ("许",)), PACK).outcome is Outcome.MET
    assert hearing_rules.host_does_not_present(facts.Roles("唐", ("许", "唐")), PACK).outcome is Outcome.BREACHED


def test_a_hearing_takes_its_three_parts_and_a_refusal_to_sign_does_not_block():
    judge = hearing_rules.hearing_is_in_order
    whole = {
        "presentation": "介绍草案",
        "statements": 2,
        "debate": "",
        "confirmations": (("周", "confirmed", False), ("马", "refused", True)),
        "has_signed_record": True,
    }
    assert judge(facts.Sitting(**whole), PACK).outcome is Outcome.MET
    for lack in (
        {"presentation": ""},
        {"statements": 0},
        {"confirmations": (("周", "", False),)},
        {"confirmations": (("周", "refused", False),)},
        {"has_signed_record": False},
    ):
        assert judge(facts.Sitting(**whole | lack), PACK).outcome is Outcome.BREACHED
