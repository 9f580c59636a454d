"""The argumentation within the procedure: its acts, its timer, its refusals."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug

from decisions.cases import acting
from decisions.cases.forms import as_post
from experts import selectors
from experts.forms.convening import key_of
from experts.views import ConvenePanelView, DeclareConflictsView, ExtendScoringView, OpenSheetsView, ScoreView
from tests.acts import experts as acts
from tests.factories import experts
from tests.factories.cases import World
from tests.pages import Controls, Page
from tests.procedure import Procedure


@pytest.fixture
def procedure(db):
    with Procedure(World.create()) as running:
        yield running


def seats(procedure):
    panel = selectors.current_panel(procedure.reload())
    return list(panel.seats.select_related("expert__user").order_by("expert__code"))


def test_the_way_from_convening_to_conclusion(procedure):
    """The last sheet ends the waiting; the conclusion is on the snapshot the panel argued."""
    procedure.advance_to("conclude_panel")
    assert "await_sheets" not in procedure.tasks()
    procedure.perform("conclude_panel")
    assert selectors.concluded_on(procedure.decision) is not None
    assert "conclude_panel" not in procedure.tasks()


def test_the_period_runs_until_the_published_day(procedure):
    procedure.advance_to("convene_panel")
    procedure.perform("convene_panel")
    panel = selectors.current_panel(procedure.decision)
    procedure.on(panel.deadline_on)
    procedure.fire_timers()
    assert "await_sheets" in procedure.tasks()
    procedure.on(panel.deadline_on + timedelta(days=1))
    procedure.fire_timers()
    assert "conclude_panel" in procedure.tasks()


def test_more_time_moves_the_timer(procedure):
    procedure.advance_to("convene_panel")
    procedure.perform("convene_panel")
    panel = selectors.current_panel(procedure.decision)
    later = panel.deadline_on + timedelta(days=5)
    procedure.aside(ExtendScoringView, deadline_on=later, reason="两位专家出差")
    procedure.on(panel.deadline_on + timedelta(days=1))
    procedure.fire_timers()
    assert "await_sheets" in procedure.tasks()
    procedure.on(later + timedelta(days=1))
    procedure.fire_timers()
    assert "conclude_panel" in procedure.tasks()


def test_one_outstanding_sheet_keeps_the_others_sealed(procedure):
    procedure.advance_to("convene_panel")
    procedure.perform("convene_panel")
    members = seats(procedure)
    for seat in members:
        procedure.aside(DeclareConflictsView, by=seat.expert.user, **acts.answer(seat.expert.name))
    for seat in members[1:]:
        procedure.aside(ScoreView, by=seat.expert.user, **acts.score(seat.expert.name))
    assert "await_sheets" in procedure.tasks()
    with pytest.raises(ValidationError):
        procedure.aside(OpenSheetsView)


def test_only_the_expert_of_a_seat_may_act_in_it(procedure):
    """Officials, the pool's keeper and other experts have no way in."""
    procedure.advance_to("convene_panel")
    procedure.perform("convene_panel")
    stranger = acts.experts.expert_user("外人")
    for person in [*procedure.world.everybody(), stranger]:
        for view in (DeclareConflictsView, ScoreView):
            bound = view.bound(official=person, decision=procedure.decision)
            assert not bound.may()
    view = ScoreView.bound(official=stranger, decision=procedure.decision)
    form = view.make_form(as_post(view.form_class, {"on": procedure.day, "signed_name": "外人"}))
    assert form.is_valid()
    with pytest.raises(PermissionDenied):
        acting.perform(view, form)


def test_a_refused_panel_leaves_the_task_open(procedure):
    """The lead unit's own person is refused, with name and article, and nothing is kept."""
    procedure.advance_to("convene_panel")
    pool = acts.experts.pool_of(procedure.decision.authority)
    tied = acts.experts.expert(pool, 6, name="何正", employer_unit=procedure.decision.lead_unit)
    values = acts.convene_panel(procedure.decision, procedure.day)
    values["experts"].append({"expert": tied.code, "field": "law", "reason": "熟悉业务"})
    with pytest.raises(ValidationError, match="何正"):
        procedure.perform("convene_panel", **values)
    assert selectors.current_panel(procedure.decision) is None
    assert "convene_panel" in procedure.tasks()


def test_criteria_are_proposed(procedure):
    """The form proposes the three of the article; together they weigh 100 per cent."""
    procedure.advance_to("convene_panel")
    view = procedure.view("convene_panel")
    assert isinstance(view, ConvenePanelView)
    rows = view.initial_rows()["criteria"]
    assert [row["key"] for row in rows] == ["necessity", "feasibility", "soundness"]
    assert sum(row["weight"] for row in rows) == 100


def test_a_criterion_gets_its_key_by_itself(procedure):
    """Nobody types Latin letters: known names have the known keys, others one made of the name."""
    procedure.advance_to("convene_panel")
    values = acts.convene_panel(procedure.decision, procedure.day)
    criteria = [{name: value for name, value in row.items() if name != "key"} for row in values["criteria"]]
    criteria[0]["weight"] -= 10
    criteria.append({"label": "可持续性", "weight": 10, "anchors": "很差/较差/一般/较好/很好"})
    procedure.perform("convene_panel", **{**values, "criteria": criteria})
    kept = list(selectors.current_panel(procedure.decision).criteria.values_list("key", "label"))
    assert [key for key, _label in kept[:3]] == [key for key, *_rest in experts.CRITERIA]
    assert kept[3] == (key_of(" 可持续性 "), "可持续性")
    validate_slug(kept[3][0])
    assert key_of("可持续性") != key_of("可操作性")
    assert key_of("合法性") == "legality"


def test_one_criterion_named_twice_is_told(procedure):
    procedure.advance_to("convene_panel")
    values = acts.convene_panel(procedure.decision, procedure.day)
    values["criteria"][0]["weight"] -= 10
    values["criteria"].append({"label": values["criteria"][0]["label"], "weight": 10, "anchors": "1/2/3/4/5"})
    with pytest.raises(ValidationError, match="评分项重复"):
        procedure.perform("convene_panel", **values)


def test_a_criterion_added_without_scripts_comes_through_the_check(procedure):
    """One more row is asked for, filled in, checked and confirmed; the browser sends back what the pages hold."""
    procedure.advance_to("convene_panel")
    page = Page(procedure, "convene_panel")
    shown = Controls(page.browser.get(page.url).text).values
    page.post.update({name: values[-1] for name, values in shown.items() if name.startswith("criteria-")})
    more = Controls(page.send("_more_criteria").text).values
    assert more["criteria-TOTAL_FORMS"] == ["4"]
    assert more["criteria-3-key"] == [""]
    weight = {"criteria-0-weight": "24", "criteria-3-weight": "10"}
    own = {"criteria-TOTAL_FORMS": "4", "criteria-3-label": "可持续性", "criteria-3-anchors": "差/较差/一般/较好/好"}
    checked = page.send("_check", **weight, **own)
    assert checked.status_code == 200, checked.text
    assert "own-" not in re.sub(r"<input[^>]*>", "", checked.text)
    kept = Controls(checked.text).values
    answer = page.browser.post(page.url, {**kept, "_confirm": "1"})
    assert answer.status_code == 302
    keys = selectors.current_panel(procedure.reload()).criteria.values_list("key", flat=True)
    assert list(keys) == ["necessity", "feasibility", "soundness", key_of("可持续性")]
