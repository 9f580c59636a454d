"""A process that dies while it carries out an act: run by ``test_killed.py`` beside the tests, on their database.

Each line of its input is a JSON object: the settings of the tests, an address, a body, and at which statements to
die. For each it forks, sends the body as a browser would, and kills itself with SIGKILL right after that statement:
no exception, no ``finally``, no goodbye to the database. It prints one JSON line for each death.

It is loaded once for all tests of a file: loading takes as long as ten deaths.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any


def main() -> None:
    """Prepare once, die often."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    import time_machine
    from django.conf import settings

    is_loaded = False
    for line in sys.stdin:
        order = json.loads(line)
        settings.DATABASES["default"]["NAME"] = order["database"]
        settings.ARCHIVE_ROOT = Path(order["archive_root"])
        if not is_loaded:
            django.setup()
        with time_machine.travel(datetime.fromisoformat(order["now"]), tick=False):
            if not is_loaded:
                load(order)
                is_loaded = True
            for place in order["places"]:
                sys.stdout.write(json.dumps(die(order, place)) + "\n")
                sys.stdout.flush()


def load(order: dict[str, Any]) -> None:
    """Load templates and modules before any fork, so that a child does little else than the act."""
    from django.db import connections

    browser(order).get(order["address"])
    connections.close_all()


def browser(order: dict[str, Any]) -> Any:
    """Return a browser with the official's session."""
    from django.test import Client

    found = Client(raise_request_exception=True)
    found.cookies["sessionid"] = order["session"]
    return found


def die(order: dict[str, Any], place: Any) -> dict[str, Any]:
    """Let a child die at a place, and return how it ended and what it had said to the database."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            act(order, place, os.fdopen(writing, "w"))
        finally:
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = [json.loads(line) for line in said]
    _pid, status = os.waitpid(child, 0)
    return {
        "place": place,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "statements": [item for item in told if isinstance(item, str)],
        "answer": next((item for item in told if isinstance(item, dict)), None),
    }


def act(order: dict[str, Any], place: Any, told: Any) -> None:
    """Send the body; die after the statement of that number, before or after the commit, or not at all."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    from archive import store

    spoken = 0

    def tell(item: Any) -> None:
        told.write(json.dumps(item) + "\n")
        told.flush()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal spoken
        result = execute(sql, params, many, context)
        spoken += 1
        tell(sql.split(None, 1)[0].upper())
        if spoken == place:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    commit = BaseDatabaseWrapper.commit
    commits = 0

    def committing(self: Any) -> None:
        nonlocal commits
        commits += 1
        tell("COMMIT")
        # A second run may need fewer statements than the first: nobody dies after the act by mistake.
        if place == f"before commit {commits}" or (isinstance(place, int) and commits == order["commit_of_act"]):
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self)
        if place == f"after commit {commits}":
            os.kill(os.getpid(), signal.SIGKILL)

    BaseDatabaseWrapper.commit = committing
    keep = store.keep

    def keeping(received: Any) -> Any:
        if place == "received":
            os.kill(os.getpid(), signal.SIGKILL)
        kept = keep(received)
        if place == "kept":
            os.kill(os.getpid(), signal.SIGKILL)
        return kept

    store.keep = keeping
    with connection.execute_wrapper(watch):
        answer = browser(order).post(
            order["address"], base64.b64decode(order["body"]), content_type=order["content_type"]
        )
    tell({"status": answer.status_code, "url": answer.headers.get("Location", "")})
    told.close()
    os._exit(0)


if __name__ == "__main__":
    main()
