"""What every test may ask for, and what none may do."""

import datetime as dt
import gc
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.server import ServerUse, use_server

SHANGHAI = ZoneInfo("Asia/Shanghai")
SLOT_VARIABLE = "MAJOR_DECISIONS_TEST_SLOT"
_USE = pytest.StashKey[ServerUse]()

_slow = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
hypothesis_settings.register_profile("quick", max_examples=25, **_slow)
hypothesis_settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **_slow)
hypothesis_settings.register_profile("deep", max_examples=2000, **_slow)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the test server once, in the process that the others answer to."""
    if hasattr(config, "workerinput"):
        return
    use = use_server()
    if use is not None:
        config.stash[_USE] = use
        os.environ[SLOT_VARIABLE] = str(use.slot)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the test server when this was its last run."""
    use = config.stash.get(_USE, None)
    if use is not None:
        use.leave()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies below tests/browser, so that ``-m 'not browser'`` leaves it out, and begin with what is long.

    Files of few and long tests, begun last, would let one of two processes wait for the other.
    """
    browser = Path(__file__).parent / "browser"
    for item in items:
        if item.path.is_relative_to(browser):
            item.add_marker(pytest.mark.browser)
        standing = any(name.startswith("standing_") for name in getattr(item, "fixturenames", ()))
        if standing and item.get_closest_marker("django_db") is None:
            # They ask for the database below what stands, as they run: without a mark a few of them alone have none.
            item.add_marker(pytest.mark.django_db)
    items.sort(key=lambda item: not (item.path.is_relative_to(browser) or item.path.name == "test_addresses.py"))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the garbage collector pass over what the session keeps to its end: modules, templates, the tests.

    It also looks less often: migrations and pages make much that goes by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give each run that goes on beside another a database of its own."""
    slot = os.environ.get(SLOT_VARIABLE, "0")
    if slot != "0":
        database: dict[str, Any] = settings.DATABASES["default"]
        test = database.setdefault("TEST", {})
        test["NAME"] = f"{test.get('NAME') or 'test_' + database['NAME']}_run{slot}"


@pytest.fixture(scope="session")
def shared_database(
    request: pytest.FixtureRequest,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """The database that the processes of one run make together (``tests/shared_database.py``); none for one alone."""
    from django.db import connection

    from tests.shared_database import SharedDatabase

    if not hasattr(request.config, "workerinput"):
        yield None
        return
    shared = SharedDatabase(tmp_path_factory.getbasetemp().parent, connection.creation._get_test_db_name())
    yield shared
    with django_db_blocker.unblock():
        shared.end()


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool, shared_database: Any, django_db_blocker: Any) -> bool:
    """Whether this process has to make its database; not where another one of the run made it."""
    if not django_db_createdb or shared_database is None:
        return django_db_createdb
    with django_db_blocker.unblock():
        return not shared_database.take()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    shared_database: Any,
    django_db_blocker: Any,
    django_db_createdb: bool,
    django_db_keepdb: bool,
) -> Iterator[None]:
    """Put the database back whole after each test that commits (``tests/pristine.py``)."""
    from tests.pristine import Pristine

    pristine = Pristine()
    with django_db_blocker.unblock():
        if django_db_keepdb and not django_db_createdb:
            pristine.recover()
        else:
            # A database made for this session has nothing to put back; a copy found is of some older one.
            pristine.forget()
        if shared_database is not None:
            shared_database.give()
    pristine.watch()
    yield
    with django_db_blocker.unblock():
        if pristine.kept:
            pristine.forget()


@pytest.fixture(autouse=True)
def archive_root(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each test an archive of its own, and none that of the product."""
    root = tmp_path_factory.mktemp("archive")
    settings.ARCHIVE_ROOT = root
    settings.MEDIA_ROOT = str(root)
    return root


@pytest.fixture
def on() -> Iterator[Callable[[dt.date], None]]:
    """Move the clock: after ``on(date(2026, 3, 2))`` it is nine in the morning of that day in Shanghai.

    The clock stands there until it is moved again; it is put right when the test ends.
    """
    travels: list[time_machine.travel] = []

    def move(day: dt.date) -> None:
        instant = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time(9), SHANGHAI)
        travel = time_machine.travel(instant, tick=False)
        travel.start()
        travels.append(travel)

    yield move
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"The test tried to reach {address}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
