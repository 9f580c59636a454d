"""Coming in, being kept out, passwords, and the end of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import User
from config.settings import base
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NEW = "Willow-Bridge-27"


def log_in(client, username="li", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


@pytest.fixture
def li():
    return UserFactory(username="li", name="李四")


def is_in(client):
    return client.get(reverse("accounts:password")).status_code == 200


def test_login_and_logout(client, li):
    assert LOGIN in client.get(reverse("accounts:password")).url
    assert log_in(client).status_code == 302
    assert is_in(client)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).url == LOGIN
    assert not is_in(client)


def test_the_login_page_says_not_which_was_wrong(client, li):
    one = log_in(client, password="wrong").context["form"].non_field_errors()
    other = log_in(client, username="nobody").context["form"].non_field_errors()
    assert one == other
    assert len(one) == 1


def test_login_does_not_lead_to_another_site(client, li):
    answer = client.post(LOGIN + "?next=https://elsewhere.example/", {"username": "li", "password": PASSWORD})
    assert answer.url == "/"


@pytest.mark.parametrize(
    ("group", "page"),
    [
        ("system_admin", "/accounts/units/"),
        ("security_admin", "/accounts/people/"),
        ("auditor", "/accounts/audit/logins/"),
    ],
)
def test_an_administrator_comes_in_at_their_own_pages(client, city, group, page):
    assert log_in(client, MembershipFactory(unit=city, group=group).user.username).url == page


def test_five_wrong_passwords_shut_the_account_from_that_address(client, li):
    for _attempt in range(4):
        assert log_in(client, password="wrong").status_code == 200
    assert log_in(client, password="wrong").status_code == 429
    # The right one does not help now.
    answer = log_in(client)
    assert answer.status_code == 429
    assert "15" in answer.content.decode()
    # Elsewhere, and for others here, nothing is shut.
    UserFactory(username="wang")
    assert log_in(Client(), username="wang").status_code == 302
    assert log_in(Client(), REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_lock_ends_by_itself(client, li):
    with time_machine.travel(datetime(2026, 7, 1, 1, tzinfo=UTC), tick=False) as clock:
        for _attempt in range(5):
            log_in(client, password="wrong")
        assert log_in(client).status_code == 429
        clock.shift(timedelta(minutes=16))
        assert log_in(client).status_code == 302


def test_a_name_written_otherwise_is_the_same_name(client, li):
    """Full-width letters are the same name to the login, so they get no tries of their own."""
    for _attempt in range(5):
        log_in(client, username="ｌｉ", password="wrong")
    assert log_in(client).status_code == 429


def test_a_session_ends_after_half_an_hour_without_a_request(client, li, settings):
    settings.SESSION_RENEW_SECONDS = 60
    with time_machine.travel(datetime(2026, 7, 1, 1, tzinfo=UTC), tick=False) as clock:
        log_in(client)
        for _request in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_in(client), "every request begins the half hour again"
        clock.shift(timedelta(minutes=31))
        assert not is_in(client)


def test_the_session_cookie_is_for_the_server_alone(client, li, settings):
    cookie = log_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser"


def test_cookies_travel_only_encrypted_where_no_setting_says_otherwise():
    assert base.SESSION_COOKIE_SECURE
    assert base.CSRF_COOKIE_SECURE


def test_who_is_deactivated_is_out_at_the_next_request(client, li):
    log_in(client)
    services.deactivate(li, by=None, reason="调离")
    assert not is_in(client)


def test_who_has_an_initial_password_changes_it_first(client, city):
    user = services.create_user(username="zhao", name="赵六", password=NEW, by=None)
    MembershipFactory(user=user, unit=city, group="system_admin")
    log_in(client, "zhao", NEW)
    for name in ("accounts:units", "accounts:people"):
        assert client.get(reverse(name)).url == reverse("accounts:password")
    answer = client.post(
        reverse("accounts:password"), {"present": NEW, "password": "Maple-Gate-33x", "repeated": "Maple-Gate-33x"}
    )
    assert answer.status_code == 302
    assert client.get(reverse("accounts:units")).status_code == 200, "still logged in, and free to go"


def test_changing_a_password_ends_the_other_sessions(client, li):
    other = Client()
    log_in(other)
    log_in(client)
    client.post(reverse("accounts:password"), {"present": PASSWORD, "password": NEW, "repeated": NEW})
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize(
    ("present", "password", "repeated", "field"),
    [
        ("wrong", NEW, NEW, "present"),
        (PASSWORD, NEW, NEW + "x", "repeated"),
        (PASSWORD, "Short-1", "Short-1", "password"),
        (PASSWORD, "onlylowercase", "onlylowercase", "password"),
        (PASSWORD, "lower12345678", "lower12345678", "password"),
        (PASSWORD, PASSWORD, PASSWORD, "password"),
        (PASSWORD, "Lisi-Zhang-1x", "Lisi-Zhang-1x", "password"),
    ],
)
def test_passwords_that_are_refused(client, present, password, repeated, field):
    UserFactory(username="lisi-zhang", name="李四")
    log_in(client, "lisi-zhang")
    answer = client.post(
        reverse("accounts:password"), {"present": present, "password": password, "repeated": repeated}
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_the_last_five_passwords_are_not_taken_up_again(li):
    passwords = [f"Harbour-Light-{number}" for number in range(11, 17)]
    for password in passwords:
        services.change_password(li, password=password)
    for password in passwords[1:]:
        with pytest.raises(ValidationError):
            services.change_password(li, password=password)
    services.change_password(li, password=passwords[0])


def test_an_old_password_brings_a_reminder(client, li):
    User.objects.filter(pk=li.pk).update(password_changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 3, 31, 23, tzinfo=UTC)):
        answer = log_in(client)
        assert not answer.wsgi_request._messages._queued_messages
    with time_machine.travel(datetime(2026, 4, 1, 1, tzinfo=UTC)):
        answer = log_in(Client())
        assert "90" in str(answer.wsgi_request._messages._queued_messages[0])


def test_a_login_writes_no_history(client, li):
    before = li.history.count()
    log_in(client)
    assert li.history.count() == before


def test_passwords_are_not_in_history(li):
    services.change_password(li, password=NEW)
    record = li.history.first()
    assert not hasattr(record, "password")
    assert record.history_user == li
    assert record.history_change_reason == "change_password"
