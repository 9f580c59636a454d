"""What the database itself refuses, whoever asks: an early opening, a changed sheet, a score before its time.

Every trigger is ``ENABLE ALWAYS``: ``session_replication_role = replica`` does not switch it off.
"""

from __future__ import annotations

from accounts.append_only import append_only_sql, undeletable_sql

APPEND_ONLY = (
    "experts_criterion",
    "experts_conflictdeclaration",
    "experts_scoresheet",
    "experts_scoreitem",
    "experts_expertopinion",
    "experts_panelresult",
    "experts_opinionanswer",
    "experts_historicalexpertpool",
    "experts_historicalexpert",
    "experts_historicalaffiliation",
    "experts_historicalpanel",
    "experts_historicalseat",
)
KEPT = ("experts_expert", "experts_panel", "experts_seat")

_OPENING = """
CREATE FUNCTION experts_check_opening() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    outstanding integer;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.opened_on IS NOT NULL THEN
            RAISE EXCEPTION 'a new panel is not opened yet'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'panel_opened_together', TABLE = 'experts_panel';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.seal_salt <> OLD.seal_salt OR NEW.decision_id <> OLD.decision_id OR NEW.snapshot_id <> OLD.snapshot_id THEN
        RAISE EXCEPTION 'what a panel was convened on does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'panel_is_frozen', TABLE = 'experts_panel';
    END IF;
    IF OLD.opened_on IS NOT NULL THEN
        IF NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.deadline_on <> OLD.deadline_on THEN
            RAISE EXCEPTION 'a panel is opened once'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'panel_opened_once', TABLE = 'experts_panel';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.opened_on IS NOT NULL THEN
        SELECT count(*) INTO outstanding FROM experts_seat seat
        WHERE seat.panel_id = NEW.id AND seat.status IN ('invited', 'accepted') AND NOT EXISTS (
            SELECT 1 FROM experts_scoresheet sheet WHERE sheet.seat_id = seat.id AND sheet.round = NEW.round);
        IF outstanding > 0 AND (NEW.opened_on <= OLD.deadline_on
            OR OLD.deadline_on >= (NEW.opened_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
            RAISE EXCEPTION 'sheets are opened when all are sealed or the period is over'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'panel_opened_together', TABLE = 'experts_panel';
        END IF;
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER panel_opened_together BEFORE INSERT OR UPDATE ON experts_panel
    FOR EACH ROW EXECUTE FUNCTION experts_check_opening();
ALTER TABLE experts_panel ENABLE ALWAYS TRIGGER panel_opened_together;

CREATE FUNCTION experts_check_sealing() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    place record;
BEGIN
    SELECT seat.status, panel.opened_on INTO place
    FROM experts_seat seat JOIN experts_panel panel ON panel.id = seat.panel_id WHERE seat.id = NEW.seat_id;
    IF place.status <> 'accepted' OR place.opened_on IS NOT NULL THEN
        RAISE EXCEPTION 'a sheet is sealed by an expert who accepted, before the panel is opened'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_sealed_in_time', TABLE = 'experts_scoresheet';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER sheet_sealed_in_time BEFORE INSERT ON experts_scoresheet
    FOR EACH ROW EXECUTE FUNCTION experts_check_sealing();
ALTER TABLE experts_scoresheet ENABLE ALWAYS TRIGGER sheet_sealed_in_time;

CREATE FUNCTION experts_check_readable() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    opened date;
BEGIN
    SELECT panel.opened_on INTO opened
    FROM experts_scoresheet sheet
    JOIN experts_seat seat ON seat.id = sheet.seat_id
    JOIN experts_panel panel ON panel.id = seat.panel_id WHERE sheet.id = NEW.sheet_id;
    IF opened IS NULL THEN
        RAISE EXCEPTION 'nothing of a sheet is readable before the panel is opened'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_read_after_opening', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER sheet_read_after_opening BEFORE INSERT ON experts_scoreitem
    FOR EACH ROW EXECUTE FUNCTION experts_check_readable();
CREATE TRIGGER sheet_read_after_opening BEFORE INSERT ON experts_expertopinion
    FOR EACH ROW EXECUTE FUNCTION experts_check_readable();
ALTER TABLE experts_scoreitem ENABLE ALWAYS TRIGGER sheet_read_after_opening;
ALTER TABLE experts_expertopinion ENABLE ALWAYS TRIGGER sheet_read_after_opening;
"""

_OPENING_BACK = """
DROP TRIGGER sheet_read_after_opening ON experts_expertopinion;
DROP TRIGGER sheet_read_after_opening ON experts_scoreitem;
DROP TRIGGER sheet_sealed_in_time ON experts_scoresheet;
DROP TRIGGER panel_opened_together ON experts_panel;
DROP FUNCTION experts_check_readable();
DROP FUNCTION experts_check_sealing();
DROP FUNCTION experts_check_opening();
"""

OPERATIONS = (
    *(append_only_sql(table) for table in APPEND_ONLY),
    *(undeletable_sql(table) for table in KEPT),
    (_OPENING, _OPENING_BACK),
)
