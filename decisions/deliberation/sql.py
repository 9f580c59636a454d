"""What the database itself refuses of a meeting: a view after the head's, a head before the rest, a changed record."""

from __future__ import annotations

from accounts.append_only import append_only_sql

APPEND_ONLY = (
    "decisions_attendance",
    "decisions_spokenview",
    "decisions_decisionrecord",
    "decisions_minutesaddendum",
)

_VIEW = """
CREATE OR REPLACE FUNCTION decisions_check_view() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    speaker record;
    silent text;
BEGIN
    PERFORM 1 FROM decisions_agendaitem WHERE id = NEW.item_id FOR UPDATE;
    SELECT * INTO speaker FROM decisions_attendance WHERE id = NEW.attendance_id;
    IF speaker.item_id <> NEW.item_id OR speaker.presence <> 'present' THEN
        RAISE EXCEPTION 'only who is present at an item speaks to it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM decisions_decisionrecord WHERE item_id = NEW.item_id) THEN
        RAISE EXCEPTION 'the record of this item is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM decisions_spokenview WHERE item_id = NEW.item_id) THEN
        RAISE EXCEPTION 'views are recorded in the order of speaking' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM decisions_spokenview spoken JOIN decisions_attendance person ON person.id = spoken.attendance_id
        WHERE spoken.item_id = NEW.item_id AND person.presides
    ) THEN
        RAISE EXCEPTION 'nobody speaks after the head' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF speaker.presides THEN
        SELECT string_agg(person.name, ', ') INTO silent FROM decisions_attendance person
            WHERE person.item_id = NEW.item_id AND person.capacity = 'member' AND person.presence = 'present'
            AND person.id <> speaker.id
            AND NOT EXISTS (SELECT 1 FROM decisions_spokenview spoken WHERE spoken.attendance_id = person.id);
        IF silent IS NOT NULL THEN
            RAISE EXCEPTION 'the head speaks last; silent so far: %', silent
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER view_in_order BEFORE INSERT ON decisions_spokenview
    FOR EACH ROW EXECUTE FUNCTION decisions_check_view();
ALTER TABLE decisions_spokenview ENABLE ALWAYS TRIGGER view_in_order;
"""

_ATTENDANCE = """
CREATE OR REPLACE FUNCTION decisions_check_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM decisions_agendaitem WHERE id = NEW.item_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM decisions_decisionrecord WHERE item_id = NEW.item_id) THEN
        RAISE EXCEPTION 'the record of this item is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attendance_before_record BEFORE INSERT ON decisions_attendance
    FOR EACH ROW EXECUTE FUNCTION decisions_check_attendance();
ALTER TABLE decisions_attendance ENABLE ALWAYS TRIGGER attendance_before_record;
"""

_RECORD = """
CREATE OR REPLACE FUNCTION decisions_check_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT person.id, person.presides INTO last
        FROM decisions_spokenview spoken JOIN decisions_attendance person ON person.id = spoken.attendance_id
        WHERE spoken.item_id = NEW.item_id ORDER BY spoken.sequence DESC LIMIT 1;
    IF NOT FOUND OR NOT last.presides OR last.id <> NEW.decided_by_id THEN
        RAISE EXCEPTION 'who decides spoke last' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_after_discussion BEFORE INSERT ON decisions_decisionrecord
    FOR EACH ROW EXECUTE FUNCTION decisions_check_record();
ALTER TABLE decisions_decisionrecord ENABLE ALWAYS TRIGGER record_after_discussion;
"""

_GUARDS = (
    *(append_only_sql(table) for table in APPEND_ONLY),
    (_VIEW, "DROP FUNCTION IF EXISTS decisions_check_view() CASCADE;"),
    (_ATTENDANCE, "DROP FUNCTION IF EXISTS decisions_check_attendance() CASCADE;"),
    (_RECORD, "DROP FUNCTION IF EXISTS decisions_check_record() CASCADE;"),
)

MEMBERS_APPEND_ONLY = ("decisions_writtenview", "decisions_minutesconfirmation")

_WRITTEN = """
CREATE OR REPLACE FUNCTION decisions_check_written_view() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    member record;
BEGIN
    SELECT * INTO member FROM decisions_attendance WHERE id = NEW.attendance_id;
    PERFORM 1 FROM decisions_agendaitem WHERE id = member.item_id FOR UPDATE;
    IF member.capacity <> 'member' OR member.presence = 'present' THEN
        RAISE EXCEPTION 'only a member who is absent writes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM decisions_decisionrecord WHERE item_id = member.item_id) THEN
        RAISE EXCEPTION 'the record of this item is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER written_view_of_absent BEFORE INSERT ON decisions_writtenview
    FOR EACH ROW EXECUTE FUNCTION decisions_check_written_view();
ALTER TABLE decisions_writtenview ENABLE ALWAYS TRIGGER written_view_of_absent;
"""

_CONFIRMATION = """
CREATE OR REPLACE FUNCTION decisions_check_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM decisions_attendance member
        JOIN decisions_decisionrecord closed ON closed.item_id = member.item_id
        WHERE member.id = NEW.attendance_id AND member.capacity = 'member' AND member.presence = 'present'
    ) THEN
        RAISE EXCEPTION 'only a member who was there confirms a record that is closed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmation_of_record BEFORE INSERT ON decisions_minutesconfirmation
    FOR EACH ROW EXECUTE FUNCTION decisions_check_confirmation();
ALTER TABLE decisions_minutesconfirmation ENABLE ALWAYS TRIGGER confirmation_of_record;
"""

_MEMBER_GUARDS = (
    *(append_only_sql(table) for table in MEMBERS_APPEND_ONLY),
    (_WRITTEN, "DROP FUNCTION IF EXISTS decisions_check_written_view() CASCADE;"),
    (_CONFIRMATION, "DROP FUNCTION IF EXISTS decisions_check_confirmation() CASCADE;"),
)

MEMBERS_FORWARD = "".join(forward for forward, _backward in _MEMBER_GUARDS)
MEMBERS_BACKWARD = "".join(backward for _forward, backward in reversed(_MEMBER_GUARDS))

FORWARD = "".join(forward for forward, _backward in _GUARDS)
BACKWARD = "".join(backward for _forward, backward in reversed(_GUARDS))
