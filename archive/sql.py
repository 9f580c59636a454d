"""What the database itself refuses, whoever asks: triggers that fire for a superuser in replica role too.

Rows of the record are added and never changed. A ledger entry must follow the last one and carry the digest of
its own content; the end of the ledger noted on a case moves one entry at a time. Who owns the tables can still
drop the triggers, which is why the application's role must not, and why the chain is verified.
"""

from accounts.append_only import append_only_sql, undeletable_sql

APPEND_ONLY = (
    "archive_ledgerentry",
    "archive_material",
    "archive_materialfile",
    "archive_expectation",
    "archive_rendition",
)

_ENTRY = """
CREATE OR REPLACE FUNCTION archive_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT head_sequence, head_hash INTO last FROM archive_case WHERE id = NEW.case_id FOR UPDATE;
    IF NOT FOUND OR NEW.sequence <> last.head_sequence + 1 OR NEW.previous_hash <> last.head_hash THEN
        RAISE EXCEPTION 'ledger entry % of case % does not follow entry %',
            NEW.sequence, NEW.case_id, last.head_sequence USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.sha256 <> encode(sha256('\\x00'::bytea || convert_to(NEW.previous_hash || NEW.body, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'ledger entry % of case % does not carry the digest of its content',
            NEW.sequence, NEW.case_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_follows BEFORE INSERT ON archive_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION archive_check_entry();
ALTER TABLE archive_ledgerentry ENABLE ALWAYS TRIGGER entry_follows;
"""

_CASE = """
CREATE OR REPLACE FUNCTION archive_check_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.head_sequence <> 0 OR NEW.head_hash <> '' THEN
            RAISE EXCEPTION 'a new case has no ledger yet' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.fonds_code, NEW.fonds_name, NEW.year, NEW.number, NEW.retention, NEW.opened_on)
        IS DISTINCT FROM
        (OLD.id, OLD.fonds_code, OLD.fonds_name, OLD.year, OLD.number, OLD.retention, OLD.opened_on) THEN
        RAISE EXCEPTION 'what a case was opened with does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.head_sequence, NEW.head_hash) IS DISTINCT FROM (OLD.head_sequence, OLD.head_hash) THEN
        SELECT act, sha256, body INTO entry FROM archive_ledgerentry
            WHERE case_id = NEW.id AND sequence = NEW.head_sequence;
        IF NOT FOUND OR NEW.head_sequence <> OLD.head_sequence + 1 OR NEW.head_hash <> entry.sha256 THEN
            RAISE EXCEPTION 'the end of the ledger of case % moves only to the next entry', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.title <> OLD.title AND entry.act = 'retitle'
            AND NEW.title = entry.body::jsonb -> 'data' ->> 'title' THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NEW.title <> OLD.title THEN
        RAISE EXCEPTION 'a case gets another title only by an entry in its ledger'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_moves_forward BEFORE INSERT OR UPDATE ON archive_case
    FOR EACH ROW EXECUTE FUNCTION archive_check_case();
ALTER TABLE archive_case ENABLE ALWAYS TRIGGER case_moves_forward;
"""

_BLOB = """
CREATE OR REPLACE FUNCTION archive_check_blob() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        AND NOT EXISTS (SELECT 1 FROM archive_materialfile WHERE blob_id = OLD.sha256)
        AND NOT EXISTS (SELECT 1 FROM archive_rendition WHERE blob_id = OLD.sha256)
        AND NOT EXISTS (SELECT 1 FROM archive_upload WHERE blob_id = OLD.sha256) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% of archive_blob: a stored file is never changed, nor removed while in use', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER blob_stays BEFORE UPDATE OR DELETE ON archive_blob
    FOR EACH ROW EXECUTE FUNCTION archive_check_blob();
CREATE TRIGGER blobs_stay BEFORE TRUNCATE ON archive_blob
    FOR EACH STATEMENT EXECUTE FUNCTION archive_check_blob();
ALTER TABLE archive_blob ENABLE ALWAYS TRIGGER blob_stays, ENABLE ALWAYS TRIGGER blobs_stay;
"""

_GUARDS = (
    *(append_only_sql(table) for table in APPEND_ONLY),
    undeletable_sql("archive_case"),
    (_ENTRY, "DROP FUNCTION archive_check_entry() CASCADE;"),
    (_CASE, "DROP FUNCTION archive_check_case() CASCADE;"),
    (_BLOB, "DROP FUNCTION archive_check_blob() CASCADE;"),
)

FORWARD = "".join(forward for forward, _backward in _GUARDS)
BACKWARD = "".join(backward for _forward, backward in reversed(_GUARDS))
