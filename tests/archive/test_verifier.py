"""The verifier inside a dossier: any change to a package is found and named, with Python alone."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archive.package import verify
from tests.archive.packages import codes, edit_dossier, edit_ledger, faults, files, one, reseal


def plain_python(bag: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier of the bag with nothing but Python."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(bag / "verify.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )


def test_the_verifier_inside_needs_only_python(bag, container):
    for arguments in ((), (str(bag),), (str(container),)):
        done = plain_python(bag, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "结论:完整" in done.stdout
    assert faults(bag) == []


def test_the_verifier_inside_names_the_fault(bag):
    (bag / "data/说明文件.TXT").write_bytes(b"")
    done = plain_python(bag, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert not report["whole"]
    assert {"BAG-04", "BAG-05"} <= {fault["code"] for fault in report["faults"]}


@pytest.mark.parametrize("given", ["nothing", "file", "folder"])
def test_what_is_no_dossier_cannot_be_verified(bag, tmp_path, given):
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    assert plain_python(bag, str(tmp_path / given)).returncode == 2


def test_the_verifier_is_python_3_8():
    import ast

    ast.parse(Path(verify.__file__).read_text(), feature_version=(3, 8))


def test_every_changed_byte_is_found(bag):
    """File by file: one bit flipped, the file gone, the file renamed, one more beside it."""
    for name in files(bag):
        path = bag / name
        whole = path.read_bytes()
        for position in {0, len(whole) // 2, len(whole) - 1}:
            spoilt = bytearray(whole)
            spoilt[position] ^= 1
            path.write_bytes(spoilt)
            found = {fault.path.partition("#")[0] for fault in faults(bag)}
            # A changed list shows in what it lists.
            assert found if name == verify.TAG_MANIFEST else name in found
        path.unlink()
        assert name in {fault.path for fault in faults(bag)}
        path.with_name(path.name + "x").write_bytes(whole)
        assert {name, name + "x"} <= {fault.path for fault in faults(bag)}
        path.with_name(path.name + "x").rename(path)
    assert faults(bag) == []


def test_one_more_file_is_found_wherever_it_lies(bag):
    for folder in {path.parent for path in bag.rglob("*") if path.is_file()}:
        (folder / ".DS_Store").write_bytes(b"x")
        (fault,) = [found for found in faults(bag) if found.code == "BAG-06"]
        assert fault.path == (folder / ".DS_Store").relative_to(bag).as_posix()
        (folder / ".DS_Store").unlink()
    (bag / "data" / "empty").mkdir()
    assert codes(bag) == {"BAG-06"}


def test_two_files_swapped_are_found(bag):
    held = [bag / name for name in files(bag) if name.startswith("data/")]
    for former, other in itertools.pairwise(held):
        first, second = former.read_bytes(), other.read_bytes()
        former.write_bytes(second)
        other.write_bytes(first)
        assert {"BAG-04", "BAG-05"} <= codes(bag)
        former.write_bytes(first)
        other.write_bytes(second)


def forge_attachment(bag: Path) -> None:
    one(bag, "附件01_公告.pdf").write_bytes(b"%PDF-1.4 forged")
    edit_dossier(bag, lambda _content: None)


def forge_data(bag: Path) -> None:
    one(bag, "数据.json").write_text("{}")
    edit_dossier(bag, lambda _content: None)


def drop_material(bag: Path) -> None:
    edit_dossier(bag, lambda content: content["materials"].pop())


def hide_missing(bag: Path) -> None:
    def change(content):
        next(row for row in content["coverage"] if row["code"] == "A01").update(state="present")

    edit_dossier(bag, change)


def retitle(bag: Path) -> None:
    edit_dossier(bag, lambda content: content["materials"][0].update(title="别的"))


FORGERIES = {
    "attachment": (forge_attachment, {"MAT-03"}),
    "data": (forge_data, {"MAT-02"}),
    "material left out": (drop_material, {"MAT-01", "CAT-04"}),
    "missing hidden": (hide_missing, {"COV-01"}),
    "title": (retitle, {"MAT-05", "CAT-04"}),
    "ledger entry gone": (lambda bag: edit_ledger(bag, lambda rows: rows[:1] + rows[2:]), {"LED-02", "LED-03"}),
    "last entry gone": (lambda bag: edit_ledger(bag, lambda rows: rows[:-1]), {"LED-06"}),
    "entries swapped": (lambda bag: edit_ledger(bag, lambda rows: [rows[1], rows[0], *rows[2:]]), {"LED-02"}),
    "content": (
        lambda bag: edit_ledger(
            bag, lambda rows: rows[0].update(body=rows[0]["body"].replace("公开征求", "内部征求"))
        ),
        {"LED-04", "LED-05", "MAT-05"},
    ),
    "digest": (lambda bag: edit_ledger(bag, lambda rows: rows[0].update(sm3="0" * 64)), {"LED-05"}),
    "broken line": (lambda bag: edit_ledger(bag, lambda rows: [{}, *rows]), {"LED-01"}),
    "no ledger": (lambda bag: (bag / verify.LEDGER).unlink(), {"LED-01", "CAT-02"}),
    "head": (lambda bag: (bag / verify.HEAD).write_text('{"sequence": 1}'), {"LED-06"}),
    "catalogue": (lambda bag: (bag / verify.FILE_LIST).write_text("<文件目录/>"), {"CAT-04"}),
    "catalogue broken": (lambda bag: (bag / verify.CASE_LIST).write_text("<"), {"CAT-03"}),
    "entity": (
        lambda bag: (bag / verify.CASE_LIST).write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        {"CAT-03"},
    ),
    "dossier broken": (lambda bag: (bag / verify.DOSSIER).write_text("{"), {"CAT-01"}),
    "dossier of another shape": (lambda bag: (bag / verify.DOSSIER).write_text('{"files": 3}'), {"CAT-02"}),
    "dossier is a list": (lambda bag: (bag / verify.DOSSIER).write_text("[]"), {"CAT-02"}),
}


@pytest.mark.parametrize(("forge", "expected"), FORGERIES.values(), ids=FORGERIES)
def test_a_forger_who_reseals_the_bag_is_found(bag, forge, expected):
    forge(bag)
    reseal(bag)
    found = codes(bag)
    assert expected <= found
    assert not {code for code in found if code.startswith("BAG")}


@pytest.mark.parametrize("path", ["../out.txt", "/etc/passwd", "data/../../x", "data\\x", "C:/x", "data/\u202ex"])
def test_paths_that_lead_outside_are_refused(bag, path):
    digest = "0" * 64
    with (bag / verify.SHA256_MANIFEST).open("a") as manifest:
        manifest.write(f"{digest}  {path}\n")
    assert "BAG-08" in codes(bag)


def test_links_are_refused(bag):
    name = bag / "data/说明文件.TXT"
    name.rename(bag.parent / "outside.txt")
    name.symlink_to(bag.parent / "outside.txt")
    assert {"BAG-08", "BAG-03"} <= codes(bag)


@pytest.mark.parametrize("trick", ["../out.txt", "/out.txt", "bag\\out.txt", "bag/./x"])
def test_a_container_that_leads_outside_is_refused(container, trick):
    with zipfile.ZipFile(container, "a") as package:
        package.writestr(trick, b"x")
    assert {"BAG-08", "ZIP-01"} & codes(container)


def test_bytes_between_the_files_of_a_container_are_found(container):
    whole = container.read_bytes()
    with zipfile.ZipFile(container) as package:
        places = [entry.header_offset for entry in package.infolist()]
    for position in (places[1] + 11, places[-1] + 12, len(whole) - 60, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[position] ^= 1
        container.write_bytes(spoilt)
        assert any(fault.code.startswith("ZIP") for fault in faults(container))
    container.write_bytes(whole[:100] + b"hidden" + whole[100:])
    assert faults(container)
    container.write_bytes(whole + b"more")
    assert codes(container) == {"ZIP-01"}
    container.write_bytes(whole[: len(whole) // 2])
    assert codes(container) >= {"ZIP-01"}


def test_a_packed_or_doubled_container_is_refused(container, tmp_path):
    with zipfile.ZipFile(container) as package, zipfile.ZipFile(tmp_path / "again.zip", "w") as again:
        for entry in package.infolist():
            again.writestr(entry.filename, package.read(entry), compress_type=zipfile.ZIP_DEFLATED)
    assert "ZIP-02" in codes(tmp_path / "again.zip")
