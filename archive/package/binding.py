"""Binding: from a case to the plan of its package (profile ``cn-bag-1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from archive.dossier import gather
from archive.package import catalogue, plan, verify
from archive.package.layout import Item, items_of
from archive.package.papers import papers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.dossier import Dossier
    from archive.models import Case


def bind(case: Case) -> plan.Plan:
    """Return the plan of a case's package; the same state of the ledger gives the same bytes.

    Args:
        case: The case to bind.

    Raises:
        ValidationError: Nothing has been filed in it.
    """
    dossier = gather(case)
    with override("zh-hans"):
        payload = _payload(dossier)
    octets = sum(entry.digests.size for entry in payload)
    tags = [
        plan.held("00-先读我.txt", catalogue.readme()),
        plan.held("bag-info.txt", catalogue.bag_info(dossier, octets, len(payload))),
        plan.held("bagit.txt", verify.BAGIT),
        plan.held(verify.SHA256_MANIFEST, verify.manifest({e.path: e.digests.sha256 for e in payload})),
        plan.held(verify.SM3_MANIFEST, verify.manifest({e.path: e.digests.sm3 for e in payload})),
        plan.held("verify.py", catalogue.verifier()),
    ]
    tags.append(plan.held(verify.TAG_MANIFEST, verify.manifest({e.path: e.digests.sha256 for e in tags})))
    entries = sorted((*payload, *tags), key=lambda entry: entry.path.encode())
    return plan.Plan(name=dossier.name, entries=tuple(entries))


def _payload(dossier: Dossier) -> list[plan.Entry]:
    items = items_of(dossier)
    entries = [entry for item in items for entry in _item(item)]
    entries += [plan.lying(path, place) for path, place in papers_of(dossier, items)]
    entries += [
        plan.held(verify.CASE_LIST, catalogue.case_list(dossier)),
        plan.held(verify.FILE_LIST, catalogue.file_list(items)),
        plan.held(verify.LEDGER, b"".join(catalogue.ledger_lines(dossier))),
        plan.held(verify.HEAD, catalogue.json_bytes(catalogue.head(dossier))),
    ]
    entries += [plan.held(path, content) for path, content in catalogue.rules().items()]
    entries.append(plan.held(verify.NOTE, catalogue.note(dossier, sum(entry.digests.size for entry in entries))))
    entries.sort(key=lambda entry: entry.path.encode())
    entries.append(plan.held(verify.DOSSIER, catalogue.dossier_json(dossier, items, entries)))
    return entries


def _item(item: Item) -> Iterator[plan.Entry]:
    yield plan.stored(item.rendition, item.material.rendition.blob)
    yield plan.data(item.data, item.material)
    yield plan.held(item.metadata, catalogue.metadata(item))
    for placed in item.files:
        yield plan.stored(placed.path, placed.file.blob)
