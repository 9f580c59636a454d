"""Sealed sheets are opened together; who does not answer is replaced."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from archive.models import Material
from decisions.cases.refusal import Refusal
from experts import selectors, services
from experts.models import ExpertOpinion, Panel, PanelResult, ScoreItem, Seat
from tests.experts.panels import AFTER, codes, refused
from tests.factories import experts
from tests.factories.experts import DAY, accept, seal


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
