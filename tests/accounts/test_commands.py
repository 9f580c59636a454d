"""What is done on the server: the first administrators, and their passwords."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories.accounts import PASSWORD, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    def put(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))

    return put


def test_the_first_administrators_are_made_on_the_server(city, typed):
    for group in ("system_admin", "security_admin", "auditor"):
        typed(PASSWORD)
        call_command("add_administrator", group, f"{group}1", "管理员")
    assert User.objects.get(username="auditor1").has_perm("accounts.read_audit")
    assert User.objects.get(username="auditor1").must_change_password


def test_the_command_says_what_is_wrong(city, typed):
    typed("weak")
    with pytest.raises(CommandError):
        call_command("add_administrator", "auditor", "a", "审计员")
    assert not User.objects.filter(username="a").exists()
    UnitFactory()
    with pytest.raises(CommandError, match="--unit"):
        call_command("add_administrator", "auditor", "a", "审计员")
    typed(PASSWORD)
    call_command("add_administrator", "auditor", "a", "审计员", unit=city.name)


def test_a_password_is_reset_on_the_server(system_admin, typed):
    typed("Maple-Gate-33x")
    call_command("reset_password", system_admin.username)
    assert User.objects.get(pk=system_admin.pk).check_password("Maple-Gate-33x")
    typed("weak")
    with pytest.raises(CommandError):
        call_command("reset_password", UserFactory().username)
    with pytest.raises(CommandError, match="no such user"):
        call_command("reset_password", "nobody")
