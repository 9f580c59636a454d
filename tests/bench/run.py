"""What things cost, as ratios measured in one run on one database. Nothing here fails for being slow.

``python tests/bench/run.py [act] [lists] [dossier] [chain]``; without a name, all of them.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
from django.conf import settings

settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.bench"]
django.setup()

import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.urls import clear_url_caches, reverse

from archive import ledger
from archive.models import LedgerEntry
from archive.package import writer
from archive.package.binding import bind
from archive.services import record, stage_upload
from archive.sheet import Sheet
from decisions.cases.services import deposit
from tests.factories.cases import World
from tests.factories.papers import paper, staged
from tests.procedure import Procedure
from tests.server import use_server

ACTS = 25
BIG_FILES = 6
BIG_FILE = 20 * 1024 * 1024
ENTRIES = 3_000


def say(what: str, ratio: float, how: str) -> None:
    """Print one ratio and the figures behind it."""
    sys.stdout.write(f"{what:<58} {ratio:>7.2f} ×   {how}\n")
    sys.stdout.flush()


def median(times: list[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(times) * 1000


def act(world: World) -> None:
    """An act by HTTP (request, form, rules, deposit, flow) against one of viewflow's own page, and of its engine."""
    from tests.bench.flows import BareFlow

    settings.ROOT_URLCONF = "tests.bench.flows"
    clear_url_caches()
    official = world.person(world.planning, "lead_official")
    engine, bare, ours = [], [], []
    for _ in range(ACTS):  # the three in turn, so that a busy machine is busy for all of them
        process = BareFlow.start.run()
        task = process.task_set.get(status="NEW")
        began = time.perf_counter()
        with BareFlow.lock(process.pk):
            task.refresh_from_db()
            activation = task.flow_task.activation_class(task)
            activation.assign(official)
            activation.start(None)
            activation.execute()
        engine.append(time.perf_counter() - began)

        process = BareFlow.start.run()
        task = process.task_set.get(status="NEW")
        task.flow_task.activation_class(task).assign(official)
        client = Client()
        client.force_login(official, "accounts.backends.OfficeBackend")
        began = time.perf_counter()
        answer = client.post(f"/bare/{process.pk}/first/{task.pk}/execute/", {"_continue": "1"})
        bare.append(time.perf_counter() - began)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        task.refresh_from_db()
        assert task.status == "DONE"

        procedure = Procedure(world)
        procedure.advance_to("study")
        view = procedure.view("study")
        client = Client()
        client.force_login(view.official, "accounts.backends.OfficeBackend")
        post = {
            "recommends": "yes",
            "report": "经研究论证，建议启动。",
            "necessity": "必要。",
            "feasibility": "可行。",
            "suggested_lead": procedure.decision.proposing_unit_id,
            "on": procedure.day.isoformat(),
            "files_staged": str(staged(paper("供水价格调整研究论证报告"), by=view.official).token),
            "_confirm": "1",
            "submission": str(uuid.uuid4()),
        }
        address = reverse("decisions:task", args=[view.task.pk])
        began = time.perf_counter()
        answer = client.post(address, post)
        ours.append(time.perf_counter() - began)
        assert answer.status_code == 302, answer.content.decode()[:3000]
    for what, against in (("act by HTTP", bare), ("act of the engine alone", engine)):
        say(
            f"an act by HTTP / a bare viewflow {what}",
            median(ours) / median(against),
            f"{median(ours):.1f} ms / {median(against):.1f} ms",
        )


def list_pages(world: World) -> None:
    """Each list of decisions at a thousand, ten thousand and a hundred thousand."""
    from tests.bench import lists

    procedure = Procedure(world)
    procedure.advance_to("study")
    clerk = world.people["市政府办", "office_clerk"]
    lists.measure(procedure.decision, {"": clerk, "decisions:waiting": procedure.view("study").official}, say)


def dossier(world: World) -> None:
    """Binding a dossier against copying and hashing the same bytes."""
    procedure = Procedure(world)
    procedure.advance_to("study")
    decision, by = procedure.decision, world.person(world.planning, "lead_official")
    for number in range(BIG_FILES):
        text = f"现场调研记录{number}\n".encode()
        body = (text * (BIG_FILE // len(text) + 1))[:BIG_FILE].decode(errors="ignore").encode()
        upload = stage_upload(SimpleUploadedFile(f"调研{number}.txt", body, "text/plain"), by=by)
        deposit(
            decision,
            code="B01",
            title="调研",
            act="draft",
            data={},
            sheet=Sheet(),
            on=procedure.day,
            by=by,
            files=[upload],
        )
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        writer.write(bind(decision.case), place / "first")
        copied = []
        bound = []
        for number in range(3):
            began = time.perf_counter()
            writer.write(bind(decision.case), place / f"bound{number}")
            bound.append(time.perf_counter() - began)
            began = time.perf_counter()
            shutil.copytree(place / "first", place / f"copy{number}")
            for path in (place / f"copy{number}").rglob("*"):
                if path.is_file():
                    for digest in ("sha256", "sm3"):
                        with path.open("rb") as file:
                            hashlib.file_digest(file, digest)
            copied.append(time.perf_counter() - began)
        size = sum(path.stat().st_size for path in (place / "first").rglob("*") if path.is_file())
    say(
        "binding a dossier / copying and hashing its bytes",
        median(bound) / median(copied),
        f"{size >> 20} MiB, {median(bound):.0f} ms / {median(copied):.0f} ms",
    )


def chain(world: World) -> None:
    """Verifying the ledger against hashing its bytes."""
    procedure = Procedure(world)
    procedure.advance_to("study")
    case = procedure.decision.case
    for number in range(ENTRIES):
        record(
            case,
            act="note",
            data={"text": "督查记录" * 60, "number": number},
            on=procedure.day,
            by=None,
            office="系统",
        )
    entries = LedgerEntry.objects.filter(case=case).values_list("body", flat=True)
    bodies = [body.encode() for body in entries]
    verified, hashed, read = [], [], []
    for _ in range(7):  # the three in turn, so that a busy machine is busy for all of them
        began = time.perf_counter()
        result = ledger.verify(case)
        verified.append(time.perf_counter() - began)
        assert not result.faults
        began = time.perf_counter()
        for body in bodies:
            _both(body)
        hashed.append(time.perf_counter() - began)
        began = time.perf_counter()
        for text in entries.iterator():
            _both(text.encode())
        read.append(time.perf_counter() - began)
    size = sum(map(len, bodies)) / 1024
    say(
        "verifying the ledger / hashing its bytes in memory",
        median(verified) / median(hashed),
        f"{len(bodies):,} entries, {size:.0f} KiB",
    )
    say(
        "verifying the ledger / reading and hashing its bytes",
        median(verified) / median(read),
        f"{len(bodies) / median(verified) * 1000:,.0f} entries a second",
    )


def _both(content: bytes) -> None:
    hashlib.sha256(content).hexdigest()
    hashlib.new("sm3", content).hexdigest()


BENCHES = {"act": act, "lists": list_pages, "dossier": dossier, "chain": chain}


def main(names: list[str]) -> None:
    """Measure on a database of its own and throw it away; leave no server running that nobody else uses."""
    use = use_server()
    setup_test_environment()
    settings.ARCHIVE_ROOT = Path(tempfile.mkdtemp(prefix="bench-archive-"))
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        world = World.create()
        for name in names or BENCHES:
            BENCHES[name](world)
    finally:
        teardown_databases(databases, verbosity=0)
        shutil.rmtree(settings.ARCHIVE_ROOT, ignore_errors=True)
        connection.close()
        if use is not None:
            use.leave()


if __name__ == "__main__":
    main(sys.argv[1:])
