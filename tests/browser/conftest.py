"""A real browser: Debian's Chromium, driven over its own protocol, reaching nothing but this machine."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PICTURES = Path(django_settings.VAR_DIR) / "pictures"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-default-browser-check",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def find_chromium() -> str | None:
    """Return the browser's path, or ``None`` where there is none."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser once for all tests of a process."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("NO CHROMIUM: run `make install`, which says how to get it")
    # Playwright's loop runs in this thread, and Django refuses rows to a thread with a loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _connections_last() -> Iterator[None]:
    """Let the threads of the live server keep their connections from one request to the next, as in production."""
    usual = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = None
    yield
    connection.settings_dict["CONN_MAX_AGE"] = usual


@pytest.fixture
def new_page(chromium: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open pages in browsers of their own: ``new_page(javascript=False, width=320)``.

    A message of the page's console that says the content security policy was broken, and an error in a script, fail
    the test. When a test fails, a picture of each of its pages is kept below ``var/pictures``.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(*, javascript: bool = True, width: int = 1280, height: int = 900) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said.text) else None)
        return page

    yield open_page
    if getattr(request.node, "failed", False) or faults:
        _keep_pictures(request.node.nodeid, contexts)
    for context in contexts:
        context.close()
    if faults:
        pytest.fail("The browser complained:\n" + "\n".join(faults))


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of usual size, with JavaScript."""
    return new_page()


@pytest.fixture
def log_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Log a user in without the form: ``log_in(page, user)``; the form has a test of its own."""

    def enter(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return enter


@pytest.fixture
def check_access() -> Callable[[Page], None]:
    """Run axe over a page: ``check_access(page)`` fails with what WCAG 2.2 AA finds wrong."""

    def check(page: Page) -> None:
        # Through the browser's own channel, as the page's policy rightly refuses a script put into it.
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        found = page.evaluate(
            "async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations",
            STANDARD,
        )
        lines = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(f"{node['html']}\n      {node['failureSummary']}" for node in violation["nodes"])
            for violation in found
        ]
        assert not lines, f"{page.url}:\n" + "\n".join(lines)

    return check


@pytest.fixture
def check_fits() -> Callable[[Page], None]:
    """See that a page does not scroll sideways: ``check_fits(page)``."""

    def check(page: Page) -> None:
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{page.url} is {wide} px wide in a window of {room}"

    return check


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember on the test that it failed, so that its fixtures may keep pictures."""
    outcome: Any = yield
    if outcome.get_result().failed:
        item.failed = True  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that there was no browser."""
    if find_chromium() is None:
        terminalreporter.section("NO CHROMIUM: the browser tests were SKIPPED", sep="!", red=True, bold=True)


def _is_fault(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text


def _keep_pictures(name: str, contexts: list[BrowserContext]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "_", name)[-150:]
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=PICTURES / f"{stem}-{number}.png", full_page=True)
