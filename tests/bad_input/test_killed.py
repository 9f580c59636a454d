"""A process killed between any two statements: nothing of the act is there, and it can be done again."""

from __future__ import annotations

import base64
import datetime as dt
import json
import subprocess
import sys
import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from archive import ledger, store, uploads
from archive.models import Blob, MaterialFile, Upload
from decisions.participation.views import EnterOpinionView
from tests.factories import archive as factory
from tests.factories.cases import World
from tests.pages import Page, rows
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db(transaction=True)

FEW = 4
MOST_COMMITS = 5


@pytest.fixture(scope="module")
def mortal():
    """A process that waits for what to do and where to die over it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bad_input.dying"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        text=True,
    ) as process:
        yield process
        process.stdin.close()
    assert process.returncode == 0


class Deaths:
    """Deaths at the places named, over the page of one act."""

    def __init__(self, mortal, page, **files) -> None:
        self.mortal = mortal
        sent = {**dict(page.post.lists()), "_confirm": "1", **files}
        self.order = {
            "database": connection.settings_dict["NAME"],
            "archive_root": str(settings.ARCHIVE_ROOT),
            "now": timezone.now().isoformat(),
            "session": page.browser.cookies["sessionid"].value,
            "address": page.url,
            "content_type": MULTIPART_CONTENT,
            "body": base64.b64encode(encode_multipart(BOUNDARY, sent)).decode(),
        }

    def at(self, *places, commit_of_act=0):
        """Die at each place, at the latest before the commit of the act; yield how, as it happens."""
        connections.close_all()
        order = {**self.order, "places": places, "commit_of_act": commit_of_act}
        self.mortal.stdin.write(json.dumps(order) + "\n")
        self.mortal.stdin.flush()
        for _place in places:
            yield json.loads(self.mortal.stdout.readline())


def killed_everywhere(deaths, procedure, *, is_open):
    """Die before the commit of the act and after each of its statements, reading or writing; look each time."""
    before, entries = rows(), procedure.decision.case.entries.count()
    # What takes in a file has a transaction of its own; the act's is the one that writes much.
    for commits in range(1, MOST_COMMITS):
        (whole,) = deaths.at(f"before commit {commits}")
        assert whole["signal"] == 9
        assert rows() == before
        if whole["statements"].count("INSERT") > FEW:
            break
    else:
        pytest.fail("No transaction writes what an act writes.")
    places = range(1, 1 + sum(word != "COMMIT" for word in whole["statements"]))
    died = 0
    for death in deaths.at(*places, commit_of_act=commits):
        assert death["signal"] == 9, death
        died += 1
        left = {table: count - before[table] for table, count in rows().items() if count != before[table]}
        assert left == {}, death["place"]
    assert died == len(places)
    assert procedure.decision.case.entries.count() == entries
    assert ledger.verify(procedure.decision.case, with_files=True).is_whole
    assert is_open()
    # After the commit the act is whole, though nobody was told: pressing again finds its receipt.
    death, told = deaths.at(f"after commit {commits}", "never")
    assert death["signal"] == 9
    assert not is_open()
    assert told["answer"]["status"] == 302
    assert procedure.decision.case.entries.count() == entries + 1
    assert ledger.verify(procedure.decision.case, with_files=True).is_whole
    return died, told["answer"]["url"]


def test_an_act_of_the_flow(mortal):
    world = World.create()
    with Procedure(world) as procedure:
        procedure.advance_to("study")
        page = Page(procedure, "study")
        died, url = killed_everywhere(Deaths(mortal, page), procedure, is_open=lambda: "study" in procedure.tasks())
        assert died > 40
        assert "receipts" in url
        assert "initiate" in procedure.tasks()


def test_an_act_beside_the_flow_with_a_file(mortal):
    world = World.create()
    with Procedure(world) as procedure:
        procedure.advance_to("open_consultation")
        procedure.perform("open_consultation")
        opinion = {
            "channel": "letter",
            "tier": "named",
            "author": "王芳",
            "body": "建议对低收入家庭给予减免。",
            "received_on": procedure.day,
        }
        page = Page(procedure, EnterOpinionView, opinions=[opinion])
        scan = SimpleUploadedFile("来信扫描件.pdf", factory.pdf("来信"))
        deaths = Deaths(mortal, page, **{"opinions-0-scans": scan})
        killed_everywhere(deaths, procedure, is_open=lambda: not procedure.decision.opinions.exists())
        assert MaterialFile.objects.filter(name="来信扫描件.pdf").count() == 1


@pytest.mark.parametrize("place", ["received", "kept"])
def test_while_a_file_is_taken_in(mortal, archive_root, place):
    """Nothing points at what is left, the same file can be sent again, and the daily run clears it away."""
    world = World.create()
    with Procedure(world) as procedure:
        procedure.advance_to("study")
        page = Page(procedure, "study")
        field = next(name for name in page.post if name.endswith("_staged")).removesuffix("_staged")
        content = factory.pdf("补充")
        before = rows()
        held = Upload.objects.count(), Blob.objects.count()
        (death,) = Deaths(mortal, page, **{field: SimpleUploadedFile("补充.pdf", content)}).at(place)
        assert death["signal"] == 9
        assert rows() == before
        assert (Upload.objects.count(), Blob.objects.count()) == held
        left = list((archive_root / "incoming").iterdir())
        assert [path.read_bytes() for path in left] == [content]
        digest = store.digests_of(content).sha256
        assert store.path_of(digest).exists() is (place == "kept")

        # A day has to pass: somebody else's file may be on its way this very moment.
        call_command("run_due", verbosity=0)
        assert left[0].exists()
        assert uploads.discard_left_behind(before=timezone.now() + dt.timedelta(days=400)) == 1
        assert not list((archive_root / "incoming").iterdir())
        assert not store.path_of(digest).exists()

        page.post["submission"] = str(uuid.uuid4())
        answer = page.send(**{field: SimpleUploadedFile("补充.pdf", content)})
        assert answer.status_code == 302
        assert ledger.verify(procedure.decision.case, with_files=True).is_whole


def test_what_is_left_of_a_file_that_is_filed_goes_alone(archive_root):
    """The leftover of a second sending takes nothing from the first, which is filed."""
    case = factory.case()
    kept = factory.upload("a.pdf", factory.pdf("gleich"))
    factory.material(case, files=[kept])
    left = archive_root / "incoming" / "left"
    left.write_bytes(store.path_of(kept.blob_id).read_bytes())
    assert uploads.discard_left_behind(before=timezone.now() + dt.timedelta(days=400)) == 1
    assert not left.exists()
    assert ledger.verify(case, with_files=True).is_whole
