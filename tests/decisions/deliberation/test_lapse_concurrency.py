"""The due run goes on in several places at once, and a shelved draft lapses once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from decisions.deliberation import due
from tests.factories.shelving import shelved


@pytest.mark.django_db(transaction=True)
def test_several_runs_at_once_end_it_once(procedure):
    last = shelved(procedure)
    day = last + timedelta(days=1)
    procedure.on(day)

    def once(_number):
        try:
            return due.run(day)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(once, range(4)))
    assert sorted(done) == [0, 0, 0, 1]
    assert procedure.tasks() == ["file_dossier"]
    entries = procedure.decision.case.entries.filter(act="end_procedure")
    assert entries.count() == 1
