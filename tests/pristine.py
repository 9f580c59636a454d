"""Putting the test database back after a test that commits.

Django empties every table after such a test. Ours hold tables that refuse to be emptied, and rows that migrations
put there and the next test needs. So a copy is kept of the database as it was migrated, and put back whole.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase


class Pristine:
    """The copy of one session's test database.

    The copy exists from the first test that commits to the session's end. One found at a session's beginning says
    that the session before was killed in between, and that the database may hold what its last test left.
    """

    def __init__(self) -> None:
        """Know of no copy yet."""
        self.kept = False

    @property
    def name(self) -> str:
        """The test database."""
        return str(connection.settings_dict["NAME"])

    @property
    def copy(self) -> str:
        """Its copy."""
        return f"{self.name}_pristine"

    def recover(self) -> None:
        """Put back what a killed session left."""
        if self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [self.copy]):
            self.put_back()
            call_command("migrate", verbosity=0)
            self.forget()

    def keep(self) -> None:
        """Copy the database, once a session, before the first test that commits."""
        if not self.kept:
            connections.close_all()
            self._replace(self.copy, self.name)
            self.kept = True

    def put_back(self) -> None:
        """Replace the database by its copy."""
        connections.close_all()
        self._replace(self.name, self.copy)
        ContentType.objects.clear_cache()

    def forget(self) -> None:
        """Remove the copy."""
        connections.close_all()
        self._ask(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(self.copy)} WITH (FORCE)")
        self.kept = False

    def _replace(self, target: str, source: str) -> None:
        quote = connection.ops.quote_name
        # A thread of a test may not have closed its connection, and a database in use is not copied.
        self._ask("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [source])
        self._ask(f"DROP DATABASE IF EXISTS {quote(target)} WITH (FORCE)")
        self._ask(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")

    @staticmethod
    def _ask(question: str, values: list[str] | None = None) -> list[Any]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchall() if cursor.description else []

    def watch(self) -> None:
        """Have Django's tests that commit use the copy."""
        set_up = TransactionTestCase._fixture_setup.__func__

        def fixture_setup(case_class: type[TransactionTestCase]) -> None:
            self.keep()
            set_up(case_class)

        TransactionTestCase._fixture_setup = classmethod(fixture_setup)
        TransactionTestCase._fixture_teardown = lambda _case: self.put_back()
