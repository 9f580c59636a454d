"""SQL that makes a table append-only, for every package that keeps a record nobody may change."""

from __future__ import annotations

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% on %: rows of this table are never changed or removed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
END
$body$;
"""


def append_only_sql(table: str) -> tuple[str, str]:
    """Return forward and backward SQL that refuses UPDATE, DELETE and TRUNCATE on a table.

    The triggers are ``ENABLE ALWAYS``: ``session_replication_role = replica`` does not switch them off either. Use
    the pair as ``migrations.RunSQL(*append_only_sql("archive_ledgerentry"))``.

    Args:
        table: The table's name.
    """
    return _guard(table, "record", "UPDATE OR DELETE")


def undeletable_sql(table: str) -> tuple[str, str]:
    """Return forward and backward SQL that refuses DELETE and TRUNCATE on a table whose rows may change.

    Args:
        table: The table's name.
    """
    return _guard(table, "kept", "DELETE")


def _guard(table: str, name: str, events: str) -> tuple[str, str]:
    row, statement = f"{table}_{name}_rows", f"{table}_{name}_table"
    forward = f"""
{_FUNCTION}
CREATE TRIGGER {row} BEFORE {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER {statement} BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {row}, ENABLE ALWAYS TRIGGER {statement};
"""
    backward = f"DROP TRIGGER IF EXISTS {row} ON {table}; DROP TRIGGER IF EXISTS {statement} ON {table};"
    return forward, backward
