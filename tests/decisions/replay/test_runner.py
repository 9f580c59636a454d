"""Replaying: what stands for a value, what is refused, and how the command ends."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from archive.models import LedgerEntry, MaterialFile, Upload
from decisions.cases.models import Decision
from decisions.replay import folder, people
from decisions.replay.runner import RefusedError, Replay
from tests.decisions.replay.conftest import PEOPLE, change

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("prepared")


def replayed(case_dir: Path, **options: str) -> Decision:
    return Replay(folder.read(case_dir)).run(**options)


def test_a_case_is_carried_through_its_forms(case_dir: Path) -> None:
    decision = replayed(case_dir)
    assert [entry.act for entry in decision.case.entries.order_by("sequence")] == ["propose", "propose", "study"]
    assert decision.case.materials.get(code="A02").entry.on.isoformat() == "2024-03-11"
    assert MaterialFile.objects.filter(name="研究论证报告.txt").exists()


def test_the_day_and_the_instant_are_two_clocks(case_dir: Path) -> None:
    entry = replayed(case_dir).case.entries.earliest("sequence")
    assert entry.on.isoformat() == "2024-03-04"
    assert entry.recorded_at.year > entry.on.year


def test_until_stops_after_the_act(case_dir: Path) -> None:
    assert replayed(case_dir, until="propose").case.entries.count() == 2


def test_until_an_act_the_case_does_not_have(case_dir: Path) -> None:
    with pytest.raises(folder.FolderError, match="publish"):
        replayed(case_dir, until="publish")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('content = "制定', 'contents = "制定', "contents"),
        ('by = "bao.zhiqiang"', 'by = "nobody"', "nobody"),
        ('by = "bao.zhiqiang"', 'by = ""', "propose"),
        ('do = "propose"', 'do = "study"', "propose"),
        ('do = "study"', 'do = "publish"', "study"),
        ('do = "study"', 'do = "comment"', "2024-03-11"),
        ('unit = "临江市水利局"}', 'unit = "临江市气象局"}', "临江市气象局"),
        ('{file = "files/建议.txt"}', '{file = "files/none.txt"}', "files/none.txt"),
        ('{file = "files/建议.txt"}', '{file = "../../secret.txt"}', "../../secret.txt"),
        ('{file = "files/建议.txt"}', '{file = "/etc/hostname"}', "/etc/hostname"),
        ('{file = "files/建议.txt"}', '{file = "files"}', "files"),
        ('{text = "report.txt"}', '{text = "../../report.txt"}', "../../report.txt"),
        ('{text = "report.txt"}', "{prefilled = true}", "report"),
        ('{text = "report.txt"}', '{model = "no.Such", name = "x"}', "no"),
        ('{text = "report.txt"}', '{model = "accounts.Unit", colour = "x"}', "colour"),
        ('{text = "report.txt"}', '{user = "nobody"}', "nobody"),
    ],
)
def test_a_folder_that_names_what_is_not_there(case_dir: Path, old: str, new: str, said: str) -> None:
    (case_dir.parent.parent / "secret.txt").write_text("x", encoding="utf-8")
    change(case_dir, old, new)
    try:
        with pytest.raises((folder.FolderError, RefusedError)) as refused:
            replayed(case_dir)
    finally:
        (case_dir.parent.parent / "secret.txt").unlink()
    assert said in str(refused.value)


def test_a_link_out_of_the_folder_is_not_followed(case_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("x", encoding="utf-8")
    (case_dir / "report.txt").unlink()
    (case_dir / "report.txt").symlink_to(outside)
    with pytest.raises(folder.FolderError, match=r"report\.txt"):
        replayed(case_dir)


def test_a_refused_act_keeps_nothing_and_what_came_before_stays(case_dir: Path) -> None:
    change(case_dir, "on = 2024-03-11", "on = 2024-02-11")
    with pytest.raises(RefusedError) as refused:
        replayed(case_dir)
    assert refused.value.step.act == "study"
    assert LedgerEntry.objects.count() == 2
    assert Upload.objects.filter(name="研究论证报告.txt").count() == 0


def test_a_rule_that_refuses_is_named(case_dir: Path) -> None:
    change(case_dir, 'solution = "分三年实施。"', 'solution = ""')
    with pytest.raises(RefusedError) as refused:
        replayed(case_dir)
    assert refused.value.rules == ["INIT-02"]
    assert "（《重大行政决策程序暂行条例》第十条第二项，INIT-02）" in refused.value.reasons[0]
    assert not Decision.objects.exists()


def test_a_file_that_is_not_what_its_name_says(case_dir: Path) -> None:
    change(case_dir, 'as = "研究论证报告.txt"', 'as = "研究论证报告.pdf"')
    with pytest.raises(RefusedError, match=r"研究论证报告\.pdf"):
        replayed(case_dir)


class TestPeople:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('group = "lead_official"', 'group = "emperor"', "emperor"),
            ('parent = "临江市人民政府"', 'parent = "临河市人民政府"', "临河市人民政府"),
            ('name = "鲍志强"', "", "name"),
            ('post = "水资源科科长"', "", "post"),
            ("[[person]]", "[[people]]", "people"),
            ("is_authority = true", 'is_authority = "yes"', "yes"),
        ],
    )
    def test_a_mistake_is_named_with_its_entry(self, case_dir: Path, old: str, new: str, said: str) -> None:
        text = PEOPLE.replace(old, new, 1)
        if new == "[[people]]":
            text = text.replace("[[person.office]]", "[[people.office]]")
        (case_dir.parent / "people.toml").write_text(text, encoding="utf-8")
        with pytest.raises(folder.FolderError) as refused:
            replayed(case_dir)
        assert said in str(refused.value)
        assert not User.objects.exists()

    def test_settled_twice_nothing_changes(self, case_dir: Path) -> None:
        content = folder.read(case_dir).people
        people.settle(content)
        user = User.objects.get(username="bao.zhiqiang")
        people.settle(content, password="Another-word-7713")
        assert User.objects.get(username="bao.zhiqiang").password == user.password
        assert user.memberships.count() == 1


class TestCommand:
    def test_it_tells_each_act_with_its_number(self, case_dir: Path) -> None:
        out = StringIO()
        call_command("replay", str(case_dir), stdout=out)
        assert "2024-03-11 study bao.zhiqiang #3" in out.getvalue()
        assert Decision.objects.get().number in out.getvalue()

    def test_a_refusal_ends_with_three(self, case_dir: Path) -> None:
        change(case_dir, 'solution = "分三年实施。"', 'solution = ""')
        err = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("replay", str(case_dir), stdout=StringIO(), stderr=err)
        assert ended.value.code == 3
        assert "INIT-02" in err.getvalue()

    def test_no_case_ends_with_one(self, case_dir: Path) -> None:
        (case_dir / "acts.toml").unlink()
        with pytest.raises(CommandError, match=r"acts\.toml is missing") as ended:
            call_command("replay", str(case_dir), stdout=StringIO())
        assert ended.value.returncode == 1


class TestDemo:
    def demo(self, case_dir: Path) -> str:
        out = StringIO()
        call_command("demo", examples=case_dir.parent, output=case_dir.parent / "dossiers", stdout=out)
        return out.getvalue()

    def test_a_second_run_finds_everything_there(self, case_dir: Path, settings, tmp_path: Path) -> None:
        settings.VAR_DIR = tmp_path / "var"
        assert "✓" in self.demo(case_dir)
        entries = LedgerEntry.objects.count()
        said = self.demo(case_dir)
        assert "bao.zhiqiang" in said
        assert LedgerEntry.objects.count() == entries

    def test_a_case_that_ends_otherwise_leaves_nothing(self, case_dir: Path, settings, tmp_path: Path) -> None:
        settings.VAR_DIR = tmp_path / "var"
        (case_dir / "case.toml").write_text('people = "../people.toml"\nends = "in_force"\n', encoding="utf-8")
        with pytest.raises(CommandError, match="in_force"):
            self.demo(case_dir)
        assert not Decision.objects.exists()
