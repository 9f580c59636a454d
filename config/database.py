"""The database: PostgreSQL by ``DATABASE_URL``, else one embedded under ``var/``."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured

from config.env import env

SCHEMES = ("postgres", "postgresql")


def database_settings(var_dir: Path, *, throwaway: bool = False) -> dict[str, Any]:
    """Return Django's settings for the one database, and start the embedded server where no other is named.

    Args:
        var_dir: Where the embedded server keeps its files.
        throwaway: Whether the rows may be lost: a server apart from the product's, for the tests.

    Raises:
        ImproperlyConfigured: ``DATABASE_URL`` cannot be read, or the embedded server cannot be started.
    """
    url = env("DATABASE_URL", default="")
    where = parse_url(url) if url else _embedded(var_dir, throwaway=throwaway)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **where,
    }


def parse_url(url: str) -> dict[str, Any]:
    """Read a PostgreSQL connection address as libpq does: percent signs, several hosts, options behind ``?``.

    Args:
        url: ``postgresql://user:password@host:port/name?sslmode=verify-full``; a socket's directory as
            ``?host=/run/postgresql`` or percent-encoded in the host's place.

    Raises:
        ImproperlyConfigured: It names another kind of database, or no database. The message never repeats the
            address, as a password may stand in it.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES:
        raise ImproperlyConfigured(f"DATABASE_URL has to begin with postgresql://, not {scheme.partition(':')[0]}:")
    rest, _, query = rest.partition("?")
    authority, _, name = rest.partition("/")
    credentials, _, addresses = authority.rpartition("@")
    user, _, password = credentials.partition(":")
    hosts, ports = _split_addresses(addresses)
    options = dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True))
    parsed = {
        "NAME": unquote(name) or options.pop("dbname", ""),
        "USER": unquote(user) or options.pop("user", ""),
        "PASSWORD": unquote(password) or options.pop("password", ""),
        "HOST": options.pop("host", "") or hosts,
        "PORT": options.pop("port", "") or ports,
    }
    if not parsed["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL has to name a database: postgresql://user@host/NAME")
    return parsed | ({"OPTIONS": options} if options else {})


def _split_addresses(addresses: str) -> tuple[str, str]:
    """Split ``host:port,host:port`` into libpq's two lists."""
    hosts, ports = [], []
    for address in addresses.split(","):
        if address.startswith("["):
            host, _, port = address[1:].partition("]")
            port = port.removeprefix(":")
        else:
            host, _, port = address.partition(":")
        if port and not port.isdigit():
            raise ImproperlyConfigured("DATABASE_URL has a port that is not a number.")
        hosts.append(unquote(host))
        ports.append(port)
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


def _embedded(var_dir: Path, *, throwaway: bool) -> dict[str, Any]:
    from config import postgres  # noqa: PLC0415 -- a server named by DATABASE_URL needs nothing of it

    server = postgres.embedded_server(var_dir, throwaway=throwaway)
    server.start()
    return {
        "NAME": postgres.DATABASE,
        "USER": postgres.SUPERUSER,
        "PASSWORD": "",
        "HOST": str(server.socket_dir),
        "PORT": str(postgres.PORT),
    }
