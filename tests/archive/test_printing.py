"""The press: what one paper may take, what happens when it takes more, and that nothing of it is left over."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import psutil
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from archive import faces, rendition
from archive.models import Rendition, RenditionFailure
from archive.printing import Press, PrintingError
from archive.tasks import render_material
from tests.factories import archive as factory

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PAGE = "<!DOCTYPE html><html lang='zh-CN'><head><title>公告</title></head><body><p>征求意见</p></body></html>"


@pytest.fixture
def press():
    one = Press()
    yield one
    one.stop()


@pytest.fixture
def material(case):
    return factory.material(case)


@pytest.fixture
def broken(monkeypatch):
    """A renderer that makes nothing."""

    def fail(*_arguments, **_options):
        raise PrintingError("it took too long")

    monkeypatch.setattr(rendition._press, "print", fail)
    return monkeypatch


def printed(press, html=PAGE):
    return press.print(html, "", on=AT, attached=None)


def test_one_process_makes_many_papers(press):
    content, pages = printed(press)
    first = press._process.pid
    assert content.startswith(b"%PDF")
    assert pages == 1
    assert printed(press)[0] == content
    assert press._process.pid == first


def test_what_takes_too_long_is_ended_and_the_next_paper_is_made(press, settings):
    printed(press)
    hung = press._process.pid
    settings.ARCHIVE_PRINTING_SECONDS = 0.3
    with pytest.raises(PrintingError, match="0"):
        printed(press, PAGE.replace("征求意见", "<table>" + "<tr><td>意见</td></tr>" * 3000 + "</table>"))
    assert not psutil.pid_exists(hung)
    settings.ARCHIVE_PRINTING_SECONDS = 60
    assert printed(press)[1] == 1


def test_what_takes_too_much_memory_is_ended_and_the_next_paper_is_made(settings):
    settings.ARCHIVE_PRINTING_MEMORY = 500 * 2**20
    press = Press()
    with pytest.raises(PrintingError, match="500 MiB"):
        printed(press, PAGE + " " * 300_000_000)
    assert printed(press)[1] == 1
    press.stop()


def test_a_process_that_is_killed_is_replaced(press):
    printed(press)
    press._process.kill()
    press._process.wait()
    assert printed(press)[1] == 1


def test_it_dies_of_a_signal_with_a_reason(press, monkeypatch):
    printed(press)
    monkeypatch.setattr(press, "_running", lambda: press._process)
    press._process.kill()
    with pytest.raises(PrintingError, match="-9"):
        printed(press)


def test_it_opens_no_connection_and_starts_no_program():
    code = (
        "import runpy, sys, io; sys.argv = ['press', str(2**31)]; sys.stdin = io.TextIOWrapper(io.BytesIO(b''));"
        "import archive.press as press; press.main(2**31);"
        "import socket, subprocess\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true'])):\n"
        "    try: act()\n"
        "    except PermissionError as error: print(error, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.count("The press does not do this") == 2


def test_nothing_is_left_when_its_owner_is_killed():
    code = (
        "import django, sys, time; django.setup(); from datetime import datetime, UTC;"
        "from archive.printing import Press;"
        "press = Press(); press.print('<p>a', '', on=datetime(2026, 3, 2, tzinfo=UTC), attached=None);"
        "print(press._process.pid, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    left = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert not psutil.wait_procs([left], timeout=10)[1]


def test_a_fork_does_not_talk_to_its_parents_press(press, monkeypatch):
    printed(press)
    first = press._process
    monkeypatch.setattr(press, "_owner", os.getpid() + 1)
    assert printed(press)[1] == 1
    assert press._process is not first
    assert first.poll() is None
    first.kill()
    first.communicate()


def test_a_failure_is_kept_with_its_reason_and_gone_after_success(material, broken):
    with pytest.raises(ValidationError, match="it took too long"):
        rendition.render(material.pk)
    render_material.call(material.pk)
    failure = RenditionFailure.objects.get()
    assert (failure.material, failure.attempts, failure.reason) == (material, 2, "it took too long")
    broken.undo()
    rendition.render(material.pk)
    assert not RenditionFailure.objects.exists()


def test_it_is_tried_three_times_with_pauses_and_again_when_asked(material, broken, capsys):
    counts = []
    for _turn in range(5):
        rendition.render_missing()
        RenditionFailure.objects.update(last_at=timezone.now() - timedelta(minutes=11))
        counts.append(RenditionFailure.objects.get().attempts)
    assert counts == [1, 2, 3, 3, 3]
    assert RenditionFailure.objects.get().is_given_up
    call_command("render_missing", again=True)
    assert "it took too long (4)" in capsys.readouterr().out
    broken.undo()
    assert rendition.render_missing() == 0
    assert rendition.render_missing(again=True) == 1


def test_a_failure_just_now_is_left_alone_for_a_while(material, broken):
    rendition.render_missing()
    rendition.render_missing()
    assert RenditionFailure.objects.get().attempts == 1


def test_one_bad_record_does_not_keep_the_others_waiting(case, monkeypatch):
    bad, good = factory.material(case, title="坏"), factory.material(case, title="好")
    write = rendition.write

    def fails_for_one(template, context, **options):
        if context["material"] == bad:
            raise PrintingError("bad")
        return write(template, context, **options)

    monkeypatch.setattr(rendition, "write", fails_for_one)
    assert rendition.render_missing() == 1
    assert Rendition.objects.get().material == good


def test_what_was_just_filed_is_left_to_the_worker(material):
    assert rendition.render_missing(older_than=timedelta(minutes=5)) == 0
    assert rendition.render_missing() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(case, monkeypatch):
    material = factory.material(case)
    asked, write, done = [], rendition.write, []

    def slowly(*arguments, **options):
        asked.append(threading.get_ident())
        time.sleep(0.3)
        return write(*arguments, **options)

    monkeypatch.setattr(rendition, "write", slowly)

    def render():
        try:
            done.append(rendition.render(material.pk).pk)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=render) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    assert len(done) == 2
    assert len(set(done)) == 1


def test_fontconfig_has_a_cache_before_it_looks(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    place = faces.font_file()
    assert (place.parent / "cache").is_dir()
    assert f"<cachedir>{place.parent / 'cache'}</cachedir>" in place.read_text()
