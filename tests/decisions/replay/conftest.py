"""Every example carried out once for all tests that look at how it ended, and a small case to break."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from archive.models import Upload
from decisions.cases.selectors import open_nodes
from decisions.deliberation.selectors import last_record
from decisions.participation.models import PublicOpinion
from decisions.replay import folder
from decisions.replay.runner import RefusedError, Replay
from decisions.statutes import calendar
from decisions.statutes.holidays import seed_year
from tests.factories.cases import pack_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(settings.BASE_DIR) / "examples"
YEARS = (2024, 2025, 2026)

PEOPLE = """
[[unit]]
name = "临江市人民政府"
short_name = "市政府"
kind = "government"
level = "city"
is_authority = true
fonds_code = "0108"
document_code = "临政"
[[unit]]
name = "临江市水利局"
short_name = "市水利局"
kind = "department"
level = "department"
parent = "临江市人民政府"
[[person]]
username = "bao.zhiqiang"
name = "鲍志强"
[[person.office]]
unit = "临江市水利局"
group = "lead_official"
post = "水资源科科长"
"""
CASE = 'title = "水利规划"\npeople = "../people.toml"\n'
PROPOSE = """
[[act]]
do = "propose"
by = "bao.zhiqiang"
on = 2024-03-04
[act.values]
title = "临江市水利高质量发展三年行动方案"
proposing_unit = {unit = "临江市水利局"}
authority = {unit = "临江市人民政府"}
source = "department"
content = "制定三年行动方案。"
problem = "防洪薄弱。"
reasons = "上位规划要求。"
solution = "分三年实施。"
necessity = "必要且可行。"
category = "plan"
category_reason = "重要规划。"
exclusions_checked = true
reason_outside = "年中新增事项。"
study_unit = {unit = "临江市水利局"}
files = [{file = "files/建议.txt"}]
"""
STUDY = """
[[act]]
do = "study"
by = "bao.zhiqiang"
on = 2024-03-11
[act.values]
recommends = "yes"
report = {text = "report.txt"}
necessity = "必要。"
feasibility = "可行。"
files = [{file = "files/建议.txt", as = "研究论证报告.txt"}]
"""


@dataclass
class Outcome:
    """How an example ended.

    Attributes:
        case: The folder.
        ended: The status, or the rule that refused the last act.
        reasons: Why it was refused.
        nodes: Where the decision stands.
        codes: The codes of the records filed.
        acts: What the ledger holds, in order.
        kept: Whether the refused act left anything: ledger entries or files sent.
        facts: More to look at, by name.
    """

    case: folder.CaseFolder
    ended: str = ""
    reasons: list[str] = field(default_factory=list)
    nodes: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    acts: list[str] = field(default_factory=list)
    kept: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def prepare() -> None:
    """Enter groups, working days and the national floor."""
    calendar.forget()
    call_command("set_up_groups", verbosity=0)
    for year in YEARS:
        seed_year(year)
    pack_in_force("national")


def carry_out(path: Path) -> Outcome:
    """Replay an example and note how it ended."""
    outcome = Outcome(folder.read(path))
    before: list[tuple[int, int]] = []

    def told(step: folder.Step, entry: object) -> None:
        assert replay.decision is not None
        before.append((replay.decision.case.entries.count(), Upload.objects.count()))

    replay = Replay(outcome.case, told=told)
    try:
        outcome.ended = replay.run().status
    except RefusedError as refused:
        outcome.ended = "、".join(refused.rules)
        outcome.reasons = refused.reasons
    decision = replay.decision
    assert decision is not None
    decision.refresh_from_db()
    outcome.kept = before[-1] != (decision.case.entries.count(), Upload.objects.count())
    outcome.nodes = open_nodes(decision)
    outcome.codes = set(decision.case.materials.values_list("code", flat=True))
    outcome.acts = list(decision.case.entries.order_by("sequence").values_list("act", flat=True))
    record = last_record(decision)
    outcome.facts = {
        "opinions": PublicOpinion.objects.filter(decision=decision).count(),
        "approvals": list(decision.approvals.order_by("pk").values_list("kind", "allows_submission")),
        "is_exploratory": decision.is_exploratory,
        "is_nonpublic": decision.is_nonpublic,
        "reason": record.reason if record else "",
        "tally": record.tally if record else {},
        "views": [view.text for view in record.item.views.all()] if record else [],
    }
    return outcome


@pytest.fixture(scope="session")
def outcomes(django_db_setup: None, django_db_blocker: Any) -> dict[str, Outcome]:
    """Return how every example ends, all of them on one installation; nothing stays in the database."""
    root = tempfile.mkdtemp()
    found: dict[str, Outcome] = {}
    try:
        with (
            django_db_blocker.unblock(),
            override_settings(ARCHIVE_ROOT=Path(root), MEDIA_ROOT=root),
            transaction.atomic(),
        ):
            prepare()
            for path in sorted(EXAMPLES.glob("*/case.toml")):
                found[path.parent.name] = carry_out(path.parent)
            transaction.set_rollback(True)
    finally:
        calendar.forget()
        shutil.rmtree(root, ignore_errors=True)
    return found


@pytest.fixture
def prepared(db: None) -> Iterator[None]:
    """Enter what every installation has."""
    prepare()
    yield
    calendar.forget()


@pytest.fixture
def case_dir(tmp_path: Path) -> Path:
    """Return a small case: a proposal and its study."""
    (tmp_path / "people.toml").write_text(PEOPLE, encoding="utf-8")
    path = tmp_path / "case"
    (path / "files").mkdir(parents=True)
    (path / "case.toml").write_text(CASE, encoding="utf-8")
    (path / "acts.toml").write_text(PROPOSE + STUDY, encoding="utf-8")
    (path / "report.txt").write_text("经研究，建议启动。", encoding="utf-8")
    (path / "files" / "建议.txt").write_text("关于制定行动方案的建议。", encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    """Change the acts of a case."""
    acts = path / "acts.toml"
    text = acts.read_text(encoding="utf-8")
    assert old in text
    acts.write_text(text.replace(old, new, 1), encoding="utf-8")
