"""A decision with a snapshot, its lead unit and its experts."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from decisions.cases import services as cases
from decisions.cases.models import Decision
from decisions.statutes.models import RulePack
from decisions.statutes.pack import Pack
from tests.factories import archive, experts
from tests.factories.accounts import MembershipFactory, UnitFactory

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Unit, User
    from experts.models import Panel


@pytest.fixture(autouse=True)
def archive_root(settings: Any, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    return settings.ARCHIVE_ROOT


@pytest.fixture
def groups(db: None) -> None:
    """Every group with its verbs."""
    call_command("set_up_groups", verbosity=0)


@pytest.fixture
def city(groups: None) -> Unit:
    """The deciding organ."""
    return UnitFactory(name="临江市人民政府", short_name="市政府", authority=True)


@pytest.fixture
def lead_unit(city: Unit) -> Unit:
    """The lead unit."""
    return UnitFactory(name="临江市发展和改革委员会", short_name="市发展改革委", parent=city)


@pytest.fixture
def official(lead_unit: Unit) -> User:
    """An official of the lead unit."""
    return MembershipFactory(unit=lead_unit, group="lead_official", post="价格科科长").user


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set numbers of the pack the decision is judged by: ``pack(expert__min=5)``."""
    values: dict[str, Any] = {}

    def change(**changes: Any) -> None:
        values.update({key.replace("__", ".", 1): value for key, value in changes.items()})

    monkeypatch.setattr(
        Decision,
        "pack",
        property(lambda self: Pack("test", "1", "试验", MappingProxyType(dict(values)))),  # noqa: ARG005 -- the property is asked by the row
    )
    return change


@pytest.fixture
def decision(city: Unit, lead_unit: Unit, official: User, pack: Any) -> Decision:
    """A decision with a first snapshot."""
    rule_pack = RulePack.objects.first() or RulePack.objects.create(
        code="national", version="test", name="国家底线", effective_from="2019-09-01"
    )
    made = Decision.objects.create(
        number="临政决策〔2026〕1号",
        title="中心城区供水价格调整方案",
        year=2026,
        category="public_policy",
        source="department",
        authority=city,
        proposing_unit=lead_unit,
        study_unit=lead_unit,
        lead_unit=lead_unit,
        rule_pack=rule_pack,
        case=archive.case(),
    )
    draft = cases.write_draft(
        made,
        title=made.title,
        clauses=[("1", "第一条", "居民生活用水实行三级阶梯水价。")],
        explanation="说明",
        change_note="",
        on=archive.DAY,
        by=official,
    )
    cases.take_snapshot(made, draft=draft, on=archive.DAY, by=official)
    return made


@pytest.fixture
def panel(decision: Decision, official: User) -> Panel:
    """A panel of five, convened."""
    return experts.convened(decision, official)


@pytest.fixture
def accepted(panel: Panel) -> Panel:
    """A panel of five who all accepted."""
    for seat in panel.seats.select_related("expert__user"):
        experts.accept(seat)
    return panel


@pytest.fixture
def on_day() -> Any:
    """Move the clock to nine in the morning of a day."""
    import time_machine

    travels = []

    def move(day: Any) -> None:
        travel = time_machine.travel(f"{day.isoformat()}T09:00:00+08:00", tick=False)
        travel.start()
        travels.append(travel)

    yield move
    for travel in reversed(travels):
        travel.stop()
