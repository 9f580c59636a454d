"""Asking the press: jobs go to a process with bounds, and what goes wrong there comes back as a reason.

One process does many jobs, as loading the renderer takes longer than most papers; after a failure the next job gets a
new one. Threads of a process wait for each other; processes do not.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from archive import faces, press

if TYPE_CHECKING:
    from datetime import datetime

# A process that has closed its end has seconds to be gone.
_ENDING = 10


class PrintingError(Exception):
    """A paper could not be made.

    Attributes:
        reason: Why, for a reader.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Attached:
    """Data that travel inside the PDF they are shown in."""

    name: str
    content: bytes
    description: str


class Press:
    """The process that prints, started when something is to be printed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._owner = 0

    def print(self, html: str, css: str, *, on: datetime, attached: Attached | None) -> tuple[bytes, int]:
        """Return the bytes of a PDF/A and its number of pages.

        Args:
            html: What it shows.
            css: How.
            on: The instant it carries as its date.
            attached: What travels inside it.

        Raises:
            PrintingError: It took too long or too much memory, or the renderer cannot make it.
        """
        job = {
            "html": html,
            "css": css,
            "on": on.isoformat(),
            "seconds": settings.ARCHIVE_PRINTING_SECONDS,
            "attached": attached
            and {
                "name": attached.name,
                "description": attached.description,
                "content": base64.b64encode(attached.content).decode(),
            },
        }
        with self._lock:
            try:
                return self._ask(json.dumps(job).encode())
            except BaseException:
                self.stop()
                raise

    def _ask(self, job: bytes) -> tuple[bytes, int]:
        process = self._running()
        assert process.stdin is not None  # noqa: S101 -- asked for just below
        assert process.stdout is not None  # noqa: S101
        head = content = None
        try:
            press.write_message(process.stdin, job)
            head = press.read_message(process.stdout)
            content = press.read_message(process.stdout)
        except OSError:  # it ended while it was being told
            pass
        if head is None or content is None:
            raise PrintingError(self._why(process))
        answer = json.loads(head)
        if "error" in answer:
            raise PrintingError(_reason(answer["error"]))
        return content, int(answer["pages"])

    def _running(self) -> subprocess.Popen[bytes]:
        # What a fork inherits is its parent's to talk to.
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- read when the process has ended
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(press.__file__)), str(settings.ARCHIVE_PRINTING_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd="/",
            env={
                "PATH": os.defpath,
                "LANG": "C.UTF-8",
                "FONTCONFIG_FILE": str(faces.font_file()),
                "HOME": str(faces.font_file().parent),
                **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
            },
            # Apart from the terminal: ctrl-c lets it end the paper it is at, and it goes when its reader goes.
            start_new_session=True,
        )
        return self._process

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        try:
            code = process.wait(timeout=_ENDING)
        except subprocess.TimeoutExpired:
            return _("the renderer does not answer")
        if code == -signal.SIGALRM:
            return _("it took longer than %(seconds)d seconds") % {"seconds": settings.ARCHIVE_PRINTING_SECONDS}
        said = ""
        if self._errors is not None:
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            said = lines[-1][:300] if lines else ""
        if "MemoryError" in said or "failed to allocate" in said or "bad_alloc" in said:
            return _reason("MemoryError")
        return _("the renderer ended with %(code)d %(said)s") % {"code": code, "said": said}

    def stop(self) -> None:
        """End the process, if it is ours; the next job starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


def _reason(error: str) -> str:
    if error.startswith("MemoryError"):
        return _("it took more memory than %(megabytes)d MiB") % {
            "megabytes": settings.ARCHIVE_PRINTING_MEMORY // 2**20
        }
    return error
