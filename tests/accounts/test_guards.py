"""What the database refuses by every door: deletion, changed history, administrators who are not separate."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from accounts.forms import ChangePersonForm
from accounts.groups import ADMINISTRATORS, VERBS
from accounts.models import Membership, Unit, User
from accounts.refusal import NeverDeletedError
from accounts.services import appoint, change_user, grant_verbs, rename_unit
from accounts.sql import HISTORY_TABLES, KEPT_TABLES
from tests.factories.accounts import MembershipFactory, UnitFactory, UserFactory

DAY = date(2026, 7, 1)


def sql(statement, *values, role="origin"):
    with transaction.atomic(), connection.cursor() as cursor:
        # Foreign keys still to be checked would stop a TRUNCATE before our trigger does.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL session_replication_role = {role}")
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("model", [User, Unit, Membership])
def test_nobody_is_deleted_in_python(db, model):
    row = MembershipFactory()
    row = row if model is Membership else getattr(row, model.__name__.lower())
    with pytest.raises(NeverDeletedError):
        row.delete()
    with pytest.raises(NeverDeletedError):
        model.objects.all().delete()
    with pytest.raises(NeverDeletedError):
        model._default_manager.filter(pk=row.pk).delete()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.parametrize("table", KEPT_TABLES)
def test_nobody_is_deleted_by_sql(db, table, statement, role):
    """In replica role too, where ordinary triggers and foreign keys sleep."""
    MembershipFactory()
    with pytest.raises(IntegrityError, match="never changed or removed"):
        sql(statement.format(table), role=role)


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_history_does_not_change(system_admin, table, statement, role):
    office = MembershipFactory()
    change_user(office.user, name="王五", phone="", by=None)
    rename_unit(office.unit, name="改名", short_name="改名", by=None)
    column = "user_id" if table == "accounts_formerpassword" else "history_id"
    if table == "accounts_formerpassword":
        sql("INSERT INTO accounts_formerpassword (user_id, password, set_at) VALUES (%s, 'x', now())", office.user.pk)
    with pytest.raises(IntegrityError, match="never changed or removed"):
        sql(statement.format(table, column), role=role)


OTHERS = [*ADMINISTRATORS, "lead_official", "expert"]


@pytest.mark.parametrize("second", OTHERS)
@pytest.mark.parametrize("first", OTHERS)
def test_administrators_hold_nothing_beside(city, first, second):
    """Three administrators: not two at once, nor one beside any office of the procedure."""
    held = MembershipFactory(unit=city, group=first)
    elsewhere = UnitFactory()
    is_refused = first != second and {first, second} & set(ADMINISTRATORS)
    group = Group.objects.get(name=second)
    statement = (
        "INSERT INTO accounts_membership (user_id, unit_id, group_id, post, starts_on) VALUES (%s, %s, %s, 'x', %s)"
    )
    values = held.user.pk, elsewhere.pk, group.pk, DAY
    if not is_refused:
        sql(statement, *values)
        return
    with pytest.raises(ValidationError, match="三员|three administrators"):
        appoint(held.user, unit=elsewhere, group=second, post="x", starts_on=DAY, by=None)
    with pytest.raises(IntegrityError, match="cannot hold"):
        sql(statement, *values)
    with pytest.raises(IntegrityError, match="cannot hold"):
        sql(statement, *values, role="replica")


def test_an_office_does_not_become_an_administrators(city):
    office = MembershipFactory(unit=city, group="expert")
    MembershipFactory(unit=city, group="evaluator", user=office.user)
    with pytest.raises(IntegrityError, match="cannot hold"), transaction.atomic():
        Membership.objects.filter(pk=office.pk).update(group=Group.objects.get(name="auditor"))


@pytest.mark.parametrize("role", ["origin", "replica"])
def test_a_username_stays(db, role):
    """The ledger names who acted by it; entries never change, so it must not either."""
    user = UserFactory()
    with pytest.raises(IntegrityError, match="keeps its user name"):
        sql("UPDATE accounts_user SET username = 'somebody-else' WHERE id = %s", user.pk, role=role)
    with pytest.raises(IntegrityError, match="keeps its user name"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(username="somebody-else")
    sql("UPDATE accounts_user SET username = username, name = '改名' WHERE id = %s", user.pk, role=role)
    user.refresh_from_db()
    assert user.name == "改名"
    assert "username" not in ChangePersonForm.base_fields


def test_one_after_the_other_is_allowed(city):
    """Who was an official until the end of June may be the auditor from July."""
    user = MembershipFactory(unit=city, group="lead_official", ends_on=date(2026, 6, 30)).user
    office = appoint(user, unit=city, group="auditor", post="安全审计员", starts_on=DAY, by=None)
    assert office.pk
    with pytest.raises(IntegrityError, match="cannot hold"), transaction.atomic():
        Membership.objects.filter(user=user, group__name="lead_official").update(ends_on=None)


def test_an_administrators_group_takes_no_other_verb(groups):
    verb = Permission.objects.get(codename="view_group")
    for name in ADMINISTRATORS:
        with pytest.raises(IntegrityError, match="cannot have the right"), transaction.atomic():
            Group.objects.get(name=name).permissions.add(verb)
    with pytest.raises(IntegrityError, match="cannot have the right"), transaction.atomic():
        Group.objects.get(name="auditor").permissions.add(Permission.objects.get(codename="manage_offices"))


@pytest.mark.parametrize("verb", [verb for verbs in ADMINISTRATORS.values() for verb in verbs])
def test_an_administrators_verb_goes_to_no_other_group(groups, verb):
    with pytest.raises(IntegrityError, match="belongs to an administrator"), transaction.atomic():
        Group.objects.get(name="lead_official").permissions.add(Permission.objects.get(codename=verb))


def test_groups_keep_their_names(groups):
    with pytest.raises(IntegrityError, match="keeps its name"), transaction.atomic():
        Group.objects.filter(name="auditor").update(name="lead_official2")


def test_the_database_knows_the_same_administrators(db):
    for name, verbs in ADMINISTRATORS.items():
        assert sql("SELECT accounts_administrator_verbs(%s)", name) == [(list(verbs),)]
    assert sql("SELECT accounts_administrator_verbs('expert')") == [(None,)]


def test_nobody_gives_rights_to_themselves_by_sql(city):
    user = UserFactory()
    with pytest.raises(IntegrityError, match="membership_not_by_oneself"), transaction.atomic():
        MembershipFactory(user=user, appointed_by=user)


@pytest.mark.django_db(transaction=True)
def test_administrators_stay_separate_when_two_appoint_at_once():
    """Two transactions, neither of which sees the other's office: the second waits, then is refused."""
    grant_verbs(VERBS)
    user, unit = UserFactory(), UnitFactory()
    inserted, outcome = threading.Event(), []

    def insert(group):
        MembershipFactory(user=user, unit=unit, group=Group.objects.get(name=group))

    def second():
        try:
            inserted.wait(10)
            insert("security_admin")
        except IntegrityError as error:
            outcome.append(str(error))
        finally:
            connections["default"].close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        insert("auditor")
        inserted.set()
        thread.join(0.5)
        # It hangs on the lock: nothing is decided before the first commits.
        assert thread.is_alive()
        assert not outcome
    thread.join(10)
    assert "cannot hold" in outcome[0]
    assert list(user.memberships.values_list("group__name", flat=True)) == ["auditor"]
