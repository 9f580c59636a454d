"""Lists at a thousand, ten thousand and a hundred thousand decisions: the rows, and how long their pages take."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from decisions.cases.models import Decision

SIZES = (1_000, 10_000, 100_000)
ASKED = 7
# What is listed, by whom it is asked, and under which address.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "the ledger page": ("decisions:ledger", {}),
    "the ledger by the day due": ("decisions:ledger", {"sort": "due"}),
    "my tasks": ("decisions:tasks", {}),
    "what I wait for": ("decisions:waiting", {}),
    "the archive's cases": ("archive:cases", {}),
    "the portal's home": ("portal:home", {}),
}


def measure(pattern: Decision, officials: dict[str, User], say: Callable[[str, float, str], None]) -> None:
    """Print how each list does at each size against the first.

    Args:
        pattern: The decision to be copied; it has to stand at one step.
        officials: Who asks for what, by the name of the address; ``""`` for all others.
        say: Prints a ratio.
    """
    first: dict[str, float] = {}
    for size in SIZES:
        grow(pattern, size)
        for name, (address, query) in PAGES.items():
            client = Client()
            client.force_login(officials.get(address, officials[""]), "accounts.backends.OfficeBackend")
            took = _median(client, reverse(address), query)
            say(f"{name} at {size:,} / at {SIZES[0]:,}", took / first.setdefault(name, took), f"{took:.0f} ms")


def _median(client: Client, address: str, query: dict[str, str]) -> float:
    times = []
    for asked in range(ASKED + 1):
        began = time.perf_counter()
        answer = client.get(address, query)
        assert answer.status_code == 200, (address, answer.status_code)
        if asked:  # the first fills the caches of a new connection
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def grow(pattern: Decision, size: int) -> None:
    """Copy a decision's case, position, process and open task until there are so many decisions."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT count(*) FROM decisions_decision")
        missing = size - cursor.fetchone()[0]
        cursor.execute("SELECT max(number) FROM archive_case")
        base = cursor.fetchone()[0]
        cursor.execute("SELECT max(id) FROM viewflow_process")
        process = cursor.fetchone()[0]
        cursor.execute("SELECT max(id) FROM viewflow_task")
        task = cursor.fetchone()[0]
        _copy(
            cursor,
            "archive_case",
            {"number": "%(base)s + n.n", "head_sequence": "0", "head_hash": "''"},
            source="s.id = %(case)s",
            rows="generate_series(1, %(missing)s) AS n(n)",
            args={"base": base, "case": pattern.case_id, "missing": missing},
            without={"id"},
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE n ON COMMIT DROP AS SELECT id AS case_id, number - %s AS n FROM archive_case"
            " WHERE number > %s",
            [base, base],
        )
        args = {"decision": pattern.pk, "process": process, "task": task}
        _copy(
            cursor,
            "decisions_decision",
            {"case_id": "n.case_id", "number": "'bench' || n.case_id"},
            source="s.id = %(decision)s",
            args=args,
            without={"id"},
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT d.id AS decision_id, n.n FROM decisions_decision d"
            " JOIN n USING (case_id)"
        )
        of = "s.decision_id = %(decision)s"
        its = "s.process_id = (SELECT process_ptr_id FROM decisions_decisionprocess WHERE decision_id = %(decision)s)"
        open_step = "s.id = (SELECT task_id FROM decisions_openstep WHERE decision_id = %(decision)s)"
        for table, changed, source in (
            ("decisions_position", {"decision_id": "n.decision_id"}, of),
            ("viewflow_process", {"id": "%(process)s + n.n"}, its.replace("s.process_id", "s.id")),
            (
                "decisions_decisionprocess",
                {"process_ptr_id": "%(process)s + n.n", "decision_id": "n.decision_id"},
                of,
            ),
            ("viewflow_task", {"id": "%(task)s + n.n", "process_id": "%(process)s + n.n"}, open_step),
            ("decisions_openstep", {"task_id": "%(task)s + n.n", "decision_id": "n.decision_id"}, of),
        ):
            _copy(cursor, table, changed, source=source, rows="made AS n", args=args)
    with connection.cursor() as cursor:
        for table in ("viewflow_process", "viewflow_task"):  # whose keys were given, not drawn
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute("ANALYZE")


def _copy(
    cursor: Any,
    table: str,
    changed: dict[str, str],
    *,
    source: str,
    args: dict[str, Any],
    rows: str = "n",
    without: frozenset[str] | set[str] = frozenset(),
) -> None:
    """Insert one changed copy of a row for each row of another table."""
    names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    names = [name for name in names if name not in without]
    values = ", ".join(changed.get(name, f's."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} s, {rows} WHERE {source}"  # noqa: S608 -- names of our own tables
    cursor.execute(statement, args)
