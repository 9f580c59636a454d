"""Submitting, checking, giving opinions, reviewing and answering, through the flow."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Unit, UnitKind
from decisions import compliance
from decisions.cases.forms import as_post
from decisions.cases.models import Decision
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval, gate_demands
from decisions.cases.services import require
from decisions.initiation.models import LeadUnit
from decisions.legality import selectors
from decisions.legality.models import CounselOpinion, LegalityReview
from decisions.legality.views import GiveLegalOpinionView, PauseReviewView
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor
from tests.acts.legality import OPINION
from tests.factories.papers import paper
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db
STANDS_AT = "submit_for_review"

PROBLEM = {
    "question": "content",
    "clause": "第一条",
    "problem": "第一级水量基数与省办法不一致。",
    "article": "《省城镇供水价格管理实施细则》第九条",
    "advice": "将第一级水量基数改为每户每年180立方米。",
}
AFTER_CHANGE = {"content_conforms": "no", "problems": [PROBLEM], "conclusion": "lawful_after_change"}
UNLAWFUL = {"content_conforms": "no", "problems": [PROBLEM], "conclusion": "unlawful"}
ADOPTED = {"problem": 1, "is_adopted": "yes", "answer": "已改为每户每年180立方米。"}


def refused_codes(refused):
    return [rule.code for rule, _finding in refused.value.grounds]


def codes(decision, letter="G"):
    return [code for code in decision.case.materials.values_list("code", flat=True) if code.startswith(letter)]


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def change_of(decision):
    clause = decision.current_draft.clauses.first()
    return {"key": clause.key, "heading": clause.heading, "text": "第一级水量为每户每年180立方米。"}


# Submission


def test_a_submission_lists_the_papers_and_tells_the_procedure(procedure):
    procedure.advance_to("submit_for_review").perform("submit_for_review")
    decision = procedure.decision
    assert codes(decision) == ["G02", "G03"] or sorted(codes(decision)) == ["G02", "G03"]
    listed = {paper["code"] for paper in data_of(decision, "G02")["papers"]}
    assert {"A10", "E05", "F03"} <= listed
    assert "风险评估" in data_of(decision, "G03")["statement"] or "Risk" in data_of(decision, "G03")["statement"]
    assert decision.involved_units.filter(pk=procedure.world.justice.pk).exists()


@pytest.mark.parametrize("values", [{"basis": ""}, {"statement": ""}, {"statement_checked": False}])
def test_an_incomplete_package_is_refused(procedure, values):
    procedure.advance_to("submit_for_review")
    with pytest.raises(Refusal) as refused:
        procedure.perform("submit_for_review", **values)
    assert refused_codes(refused) == ["LEGAL-04"]
    assert codes(procedure.decision) == []


def test_a_supplement_is_asked_for_once_and_submitted_again(procedure):
    procedure.advance_to("accept_submission")
    missing = [{"paper": "成本监审报告", "missing": "缺附件"}]
    with pytest.raises(ValidationError):
        procedure.perform("accept_submission", result="supplement")
    procedure.perform("accept_submission", result="supplement", missing_papers=missing)
    assert procedure.tasks() == ["submit_for_review"]
    procedure.perform("submit_for_review")
    with pytest.raises(ValidationError):
        procedure.perform("accept_submission", result="supplement", missing_papers=missing)
    procedure.perform("accept_submission")
    assert procedure.tasks() == ["review_legality"]


def test_a_returned_submission_goes_back_to_the_final_draft(procedure):
    procedure.advance_to("accept_submission")
    with pytest.raises(NotValid):
        procedure.perform("accept_submission", result="returned")
    procedure.perform("accept_submission", result="returned", reason="未附履行听证程序的说明。")
    assert procedure.tasks() == ["finalise_draft"]


# Counsel


def test_an_opinion_needs_counsel_on_this_text(procedure):
    procedure.advance_to("review_legality")
    procedure.on(procedure.day + dt.timedelta(days=20))
    from django.core.management import call_command

    call_command("load_calendar", verbosity=0)
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", prepare=False)
    assert refused_codes(refused) == ["LEGAL-08"]
    assert not LegalityReview.objects.exists()


def test_counsel_of_the_lead_unit_is_refused(procedure, world):
    procedure.advance_to("review_legality")
    with pytest.raises(Refusal) as refused:
        procedure.aside(GiveLegalOpinionView, by=world.person(world.planning, "legal_counsel"), **OPINION)
    assert refused_codes(refused) == ["SOD-04"]
    with pytest.raises(Refusal):
        procedure.aside(GiveLegalOpinionView, **{**OPINION, "is_hired_by_drafter": "yes"})
    procedure.aside(GiveLegalOpinionView, **OPINION)
    with pytest.raises(ValidationError):
        procedure.aside(GiveLegalOpinionView, **OPINION)


# The review


def test_a_lawful_text_is_approved_for_the_meeting(procedure):
    procedure.advance_to("review_legality").perform("review_legality")
    decision = procedure.decision
    found = approval(decision, "legality")
    assert (found.conclusion, found.number) == ("lawful", "临政法审〔2026〕1号")
    assert found.allows_submission
    assert selectors.reviewed_digest(decision) == decision.current_snapshot.digest
    assert data_of(decision, "G07")["working_days"] >= 7
    procedure.perform("respond_to_review")
    assert procedure.tasks() == ["submit_for_deliberation"]
    assert require(decision.pack, *gate_demands(decision))


def test_an_early_opinion_needs_a_reason(procedure):
    procedure.advance_to("review_legality")
    from tests.acts.legality import before_review

    day = procedure.day
    before_review(procedure)
    procedure.on(day + dt.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", prepare=False)
    assert refused_codes(refused) == ["LEGAL-05"]
    procedure.perform("review_legality", prepare=False, early_reason="防汛应急工程配套，须在汛期前执行。")
    outcomes = {judged.rule.code: judged.finding.outcome for judged in compliance.report(procedure.decision)}
    assert outcomes["LEGAL-05"] is Outcome.EXCUSED


def test_an_interruption_stops_the_clock_only_if_the_rules_say_so(procedure):
    procedure.advance_to("review_legality")
    submission = selectors.latest_submission(procedure.decision)
    from django.core.management import call_command

    call_command("load_calendar", verbosity=0)
    start = procedure.day
    before = selectors.earliest(submission)
    procedure.on(start + dt.timedelta(days=3))
    procedure.aside(
        PauseReviewView, kind="supplement", starts_on=start, ends_on=procedure.day, reason="补充成本监审报告附件"
    )
    assert selectors.earliest(selectors.latest_submission(procedure.decision)) == before
    assert selectors.stopping_pauses(selectors.latest_submission(procedure.decision)) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"authority_basis": ""}, "LEGAL-06"),
        ({"content_conforms": "no"}, "LEGAL-06"),
        ({"content_conforms": "no", "problems": [PROBLEM]}, "LEGAL-06"),
        ({"conclusion": "unlawful"}, "LEGAL-06"),
        ({"conclusion": "lawful_after_change"}, "LEGAL-06"),
        ({**UNLAWFUL, "problems": [{**PROBLEM, "advice": ""}]}, "LEGAL-06"),
    ],
)
def test_an_incomplete_or_inconsistent_opinion_cannot_be_issued(procedure, values, code):
    procedure.advance_to("review_legality")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", **values)
    assert refused_codes(refused) == [code]


def test_the_place_chooses_its_conclusions(procedure):
    procedure.advance_to("review_legality")
    with pytest.raises(NotValid):
        procedure.perform("review_legality", conclusion="defer")


def test_who_drafted_does_not_review(procedure, world):
    procedure.advance_to("review_legality")
    reviewer = world.person(world.justice, "legality_reviewer")
    procedure.decision.drafts.update(made_by=reviewer)
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", by=reviewer)
    assert refused_codes(refused) == ["SOD-04"]


def test_only_the_legal_office_reviews(procedure, world):
    procedure.advance_to("review_legality")
    with pytest.raises(PermissionDenied):
        procedure.perform("review_legality", by=world.person(world.planning, "lead_official"))


# Acting on the opinion


def test_a_changed_text_is_submitted_and_reviewed_again(procedure):
    procedure.advance_to("review_legality").perform("review_legality", **AFTER_CHANGE)
    before = procedure.decision.current_snapshot
    assert not approval(procedure.decision, "legality").allows_submission
    procedure.perform("respond_to_review", answers=[ADOPTED], clauses=[change_of(procedure.decision)])
    decision = procedure.decision
    assert decision.current_snapshot.sequence == before.sequence + 1
    assert decision.current_snapshot.digest != before.digest
    assert procedure.tasks() == ["submit_for_review"]
    with pytest.raises(Refusal, match="LEGAL-03"):
        require(decision.pack, *gate_demands(decision))
    procedure.perform("submit_for_review")
    procedure.perform("accept_submission")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", prepare=False)
    assert "LEGAL-08" in refused_codes(refused)
    procedure.perform("review_legality")
    assert codes(procedure.decision).count("G10") == 1
    procedure.perform("respond_to_review")
    assert procedure.tasks() == ["submit_for_deliberation"]


@pytest.mark.parametrize(
    "answers",
    [[], [{"problem": 1, "is_adopted": "no", "answer": ""}], [ADOPTED]],
)
def test_every_problem_is_answered_with_a_change_or_a_reason(procedure, answers):
    procedure.advance_to("review_legality").perform("review_legality", **AFTER_CHANGE)
    with pytest.raises(Refusal) as refused:
        procedure.perform("respond_to_review", answers=answers)
    assert refused_codes(refused) == ["LEGAL-09"]


def test_a_problem_not_adopted_with_a_reason_is_put_to_the_reviewer_again(procedure):
    procedure.advance_to("review_legality").perform("review_legality", **AFTER_CHANGE)
    answer = {"problem": 1, "is_adopted": "no", "answer": "省办法允许设区的市自行确定基数，见第九条第二款。"}
    procedure.perform("respond_to_review", answers=[answer])
    assert procedure.tasks() == ["submit_for_review"]


def test_an_unlawful_text_goes_back_to_drafting(procedure):
    procedure.advance_to("review_legality").perform("review_legality", **UNLAWFUL)
    procedure.perform("respond_to_review", answers=[ADOPTED])
    assert procedure.tasks() == ["draft"]
    with pytest.raises(Refusal, match="LEGAL-03"):
        require(procedure.decision.pack, *gate_demands(procedure.decision))


@pytest.mark.from_the_start
def test_an_exploratory_reform_goes_on_with_its_risk_stated(procedure):
    procedure.values["initiate"] = {
        "is_exploratory": True,
        "exploratory_ground": "国家对数据要素入表定价尚无明确规定，省政府批准试点。",
    }
    procedure.advance_to("review_legality")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", **UNLAWFUL, claims_exception=True, risk_statement="")
    assert refused_codes(refused) == ["LEGAL-03X"]
    procedure.perform(
        "review_legality", **UNLAWFUL, claims_exception=True, risk_statement="缺少上位法依据，可能被提起行政诉讼。"
    )
    decision = procedure.decision
    assert codes(decision).count("G09") == 1
    answer = {"problem": 1, "is_adopted": "no", "answer": "属于先行先试范围。"}
    procedure.perform("respond_to_review", answers=[answer])
    assert procedure.tasks() == ["submit_for_deliberation"]
    assert require(decision.pack, *gate_demands(decision))[0].outcome is Outcome.EXCUSED


def test_other_matters_cannot_claim_the_exception(procedure):
    procedure.advance_to("review_legality")
    procedure.perform("review_legality", **UNLAWFUL, claims_exception=True, risk_statement="有风险。")
    assert not approval(procedure.decision, "legality").allows_submission


# Pages


def test_the_review_page_shows_papers_counsel_and_clock(procedure, client):
    from tests.acts.legality import before_review

    procedure.advance_to("review_legality")
    before_review(procedure)
    view = procedure.view("review_legality")
    client.force_login(view.official)
    page = client.get(reverse("decisions:task", args=[view.task.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert 'class="clock' in text
    assert OPINION["licence"] in text
    assert procedure.decision.current_snapshot.short_digest in text


def test_a_paper_of_the_consultation_is_no_opinion(procedure):
    procedure.advance_to("submit_for_review")
    decision = procedure.reload()
    from archive.sheet import Sheet
    from decisions.cases.services import deposit
    from tests.factories.papers import staged

    official = procedure.world.person(procedure.world.justice, "consulted_official")
    reply = paper("市司法局会签意见")
    deposit(
        decision,
        code="B07",
        title="征求意见复函",
        act="reply_as_unit",
        data={},
        sheet=Sheet(),
        producer="临江市司法局",
        files=[staged(reply, by=official)],
        on=procedure.day,
        by=official,
    )
    procedure.advance_to("review_legality")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_legality", files=[reply])
    assert refused_codes(refused) == ["SOD-03"]
    procedure.perform("review_legality", files=[paper("合法性审查意见书")])


@pytest.mark.parametrize("verb", ["give_legal_opinion", "pause_review"])
def test_the_pages_beside_the_review_open(procedure, client, verb):
    procedure.advance_to("review_legality")
    group = "legal_counsel" if verb == "give_legal_opinion" else "legality_reviewer"
    client.force_login(procedure.world.person(procedure.world.justice, group))
    page = client.get(reverse("decisions:act", args=[procedure.decision.pk, verb]))
    assert page.status_code == 200


def test_the_check_of_a_submission_goes_through_its_pages(procedure, client):
    procedure.advance_to("accept_submission")
    view = procedure.view("accept_submission")
    address = reverse("decisions:task", args=[view.task.pk])
    client.force_login(view.official)
    page = client.get(address)
    assert page.status_code == 200
    assert procedure.decision.current_snapshot.short_digest in page.content.decode()
    post = as_post(view.form_class, procedure.values_for("accept_submission", view))
    assert client.post(address, post).status_code == 200
    post["_confirm"] = "1"
    answer = client.post(address, post)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


def test_whoever_has_no_part_does_not_find_the_page(procedure, client, world):
    procedure.advance_to("accept_submission")
    address = reverse("decisions:task", args=[procedure.task("accept_submission").pk])
    client.force_login(world.person(world.planning, "lead_official"))
    assert client.get(address).status_code == 403
    client.force_login(world.person(world.transport, "lead_official"))
    assert client.get(address).status_code == 404


def test_who_takes_charge_later_did_not_draft_what_was_reviewed(procedure, world):
    """SOD-04 asks of the day of the opinion: an office taken up since makes no breach of it."""
    procedure.advance_to("review_legality")
    procedure.perform("review_legality")
    reviewer = LegalityReview.objects.get().reviewer
    decision = procedure.decision
    procedure.on(procedure.day + dt.timedelta(days=1))
    decision.principal = reviewer
    decision.save()
    found = {item.finding.outcome for item in compliance.report(decision) if item.rule.code == "SOD-04"}
    assert found == {Outcome.MET}
    assert reviewer.pk in selectors.drafters(decision)


def test_whose_counsel_somebody_is_later_leaves_an_opinion_as_it_was(procedure, world):
    """SOD-04: an office entered afterwards, for days past, was not held by anybody's knowledge at the act."""
    procedure.advance_to("review_legality")
    procedure.aside(GiveLegalOpinionView, **OPINION)
    given = CounselOpinion.objects.get()
    assert not given.is_of_drafter
    LeadUnit.objects.create(decision=procedure.decision, unit=given.counsel.memberships.get().unit)
    Unit.objects.filter(pk=given.counsel.memberships.get().unit_id).update(kind=UnitKind.DEPARTMENT)
    assert selectors.works_for_drafter(given.counsel, procedure.decision, given.on)
    found = {item.finding.outcome for item in compliance.report(procedure.decision) if item.rule.code == "SOD-04"}
    assert found == {Outcome.MET}


def test_a_check_keeps_its_working_days_when_the_calendar_is_amended(procedure, monkeypatch):
    """LEGAL-10: counted on the day of the check, and by the calendar of that day."""
    monkeypatch.setattr(Decision, "pack", property(lambda _row: floor().with_values(legality__intake_forward_days=3)))
    procedure.advance_to("accept_submission")
    procedure.perform("accept_submission")
    monkeypatch.setattr(selectors.calendar, "working_days_between", lambda _start, _end: 99)
    found = {item.rule.code: item.finding.outcome for item in compliance.report(procedure.decision)}
    assert found["LEGAL-10"] is Outcome.MET
