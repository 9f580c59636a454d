"""A dossier: always the same bytes, whole for everybody's tools, and any change to it found and named."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import bagit
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from archive import services, store
from archive.models import Case
from archive.package import verify, writer
from archive.package.binding import bind
from archive.package.plan import Entry, Lying, Plan
from archive.services import Expect
from tests.factories import archive as factory

_made: dict[str, Path] = {}


@pytest.fixture
def full(case) -> Case:
    """A case with a material of every sort: with files, without, late, of two with one title, determining others."""
    upload = factory.upload("公告/../公告 定稿.pdf", factory.pdf("a"))
    factory.material(case, files=[upload, factory.upload("意见.txt", "同意".encode())], number="临发改〔2026〕3号")
    factory.material(case, code="C03", title="征求意见原始材料", files=[factory.upload("公告.pdf", factory.pdf("b"))])
    factory.material(case, code="C03", title="征求意见原始材料")
    services.record(case, act="remind", data={"to": "张三"}, on=factory.DAY, by=None, office="系统")
    factory.material(
        case,
        code="A10",
        act="initiate",
        title='关于"适用程序"的判定/说明',
        expectations=[Expect(code="C13", is_required=False, reason="不涉及听证事项", decided_by="李处长")],
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def bag(full, tmp_path, tmp_path_factory) -> Path:
    """A dossier in a folder, to be spoilt; it is bound once for all tests."""
    if "bag" not in _made:
        _made["bag"] = tmp_path_factory.mktemp("bound") / "bag"
        writer.write(bind(full), _made["bag"])
        writer.write(bind(full), _made["bag"].with_suffix(".zip"))
    shutil.copytree(_made["bag"], tmp_path / "bag")
    return tmp_path / "bag"


@pytest.fixture
def container(bag) -> Path:
    """The same in a ZIP file."""
    return Path(shutil.copy(_made["bag"].with_suffix(".zip"), bag.with_suffix(".zip")))


def faults(path: Path) -> list[verify.Fault]:
    return verify.Check(path).run()


def codes(path: Path) -> set[str]:
    return {fault.code for fault in faults(path)}


def files(bag: Path) -> list[str]:
    return sorted(path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file())


def test_a_fresh_dossier_is_whole(bag, container):
    assert faults(bag) == faults(container) == []


def test_the_same_state_gives_the_same_bytes(full, tmp_path):
    for name in ("one.zip", "two.zip"):
        writer.write(bind(full), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_filed_afterwards_gives_another(full):
    before = bind(full)
    factory.material(full, code="J01", title="正式决策文件")
    assert bind(full).name != before.name


def test_folder_zip_and_stream_hold_the_same(full, tmp_path):
    plan = bind(full)
    writer.write(plan, tmp_path / "bag")
    writer.write(plan, tmp_path / "bag.zip")
    assert b"".join(writer.stream(plan)) == (tmp_path / "bag.zip").read_bytes()
    assert writer.stream_size(plan) == (tmp_path / "bag.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "bag.zip") as package:
        assert package.testzip() is None
        for name in package.namelist():
            assert package.read(name) == (tmp_path / "bag" / name.partition("/")[2]).read_bytes()
    assert subprocess.run(["unzip", "-tq", tmp_path / "bag.zip"], check=False, capture_output=True).returncode == 0


def test_the_layout_is_the_national_one(bag):
    held = files(bag)
    root = "data/电子档案/2026/重大行政决策/0001_中心城区供水价格调整方案"
    for path in (
        "data/说明文件.TXT",
        "data/案卷目录.XML",
        "data/文件目录.XML",
        f"{root}/00_卷首/01_封面.pdf",
        f"{root}/00_卷首/04_程序完整性对照表.pdf",
        f"{root}/01_决策启动/001_关于_适用程序_的判定_说明/正文.pdf",
        f"{root}/02_公众参与/001_公开征求意见公告/附件01_公告 定稿.pdf",
        f"{root}/02_公众参与/002_征求意见原始材料/附件01_公告.pdf",
        f"{root}/02_公众参与/003_征求意见原始材料/数据.json",
        f"{root}/99_卷末/01_卷内备考表.pdf",
        "data/其他/账本/ledger.jsonl",
    ):
        assert path in held
    assert all(len(path) <= 200 for path in held)


def test_others_tools_agree(bag):
    assert bagit.Bag(str(bag)).validate()
    for path in bag.rglob("*"):
        if path.suffix.lower() == ".xml":
            ET.parse(path)  # noqa: S314 -- our own
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as document:
                assert not document.check_pdf_syntax()
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=bag, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_sm3_is_that_of_openssl_and_our_own(bag):
    for line in (bag / "manifest-sm3.txt").read_text().splitlines()[:4]:
        digest, _gap, path = line.partition("  ")
        assert verify.Sm3((bag / path).read_bytes()[:5000]).hexdigest() == _sm3((bag / path).read_bytes()[:5000])
        assert digest == _sm3((bag / path).read_bytes())


def _sm3(content: bytes) -> str:
    digest = verify.new_sm3()
    digest.update(content)
    return digest.hexdigest()


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
    for one, other in itertools.pairwise(held):
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
        assert {"BAG-04", "BAG-05"} <= codes(bag)
        one.write_bytes(first)
        other.write_bytes(second)


def reseal(bag: Path) -> None:
    """Write manifests, Oxum and tag manifest anew, as a forger who knows BagIt would."""
    payload = {path.relative_to(bag).as_posix(): path.read_bytes() for path in bag.rglob("*") if path.is_file()}
    payload = {path: content for path, content in payload.items() if path.startswith("data/")}
    digests = {path: store.digests_of(content) for path, content in payload.items()}
    (bag / verify.SHA256_MANIFEST).write_bytes(verify.manifest({p: d.sha256 for p, d in digests.items()}))
    (bag / verify.SM3_MANIFEST).write_bytes(verify.manifest({p: d.sm3 for p, d in digests.items()}))
    lines = (bag / "bag-info.txt").read_text().splitlines()
    octets = sum(len(content) for content in payload.values())
    lines = [f"Payload-Oxum: {octets}.{len(payload)}" if line.startswith("Payload-Oxum") else line for line in lines]
    (bag / "bag-info.txt").write_text("\n".join(lines) + "\n")
    tags = {
        path.name: store.digests_of(path.read_bytes()).sha256
        for path in bag.iterdir()
        if path.is_file() and path.name != verify.TAG_MANIFEST
    }
    (bag / verify.TAG_MANIFEST).write_bytes(verify.manifest(tags))


def edit_dossier(bag: Path, change) -> None:
    """Change the catalogue and put its list of files right."""
    content = json.loads((bag / verify.DOSSIER).read_text())
    change(content)
    content["files"] = [
        {"path": name, "size": (bag / name).stat().st_size}
        for name in files(bag)
        if name.startswith("data/") and name != verify.DOSSIER
    ]
    content["totals"] = {"materials": len(content["materials"]), "files": len(content["files"])}
    (bag / verify.DOSSIER).write_text(json.dumps(content, ensure_ascii=False))


def edit_ledger(bag: Path, change) -> None:
    rows = [json.loads(line) for line in (bag / verify.LEDGER).read_text().splitlines()]
    rows = change(rows) or rows
    (bag / verify.LEDGER).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    edit_dossier(bag, lambda _content: None)


def one(bag: Path, name: str) -> Path:
    return next(path for path in sorted(bag.rglob(name)))


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


def test_containers_beyond_four_gigabytes_are_spelled_right(tmp_path):
    """A sparse file of 4 GiB and a bit: sizes, offsets and the end are 64-bit, and Python's zipfile reads them."""
    size = 0x1_0000_0010
    place = tmp_path / "sparse"
    with place.open("wb") as file:
        file.truncate(size)
    header = verify.local_header(b"a/big", size, 0)
    second = verify.local_header(b"a/small", 1, 0)
    directory = verify.central_header(b"a/big", size, 0, 0) + verify.central_header(
        b"a/small", 1, 0, len(header) + size
    )
    with (tmp_path / "big.zip").open("wb") as file:
        file.write(header)
        file.seek(size, 1)
        file.write(second + b"x" + directory)
        file.write(verify.end_records(2, len(directory), len(header) + size + len(second) + 1))
    with zipfile.ZipFile(tmp_path / "big.zip") as package:
        assert [(entry.file_size, entry.header_offset) for entry in package.infolist()] == [
            (size, 0),
            (1, len(header) + size),
        ]
        assert package.open("a/big").read(4) == bytes(4)
    assert verify.end_records(70_000, 100, 100).startswith(b"PK\x06\x06")


def test_a_damaged_store_is_not_exported(full, tmp_path):
    plan = bind(full)
    place = store.path_of(full.materials.get(code="C02").files.get(sequence=1).blob_id)
    place.chmod(0o644)
    place.write_bytes(b"%PDF- something else")
    with pytest.raises(ValidationError) as refusal:
        writer.write(plan, tmp_path / "bag")
    assert "附件01" in refusal.value.messages[0]
    assert list(tmp_path.glob("bag*")) == []
    place.unlink()
    with pytest.raises(ValidationError):
        writer.write(plan, tmp_path / "bag.zip")


def test_writing_takes_no_memory(tmp_path):
    """64 MiB go through a few MiB."""
    import tracemalloc

    place = tmp_path / "large"
    with place.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    digester = store.Digester()
    with place.open("rb") as file:
        while chunk := file.read(store.CHUNK):
            digester.update(chunk)
    plan = Plan(name="p", entries=(Entry(path="data/large", digests=digester.digests(), source=Lying(place)),))
    tracemalloc.start()
    writer.write(plan, tmp_path / "p.zip")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


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


def test_what_stands_there_is_not_overwritten(full, tmp_path):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine.txt").write_text("x")
    with pytest.raises(ValidationError):
        writer.write(bind(full), tmp_path / "bag", replace=True)
    assert (tmp_path / "bag" / "mine.txt").read_text() == "x"
