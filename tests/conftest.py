"""What all tests share."""

from __future__ import annotations

from django.test import TransactionTestCase

from tests.append_only import unguarded

_clear = TransactionTestCase._fixture_teardown


def _clear_unguarded(case: TransactionTestCase) -> None:
    """Clear the database after a test that committed; within the product nothing can."""
    with unguarded():
        _clear(case)


# TestCase has its own, which rolls back.
TransactionTestCase._fixture_teardown = _clear_unguarded
