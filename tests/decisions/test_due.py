"""The due run as a whole: one part that fails keeps none from being done, and several runs at once do all once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from archive.models import Material, Rendition, RenditionFailure
from decisions import due
from decisions.execution import due as execution_due
from decisions.statutes.holidays import seed_year
from decisions.statutes.models import CalendarYear
from decisions.statutes.selectors import years_to_enter


@pytest.mark.django_db
def test_one_part_that_fails_keeps_none_from_being_done(procedure, monkeypatch, caplog, capsys):
    procedure.advance_to("study")

    def fail(_today):
        raise RuntimeError("broken")

    monkeypatch.setattr(execution_due, "run", fail)
    monkeypatch.setattr(due, "LEFT_TO_THE_WORKER", timedelta(0))
    with pytest.raises(due.PartlyDoneError) as partly:
        due.run(procedure.day)
    assert partly.value.failed == ["execution"]
    assert partly.value.done["renditions"] == Rendition.objects.count() > 0
    assert "broken" in caplog.text
    with pytest.raises(CommandError, match="execution"):
        call_command("run_due")
    assert "evaluation: 0" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_a_killed_worker_left_is_made(procedure):
    procedure.advance_to("study")
    filed = Material.objects.latest("recorded_at").recorded_at
    with time_machine.travel(filed + timedelta(minutes=4), tick=False):
        before = due.run(procedure.day)["renditions"]
    with time_machine.travel(filed + timedelta(minutes=6), tick=False):
        assert before + due.run(procedure.day)["renditions"] == Material.objects.count()
    assert before < Material.objects.count()


@pytest.mark.django_db
def test_the_coming_year_is_asked_for_when_it_is_near_and_not_after_it_is_entered():
    CalendarYear.objects.all().delete()
    seed_year(2025)
    assert years_to_enter(date(2025, 10, 31)) == []
    assert years_to_enter(date(2025, 11, 2)) == [2026]
    assert years_to_enter(date(2026, 1, 1)) == [2026]
    seed_year(2026)
    assert years_to_enter(date(2025, 12, 31)) == []


@pytest.mark.django_db
def test_who_keeps_the_calendar_is_told_on_their_tasks_and_nobody_else(client, world, on, capsys):
    CalendarYear.objects.all().delete()
    seed_year(2025)
    on(date(2025, 12, 1))
    told = set()
    for person in world.everybody():
        client.force_login(person, backend="accounts.backends.OfficeBackend")
        answer = client.get(reverse("decisions:tasks"))
        if answer.status_code == 200 and reverse("statutes:enter_year", args=[2026]) in answer.content.decode():
            told.add(person)
    assert told
    assert told == {person for person in world.everybody() if person.has_perm("decisions.manage_calendar")}
    call_command("run_due")
    assert "2026" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_paper_that_cannot_be_made_is_shown_with_its_reason(client, procedure):
    procedure.advance_to("study")
    material = procedure.decision.case.materials.first()
    RenditionFailure.objects.create(
        material=material, attempts=1, reason="生成用时超过 120 秒", last_at=timezone.now()
    )
    for person in procedure.world.everybody():
        client.force_login(person, backend="accounts.backends.OfficeBackend")
        answer = client.get(reverse("decisions:materials", args=[procedure.decision.pk]))
        if answer.status_code == 200:
            break
    for address in (
        reverse("decisions:materials", args=[procedure.decision.pk]),
        reverse("decisions:material", args=[procedure.decision.pk, material.pk]),
    ):
        page = client.get(address).content.decode()
        assert "生成用时超过 120 秒" in page
        assert "系统将自动重试" in page
