"""A form sent after the session ended: nothing of it is filed, and nothing of it is lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.kept import COOKIE, KEPT, LARGEST
from archive.models import LedgerEntry
from tests.bad_input.walking import colleague_of
from tests.factories.accounts import PASSWORD
from tests.pages import Page

pytestmark = pytest.mark.django_db
STANDS_AT = "study"
TYPED = "经实地调研、成本监审和征询用水单位意见，建议启动决策程序。"


def log_in(browser, user, **more):
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return browser.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD, **more})


@pytest.fixture
def page(procedure):
    """The study of a proposal, typed in by an official who logged in by the page; then the session ended."""
    found = Page(procedure, "study", report=TYPED)
    found.browser.logout()
    log_in(found.browser, found.official)
    Session.objects.all().delete()
    return found


def test_the_login_says_that_it_is_kept(page):
    said = "已填写的内容予以保留"
    assert said not in page.browser.get(reverse("accounts:login")).text
    assert said in page.browser.get(page.send("_check").url).text


def test_what_was_typed_is_there_after_the_login(page, procedure):
    before = LedgerEntry.objects.count()
    for button in ("_check", "_confirm"):
        answer = page.send(button)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('accounts:login')}?next={page.url}"
    again = log_in(page.browser, page.official, next=page.url)
    assert again.url == page.url
    shown = page.browser.get(page.url)
    assert shown.status_code == 200
    assert page.lost(shown) == {}
    assert "尚未保存" in shown.text
    assert LedgerEntry.objects.count() == before
    # Once: the page opened anew is empty, and the kept form still makes the act once.
    assert TYPED not in page.browser.get(page.url).text
    assert page.send().status_code == 302
    assert LedgerEntry.objects.count() == before + 1


def test_nobody_else_finds_it(page):
    page.send()
    log_in(page.browser, colleague_of(page.official, page.view), next=page.url)
    assert TYPED not in page.browser.get(page.url).text
    assert KEPT not in page.browser.session


def test_it_shows_on_its_own_page_only(page):
    page.send()
    log_in(page.browser, page.official)
    assert TYPED not in page.browser.get(reverse("decisions:propose")).text


@pytest.mark.parametrize("cookie", [None, "official1", "official1:forged"])
def test_strangers_fill_no_session(page, cookie):
    page.browser.cookies.pop(COOKIE)
    if cookie is not None:
        page.browser.cookies[COOKIE] = cookie
    page.send()
    assert not Session.objects.exists()


def test_more_than_a_page_can_hold_is_not_kept(page):
    page.post["report"] = "长" * LARGEST
    page.send()
    assert not Session.objects.exists()


def test_whoever_logs_out_leaves_nothing_behind(page):
    log_in(page.browser, page.official)
    page.browser.post(reverse("accounts:logout"))
    assert page.browser.cookies[COOKIE].value == ""
    page.send()
    assert not Session.objects.exists()
