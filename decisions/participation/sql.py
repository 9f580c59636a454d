"""What the database refuses about opinions, whoever asks: forward and backward SQL, run by a migration."""

from __future__ import annotations

from accounts.append_only import append_only_sql, undeletable_sql

APPEND_ONLY = (
    "decisions_publicopinion",
    "decisions_participationrecord",
    "decisions_hearingapplicant",
    "decisions_hearingdelivery",
)
KEPT = ("decisions_consultation", "decisions_hearing", "decisions_hearingparticipant", "decisions_opiniondisposition")

# An answer that was filed stays; only the way there (``filed_in``) may be noted, once.
_FILED = """
CREATE FUNCTION decisions_keep_filed_disposition() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.filed_in_id IS NOT NULL THEN
        RAISE EXCEPTION 'the answer to opinion % is filed and stays', OLD.opinion_id
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER filed_disposition_stays BEFORE UPDATE ON decisions_opiniondisposition
    FOR EACH ROW EXECUTE FUNCTION decisions_keep_filed_disposition();
ALTER TABLE decisions_opiniondisposition ENABLE ALWAYS TRIGGER filed_disposition_stays;

CREATE FUNCTION decisions_keep_filed_answer() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT 1 FROM decisions_opiniondisposition
            WHERE answer_id = OLD.id AND filed_in_id IS NOT NULL) THEN
        RAISE EXCEPTION 'answer % is filed and stays', OLD.id
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER filed_answer_stays BEFORE UPDATE OR DELETE ON decisions_opinionanswer
    FOR EACH ROW EXECUTE FUNCTION decisions_keep_filed_answer();
ALTER TABLE decisions_opinionanswer ENABLE ALWAYS TRIGGER filed_answer_stays;
"""

_FILED_BACK = """
DROP TRIGGER IF EXISTS filed_answer_stays ON decisions_opinionanswer;
DROP TRIGGER IF EXISTS filed_disposition_stays ON decisions_opiniondisposition;
DROP FUNCTION IF EXISTS decisions_keep_filed_answer();
DROP FUNCTION IF EXISTS decisions_keep_filed_disposition();
"""

_GUARDS = (
    *(append_only_sql(table) for table in APPEND_ONLY),
    *(undeletable_sql(table) for table in KEPT),
    (_FILED, _FILED_BACK),
)

FORWARD = "".join(forward for forward, _backward in _GUARDS)
BACKWARD = "".join(backward for _forward, backward in reversed(_GUARDS))
