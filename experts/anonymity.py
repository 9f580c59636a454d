"""Whether a paper names its author in its properties, where nobody looks and everybody can."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from archive.store import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.models import Upload

_CORE = "docProps/core.xml"
_AUTHORS = ("creator", "lastModifiedBy")
_LARGEST = 1024 * 1024


def named_authors(papers: Iterable[Upload]) -> list[tuple[str, str]]:
    """Return file name and author of each paper whose properties name one."""
    found = []
    for paper in papers:
        author = _author(paper)
        if author:
            found.append((paper.name, author))
    return found


def _author(paper: Upload) -> str:
    path = path_of(paper.blob_id)
    if paper.blob.content_type == "application/pdf":
        try:
            with pikepdf.open(path) as document:
                return str(document.docinfo.get("/Author", "")).strip()
        except pikepdf.PdfError:
            return ""
    if "openxmlformats" in paper.blob.content_type:
        try:
            with zipfile.ZipFile(path) as package:
                if _CORE not in package.namelist() or package.getinfo(_CORE).file_size > _LARGEST:
                    return ""
                root = etree.fromstring(package.read(_CORE), etree.XMLParser(resolve_entities=False, no_network=True))
        except (zipfile.BadZipFile, etree.XMLSyntaxError):
            return ""
        names = [item.text or "" for item in root.iter() if etree.QName(item).localname in _AUTHORS]
        return next((name.strip() for name in names if name.strip()), "")
    return ""
