"""Clearing the test database although its tables refuse it: for tests that commit for real."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unguarded() -> Iterator[None]:
    """Switch our triggers off while the owner of the tables clears up, and on again as they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT format('%I', relation.relname), format('%I', trigger.tgname), trigger.tgenabled
            FROM pg_trigger trigger JOIN pg_class relation ON relation.oid = trigger.tgrelid
            WHERE NOT trigger.tgisinternal AND trigger.tgenabled = 'A'"""
        )
        triggers = cursor.fetchall()
        for table, name, _state in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table, name, _state in triggers:
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
