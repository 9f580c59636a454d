"""Cases, uploads and filed records for tests."""

from __future__ import annotations

import io
import itertools
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pikepdf
from django.core.files.base import File

from archive import services
from archive.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User
    from archive.models import Case, Material, Upload

DAY = date(2026, 3, 2)
_numbers = itertools.count(1)


def case(**changes: Any) -> Case:
    """Open a case about the price of water."""
    return services.open_case(
        **{
            "fonds_code": "0123",
            "fonds_name": "临江市人民政府",
            "year": 2026,
            "title": "中心城区供水价格调整方案",
            "on": DAY,
            **changes,
        }
    )


def sheet() -> Sheet:
    """Return a record's readable half."""
    return (
        Sheet()
        .rows(("公开征求意见起始日", DAY), ("截止日", date(2026, 4, 2)))
        .text("说明", "现就《中心城区供水价格调整方案(草案)》公开征求意见。\n欢迎社会各界提出意见。")
        .table("意见途径", ["方式", "地址"], [["信函", "临江市中山路1号"], ["网站", "市政府门户网站"]])
    )


def material(into: Case, **changes: Any) -> Material:
    """File one record."""
    return services.deposit(
        into,
        **{
            "code": "C02",
            "title": "公开征求意见公告",
            "act": "open_consultation",
            "data": {"opens_on": DAY},
            "sheet": sheet(),
            "on": DAY,
            "by": None,
            "office": "市发展和改革委员会 价格科",
            **changes,
        },
    )


def upload(name: str = "公告.pdf", content: bytes | None = None, by: User | None = None) -> Upload:
    """Take in a file."""
    return services.stage_upload(File(io.BytesIO(pdf() if content is None else content), name=name), by=by)


def pdf(text: str = "") -> bytes:
    """Return a small PDF; each call gives other bytes unless the text is given."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text or f"paper {next(_numbers)}"
    target = io.BytesIO()
    document.save(target, static_id=True)
    return target.getvalue()


def package(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as writer:
        for name, content in parts.items():
            writer.writestr(name, content)
    return target.getvalue()


def docx() -> bytes:
    """Return what has the outside of a Word document."""
    return package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
