"""The embedded server starts whatever was left behind, and for everybody at once."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import pytest

from config import postgres

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def var_dir():
    """A directory like var/, outside pytest's own, which no other account may enter."""
    path = Path(tempfile.mkdtemp(prefix="decisions-test-"))
    path.chmod(0o755)
    yield path
    with contextlib.suppress(postgres.ServerError):
        postgres.embedded_server(path, throwaway=True).stop()
    shutil.rmtree(path)


@pytest.fixture
def server(var_dir):
    return postgres.embedded_server(var_dir, throwaway=True)


def ask(server, question):
    connection = psycopg2.connect(host=str(server.socket_dir), user=postgres.SUPERUSER, dbname=postgres.DATABASE)
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def postmaster(server):
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split("\n", 1)[0]))


def test_a_first_start_by_several_at_once_makes_one_server(server):
    with ThreadPoolExecutor(4) as pool:
        for start in [pool.submit(server.start) for _ in range(4)]:
            start.result()
    assert ask(server, "SELECT current_setting('server_encoding')") == ("UTF8",)


def test_it_is_stopped_and_keeps_its_rows(server):
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number; SELECT 1")
    assert server.stop()
    assert not server.stop()
    server.start()
    assert ask(server, "SELECT number FROM kept") == (7,)


def test_it_starts_after_a_kill_with_a_session_still_open(server):
    server.start()
    held = psycopg2.connect(host=str(server.socket_dir), user=postgres.SUPERUSER, dbname=postgres.DATABASE)
    held.cursor().execute("SELECT pg_advisory_lock(1)")
    postmaster(server).send_signal(signal.SIGKILL)
    server.start()
    assert ask(server, "SELECT 1") == (1,)


def test_it_starts_when_the_number_of_a_killed_server_is_somebody_elses_now(server):
    server.start()
    killed = postmaster(server)
    killed.kill()
    killed.wait(10)
    file = server.data / "postmaster.pid"
    file.write_text("\n".join([str(os.getpid()), *file.read_text().split("\n")[1:]]))
    server.start()
    assert ask(server, "SELECT 1") == (1,)


def test_it_starts_with_a_number_file_cut_short(server):
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text("")
    server.start()
    assert ask(server, "SELECT 1") == (1,)


def test_a_first_start_cut_short_leaves_nothing_in_the_way(server):
    (server.data.parent / f".{server.data.name}-draft-cut").mkdir()
    server.data.mkdir()
    server.start()
    assert ask(server, "SELECT 1") == (1,)
    assert not list(server.data.parent.glob("*draft*"))


def test_a_path_too_long_for_a_socket_gets_a_short_one(var_dir):
    deep = var_dir / ("深" * 40)
    server = postgres.embedded_server(deep, throwaway=True)
    server.start()
    try:
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        assert ask(server, "SELECT 1") == (1,)
    finally:
        server.stop()
        server.socket_dir.rmdir()


def test_rows_of_another_version_are_refused_and_left_alone(server):
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(postgres.ServerError, match="made by PostgreSQL 15"):
        server.start()
    (server.data / "PG_VERSION").write_text("18\n")


def test_the_product_s_server_is_durable(var_dir):
    settings = postgres.embedded_server(var_dir).settings
    assert not {"fsync", "synchronous_commit", "full_page_writes"} & set(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is asked to give way to another account")
def test_root_keeps_the_rows_elsewhere_where_the_server_may_not_enter(var_dir):
    var_dir.chmod(0o700)
    server = postgres.embedded_server(var_dir)
    assert not server.data.is_relative_to(var_dir)
    assert server.data.is_relative_to(postgres.ROOT_HOME)
    assert postgres.embedded_server(var_dir) == server


def test_it_is_started_and_stopped_by_hand(var_dir):
    def by_hand(word):
        environment = os.environ | {"VAR_DIR": str(var_dir)}
        command = [sys.executable, "-m", "config.embedded", word]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    assert str(var_dir) in by_hand("start")
    assert "is stopped" in by_hand("stop")
    assert "No database server" in by_hand("stop")
