"""The ledger: what the database refuses, and what verification finds where somebody got round it."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import ledger, services, store
from archive.canonical import canonical
from archive.models import Case, LedgerEntry, Material
from archive.package.verify import entry_digests
from archive.services import Expect
from tests.append_only import unguarded
from tests.factories import archive as factory
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def filed(case) -> Case:
    """A case of three entries: a material with a file, a note, a material that determines something."""
    factory.material(case, files=[factory.upload()])
    services.record(case, act="remind", data={"to": '张三 "甲" {x}'}, on=factory.DAY, by=None, office="系统")
    factory.material(
        case,
        by=UserFactory(),
        code="A10",
        act="initiate",
        title="程序适用性判定表",
        expectations=[
            Expect(code="C13", is_required=False, reason="不涉及听证事项", decided_by="李处长"),
            Expect(code="F03", is_required=True),
        ],
    )
    case.refresh_from_db()
    # Deferred checks still waiting would refuse a TRUNCATE before our triggers do.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    return case


def run(sql: str, *values: object) -> None:
    """Say something to the database past the models."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


ATTACKS = {
    "update": "UPDATE archive_ledgerentry SET body = replace(body, '2026', '2025')",
    "delete": "DELETE FROM archive_ledgerentry",
    "truncate": "TRUNCATE archive_ledgerentry CASCADE",
    "truncate the case": "TRUNCATE archive_case CASCADE",
    "truncate the files": "TRUNCATE archive_blob CASCADE",
    "material": "UPDATE archive_material SET title = 'x'",
    "material gone": "DELETE FROM archive_material",
    "file": "UPDATE archive_materialfile SET name = 'x'",
    "file gone": "DELETE FROM archive_materialfile",
    "expectation": "UPDATE archive_expectation SET is_required = true",
    "expectation gone": "DELETE FROM archive_expectation",
    "bytes": "UPDATE archive_blob SET size = 1",
    "bytes gone": "DELETE FROM archive_blob",
    "case gone": "DELETE FROM archive_case",
    "case renamed": "UPDATE archive_case SET title = 'x'",
    "case renumbered": "UPDATE archive_case SET number = 99",
    "head back": "UPDATE archive_case SET head_sequence = head_sequence - 1",
    "head forward": "UPDATE archive_case SET head_sequence = head_sequence + 1",
    "actor renamed": "UPDATE accounts_user SET username = 'x'",
    "head elsewhere": "UPDATE archive_case SET head_hash = repeat('0', 64)",
}


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses(filed, attack, role):
    """Also for a superuser in replica role, which switches ordinary triggers and foreign keys off."""
    with pytest.raises(IntegrityError):
        run(f"SET LOCAL session_replication_role = {role}; {attack}")
    assert ledger.verify(filed).is_whole


def forged(case: Case, **changes: object) -> LedgerEntry:
    """An entry that would follow, but for what is changed."""
    given = {
        "case": case,
        "sequence": case.head_sequence + 1,
        "act": "forge",
        "on": factory.DAY,
        "recorded_at": NOW,
        "previous_hash": case.head_hash,
        "body": '{"act":"forge"}',
        **changes,
    }
    sha256, sm3 = entry_digests(str(given["previous_hash"]), str(given["body"]).encode())
    return LedgerEntry(**{"sha256": sha256, "sm3": sm3, **given})


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 2},
        {"sequence": 5},
        {"sequence": 7},
        {"previous_hash": ""},
        {"previous_hash": "0" * 64},
        {"sha256": "0" * 64},
    ],
    ids=["reordered", "gap", "far", "second beginning", "forked", "wrong digest"],
)
def test_a_forged_entry_is_refused(filed, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        forged(filed, **changes).save()


def test_a_fork_from_an_earlier_entry_is_refused(filed):
    second = filed.entries.get(sequence=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        forged(filed, sequence=3, previous_hash=second.sha256).save()


def test_a_case_is_renamed_only_with_an_entry(filed):
    services.retitle(filed, title="供水价格调整", on=factory.DAY, by=None, office="系统")
    filed.refresh_from_db()
    assert (filed.title, filed.head_sequence) == ("供水价格调整", 4)
    assert ledger.verify(filed).is_whole


def test_an_untouched_ledger_is_whole(filed):
    done = ledger.verify(filed, with_files=True)
    assert done.is_whole
    assert (done.cases, done.entries, done.files) == (1, 3, 1)


PAST_THE_TRIGGERS = {
    "content": (
        "UPDATE archive_ledgerentry SET body = replace(body, '市发展', '省发展') WHERE sequence = 1",
        1,
        "sha256",
    ),
    "national digest": ("UPDATE archive_ledgerentry SET sm3 = repeat('0', 64) WHERE sequence = 2", 2, "sm3"),
    "entry gone": ("DELETE FROM archive_ledgerentry WHERE sequence = 2", 2, "sequence"),
    "last entry gone": (
        """DELETE FROM archive_expectation; DELETE FROM archive_material WHERE code = 'A10';
        DELETE FROM archive_ledgerentry WHERE sequence = 3""",
        2,
        "head",
    ),
    "swapped": (
        """UPDATE archive_ledgerentry SET sequence = 9 WHERE sequence = 2;
        UPDATE archive_ledgerentry SET sequence = 2 WHERE sequence = 3;
        UPDATE archive_ledgerentry SET sequence = 3 WHERE sequence = 9""",
        2,
        "previous",
    ),
    "act": ("UPDATE archive_ledgerentry SET act = 'x' WHERE sequence = 2", 2, "columns"),
    "day": ("""UPDATE archive_ledgerentry SET "on" = '2026-03-01' WHERE sequence = 2""", 2, "columns"),
    "instant": (
        "UPDATE archive_ledgerentry SET recorded_at = recorded_at - interval '1 microsecond' WHERE sequence = 3",
        3,
        "columns",
    ),
    "actor renamed": ("UPDATE accounts_user SET username = 'x'", 3, "columns"),
    "title": ("UPDATE archive_material SET title = 'x' WHERE code = 'A10'", 3, "material"),
    "access": ("UPDATE archive_material SET access = 'public' WHERE code = 'A10'", 3, "material"),
    "data": ("UPDATE archive_material SET data = data || ' ' WHERE code = 'A10'", 3, "data"),
    "day of a material": ("""UPDATE archive_material SET "on" = '2026-03-01' WHERE code = 'A10'""", 3, "material"),
    "file": ("UPDATE archive_materialfile SET name = 'x.pdf'", 1, "files"),
    "file gone": ("DELETE FROM archive_materialfile", 1, "files"),
    "size": ("UPDATE archive_blob SET size = 1", 1, "files"),
    "expectation": ("UPDATE archive_expectation SET is_required = true", 3, "expectations"),
    "reason": ("UPDATE archive_expectation SET reason = 'x' WHERE code = 'C13'", 3, "expectations"),
    "material gone": (
        "DELETE FROM archive_expectation; DELETE FROM archive_material WHERE code = 'A10'",
        3,
        "material",
    ),
}


@pytest.mark.parametrize(("attack", "sequence", "code"), PAST_THE_TRIGGERS.values(), ids=PAST_THE_TRIGGERS)
def test_what_the_tables_owner_changes_is_found(filed, attack, sequence, code):
    with unguarded():
        run(attack)
    (fault,) = ledger.verify().faults
    assert (fault.reference, fault.sequence, fault.code) == (filed.reference, sequence, code)


def test_changed_and_missing_bytes_are_found(filed):
    place = store.path_of(Material.objects.get(code="C02").files.get().blob_id)
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    assert ledger.verify(filed).is_whole
    assert ledger.verify(filed, with_files=True).faults[0].code == "bytes"
    place.unlink()
    assert ledger.verify(filed, with_files=True).faults[0].code == "gone"


class Spelling(TestCase):
    """The server spells a title in the ledger as we do, whatever is in it."""

    @given(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    )
    def test_any_text_verifies(self, title, reason):
        case = factory.case()
        factory.material(
            case,
            title=title,
            producer=reason,
            office=title,
            expectations=[Expect(code="C13", is_required=True, reason=reason, decided_by=title)],
        )
        services.record(case, act="note", data={title: reason}, on=factory.DAY, by=None, office=reason)
        assert ledger.verify(case).is_whole


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(_json)
def test_one_value_has_one_spelling(value):
    import json

    spelled = canonical(value)
    assert canonical(json.loads(spelled)) == spelled


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_what_json_has_no_word_for_is_refused():
    for value in (1.5, float("nan"), object(), b"x"):
        with pytest.raises(TypeError):
            canonical({"value": value})


def test_instants_are_spelled_in_one_zone():
    assert canonical(datetime(2026, 3, 2, 1, tzinfo=UTC)) == '"2026-03-02T01:00:00.000000Z"'
    assert canonical(date(2026, 2, 28)) == '"2026-02-28"'
    assert canonical("e\u0301") == '"é"'


def test_the_first_hash_is_over_a_zero_byte(filed):
    entry = filed.entries.get(sequence=1)
    assert entry.sha256 == hashlib.sha256(b"\0" + entry.body.encode()).hexdigest()
