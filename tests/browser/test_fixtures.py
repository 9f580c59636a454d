"""The browser's fixtures see what they are there to see."""

import pytest
from playwright.sync_api import Error

pytestmark = [pytest.mark.urls("tests.browser.specimen"), pytest.mark.django_db(transaction=True)]


def test_a_sound_page_passes(page, check_access, check_fits):
    page.goto("/sound/")
    assert page.title() == "样张"
    check_access(page)
    check_fits(page)


def test_a_field_without_a_name_is_found(page, check_access):
    page.goto("/nameless/")
    with pytest.raises(AssertionError, match="label"):
        check_access(page)


def test_a_page_too_wide_is_found(new_page, check_fits):
    page = new_page(width=320, javascript=False)
    page.goto("/wide/")
    with pytest.raises(AssertionError, match="in a window of 320"):
        check_fits(page)


def test_nothing_beyond_this_machine_is_reached(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://example.com/")
