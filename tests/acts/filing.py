"""The dossier of a water price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decisions.filing.selectors import ended_half_way, missing

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def file_dossier(decision: Decision, day: date) -> dict[str, Any]:
    """The note sheet; a matter that ended half-way says why the rest was never formed."""
    values = {
        "location": "市档案馆库房3号柜",
        "remarks": "本卷材料齐全完整，签章清晰，电子文件与纸质文件一致。",
    }
    if ended_half_way(decision) and missing(decision):
        values["settled_reason"] = "事项中止于决策程序，其后材料未形成。"
    return values


VALUES = {"file_dossier": file_dossier}
