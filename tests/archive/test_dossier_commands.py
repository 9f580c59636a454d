"""The commands of a dossier, and a package held against the ledger it says it came from."""

from __future__ import annotations

import json
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from archive.package import comparison, verify
from archive.package.verify import entry_digests
from tests.archive.packages import edit_dossier, faults, reseal
from tests.factories import archive as factory


def test_the_commands(full, tmp_path, capsys):
    call_command("export_dossier", full.reference, output=tmp_path / "bag")
    call_command("verify_dossier", tmp_path / "bag")
    with pytest.raises(CommandError):
        call_command("export_dossier", full.reference, output=tmp_path / "bag")
    call_command("export_dossier", str(full.pk), output=tmp_path / "bag", replace=True)
    (tmp_path / "bag" / "bag-info.txt").write_text("x")
    with pytest.raises(SystemExit) as left:
        call_command("verify_dossier", tmp_path / "bag")
    assert left.value.code == 1
    assert "[BAG-07] bag-info.txt" in capsys.readouterr().out
    call_command("verify_ledger", full.reference, files=True)
    call_command("render_missing")


@pytest.mark.parametrize("number", ["0123-WS·2026-D10-JC-0001", "nothing", "999999"])
def test_an_unknown_number_is_refused(full, tmp_path, number):
    with pytest.raises(CommandError) as refusal:
        call_command("export_dossier", number, output=tmp_path / "bag")
    assert refusal.value.returncode == 2


def test_an_empty_case_has_no_dossier(case, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_dossier", str(case.pk), output=tmp_path / "bag")


def verified(capsys, path, *flags) -> tuple[int, str]:
    """Return the exit code and what was said."""
    capsys.readouterr()
    try:
        call_command("verify_dossier", path, *flags)
    except SystemExit as left:
        return left.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def rewrite(bag, change) -> None:
    """Change the ledger of a package and chain it anew from its beginning, so that it is whole in itself."""
    rows = [json.loads(line) for line in (bag / verify.LEDGER).read_text().splitlines()]
    rows = change(rows) or rows
    previous = ""
    for row in rows:
        row["previous_hash"] = previous
        row["sha256"], row["sm3"] = entry_digests(previous, row["body"].encode())
        previous = row["sha256"]
    (bag / verify.LEDGER).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    head = json.loads((bag / verify.HEAD).read_text()) | {"sequence": len(rows), "sha256": previous}
    (bag / verify.HEAD).write_text(json.dumps(head))
    edit_dossier(bag, lambda content: content.update(head=head))
    reseal(bag)


def remind_another(rows) -> None:
    rows[3].update(body=rows[3]["body"].replace("张三", "李四"))


def one_more(rows) -> list:
    body = rows[3]["body"].replace('"sequence":4', f'"sequence":{len(rows) + 1}')
    return [*rows, {**rows[3], "sequence": len(rows) + 1, "body": body}]


@pytest.fixture
def own(bound, standing_bound, tmp_path):
    """A dossier of the case as the database of this very test holds it."""
    return shutil.copytree(standing_bound[1].with_name("own"), tmp_path / "own")


def test_a_package_of_this_installation_is_held_against_its_ledger(own, bound, capsys):
    assert verified(capsys, own)[0] == 0
    # The database may have gone on since.
    factory.material(bound, code="J01", title="正式决策文件")
    code, said = verified(capsys, own)
    assert code == 0
    assert "5/6" in said
    report = json.loads(verified(capsys, own, "--json")[1])
    assert report["database"] == {"reference": bound.reference, "packed": 5, "kept": 6, "differences": []}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (remind_another, [("REC-01", 4), ("REC-04", 5)]),
        (one_more, [("REC-02", 6), ("REC-04", 6)]),
        (lambda rows: rows[:4], None),
    ],
    ids=["content", "one entry more", "cut off"],
)
def test_a_package_forged_whole_is_found_by_the_ledger_alone(own, capsys, change, expected):
    rewrite(own, change)
    if expected is None:
        # A ledger that only ends earlier is a beginning of ours; what is left over shows inside the package.
        assert comparison.compare(own).differences == ()
        assert verified(capsys, own)[0] == 1
        return
    assert faults(own) == []
    code, said = verified(capsys, own)
    assert code == 1
    for fault, sequence in expected:
        assert f"[{fault}] #{sequence}" in said
    if change is remind_another:
        assert "data" in said
    report = json.loads(verified(capsys, own, "--json")[1])
    assert report["whole"]
    assert [(unlike["code"], unlike["sequence"]) for unlike in report["database"]["differences"]] == expected
    assert verified(capsys, own, "--offline")[0] == 0


def test_hashes_alone_that_differ_are_named_once(own, capsys):
    (own / verify.HEAD).write_text('{"sequence": 2, "sha256": "x"}')
    lines = (own / verify.LEDGER).read_text().splitlines()
    rows = [json.loads(line) | {"sm3": "0" * 64} for line in lines]
    (own / verify.LEDGER).write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = comparison.compare(own).differences
    assert [(unlike.code, unlike.sequence) for unlike in found] == [("REC-03", 1), ("REC-04", 2)]


def test_what_cannot_be_read_differs(own):
    (own / verify.LEDGER).write_text('[]\nx\n{"body": "{"}\n')
    (own / verify.HEAD).write_text("[")
    found = comparison.compare(own).differences
    assert [(unlike.code, unlike.sequence) for unlike in found] == [
        ("REC-01", 1),
        ("REC-01", 2),
        ("REC-01", 3),
        ("REC-04", 0),
    ]


@pytest.mark.parametrize("reference", ["0123-WS·2026-D10-JC-0001", None, 7])
def test_a_case_of_another_installation_is_not_compared(own, capsys, reference):
    edit_dossier(own, lambda content: content["case"].update(reference=reference))
    assert comparison.compare(own) is None
    assert json.loads(verified(capsys, own, "--json")[1])["database"] is None


def test_offline_asks_no_database(own, capsys, monkeypatch):
    def silent(_number):
        raise OperationalError

    monkeypatch.setattr(comparison, "find_case", silent)
    assert verified(capsys, own, "--offline")[0] == 0
    with pytest.raises(CommandError) as refusal:
        call_command("verify_dossier", own)
    assert refusal.value.returncode == 2
    assert verified(capsys, own.parent / "nothing")[0] == 2
