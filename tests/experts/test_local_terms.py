"""What places add: the vote of a panel, and how long somebody may belong to the pool."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from decisions.cases.refusal import Refusal
from decisions.statutes.models import PackStatus, RulePack, RuleParameter
from experts import services
from tests.experts.panels import concluded, opened, refused
from tests.factories import experts
from tests.factories.experts import convened


def test_a_term_longer_than_the_place_allows_is_refused(decision, official, pack):
    """EXP-18: at the convening by the decision's rules, in the pool by those in force for its organ."""
    members = experts.experts_of(decision.authority, 3)
    pack(expert__term_years=3)
    with pytest.raises(Refusal) as grounds:
        convened(decision, official, members)
    assert refused(grounds, "EXP-18")
    pack(expert__term_years=5)
    convened(decision, official, members)


def test_the_pool_takes_nobody_for_longer_than_the_place_allows(decision, official):
    member = experts.expert(experts.pool_of(decision.authority), 0)
    local = RulePack.objects.create(
        code="local",
        version="1",
        name="本市",
        authority=decision.authority,
        parent=decision.rule_pack,
        effective_from="2020-01-01",
    )
    RuleParameter.objects.create(pack=local, key="expert.term_years", value=3, source="专家库管理办法 第八条")
    local.status = PackStatus.ACTIVE
    local.save()
    term = {"term_starts_on": date(2026, 1, 1), "appointment": "聘字〔2026〕1号", "by": official}
    with pytest.raises(ValidationError, match="专家库管理办法 第八条"):
        services.set_status(member, status="active", term_ends_on=date(2029, 1, 2), **term)
    renewed = services.set_status(member, status="active", term_ends_on=date(2028, 12, 31), **term)
    assert renewed.term_ends_on == date(2028, 12, 31)


def test_where_the_panel_votes_too_few_in_favour_carry_nothing(accepted, official, pack):
    """EXP-17: the share of the place; support on conditions counts once the draft is changed."""
    pack(expert__vote_share="2/3")
    opened(accepted, official)
    with pytest.raises(Refusal) as grounds:
        concluded(accepted, official, course="as_drafted")
    assert refused(grounds, "EXP-17")
    concluded(accepted, official, course="with_changes")
    assert accepted.decision.case.materials.filter(code="D07").exists()
