"""Convening a panel: what is filed, and who and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.models import Material
from decisions.cases.refusal import Refusal
from experts import services
from experts.models import Expert, Panel
from tests.experts.panels import codes, refused
from tests.factories import experts
from tests.factories.accounts import UnitFactory
from tests.factories.archive import upload
from tests.factories.experts import DAY, convened


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
