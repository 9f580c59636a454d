"""Packages spoilt on purpose: by hand, and by a forger who knows what a bag has to add up to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive import store
from archive.package import verify

if TYPE_CHECKING:
    from pathlib import Path


def faults(path: Path) -> list[verify.Fault]:
    return verify.Check(path).run()


def codes(path: Path) -> set[str]:
    return {fault.code for fault in faults(path)}


def files(bag: Path) -> list[str]:
    return sorted(path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file())


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
