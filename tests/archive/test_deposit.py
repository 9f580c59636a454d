"""Depositing: the whole act or nothing of it, one after another, with what is missing kept up to date."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from archive import ledger, tasks
from archive.completeness import State, coverage
from archive.models import Case, Expectation, LedgerEntry, Material, MaterialFile, Rendition
from archive.scheme import SCHEME, cited
from archive.services import Expect
from tests.factories import archive as factory


class Killed(BaseException):
    """The process ends here."""


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (LedgerEntry, Material, MaterialFile, Expectation))


def deposit(case: Case) -> Material:
    return factory.material(
        case,
        files=factory.DAY and [factory.upload()],
        expectations=[Expect(code="C13", is_required=False, reason="不涉及", decided_by="李")],
    )


def test_killed_at_any_statement_nothing_is_left(case):
    """The act is killed before its first statement, before its second … until it runs through."""
    for allowed in range(60):
        spent = 0

        def kill(execute, sql, params, many, context, allowed=allowed):
            nonlocal spent
            spent += 1
            if spent > allowed:
                raise Killed
            return execute(sql, params, many, context)

        try:
            with transaction.atomic(), connection.execute_wrapper(kill):
                deposit(case)
        except Killed:
            case.refresh_from_db()
            assert counts() == (0, 0, 0, 0)
            assert (case.head_sequence, case.head_hash) == (0, "")
        else:
            break
    assert counts() == (1, 1, 1, 1)
    assert ledger.verify(case, with_files=True).is_whole


@pytest.mark.django_db(transaction=True)
def test_deposits_to_one_case_wait_for_each_other():
    case = factory.case()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            for _turn in range(5):
                factory.material(case)
        except BaseException as error:  # noqa: BLE001 -- told to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    case.refresh_from_db()
    assert case.head_sequence == 20
    assert list(case.materials.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert ledger.verify(case).is_whole


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_once_get_numbers_without_gaps():
    numbers: list[int] = []

    def run() -> None:
        try:
            numbers.extend(factory.case().number for _turn in range(3))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 13))


def test_a_code_outside_the_scheme_is_refused(case):
    with pytest.raises(KeyError):
        factory.material(case, code="Z99")
    with pytest.raises(KeyError):
        factory.material(case, expectations=[Expect(code="Z99", is_required=True)])


def lacking(case):
    return sum(line.state is State.MISSING for line in coverage(case))


def test_what_is_missing_follows_the_deposits(case):
    owed = sum(entry.is_mandatory and not entry.is_bound for entry in SCHEME.values())
    assert case.missing == lacking(case) == owed
    factory.material(case, code="A01")
    factory.material(case, code="A01")
    factory.material(
        case,
        code="A10",
        expectations=[
            Expect(code="C02", is_required=True),
            Expect(code="J02", is_required=False, reason="不予公开", decided_by="李"),
        ],
    )
    case.refresh_from_db()
    # A01 and A10 are there, J02 is waived, C02 is owed now.
    assert case.missing == lacking(case) == owed - 3 + 1
    factory.material(case, code="C02")
    case.refresh_from_db()
    assert case.missing == owed - 3


def test_the_latest_determination_counts(case):
    for is_required in (True, False, True):
        factory.material(
            case,
            code="A10",
            expectations=[Expect(code="C13", is_required=is_required, reason="理由", decided_by="李")],
        )
    line = next(line for line in coverage(case) if line.code == "C13")
    assert (line.state, line.reason) == (State.MISSING, "理由")
    assert next(line for line in coverage(case, until=2) if line.code == "C13").state is State.NOT_REQUIRED


def test_the_scheme_is_whole_and_in_order():
    assert len(SCHEME) == 89
    assert list(SCHEME) == sorted(SCHEME)
    for code, entry in SCHEME.items():
        assert code == entry.code
        assert entry.basis
        assert entry.is_mandatory != bool(entry.condition)
        assert entry.folder[:2].isdecimal()
    assert cited(["713-29(2)", "FCR-01"]) == "第二十九条第二款、公平竞争审查条例第十四条"
    # No key of ours stands where an article belongs.
    keys = {key for entry in SCHEME.values() for key in entry.basis if not key.startswith("713-")}
    assert not [key for key in keys if key in cited([key])]


def test_the_worker_renders_what_was_deposited(case, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(type(tasks.render_material), "enqueue", lambda _self, key: asked.append(key))
    with django_capture_on_commit_callbacks(execute=True):
        filed = factory.material(case)
    assert asked == [filed.pk]
    tasks.render_material.call(filed.pk)
    assert Rendition.objects.get().material == filed
