"""Experts answer, and seal what they think."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from archive.models import LedgerEntry, Material
from decisions.cases.refusal import Refusal
from experts import services
from experts.models import ExpertOpinion, ScoreItem, ScoreSheet
from tests.experts.panels import AFTER, codes, refused
from tests.factories import experts
from tests.factories.experts import accept, seal


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
