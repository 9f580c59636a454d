#!/usr/bin/env python3
"""核验重大行政决策全过程档案包。只需 Python 3.8 以上,不需要本系统,也不联网。

    python3 verify.py [路径] [--json] [--skip-sm3]

路径是档案包的文件夹或 .zip 文件;不写则为本文件所在的文件夹。退出码:0 完整,1 有不符,2 无法核验。

核验内容:包结构与清单、每个文件的 SHA-256 和 SM3、有无多余文件、目录与文件是否一致、办理记录(台账)的哈希链、
每件材料与台账登记的摘要是否一致、程序完整性对照表能否由台账重新得出。
"""

# Checks a dossier with the standard library alone. The system that writes dossiers imports this very file, so that
# what it checks and what the package carries are one and the same. Python 3.8 has to read it.

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from xml.etree import ElementTree as ET

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SHA256_MANIFEST = "manifest-sha256.txt"
SM3_MANIFEST = "manifest-sm3.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAG_FILES = ("00-先读我.txt", "bag-info.txt", "bagit.txt", SHA256_MANIFEST, SM3_MANIFEST, "verify.py")
CASE_LIST = "data/案卷目录.XML"
FILE_LIST = "data/文件目录.XML"
NOTE = "data/说明文件.TXT"
DOSSIER = "data/其他/元数据/dossier.json"
LEDGER = "data/其他/账本/ledger.jsonl"
HEAD = "data/其他/账本/head.json"
CHUNK = 1024 * 1024


class Fault(NamedTuple):
    """One thing that does not fit: its code, where, and a sentence."""

    code: str
    path: str
    message: str


class Unreadable(Exception):
    """What was given is no dossier, so that nothing can be checked."""


# --- SM3 (GB/T 32905-2016) --------------------------------------------------------------------------------------


def new_sm3() -> Any:
    """Return an SM3 object: OpenSSL's where it has one, else the slow one below."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return Sm3()


class Sm3:
    """SM3 in plain Python, some thousand times slower than OpenSSL's."""

    _START = (
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    )  # fmt: skip

    def __init__(self, content: bytes = b"") -> None:
        self._state: tuple[int, ...] = self._START
        self._rest = b""
        self._length = 0
        self.update(content)

    def update(self, content: bytes) -> None:
        """Take in the next bytes."""
        self._length += len(content)
        content = self._rest + content
        whole = len(content) - len(content) % 64
        for start in range(0, whole, 64):
            self._state = self._compress(self._state, content[start : start + 64])
        self._rest = content[whole:]

    def hexdigest(self) -> str:
        """Return the digest of everything taken in."""
        padded = self._rest + b"\x80" + bytes(-(len(self._rest) + 9) % 64) + struct.pack(">Q", self._length * 8)
        state = self._state
        for start in range(0, len(padded), 64):
            state = self._compress(state, padded[start : start + 64])
        return "".join(f"{word:08x}" for word in state)

    @staticmethod
    def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
        def left(x: int, n: int) -> int:
            n %= 32
            return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF

        w = list(struct.unpack(">16I", block))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ left(w[j - 3], 15)
            w.append(x ^ left(x, 15) ^ left(x, 23) ^ left(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            first = left((left(a, 12) + e + left(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            second = first ^ left(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
            t1 = (ff + d + second + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            t2 = (gg + h + first + w[j]) & 0xFFFFFFFF
            a, b, c, d = t1, a, left(b, 9), c
            e, f, g, h = t2 ^ left(t2, 9) ^ left(t2, 17), e, left(f, 19), g
        return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))


# --- The ledger and what follows from it ------------------------------------------------------------------------


def entry_digests(previous_hash: str, body: bytes) -> tuple[str, str]:
    """Return SHA-256 and SM3 of a ledger entry: over a zero byte, the hash before, and the content."""
    chained = b"\x00" + previous_hash.encode() + body
    sm3 = new_sm3()
    sm3.update(chained)
    return hashlib.sha256(chained).hexdigest(), sm3.hexdigest()


def coverage_state(mandatory: bool, bound: bool, required: bool | None, count: int) -> str:
    """Say how a code of the filing scheme stands.

    Args:
        mandatory: Whether every file owes it.
        bound: Whether binding the dossier makes it.
        required: What was last determined about it; none if nothing was.
        count: How many materials there are.
    """
    if count or bound:
        return "present"
    if required is None:
        return "missing" if mandatory else "optional"
    return "missing" if required else "not_required"


# --- Names ------------------------------------------------------------------------------------------------------


def is_safe(path: str) -> bool:
    """Whether a path stays inside the package on every system."""
    return (
        bool(path)
        and not path.startswith("/")
        and "\\" not in path
        and ":" not in path
        and all(part not in ("", ".", "..") for part in path.split("/"))
        and not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in path)
    )


def escape(path: str) -> str:
    """Spell a path as BagIt manifests do."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def unescape(path: str) -> str:
    """Read a path out of a manifest."""
    return re.sub(r"%(0[AaDd]|25)", lambda found: chr(int(found.group(1), 16)), path)


def manifest(digests: dict[str, str]) -> bytes:
    """Return the one spelling of a manifest: by path, two spaces, a line feed."""
    paths = sorted(digests, key=lambda path: path.encode())
    return "".join(f"{digests[path]}  {escape(path)}\n" for path in paths).encode()


# --- The ZIP container: stored, one fixed date, so that every byte follows from names, sizes and checksums --------

_DOS_TIME, _DOS_DATE = 0, 0x21  # 1980-01-01
_FLAGS, _MODE, _BIG = 0x800, 0o100644 << 16, 0xFFFFFFFF


def local_header(name: bytes, size: int, crc32: int) -> bytes:
    """Return what stands before a file's bytes."""
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= _BIG else b""
    shown = min(_BIG, size)
    return (
        struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", 45 if extra else 20, _FLAGS, 0, _DOS_TIME, _DOS_DATE,
            crc32, shown, shown, len(name), len(extra),
        )
        + name
        + extra
    )  # fmt: skip


def central_header(name: bytes, size: int, crc32: int, offset: int) -> bytes:
    """Return a file's record in the directory at the end."""
    wide = [value for value in (size, size) if size >= _BIG] + ([offset] if offset >= _BIG else [])
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    shown = min(_BIG, size)
    need = 45 if extra else 20
    return (
        struct.pack(
            "<4s2B5H3I5H2I", b"PK\x01\x02", need, 3, need, _FLAGS, 0, _DOS_TIME, _DOS_DATE,
            crc32, shown, shown, len(name), len(extra), 0, 0, 0, _MODE, min(offset, _BIG),
        )
        + name
        + extra
    )  # fmt: skip


def end_records(count: int, size: int, offset: int) -> bytes:
    """Return what closes the container."""
    wide = b""
    if count >= 0xFFFF or size >= _BIG or offset >= _BIG:
        wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
        wide += struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    short = min(count, 0xFFFF)
    return wide + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, short, short, min(size, _BIG), min(offset, _BIG), 0)


# --- Reading a package from a folder or a ZIP file --------------------------------------------------------------


class Folder:
    """A package unpacked."""

    def __init__(self, root: Path) -> None:
        self.faults: list[Fault] = []
        self._files: dict[str, Path] = {}
        for directory, folders, files in os.walk(str(root)):
            folders.sort()
            here = Path(directory)
            if not folders and not files and here != root:
                self.faults.append(Fault("BAG-06", self._relative(root, here) + "/", "多余的空文件夹"))
            for name in folders + files:
                path = here / name
                relative = self._relative(root, path)
                if path.is_symlink():
                    self.faults.append(Fault("BAG-08", relative, "是符号链接,不是文件"))
                elif name in files and not path.is_file():
                    self.faults.append(Fault("BAG-08", relative, "不是普通文件"))
                elif name in files and relative in self._files:
                    self.faults.append(Fault("BAG-08", relative, "两个文件同名(Unicode 写法不同)"))
                elif name in files:
                    self._files[relative] = path

    @staticmethod
    def _relative(root: Path, path: Path) -> str:
        return unicodedata.normalize("NFC", path.relative_to(root).as_posix())

    def names(self) -> set[str]:
        """Return the paths of the files."""
        return set(self._files)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        with self._files[name].open("rb") as source:
            yield from iter(lambda: source.read(CHUNK), b"")

    def expected_crc32(self, name: str) -> int | None:
        """Return the checksum that is noted for a file, if any is."""
        return None


class Container:
    """A package in a ZIP file, read by its own records; nothing is unpacked."""

    def __init__(self, path: Path) -> None:
        self.faults: list[Fault] = []
        self._path = path
        self._places: dict[str, tuple[int, int, int]] = {}
        with path.open("rb") as source:
            if source.read(2) != b"PK":
                raise Unreadable("不是文件夹,也不是 ZIP 文件")
        try:
            with zipfile.ZipFile(str(path)) as package:
                entries = sorted(package.infolist(), key=lambda entry: entry.header_offset)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
            self.faults.append(Fault("ZIP-01", path.name, f"ZIP 文件不完整,无法读取({error})"))
            entries = []
        tops = {entry.filename.split("/")[0] for entry in entries}
        self._top = tops.pop() + "/" if len(tops) == 1 else ""
        if entries:
            with path.open("rb") as source:
                self._read(entries, source)

    def _read(self, entries: list[zipfile.ZipInfo], source: BinaryIO) -> None:
        position, directory = 0, b""
        for entry in entries:
            name = entry.filename[len(self._top) :]
            raw = entry.filename.encode("utf-8", "surrogateescape")
            header = local_header(raw, entry.file_size, entry.CRC)
            source.seek(entry.header_offset)
            if not is_safe(entry.filename) or not name:
                self.faults.append(Fault("BAG-08", entry.filename, "路径不安全"))
            elif name in self._places:
                self.faults.append(Fault("BAG-08", name, "包内有两个同名文件"))
            elif entry.compress_type or entry.flag_bits & 1 or entry.file_size != entry.compress_size:
                self.faults.append(Fault("ZIP-02", name, "经过压缩或者加密"))
            else:
                if entry.header_offset != position or source.read(len(header)) != header:
                    self.faults.append(Fault("ZIP-03", name, "文件头与原样不符"))
                self._places[name] = (entry.header_offset + len(header), entry.file_size, entry.CRC)
            directory += central_header(raw, entry.file_size, entry.CRC, entry.header_offset)
            position = entry.header_offset + len(header) + entry.file_size
        source.seek(position)
        if source.read(len(directory) + CHUNK) != directory + end_records(len(entries), len(directory), position):
            self.faults.append(Fault("ZIP-01", self._path.name, "包尾目录与原样不符"))

    def names(self) -> set[str]:
        """Return the paths of the files."""
        return set(self._places)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        start, size, _crc32 = self._places[name]
        with self._path.open("rb") as source:
            source.seek(start)
            while size > 0:
                chunk = source.read(min(CHUNK, size))
                if not chunk:
                    return
                size -= len(chunk)
                yield chunk

    def expected_crc32(self, name: str) -> int | None:
        """Return the checksum that is noted for a file, if any is."""
        return self._places[name][2]


# --- The checks -------------------------------------------------------------------------------------------------


class Check:
    """One checking of one package; ``faults`` is what came of it."""

    def __init__(self, path: Path, sm3: bool = True) -> None:
        self.path = path
        if path.is_dir():
            self.source: Any = Folder(path)
        elif path.is_file():
            self.source = Container(path)
        else:
            raise Unreadable("没有这个文件或者文件夹")
        self.faults: list[Fault] = list(self.source.faults)
        self.names: set[str] = self.source.names()
        if not self.faults and not self.names & {*TAG_FILES, TAG_MANIFEST}:
            raise Unreadable("不是档案包")
        self.with_sm3 = sm3
        self.sha256: dict[str, str] = {}
        self.sm3: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.facts: dict[str, Any] = {}

    def run(self) -> list[Fault]:
        """Carry out every check and return what does not fit, each once."""
        self._digest()
        self._bag()
        dossier = self._json(DOSSIER, "CAT-01")
        entries = self._ledger(dossier)
        if dossier is not None:
            for step in (self._listing, self._catalogues):
                self._guarded(step, "CAT-02", DOSSIER, dossier)
            self._guarded(self._materials, "MAT-01", DOSSIER, dossier, entries)
            self._guarded(self._coverage, "COV-01", DOSSIER, dossier, entries)
        self.faults = sorted(set(self.faults))
        return self.faults

    def _fault(self, code: str, path: str, message: str) -> None:
        self.faults.append(Fault(code, path, message))

    def _guarded(self, step: Any, code: str, path: str, *given: Any) -> None:
        try:
            step(*given)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            self._fault(code, path, "内容不合格式,无法核对")

    def _read(self, name: str) -> bytes:
        return b"".join(self.source.chunks(name)) if name in self.names else b""

    def _digest(self) -> None:
        for name in sorted(self.names):
            sha256, sm3, crc32, size = hashlib.sha256(), new_sm3(), 0, 0
            expected = self.source.expected_crc32(name)
            for chunk in self.source.chunks(name):
                sha256.update(chunk)
                if self.with_sm3:
                    sm3.update(chunk)
                if expected is not None:
                    crc32 = zlib.crc32(chunk, crc32)
                size += len(chunk)
            self.sha256[name], self.sm3[name], self.sizes[name] = sha256.hexdigest(), sm3.hexdigest(), size
            if expected is not None and expected != crc32:
                self._fault("ZIP-04", name, "ZIP 校验码不符")

    def _bag(self) -> None:
        if self._read("bagit.txt") != BAGIT:
            self._fault("BAG-01", "bagit.txt", "包声明与规定不符")
        payload = {name for name in self.names if name.startswith("data/")}
        listed = self._manifest(SHA256_MANIFEST, payload, self.sha256, "BAG-04", "SHA-256 与清单不符")
        also = self._manifest(SM3_MANIFEST, payload, self.sm3 if self.with_sm3 else None, "BAG-05", "SM3 与清单不符")
        for name in sorted(listed ^ also):
            self._fault("BAG-09", name, "两份清单所列文件不一致")
        tags = self.names - payload - {TAG_MANIFEST}
        self._manifest(TAG_MANIFEST, tags, self.sha256, "BAG-07", "与标签清单不符")
        for name in TAG_FILES:
            if name not in self.names:
                self._fault("BAG-03", name, "缺少")
        for name in sorted(tags - set(TAG_FILES)):
            self._fault("BAG-06", name, "多余:清单没有列出")
        octets = f"{sum(self.sizes[name] for name in payload)}.{len(payload)}"
        info = self._read("bag-info.txt").decode("utf-8", "replace")
        if (f"\nPayload-Oxum: {octets}\n") not in "\n" + info:
            self._fault("BAG-02", "bag-info.txt", f"登记的总字节数、总文件数与实际不符(实际 {octets})")
        self.facts.update(files=len(payload), bytes=sum(self.sizes[name] for name in payload))

    def _manifest(
        self, name: str, present: set[str], actual: dict[str, str] | None, code: str, message: str
    ) -> set[str]:
        content = self._read(name)
        if name not in self.names:
            self._fault("BAG-03", name, "缺少清单")
            return set()
        listed: dict[str, str] = {}
        for line in content.decode("utf-8", "replace").split("\n"):
            digest, _gap, path = line.partition("  ")
            if path:
                listed[unescape(path)] = digest
        if manifest(listed) != content:
            self._fault("BAG-10", name, "清单写法与规定不符")
        for path, digest in sorted(listed.items()):
            if not is_safe(path):
                self._fault("BAG-08", path, "清单中的路径不安全")
            elif path not in present:
                self._fault("BAG-03", path, "清单列有而包内没有")
            elif actual is not None and actual[path] != digest:
                self._fault(code, path, message)
        for path in sorted(present - set(listed)):
            self._fault("BAG-06", path, "多余:清单没有列出")
        return set(listed)

    def _json(self, name: str, code: str) -> Any:
        if name not in self.names:
            self._fault(code, name, "缺少")
            return None
        try:
            return json.loads(self._read(name).decode("utf-8"))
        except ValueError:
            self._fault(code, name, "不是有效的 JSON")
            return None

    def _ledger(self, dossier: Any) -> list[dict[str, Any]]:
        """Recompute the chain from its beginning to the head; return the content of the entries."""
        head = self._json(HEAD, "LED-06")
        entries: list[dict[str, Any]] = []
        previous = ""
        if LEDGER not in self.names:
            self._fault("LED-01", LEDGER, "缺少台账")
            return entries
        for number, line in enumerate(self._read(LEDGER).split(b"\n")[:-1], 1):
            where = f"{LEDGER}#{number}"
            try:
                row = json.loads(line.decode("utf-8"))
                body = row["body"]
                entry = json.loads(body)
                found = (row["sequence"], entry["sequence"], row["previous_hash"], row["sha256"], row["sm3"])
            except (ValueError, KeyError, TypeError):
                self._fault("LED-01", where, "这一条无法读取")
                return entries
            sha256, sm3 = entry_digests(previous, body.encode("utf-8"))
            if found[0] != number or found[1] != number:
                self._fault("LED-02", where, "序号不连续")
            if found[2] != previous:
                self._fault("LED-03", where, "没有接在上一条之后")
            if found[3] != sha256:
                self._fault("LED-04", where, "SHA-256 与内容不符")
            if found[4] != sm3:
                self._fault("LED-05", where, "SM3 与内容不符")
            if dossier is not None and isinstance(dossier, dict):
                reference = dossier.get("case", {}).get("reference") if isinstance(dossier.get("case"), dict) else None
                if entry.get("case") != reference:
                    self._fault("LED-07", where, "不是本案卷的台账")
            previous = found[3]
            entries.append(entry)
        expected = {"sequence": len(entries), "sha256": previous}
        if isinstance(head, dict) and {key: head.get(key) for key in expected} != expected:
            self._fault("LED-06", HEAD, "链头与台账最后一条不符")
        if isinstance(dossier, dict) and isinstance(dossier.get("head"), dict) and dossier["head"] != head:
            self._fault("LED-06", DOSSIER, "登记的链头与账本不符")
        self.facts.update(entries=len(entries), head=previous)
        return entries

    def _listing(self, dossier: dict[str, Any]) -> None:
        listed = {row["path"]: row["size"] for row in dossier["files"]}
        payload = {name: self.sizes[name] for name in self.names if name.startswith("data/") and name != DOSSIER}
        for name in sorted(set(listed) ^ set(payload)):
            self._fault("CAT-02", name, "dossier.json 所列与包内文件不一致")
        for name in sorted(set(listed) & set(payload)):
            if listed[name] != payload[name]:
                self._fault("CAT-02", name, "大小与 dossier.json 所列不符")
        if dossier["totals"] != {"materials": len(dossier["materials"]), "files": len(listed)}:
            self._fault("CAT-05", DOSSIER, "登记的件数、文件数与所列不符")
        self.facts.update(reference=dossier["case"]["reference"], title=dossier["case"]["title"])
        self.facts.update(materials=len(dossier["materials"]))

    def _catalogues(self, dossier: dict[str, Any]) -> None:
        case = dossier["case"]
        volumes = self._records(CASE_LIST)
        if [(row.get("档号"), row.get("题名")) for row in volumes] != [(case["reference"], case["title"])]:
            self._fault("CAT-04", CASE_LIST, "案卷与 dossier.json 不一致")
        expected = [
            (str(number), item["reference"], item["title"], item["on"], item["folder"])
            for number, item in enumerate(dossier["materials"], 1)
        ]
        fields = ("顺序号", "档号", "题名", "日期", "电子档案名称")
        found = [tuple(row.get(field) for field in fields) for row in self._records(FILE_LIST)]
        for number, (should, does) in enumerate(zip(expected, found), 1):
            if should != does:
                self._fault("CAT-04", f"{FILE_LIST}#{number}", "与 dossier.json 不一致")
        if len(expected) != len(found):
            self._fault("CAT-04", FILE_LIST, "件数与 dossier.json 不一致")
        if case["reference"] not in self._read(NOTE).decode("utf-8", "replace"):
            self._fault("CAT-03", NOTE, "说明文件没有写明档号")

    def _records(self, name: str) -> list[dict[str, str]]:
        content = self._read(name)
        try:
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise ValueError
            root = ET.fromstring(content)
        except (ET.ParseError, ValueError):
            self._fault("CAT-03", name, "不是有效的 XML")
            return []
        return [{field.tag: field.text or "" for field in record} for record in root.iter("记录")]

    def _materials(self, dossier: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        """Hold every material against what the ledger says was filed."""
        filed = {entry["sequence"]: entry for entry in entries if "material" in entry}
        shown = {item["entry"]: item for item in dossier["materials"]}
        for number in sorted(set(filed) - set(shown)):
            self._fault("MAT-01", f"{LEDGER}#{number}", "台账登记的材料不在包内")
        for number in sorted(set(shown) - set(filed)):
            self._fault("MAT-04", shown[number]["folder"], "台账没有登记这件材料")
        for number in sorted(set(shown) & set(filed)):
            item, material = shown[number], filed[number]["material"]
            same = ("code", "sequence", "title", "number", "producer", "access", "digest")
            if [item[key] for key in same] != [material[key] for key in same] or item["on"] != filed[number]["on"]:
                self._fault("MAT-05", item["folder"], "材料的登记项与台账不符")
            if self.sha256.get(item["data"]) != material["digest"]:
                self._fault("MAT-02", item["data"], "材料数据与台账登记的摘要不符")
            if [row["name"] for row in item["files"]] != [row["name"] for row in material["files"]]:
                self._fault("MAT-03", item["folder"], "附件与台账登记的不一致")
            for row, known in zip(item["files"], material["files"]):
                actual = (self.sizes.get(row["path"]), self.sha256.get(row["path"]), self.sm3.get(row["path"]))
                should = (known["size"], known["sha256"], known["sm3"] if self.with_sm3 else actual[2])
                if actual != should:
                    self._fault("MAT-03", row["path"], "附件与台账登记的摘要不符")
            if item["rendition"] is not None and item["rendition"] not in self.names:
                self._fault("MAT-06", item["rendition"], "缺少正文")

    def _coverage(self, dossier: dict[str, Any], entries: list[dict[str, Any]]) -> None:
        """Work the coverage table out again from the ledger alone."""
        counts: dict[str, int] = {}
        required: dict[str, bool] = {}
        for entry in entries:
            if "material" in entry:
                code = entry["material"]["code"]
                counts[code] = counts.get(code, 0) + 1
            for row in entry.get("expectations", []):
                required[row["code"]] = row["required"]
        known = set()
        for row in dossier["coverage"]:
            code = row["code"]
            known.add(code)
            state = coverage_state(row["mandatory"], row["bound"], required.get(code), counts.get(code, 0))
            if (state, counts.get(code, 0)) != (row["state"], row["count"]):
                self._fault("COV-01", f"{DOSSIER}#{code}", "对照表写 {},由台账得出 {}".format(row["state"], state))
        for code in sorted((set(counts) | set(required)) - known):
            self._fault("COV-01", f"{DOSSIER}#{code}", "对照表没有这一类材料")


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names, and say what was found."""
    parser = argparse.ArgumentParser(description="核验重大行政决策全过程档案包")
    parser.add_argument("path", nargs="?", default=str(Path(__file__).resolve().parent), help="文件夹或者 .zip 文件")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    parser.add_argument("--skip-sm3", action="store_true", help="不算 SM3(只核验 SHA-256)")
    options = parser.parse_args(arguments)
    try:
        check = Check(Path(options.path), sm3=not options.skip_sm3)
        faults = check.run()
    except (Unreadable, OSError) as error:
        if options.json:
            print(json.dumps({"path": options.path, "whole": None, "error": str(error)}, ensure_ascii=False))
        else:
            print(f"无法核验 {options.path}:{error}", file=sys.stderr)
        return 2
    skipped = ["电子签名", "时间戳", "PDF/A 符合性"] + (["SM3"] if options.skip_sm3 else [])
    if options.json:
        report = {
            "path": options.path,
            "whole": not faults,
            "faults": [fault._asdict() for fault in faults],
            "facts": check.facts,
            "not_checked": skipped,
        }
        print(json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True))
    else:
        _print(check, skipped)
    return 1 if faults else 0


def _print(check: Check, skipped: list[str]) -> None:
    facts = check.facts
    print("档号  {}\n题名  {}".format(facts.get("reference", "—"), facts.get("title", "—")))
    counted = [facts["files"], facts["bytes"], facts.get("materials", "—"), facts.get("entries", "—")]
    print("文件  {} 个,{} 字节;材料 {} 件;台账 {} 条".format(*counted))
    print("链头  {}".format(facts.get("head", "—")))
    for fault in check.faults:
        print("✕ [{}] {}:{}".format(*fault))
    print("未核验:{}".format("、".join(skipped)))
    print(f"结论:有 {len(check.faults)} 处不符" if check.faults else "结论:完整")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
