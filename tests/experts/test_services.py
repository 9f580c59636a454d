"""The acts of argumentation: what they keep, what they refuse, what they file."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from archive.models import LedgerEntry, Material
from decisions.cases.refusal import Refusal
from experts import selectors, services
from experts.models import Expert, ExpertOpinion, Panel, PanelResult, ScoreItem, ScoreSheet, Seat
from tests.factories import experts
from tests.factories.accounts import UnitFactory
from tests.factories.archive import upload
from tests.factories.experts import DAY, accept, convened, seal

AFTER = DAY + timedelta(days=11)


def codes(decision):
    return list(Material.objects.filter(case=decision.case).order_by("pk").values_list("code", flat=True))


def refused(grounds, *wanted):
    return {rule.code for rule, _finding in grounds.value.grounds} == set(wanted)


def replies_to(panel):
    return [
        services.Reply(alias=item.sheet.seat.alias, disposition="adopted", reason="已在草案第三条中采纳。")
        for item in selectors.opinions_of(panel)
    ]


def concluded(panel, by, **changes):
    panel.refresh_from_db()
    return services.conclude_panel(
        panel,
        **{
            "summary": "专家组多数认为方案必要、可行。",
            "chair": "李明远",
            "course": "with_changes",
            "replies": replies_to(panel),
            "on": AFTER,
            "by": by,
            **changes,
        },
    )


# --- convening


def test_convening_files_selection_and_notice(decision, official):
    """Art. 20: who was named and why, who was considered, is on file before anybody argues."""
    other = experts.expert(experts.pool_of(decision.authority), 7)
    members = experts.experts_of(decision.authority)
    services.convene_panel(
        decision,
        terms=experts.terms(),
        invitees=experts.invitees(members),
        considered=[services.Considered(other, "近期已参加两次论证")],
        papers=[upload("材料.pdf", by=official)],
        on=DAY,
        by=official,
    )
    assert codes(decision) == ["D02", "D04"]
    record = json.loads(Material.objects.get(code="D02").data)["data"]
    assert [item["name"] for item in record["named"]] == [item.name for item in members]
    assert record["considered"][0]["name"] == other.name
    assert "alias" not in Material.objects.get(code="D02").data


def test_aliases_do_not_follow_the_order_of_the_list(decision, official):
    """A list of names must not tell who is 专家01."""
    members = experts.experts_of(decision.authority, 9)
    panel = convened(decision, official, members)
    assert {seat.alias for seat in panel.seats.all()} == {f"专家{number:02d}" for number in range(1, 10)}
    orders = {tuple(services.convening._aliases(9)) for _turn in range(20)}
    assert len(orders) > 1


def test_expert_of_the_lead_unit_is_refused_by_name(decision, official, lead_unit):
    """Art. 20(2): employed by the lead unit is a direct interest; nothing of the act is kept."""
    tied = experts.expert(experts.pool_of(decision.authority), 1, name="何正", employer_unit=lead_unit)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [*experts.experts_of(decision.authority, 4), tied])
    assert refused(grounds, "EXP-06")
    assert "何正" in str(grounds.value)
    assert not Panel.objects.exists()
    assert codes(decision) == []


def test_expert_with_shares_in_a_beneficiary_is_refused(decision, official):
    tied = experts.expert(
        experts.pool_of(decision.authority),
        1,
        affiliations=[{"organisation": "临江水务集团有限公司", "kind": "equity"}],
    )
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [tied], interested_parties=["临江水务集团有限公司"])
    assert refused(grounds, "EXP-06")


def test_official_who_acted_in_the_decision_is_no_expert(decision, official):
    """SOD-01: whoever wrote in the ledger of the decision does not argue it."""
    from decisions.cases.services import note

    member = experts.expert(experts.pool_of(decision.authority), 1)
    note(decision, act="draft", data={}, on=DAY, by=member.user)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [member])
    assert refused(grounds, "SOD-01")


def test_nobody_names_themselves(decision, official):
    own = experts.expert(experts.pool_of(decision.authority), 1, user=official)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [own])
    assert refused(grounds, "SOD-11")


def test_numbers_of_the_pack(decision, official, pack):
    """Five, nine where complex, odd: where the place says so."""
    members = experts.experts_of(decision.authority, 4)
    pack(expert__min=5, expert__min_complex=9, expert__odd=True)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, members)
    assert refused(grounds, "EXP-09", "EXP-10")
    members.append(experts.expert(experts.pool_of(decision.authority), 4))
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, members, is_complex=True)
    assert refused(grounds, "EXP-09")
    assert convened(decision, official, members).seats.count() == 5


def test_shares_of_the_panel(decision, official, pack, lead_unit):
    """SOD-07: at most a third from the industry's departments, at most half below the lead unit."""
    pack(expert__max_share_industry_dept="1/3", expert__max_share_subordinate="1/2")
    pool = experts.pool_of(decision.authority)
    below = UnitFactory(name="市价格认证中心", parent=lead_unit)
    members = [experts.expert(pool, number) for number in range(2)]
    members += [experts.expert(pool, 2, sector="industry_department"), experts.expert(pool, 3, employer_unit=below)]
    convened(decision, official, members)
    assert Panel.objects.get().seats.filter(is_subordinate=True).count() == 1


def test_share_beyond_the_limit_is_refused(decision, official, pack):
    pack(expert__max_share_industry_dept="1/3")
    pool = experts.pool_of(decision.authority)
    members = [experts.expert(pool, 0), experts.expert(pool, 2, sector="industry_department")]
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, members)
    assert refused(grounds, "SOD-07")


def test_outsider_needs_a_reason_where_the_pool_is_obligatory(decision, official, pack):
    """EXP-11: soft; the reason is filed."""
    pack(expert__pool_mandatory=True)
    experts.pool_of(decision.authority)
    outsider = experts.expert(None, 3)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [outsider])
    assert refused(grounds, "EXP-11")
    convened(decision, official, [outsider], outsiders_reason="库内无水价精算方向专家")
    assert "库内无水价精算方向专家" in Material.objects.get(code="D02").data


def test_suspended_expert_may_not_serve(decision, official):
    member = experts.expert(experts.pool_of(decision.authority), 0)
    services.set_status(member, status="suspended", reason="诚信考核待查", by=official)
    member.refresh_from_db()
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, [member])
    assert refused(grounds, "EXP-07")


def test_weights_must_add_up(decision, official):
    wrong = [*experts.criteria()[:2]]
    with pytest.raises(ValidationError, match="67"):
        convened(decision, official, criteria=wrong)


def test_a_missing_dimension_is_refused(decision, official):
    """EXP-08: the three dimensions of article 19 are asked."""
    two = [
        services.CriterionSpec("necessity", "必要性", Decimal("0.5"), ("1", "2", "3", "4", "5")),
        services.CriterionSpec("cost", "成本", Decimal("0.5"), ("1", "2", "3", "4", "5")),
    ]
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, criteria=two)
    assert refused(grounds, "EXP-08")


def test_a_paper_that_names_its_author_is_refused(decision, official):
    """Art. 20 in practice: what is argued blind names nobody, in its properties neither."""
    import io

    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "市发展改革委价格科"
    target = io.BytesIO()
    document.save(target)
    with pytest.raises(ValidationError, match="市发展改革委价格科"):
        services.convene_panel(
            decision,
            terms=experts.terms(),
            invitees=experts.invitees(experts.experts_of(decision.authority)),
            papers=[upload("材料.pdf", content=target.getvalue(), by=official)],
            on=DAY,
            by=official,
        )


def test_one_panel_at_a_time(decision, official, panel):
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        convened(decision, official, list(Expert.objects.all()))


# --- answering


def test_accepting_files_the_undertaking(panel):
    seat = panel.seats.select_related("expert__user").first()
    accept(seat)
    seat.refresh_from_db()
    assert seat.status == "accepted"
    material = Material.objects.get(code="D03")
    assert json.loads(material.data)["data"]["signature"]["name"] == seat.expert.name
    assert seat.alias not in material.data


def test_a_declared_interest_bars(panel):
    """EXP-06: whoever declares an interest is out, whatever else was ticked."""
    seat = panel.seats.select_related("expert__user").first()
    accept(seat, interests={"kinship": True}, explanation="配偶为供水企业财务总监")
    seat.refresh_from_db()
    assert seat.status == "barred"
    with pytest.raises(ValidationError):
        accept(seat)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"undertakes_independence": False}, "EXP-02"),
        ({"undertakes_confidentiality": False}, "EXP-02"),
        ({"signed_name": "别人"}, "EXP-03"),
    ],
)
def test_no_acceptance_without_undertaking_and_signature(panel, changes, rule):
    seat = panel.seats.select_related("expert__user").first()
    with pytest.raises(Refusal) as grounds:
        accept(seat, **changes)
    assert refused(grounds, rule)
    assert not Material.objects.filter(code="D03").exists()


def test_somebody_else_cannot_sign(panel, official):
    seat = panel.seats.select_related("expert__user").first()
    with pytest.raises(Refusal) as grounds:
        accept(seat, by=official)
    assert refused(grounds, "EXP-03")


def test_declining_needs_a_reason(panel):
    seat = panel.seats.select_related("expert__user").first()
    with pytest.raises(ValidationError):
        accept(seat, answer="decline")
    accept(seat, answer="decline", explanation="同期出国")
    seat.refresh_from_db()
    assert seat.status == "declined"


# --- sealing


def test_sealing_leaves_only_a_digest(accepted, decision):
    """Before the opening nothing is readable: not in the rows, not in the ledger, not in a deposit."""
    seat = accepted.seats.select_related("expert__user").first()
    sealed = seal(seat)
    entry = LedgerEntry.objects.get(act="seal_sheet")
    assert json.loads(entry.body)["data"] == {
        "panel": 1,
        "round": 1,
        "alias": seat.alias,
        "digest": sealed.digest,
    }
    assert entry.actor is None
    assert seat.expert.name not in entry.body
    assert seat.expert.user.username not in entry.body
    assert "D05" not in codes(decision)
    assert not ScoreItem.objects.exists()
    assert not ExpertOpinion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scores": {"necessity": 4, "feasibility": 4}}, "score_soundness"),
        ({"comments": {}, "level": 1}, "comment_necessity"),
        ({"comments": {}, "level": 5}, "comment_soundness"),
        ({"scores": {"necessity": None, "feasibility": 4, "soundness": 4}}, "score_necessity"),
        ({"stance": ""}, "stance"),
        ({"stance": "conditional", "conditions": ""}, "conditions"),
        ({"dimensions": {"necessity": "必要"}}, "dimension_soundness"),
        ({"text": " "}, "text"),
    ],
)
def test_a_sheet_that_is_not_whole_is_not_sealed(accepted, changes, field):
    seat = accepted.seats.select_related("expert__user").first()
    with pytest.raises(ValidationError) as error:
        seal(seat, **changes)
    assert field in error.value.message_dict
    assert not ScoreSheet.objects.exists()
    assert not LedgerEntry.objects.filter(act="seal_sheet").exists()


def test_a_sheet_is_sealed_once(accepted):
    seat = accepted.seats.select_related("expert__user").first()
    seal(seat)
    with pytest.raises(ValidationError):
        seal(seat)
    with pytest.raises(ValidationError):
        services.save_draft(seat, values={"text": "改"})


def test_nobody_seals_for_another(accepted, official):
    seat = accepted.seats.select_related("expert__user").first()
    with pytest.raises(Refusal) as grounds:
        seal(seat, by=official)
    assert refused(grounds, "EXP-03")


def test_late_and_unaccepted_sheets_are_refused(panel):
    seat = panel.seats.select_related("expert__user").first()
    with pytest.raises(ValidationError):
        seal(seat)
    accept(seat)
    with pytest.raises(ValidationError):
        seal(seat, on=AFTER)


def test_drafts_are_unreadable(accepted):
    seat = accepted.seats.select_related("expert__user", "panel").first()
    services.save_draft(seat, values={"text": experts.SECRET_WORDS})
    services.save_draft(seat, values={"stance": "oppose"})
    assert services.read_draft(seat) == {"text": experts.SECRET_WORDS, "stance": "oppose"}
    seat.draft.refresh_from_db()
    assert experts.SECRET_WORDS not in seat.draft.closed
    assert "oppose" not in seat.draft.closed
    seal(seat)
    assert services.read_draft(seat) == {}


# --- opening


def test_sheets_stay_sealed_while_one_is_outstanding(accepted, official):
    """EXP-12, in the service and in the database."""
    seats = list(accepted.seats.select_related("expert__user"))
    for seat in seats[:-1]:
        seal(seat)
    with pytest.raises(Refusal) as grounds:
        services.open_sheets(accepted, on=DAY, by=official)
    assert refused(grounds, "EXP-12")
    assert experts.SECRET_WORDS not in str(grounds.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=accepted.pk).update(opened_on=DAY, opened_at="2026-04-01T10:00:00+08:00")


def test_the_database_refuses_scores_before_the_opening(accepted):
    seat = accepted.seats.select_related("expert__user").first()
    sheet = seal(seat)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreItem.objects.create(sheet=sheet, criterion=accepted.criteria.first(), value=3)


@pytest.mark.parametrize("statement", ["UPDATE experts_scoresheet SET sealed = 'x'", "DELETE FROM experts_scoresheet"])
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_sealed_rows_never_change(accepted, statement, role):
    seal(accepted.seats.select_related("expert__user").first())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:  # noqa: PT012 -- the lock is held while it is tried
        cursor.execute(f"SET LOCAL session_replication_role = {role}")
        cursor.execute(statement)


def test_opening_reads_all_and_files_each_opinion(accepted, official, decision):
    for level, seat in enumerate(accepted.seats.select_related("expert__user").order_by("alias"), 1):
        seal(seat, level=level, stance="oppose" if level == 1 else "support")
    services.open_sheets(accepted, on=DAY, by=official)
    opinions = Material.objects.filter(case=decision.case, code="D05")
    assert opinions.count() == 5
    filed = json.loads(opinions.first().data)["data"]
    from experts.seal import digest_of

    assert digest_of(filed["sheet"], filed["salt"]) == filed["digest"]
    result = PanelResult.objects.get()
    assert result.statistics["overall"]["median"] == "3.00"
    assert result.statistics["overall"]["sd"] == "1.58"
    assert result.statistics["criteria"]["necessity"]["levels"] == {str(level): 1 for level in range(1, 6)}
    assert result.statistics["opinions"] == {"oppose": 1, "support": 4}
    with pytest.raises(ValidationError):
        services.open_sheets(accepted, on=DAY, by=official)


def test_after_the_period_those_sealed_are_opened(accepted, official, pack, on_day):
    pack(expert__min=3)
    for seat in list(accepted.seats.select_related("expert__user"))[:3]:
        seal(seat)
    on_day(AFTER)
    services.open_sheets(accepted, on=AFTER, by=official)
    assert ExpertOpinion.objects.count() == 3


def test_too_few_sheets_are_not_even_opened(accepted, official, pack):
    """The cure is more time or another expert, and both have to happen blind."""
    pack(expert__min=5)
    for seat in list(accepted.seats.select_related("expert__user"))[:3]:
        seal(seat)
    with pytest.raises(Refusal) as grounds:
        services.open_sheets(accepted, on=AFTER, by=official)
    assert refused(grounds, "EXP-09")
    services.extend_scoring(
        accepted, deadline_on=AFTER + timedelta(days=5), reason="两位专家出差", on=AFTER, by=official
    )
    for seat in accepted.seats.select_related("expert__user").filter(sheets=None):
        seal(seat, on=AFTER)
    services.open_sheets(accepted, on=AFTER, by=official)
    assert ExpertOpinion.objects.count() == 5


def test_a_sheet_that_was_tampered_with_stops_the_opening(accepted, official, settings):
    for seat in accepted.seats.select_related("expert__user"):
        seal(seat)
    settings.SEAL_SECRET = "another secret altogether"
    with pytest.raises(ValidationError):
        services.open_sheets(accepted, on=DAY, by=official)
    assert not ExpertOpinion.objects.exists()


# --- replacing


def test_replacing_who_declined(panel, official, decision):
    seat = panel.seats.select_related("expert__user").first()
    accept(seat, answer="decline", explanation="同期出国")
    other = experts.expert(experts.pool_of(decision.authority), 7)
    services.replace_expert(
        panel,
        leaving=seat,
        cause="unavailable",
        reason="专家来函婉拒",
        invitee=experts.invitees([other])[0],
        on=DAY,
        by=official,
    )
    new = Seat.objects.get(expert=other)
    assert new.replaces == seat
    assert new.status == "invited"
    assert codes(decision).count("D02") == 2
    assert selectors.progress(panel).total == 5


def test_an_expert_at_work_is_not_put_out(accepted, official, decision):
    """The answer is the same whether the sheet is sealed or not."""
    other = experts.expert(experts.pool_of(decision.authority), 7)
    first, second = accepted.seats.select_related("expert__user")[:2]
    seal(first)
    answers = []
    for seat in (first, second):
        with pytest.raises(ValidationError) as error:
            services.replace_expert(
                accepted,
                leaving=seat,
                cause="unavailable",
                reason="另有安排",
                invitee=experts.invitees([other])[0],
                on=DAY,
                by=official,
            )
        answers.append(str(error.value.messages[0]).replace(seat.expert.name, "X"))
    assert answers[0] == answers[1]


def test_after_the_period_a_replacement_needs_time(accepted, official, decision):
    other = experts.expert(experts.pool_of(decision.authority), 7)
    seat = accepted.seats.select_related("expert__user").first()
    values = {
        "leaving": seat,
        "cause": "unavailable",
        "reason": "逾期未提交",
        "invitee": experts.invitees([other])[0],
        "on": AFTER,
        "by": official,
    }
    with pytest.raises(ValidationError):
        services.replace_expert(accepted, **values)
    services.replace_expert(accepted, **values, deadline_on=AFTER + timedelta(days=7))
    seat.refresh_from_db()
    assert seat.status == "replaced"


# --- concluding


def opened(panel, official, *, stances=("support", "support", "support", "oppose", "conditional")):
    for stance, seat in zip(stances, panel.seats.select_related("expert__user").order_by("alias"), strict=True):
        seal(seat, stance=stance)
    services.open_sheets(panel, on=DAY, by=official)
    panel.refresh_from_db()


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
