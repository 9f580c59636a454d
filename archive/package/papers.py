"""The papers that binding adds: cover, catalogue, timeline, coverage table and note sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive import rendition
from archive.completeness import State, by_stage
from archive.package.layout import case_folder
from archive.typesetting import title_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archive.dossier import Dossier
    from archive.package.layout import Item

# Characters of the cover's title, at 26 points, that fit on a line.
COVER_ACROSS = 16
# A catalogue is a table, until making it takes longer than anybody waits: 600 rows take nine seconds as a table.
_LONG_TABLE = 400


def papers_of(dossier: Dossier, items: Sequence[Item]) -> Iterator[tuple[str, Path]]:
    """Yield each paper's path in the package and the file it was made into."""
    root = case_folder(dossier.case)
    shown: dict[str, Any] = {"dossier": dossier, "case": dossier.case, "digest": dossier.head[:16]}
    events = list(dossier.events())
    missing = [line for line in dossier.coverage if line.state is State.MISSING]
    chapters = by_stage(dossier.coverage)
    papers: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (
            "00_卷首/01_封面.pdf",
            "cover",
            {
                "count": len(items),
                "files": _files(items),
                "title_lines": title_lines(dossier.case.title, across=COVER_ACROSS),
            },
        ),
        ("00_卷首/02_卷内目录.pdf", "catalogue", {"items": items, "is_long": len(items) > _LONG_TABLE}),
        ("00_卷首/03_全过程时间轴.pdf", "timeline", {"events": events, "is_long": len(events) > _LONG_TABLE}),
        ("00_卷首/04_程序完整性对照表.pdf", "coverage", {"chapters": chapters}),
        (
            "99_卷末/01_卷内备考表.pdf",
            "note_sheet",
            {"missing": missing, "late": [event for event in events if event.code and event.is_late]},
        ),
    )
    for path, template, context in papers:
        made = rendition.paper(f"archive/documents/{template}.html", {**shown, **context}, on=dossier.closed_at)
        yield f"{root}/{path}", made.path


def _files(items: Sequence[Item]) -> int:
    return sum(len(item.files) for item in items)
