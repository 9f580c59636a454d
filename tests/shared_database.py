"""One database for all processes of a run: the first migrates it, the others take copies.

To migrate an empty database takes longer than most files of tests; to copy one takes a second.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from django.db import connection, connections

if TYPE_CHECKING:
    from pathlib import Path


class SharedDatabase:
    """The model that the first process of a run makes for the others.

    Args:
        directory: A directory that all processes of the run have in common, and no other run.
        database: The name of this process's own database.
    """

    def __init__(self, directory: Path, database: str) -> None:
        self._lock = directory / "database.lock"
        self._named = directory / "database.model"
        self._database = database
        self._descriptor = -1
        self._is_maker = False

    def take(self) -> bool:
        """Make this process's database out of the model, after waiting for it; say whether there was one.

        Whoever finds none is the first, keeps the others waiting, and has to ``give``.
        """
        self._descriptor = os.open(self._lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        if not self._named.exists():
            self._is_maker = True
            return False
        _copy(self._named.read_text(encoding="utf-8"), self._database)
        # What a killed run left beside it is of an older database.
        _drop(f"{self._database}_pristine")
        self._release()
        return True

    def give(self) -> None:
        """Let the others take copies, where this process was the first."""
        if not self._is_maker or self._descriptor < 0:
            return
        connections.close_all()
        _copy(self._database, f"{self._database}_model")
        self._named.write_text(f"{self._database}_model", encoding="utf-8")
        self._release()

    def end(self) -> None:
        """Remove the model, where this process made it; whoever has not come by now makes a database of its own."""
        if self._is_maker:
            with contextlib.suppress(FileNotFoundError):
                self._named.unlink()
            _drop(f"{self._database}_model")

    def _release(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1


def _copy(source: str, target: str) -> None:
    _drop(target)
    quote = connection.ops.quote_name
    _do(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


def _drop(database: str) -> None:
    _do(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(database)} WITH (FORCE)")


def _do(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
