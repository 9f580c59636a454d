"""A dossier: always the same bytes, in the national layout, whole for everybody's tools."""

from __future__ import annotations

import subprocess
import zipfile
from xml.etree import ElementTree as ET

import bagit
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from archive import store
from archive.package import verify, writer
from archive.package.binding import bind
from archive.package.plan import Entry, Lying, Plan
from tests.archive.packages import faults, files
from tests.factories import archive as factory


def test_a_fresh_dossier_is_whole(bag, container):
    assert faults(bag) == faults(container) == []


def test_the_same_state_gives_the_same_bytes(full, tmp_path):
    for name in ("one.zip", "two.zip"):
        writer.write(bind(full), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_filed_afterwards_gives_another(bound):
    before = bind(bound)
    factory.material(bound, code="J01", title="正式决策文件")
    assert bind(bound).name != before.name


def test_folder_zip_and_stream_hold_the_same(bound, tmp_path):
    plan = bind(bound)
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


def test_a_damaged_store_is_not_exported(bound, tmp_path):
    plan = bind(bound)
    place = store.path_of(bound.materials.get(code="C02").files.get(sequence=1).blob_id)
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


def test_what_stands_there_is_not_overwritten(bound, tmp_path):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine.txt").write_text("x")
    with pytest.raises(ValidationError):
        writer.write(bind(bound), tmp_path / "bag", replace=True)
    assert (tmp_path / "bag" / "mine.txt").read_text() == "x"
