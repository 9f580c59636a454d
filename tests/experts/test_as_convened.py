"""What compliance judges of an old panel is what was true when its experts were invited."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

from django.apps import apps
from django.utils import timezone

from decisions.statutes.finding import Outcome
from decisions.statutes.rule import REGISTER
from experts import selectors, services
from experts.models import Affiliation, Expert, Seat
from tests.experts.panels import AFTER, concluded, opened
from tests.factories import experts
from tests.factories.experts import DAY, convened


def outcomes(decision, *codes):
    """Return what rules find in the evidence of the panels, by their id."""
    found = {}
    for fact in selectors.evidence(decision):
        for code in codes:
            if isinstance(fact, REGISTER[code].facts):
                found.setdefault(code, set()).add(REGISTER[code](fact, decision.pack).outcome)
    return found


def renewed(expert, official, *, starts_on, ends_on):
    return services.set_status(
        expert,
        status="active",
        term_starts_on=starts_on,
        term_ends_on=ends_on,
        appointment="聘字〔2029〕1号",
        by=official,
    )


def test_a_term_renewed_later_leaves_an_old_panel_as_it_was(panel, official, pack):
    pack(expert__term_years=5)
    before = outcomes(panel.decision, "EXP-07", "EXP-18")
    assert before == {"EXP-07": {Outcome.MET}, "EXP-18": {Outcome.MET}}
    for seat in panel.seats.select_related("expert"):
        renewed(seat.expert, official, starts_on=date(2029, 1, 1), ends_on=date(2033, 12, 31))
    assert outcomes(panel.decision, "EXP-07", "EXP-18") == before


def test_whoever_left_the_pool_later_was_in_it_then(panel, official):
    for seat in panel.seats.select_related("expert"):
        services.set_status(seat.expert, status="exited", reason="任期届满", by=official)
    assert outcomes(panel.decision, "EXP-07") == {"EXP-07": {Outcome.MET}}


def test_a_pool_closed_later_was_open_then(panel, pack):
    pack(expert__pool_mandatory=True)
    pool = experts.pool_of(panel.decision.authority)
    pool.is_active = False
    pool.save()
    authority = panel.decision.authority
    authority.level = "province"
    authority.save()
    panel.decision.refresh_from_db()
    assert outcomes(panel.decision, "EXP-07", "EXP-11") == {"EXP-07": {Outcome.MET}, "EXP-11": {Outcome.MET}}


def test_an_affiliation_entered_later_was_not_found_then(panel, lead_unit):
    """EXP-06: a relation declared or found at the act bars; one that nobody could know of is for a new check."""
    seat = panel.seats.first()
    Affiliation.objects.create(expert=seat.expert, organisation=lead_unit.name, unit=lead_unit, kind="adviser")
    Expert.objects.filter(pk=seat.expert_id).update(employer_unit=lead_unit)
    assert outcomes(panel.decision, "EXP-06") == {"EXP-06": {Outcome.MET}}


def test_panels_convened_later_are_no_tasks_of_an_earlier_one(panel, official, pack):
    pack(expert__max_tasks_per_year=1)
    opened_panel = panel
    for seat in opened_panel.seats.select_related("expert__user"):
        experts.accept(seat)
    opened(opened_panel, official)
    concluded(opened_panel, official)
    members = [seat.expert for seat in panel.seats.select_related("expert")]
    pack(expert__max_tasks_per_year=2)
    later = convened(panel.decision, official, members, on=AFTER, deadline_on=AFTER + timedelta(days=9))
    assert set(later.seats.values_list("tasks", flat=True)) == {2}
    assert set(panel.seats.values_list("tasks", flat=True)) == {1}
    pack(expert__max_tasks_per_year=1)
    assert outcomes(panel.decision, "EXP-16") == {"EXP-16": {Outcome.MET, Outcome.BREACHED}}


def test_a_name_corrected_later_does_not_unsign_an_opinion(accepted, official):
    opened(accepted, official)
    for seat in accepted.seats.select_related("expert"):
        seat.expert.name = f"{seat.expert.name}改"
        seat.expert.save()
    assert outcomes(accepted.decision, "EXP-03") == {"EXP-03": {Outcome.MET}}


def test_a_replacement_is_judged_by_the_day_of_its_own_invitation(panel, official):
    leaving = panel.seats.first()
    experts.accept(leaving)
    newcomer = experts.expert(experts.pool_of(panel.decision.authority), 7)
    day = DAY + timedelta(days=5)
    newcomer = renewed(newcomer, official, starts_on=day, ends_on=date(2029, 12, 31))
    services.replace_expert(
        panel,
        leaving=leaving,
        cause="interest",
        reason="本人声明存在利害关系",
        invitee=experts.invitees([newcomer])[0],
        on=day,
        by=official,
    )
    assert outcomes(panel.decision, "EXP-07") == {"EXP-07": {Outcome.MET}}
    assert Seat.objects.get(expert=newcomer).term_starts_on == day


def test_existing_rows_are_filled_from_history(panel, official):
    """The data step of the migration reads the pool as it stood when the seat was made."""
    panel.seats.update(name="", term_starts_on=None, term_ends_on=None, pool=None, is_outsider=True, tasks=0)
    seat = panel.seats.select_related("expert").first()
    renewed(seat.expert, official, starts_on=date(2029, 1, 1), ends_on=date(2033, 12, 31))
    import_module("experts.migrations.0003_seat_as_invited").as_invited(apps, None)
    for seat in panel.seats.select_related("expert"):
        assert (seat.name, seat.term_starts_on, seat.tasks) == (seat.expert.name, date(2024, 1, 1), 1)
        assert seat.pool_id == seat.expert.pool_id
        assert not seat.is_outsider
    panel.refresh_from_db()
    assert panel.has_own_pool


def test_whoever_argued_is_barred_by_the_names_they_went_by_on_the_day(panel, official):
    """EVAL-02, SOD-02: a name corrected before an evaluation bars as the first one does, one taken since does not."""
    for seat in panel.seats.select_related("expert__user"):
        experts.accept(seat)
    opened(panel, official)
    expert = panel.seats.order_by("alias").first().expert
    then, before = timezone.now(), expert.name
    expert.name = "何其芳"
    expert.save()
    assert before in selectors.assessors(panel.decision, at=then)
    assert "何其芳" not in selectors.assessors(panel.decision, at=then)
    assert {before, "何其芳"} <= selectors.assessors(panel.decision)
