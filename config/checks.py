"""What the installation has to have before it runs."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST_SERVER = 150000


@register(Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the checks' signature
    databases: Sequence[str] | None,
    **options: Any,  # noqa: ARG001 -- the checks' signature
) -> list[CheckMessage]:
    """Check that each database asked about is PostgreSQL 15 or newer and holds any character.

    Args:
        app_configs: Unused; the checks' signature.
        databases: The names of the databases to look at.
        options: Unused; the checks' signature.
    """
    found: list[CheckMessage] = []
    for name in databases or ():
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
            version, encoding = cursor.fetchone()
        if version < OLDEST_SERVER:
            found.append(
                Error(
                    f"The database server is PostgreSQL {version // 10000}; this system needs 15 or newer.",
                    hint="Name a newer server in DATABASE_URL, or unset it to use the embedded one.",
                    id="installation.E001",
                )
            )
        if encoding != "UTF8":
            found.append(
                Error(
                    f"The database stores text as {encoding}; Chinese names need UTF8.",
                    hint="Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
                    id="installation.E002",
                )
            )
    return found
