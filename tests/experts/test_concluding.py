"""A panel concludes, each opinion answered; the evidence of it all."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from archive.models import Material
from decisions.cases.refusal import Refusal
from experts import selectors, services
from experts.models import Expert
from tests.experts.panels import codes, concluded, opened, refused, replies_to
from tests.factories import experts
from tests.factories.archive import upload
from tests.factories.experts import DAY, accept, convened, seal


def test_concluding_files_opinion_dissent_and_adoption(accepted, official, decision):
    opened(accepted, official)
    report = concluded(accepted, official)
    assert report.code == "D07"
    data = json.loads(report.data)["data"]
    assert {item["stance"] for item in data["dissent"]} == {"oppose", "conditional"}
    assert data["dissent"][0]["text"].startswith(experts.SECRET_WORDS)
    assert data["use"] == "support_only"
    adoption = Material.objects.get(case=decision.case, code="D08")
    assert adoption.access == "public"
    assert len(json.loads(adoption.data)["data"]["answers"]) == 5
    for member in Expert.objects.all():
        assert member.name not in adoption.data
    assert selectors.concluded_on(decision) == decision.current_snapshot


def test_each_opinion_is_answered(accepted, official):
    """EXP-13."""
    opened(accepted, official)
    with pytest.raises(Refusal) as grounds:
        concluded(accepted, official, replies=replies_to(accepted)[1:])
    assert refused(grounds, "EXP-13")


def test_departing_from_most_experts_is_explained(accepted, official, pack):
    """EXP-14, where the place asks for it."""
    pack(expert__majority_dissent_reason=True)
    opened(accepted, official, stances=("oppose", "oppose", "oppose", "support", "support"))
    with pytest.raises(Refusal) as grounds:
        concluded(accepted, official, course="as_drafted")
    assert refused(grounds, "EXP-14")
    concluded(accepted, official, course="as_drafted", departure_reason="水厂扩建贷款合同约定期限在即。")
    accepted.refresh_from_db()
    assert accepted.departs_from_majority


def test_commission_needs_its_report(decision, official):
    panel = convened(decision, official, form="commissioned", institution="省宏观经济研究院")
    for seat in panel.seats.select_related("expert__user"):
        accept(seat)
    opened(panel, official)
    with pytest.raises(ValidationError):
        concluded(panel, official)
    concluded(panel, official, report_files=[upload("论证报告.pdf", by=official)])
    assert "D06" in codes(decision)


def test_scores_never_decide(accepted, official):
    """辅助参考: the lowest scores pass as well as the highest, if the lead unit answers them."""
    for seat in accepted.seats.select_related("expert__user"):
        seal(seat, level=1)
    services.open_sheets(accepted, on=DAY, by=official)
    assert concluded(accepted, official).code == "D07"


def test_conclusion_opens_what_is_still_sealed(accepted, official):
    aliases = [seat.alias for seat in accepted.seats.all()]
    for seat in accepted.seats.select_related("expert__user"):
        seal(seat)
    services.conclude_panel(
        accepted,
        summary="综合意见",
        chair="李明远",
        course="with_changes",
        replies=[services.Reply(alias, "adopted", "采纳") for alias in aliases],
        on=DAY,
        by=official,
    )
    accepted.refresh_from_db()
    assert accepted.is_concluded


def test_evidence_answers_every_rule_as_it_was_required(accepted, official, decision):
    """What was required at the acts is judged the same afterwards."""
    from decisions.statutes.rule import REGISTER

    opened(accepted, official)
    concluded(accepted, official)
    facts = list(selectors.evidence(decision))
    rules = [rule for rule in REGISTER.values() if rule.facts.__module__ == "experts.facts"]
    judged = {
        rule.code: [rule(fact, decision.pack) for fact in facts if isinstance(fact, rule.facts)] for rule in rules
    }
    assert all(judged.values())
    assert not [code for code, findings in judged.items() if any(item.stands_in_the_way for item in findings)]


def test_evidence_before_the_opening_tells_nothing(accepted, decision):
    seal(accepted.seats.select_related("expert__user").first(), level=1, stance="oppose")
    before = list(selectors.evidence(decision))
    seal(accepted.seats.select_related("expert__user").last(), level=5)
    assert list(selectors.evidence(decision)) == before
    assert experts.SECRET_WORDS not in str(before)


def test_a_unit_office_is_no_expert_office(accepted, official):
    """Without an office as expert today there are no seats."""
    assert not selectors.seats_of(official).exists()
    seat = accepted.seats.select_related("expert__user").first()
    assert selectors.seats_of(seat.expert.user).count() == 1
    seat.expert.user.memberships.update(ends_on=date(2024, 1, 1))
    assert not selectors.seats_of(seat.expert.user).exists()
