"""What a package says about itself in XML, JSON and plain text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from django.utils import timezone

from archive.canonical import plain
from archive.package import verify
from archive.package.layout import OTHER, case_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from archive.dossier import Dossier
    from archive.models import Material
    from archive.package.layout import Item
    from archive.package.plan import Entry

PROFILE = "cn-bag-1"
_TEXTS = Path(__file__).parent / "texts"
_RULES = {"元数据方案.txt": "metadata.txt", "档号编制规则.txt": "numbering.txt", "文件命名规则.txt": "naming.txt"}


def rules() -> dict[str, bytes]:
    """Return the rules a package was written by, by path."""
    return {f"{OTHER}/规则/{name}": (_TEXTS / source).read_bytes() for name, source in _RULES.items()}


def readme() -> bytes:
    """Return what a reader should read first."""
    return (_TEXTS / "readme.txt").read_bytes()


def case_list(dossier: Dossier) -> bytes:
    """Return the list of volumes, which holds this one."""
    case = dossier.case
    return _xml(
        "案卷目录",
        [
            {
                "顺序号": 1,
                "档号": case.reference,
                "全宗号": case.fonds_code,
                "全宗名称": case.fonds_name,
                "年度": case.year,
                "保管期限": str(case.get_retention_display()),
                "责任者": case.fonds_name,
                "题名": case.title,
                "起始日期": min(material.on for material in dossier.materials) if dossier.materials else "",
                "终止日期": max(material.on for material in dossier.materials) if dossier.materials else "",
                "卷内件数": len(dossier.materials),
                "卷内页数": dossier.pages,
                "电子档案名称": case_folder(case),
                "备注": "",
            }
        ],
    )


def file_list(items: Sequence[Item]) -> bytes:
    """Return the list of items in the volume."""
    return _xml(
        "文件目录",
        [
            {
                "顺序号": item.number,
                "档号": item.reference,
                "文件编号": item.material.number,
                "责任者": item.material.producer,
                "题名": item.material.title,
                "日期": item.material.on,
                "密级": str(item.material.get_access_display()),
                "页数": item.material.rendition.pages,
                "电子档案名称": item.folder,
                "备注": item.material.code,
            }
            for item in items
        ],
    )


def note(dossier: Dossier, octets: int) -> bytes:
    """Return the note that lies beside the lists."""
    case = dossier.case
    lines = (
        ("载体编号", "1"),
        ("档号", case.reference),
        ("题名", case.title),
        ("立档单位", f"{case.fonds_name}(全宗号 {case.fonds_code})"),
        ("内容", "重大行政决策全过程档案"),
        ("件数", str(len(dossier.materials))),
        ("容量", f"{octets / 1_000_000_000:.3f} GB({octets} 字节)"),
        ("台账末条", f"第 {dossier.sequence} 条,{timezone.localtime(dossier.closed_at):%Y-%m-%d %H:%M:%S}"),
        ("结构", f"电子档案移交结构(档发〔2012〕7号),BagIt 1.0,{PROFILE}"),
        ("所需软件", "PDF 阅读器、文本编辑器;核验用 Python 3.8 以上运行包内 verify.py"),
        ("编码", "UTF-8"),
    )
    return "".join(f"{label}:{value}\r\n" for label, value in lines).encode()


def metadata(item: Item) -> bytes:
    """Return the metadata of one item, after DA/T 46-2009."""
    material = item.material
    content: dict[str, Any] = json.loads(material.entry.body)
    case = material.case
    root = ET.Element("电子文件元数据")
    _add(root, "聚合层次", "文件")
    _add(_add(root, "来源"), "全宗名称", case.fonds_name)
    _add(root[-1], "立档单位名称", case.fonds_name)
    number = _add(root, "档号", None)
    value: object
    for label, value in (
        ("全宗号", case.fonds_code),
        ("年度", case.year),
        ("保管期限", case.get_retention_display()),
        ("案卷号", case.number),
        ("件号", item.number),
        ("完整档号", item.reference),
    ):
        _add(number, label, value)
    described = _add(root, "内容描述")
    for label, value in (
        ("题名", material.title),
        ("文件编号", material.number),
        ("责任者", material.producer),
        ("日期", material.on),
        ("材料类别", f"{material.code}-{material.sequence}"),
        ("密级", material.get_access_display()),
    ):
        _add(described, label, value)
    files = _add(root, "电子属性")
    _file(files, "正文.pdf", material.rendition.blob, "")
    for placed in item.files:
        _file(files, placed.path.rpartition("/")[2], placed.file.blob, placed.file.name)
    act = _add(root, "业务实体")
    actor = content["actor"]
    for label, value in (
        ("业务行为", material.entry.act),
        ("行为日期", material.on),
        ("登记时间", plain(material.recorded_at)),
        ("机构人员", " ".join(part for part in (actor["office"], actor.get("name", "")) if part)),
        ("行为依据", "、".join(content["basis"])),
        ("台账序号", material.entry.sequence),
        ("台账SHA-256", material.entry.sha256),
        ("台账SM3", material.entry.sm3),
        ("数据SHA-256", material.digest),
    ):
        _add(act, label, value)
    return _written(root)


def head(dossier: Dossier) -> dict[str, Any]:
    """Return where the ledger ends."""
    return {
        "sequence": dossier.sequence,
        "sha256": dossier.head,
        "sm3": dossier.head_sm3,
        "recorded_at": plain(dossier.closed_at),
    }


def ledger_lines(dossier: Dossier) -> Iterable[bytes]:
    """Yield the ledger, an entry a line."""
    for entry in dossier.entries():
        row = {
            "sequence": entry.sequence,
            "previous_hash": entry.previous_hash,
            "body": entry.body,
            "sha256": entry.sha256,
            "sm3": entry.sm3,
        }
        yield (json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def dossier_json(dossier: Dossier, items: Sequence[Item], listed: Iterable[Entry]) -> bytes:
    """Return the machine's catalogue, which the verifier holds against everything else."""
    case = dossier.case
    files = [
        {"path": entry.path, "size": entry.digests.size, "sha256": entry.digests.sha256, "sm3": entry.digests.sm3}
        for entry in listed
    ]
    content = {
        "profile": PROFILE,
        "case": {
            "reference": case.reference,
            "fonds_code": case.fonds_code,
            "fonds_name": case.fonds_name,
            "year": case.year,
            "number": case.number,
            "title": case.title,
            "retention": case.retention,
            "opened_on": case.opened_on,
        },
        "head": head(dossier),
        "totals": {"materials": len(items), "files": len(files)},
        "materials": [_item(item) for item in items],
        "coverage": [
            {
                "code": line.code,
                "stage": line.stage,
                "title": line.title,
                "mandatory": line.entry.is_mandatory,
                "bound": line.entry.is_bound,
                "state": line.state,
                "count": len(line.materials),
                "reason": line.reason,
                "decided_by": line.decided_by,
                "basis": list(line.entry.basis),
            }
            for line in dossier.coverage
        ],
        "files": files,
    }
    return json_bytes(content)


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """Return JSON that people can read, always spelled the same."""
    return (json.dumps(plain(content), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def bag_info(dossier: Dossier, octets: int, count: int) -> bytes:
    """Return what the bag says of itself (RFC 8493, 2.2.2)."""
    case = dossier.case
    lines = (
        ("Source-Organization", case.fonds_name),
        ("External-Identifier", case.reference),
        ("External-Description", case.title),
        ("Bagging-Date", f"{timezone.localtime(dossier.closed_at):%Y-%m-%d}"),
        ("Payload-Oxum", f"{octets}.{count}"),
        ("Bag-Group-Identifier", case.reference),
        ("Bag-Count", "1 of 1"),
        ("Internal-Sender-Identifier", dossier.head),
    )
    return "".join(f"{label}: {_one_line(value)}\n" for label, value in lines).encode()


def verifier() -> bytes:
    """Return the verifier, which is the very file this system checks packages with."""
    return Path(verify.__file__).read_bytes()


def _item(item: Item) -> dict[str, Any]:
    material: Material = item.material
    return {
        "position": item.number,
        "reference": item.reference,
        "folder": item.folder,
        "entry": material.entry.sequence,
        "code": material.code,
        "sequence": material.sequence,
        "title": material.title,
        "number": material.number,
        "producer": material.producer,
        "on": material.on,
        "recorded_at": material.recorded_at,
        "access": material.access,
        "digest": material.digest,
        "pages": material.rendition.pages,
        "rendition": item.rendition,
        "data": item.data,
        "metadata": item.metadata,
        "files": [{"path": placed.path, "name": placed.file.name} for placed in item.files],
    }


def _file(parent: ET.Element, name: str, blob: Any, sent_as: str) -> None:
    described = _add(parent, "文件")
    for label, value in (
        ("计算机文件名", name),
        ("原文件名", sent_as),
        ("格式", blob.content_type),
        ("大小", blob.size),
        ("SHA-256", blob.sha256),
        ("SM3", blob.sm3),
    ):
        _add(described, label, value)


def _xml(name: str, records: Iterable[Mapping[str, Any]]) -> bytes:
    root = ET.Element(name)
    for fields in records:
        record = _add(root, "记录")
        for label, value in fields.items():
            _add(record, label, value)
    return _written(root)


def _add(parent: ET.Element, label: str, value: object = None) -> ET.Element:
    element = ET.SubElement(parent, label)
    if value is not None:
        element.text = _xml_text(str(plain(value)))
    return element


def _written(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _xml_text(text: str) -> str:
    """Leave out what XML 1.0 has no spelling for."""
    return "".join(
        character
        for character in text
        if character in "\t\n" or (character >= " " and not "\ufffe" <= character <= "\uffff")
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
