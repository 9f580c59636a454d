"""Days that cannot be: each is refused beside its field, in words, and everything typed is still there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from decisions.flows import DecisionFlow
from decisions.initiation.views import WithdrawView
from decisions.participation.models import Consultation
from decisions.statutes import calendar
from decisions.statutes.models import CalendarYear
from tests.pages import Page, logged_in, untouched
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db


def assert_said(answer, field, *words):
    assert answer.status_code == 422
    errors = " ".join(str(text) for text in answer.context["form"].errors[field])
    for word in words:
        assert word in errors
        assert word in answer.text


@pytest.mark.parametrize("button", ["_check", "_confirm"])
def test_a_day_before_the_act_before(procedure, button):
    procedure.advance_to("study")
    proposed = procedure.day - timedelta(days=1)
    page = Page(procedure, "study", on=proposed - timedelta(days=1))
    with untouched():
        answer = page.send(button)
    assert_said(answer, "on", proposed.isoformat(), "不能早于")
    assert page.lost(answer) == {}


def test_a_day_before_the_act_before_by_another_door(procedure):
    procedure.advance_to("study")
    with untouched(), pytest.raises(ValidationError, match="不能早于"):
        procedure.perform("study", on=procedure.day - timedelta(days=3))


def test_an_act_beside_the_flow_before_there_was_a_matter(procedure):
    procedure.advance_to("study")
    page = Page(procedure, WithdrawView, on=procedure.day - timedelta(days=400), reason="重复申报", files=[])
    with untouched():
        answer = page.send()
    assert_said(answer, "on", procedure.decision.case.opened_on.isoformat())
    assert page.lost(answer) == {}


@pytest.mark.parametrize("node", ["propose", "study"])
def test_a_day_that_has_not_come(procedure, node):
    procedure.advance_to(node)
    page = Page(procedure, node, on=procedure.day + timedelta(days=1))
    with untouched():
        answer = page.send()
    assert_said(answer, "on", "尚未到来")
    assert page.lost(answer) == {}


def test_a_year_without_a_calendar_is_refused_and_named(procedure):
    """The working days of the review reach into a year nobody entered: they are not guessed."""
    procedure.advance_to("accept_submission")
    procedure.on(date(2026, 12, 29))
    procedure.perform("accept_submission")
    assert not CalendarYear.objects.filter(year=2027).exists()
    calendar.forget()
    procedure.on(date(2027, 1, 8))
    page = Page(procedure, "review_legality")
    with untouched():
        answer = page.send("_check")
    assert answer.status_code == 422
    assert "2027年" in answer.text, answer.context["form"].all_errors()
    assert page.lost(answer) == {}


@pytest.mark.parametrize(
    ("day", "unit", "group", "asked"),
    [
        (date(2026, 12, 1), "justice", "legality_reviewer", ["2027"]),
        (date(2026, 6, 1), "justice", "legality_reviewer", []),
        (date(2027, 6, 1), "office", "office_clerk", ["2027"]),
        (date(2026, 12, 1), "planning", "lead_official", []),
    ],
)
def test_who_keeps_the_calendar_is_told_which_year_to_enter(procedure, world, day, unit, group, asked):
    procedure.on(day)
    browser = logged_in(world.person(getattr(world, unit), group))
    page = browser.get(reverse("decisions:tasks"))
    assert [str(year) for year in page.context["years"]] == asked
    for year in asked:
        address = reverse("statutes:enter_year", args=[year])
        assert address in page.text
        assert browser.get(address).status_code == 200


def test_a_closing_day_on_a_holiday_stands_as_announced(procedure, client):
    """The period is of calendar days, and the portal has no holidays: the first of October counts to its end."""
    procedure.advance_to("open_consultation")
    procedure.on(date(2026, 8, 28))
    assert Page(procedure, "open_consultation", closes_on=date(2026, 10, 1)).send().status_code == 302
    consultation = Consultation.objects.get()
    assert consultation.closes_on == date(2026, 10, 1)
    address = reverse("portal:comment", args=[consultation.pk])
    procedure.on(date(2026, 10, 1))
    assert 'name="body"' in client.get(address).text
    procedure.on(date(2026, 10, 2))
    assert 'name="body"' not in client.get(address).text


# The ends of all calendars, a year nobody entered; and what is no day at all, once for each form.
HOSTILE = ("0001-01-01", "9999-12-31", "2035-02-03")
NONSENSE = ("2026-02-30", "下周二", "2026-3-2\x00")


def test_no_day_of_any_form_breaks_a_page(world):
    """Each field for a day of each act of the flow, with the ends of the calendar and with nonsense."""
    asked, broken = set(), []
    with Procedure(world) as procedure:
        for _step in range(200):
            nodes = procedure.tasks() if procedure.decision else ["propose"]
            if not nodes:
                break
            human = [node for node in nodes if DecisionFlow.instance.node(node).task_type != "TIMER"]
            if not human:
                procedure.wait_for_timer()
                continue
            node = human[0]
            if node not in asked:
                asked.add(node)
                procedure._prepare(node)
                broken += hostile(procedure, node)
            procedure.perform(node)
    assert broken == []
    assert len(asked) > 25


def hostile(procedure, node):
    page = Page(procedure, node)
    page.browser.raise_request_exception = False
    form = page.view.make_form(page.post)
    names = [name for name, field in form.fields.items() if isinstance(field, forms.DateField)]
    for group in form.formsets.values():
        for row in group.forms[:1]:
            names += [row.add_prefix(name) for name, field in row.fields.items() if isinstance(field, forms.DateField)]
    found = []
    with untouched():
        for name in names:
            for day in (*HOSTILE, *(NONSENSE if name == "on" else ())):
                answer = page.send("_check", **{name: day})
                if answer.status_code not in {200, 422}:
                    found.append(f"{node}.{name}={day!r}: {answer.status_code}")
    return found
