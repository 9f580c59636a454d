"""The tests' database server: shared by runs that go on at once, stopped by the last of them."""

import contextlib
import fcntl
import os
from pathlib import Path

from django.conf import settings

from config.postgres import Server, embedded_server

SLOTS = 16


class ServerUse:
    """One test run's use of the embedded test server.

    Locks of open files say who uses it, as the system drops them however a run ends. A run also takes a slot of
    its own, so that two runs at once have databases apart from each other.
    """

    def __init__(self, server: Server) -> None:
        """Take part in using the server, and start it where it does not run.

        Args:
            server: The embedded test server.
        """
        self.server = server
        directory = server.data.parent
        directory.mkdir(parents=True, exist_ok=True)
        self._users = os.open(directory / ".postgres-test.users", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)
        self.slot, self._slot_lock = self._take_slot(directory)
        server.start()

    @staticmethod
    def _take_slot(directory: Path) -> tuple[int, int]:
        for slot in range(SLOTS):
            descriptor = os.open(
                directory / f".postgres-test.slot-{slot}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600
            )
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                return slot, descriptor
        raise RuntimeError(f"{SLOTS} test runs are going on in {directory} already.")

    def leave(self) -> None:
        """Stop the server if no other run uses it."""
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.server.stop()
        os.close(self._users)
        os.close(self._slot_lock)


def use_server() -> ServerUse | None:
    """Take part in using the embedded test server; ``None`` where ``DATABASE_URL`` names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    return ServerUse(embedded_server(settings.VAR_DIR, throwaway=True))
