"""Triggers that hold a rule pack still once it has left drafting, whoever writes to the database.

They fire always, also for a superuser in replica role: a decision is judged by its pinned version for life (art. 38).
"""

from __future__ import annotations

from accounts.append_only import append_only_sql

HISTORY_TABLES = (
    "decisions_historicalrulepack",
    "decisions_historicalruleparameter",
    "decisions_historicalcalendaryear",
    "decisions_historicalcalendarday",
)

_FORWARD = """
CREATE OR REPLACE FUNCTION statutes_hold_parameters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT code, version, status FROM decisions_rulepack
        WHERE id IN (
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.pack_id END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.pack_id END
        )
    LOOP
        IF held.status <> 'draft' THEN
            RAISE EXCEPTION 'Rule pack % % is no longer a draft: its parameters cannot change.',
                held.code, held.version USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION statutes_hold_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Rule pack % % is no longer a draft: it cannot be deleted.', OLD.code, OLD.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status = 'draft'
        OR NEW.code <> OLD.code
        OR NEW.version <> OLD.version
        OR NEW.parent_id IS DISTINCT FROM OLD.parent_id
        OR NEW.effective_from <> OLD.effective_from
    THEN
        RAISE EXCEPTION 'Rule pack % % is no longer a draft: it cannot be rewritten.', OLD.code, OLD.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS statutes_hold_parameters ON decisions_ruleparameter;
CREATE TRIGGER statutes_hold_parameters BEFORE INSERT OR UPDATE OR DELETE ON decisions_ruleparameter
    FOR EACH ROW EXECUTE FUNCTION statutes_hold_parameters();
ALTER TABLE decisions_ruleparameter ENABLE ALWAYS TRIGGER statutes_hold_parameters;

DROP TRIGGER IF EXISTS statutes_hold_pack ON decisions_rulepack;
CREATE TRIGGER statutes_hold_pack BEFORE UPDATE OR DELETE ON decisions_rulepack
    FOR EACH ROW EXECUTE FUNCTION statutes_hold_pack();
ALTER TABLE decisions_rulepack ENABLE ALWAYS TRIGGER statutes_hold_pack;
"""

_BACKWARD = """
DROP TRIGGER IF EXISTS statutes_hold_parameters ON decisions_ruleparameter;
DROP TRIGGER IF EXISTS statutes_hold_pack ON decisions_rulepack;
DROP FUNCTION IF EXISTS statutes_hold_parameters();
DROP FUNCTION IF EXISTS statutes_hold_pack();
"""

# Forward and backward SQL, in the order of the migration.
PAIRS = ((_FORWARD, _BACKWARD), *(append_only_sql(table) for table in HISTORY_TABLES))
