"""What the database refuses, whoever asks: forward and backward SQL, run by a migration.

Every trigger is ``ENABLE ALWAYS``, so that ``session_replication_role = replica`` does not switch it off.
"""

from __future__ import annotations

from accounts.append_only import append_only_sql, undeletable_sql

# Separation of the three administrators (三员分立). The lists repeat ``accounts.groups.ADMINISTRATORS`` on purpose: a
# migration must not change when code does; a test compares them.
_SEPARATION = """
CREATE FUNCTION accounts_administrator_verbs(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE name
        WHEN 'system_admin' THEN ARRAY['manage_units', 'manage_people']
        WHEN 'security_admin' THEN ARRAY['manage_offices', 'unlock_accounts']
        WHEN 'auditor' THEN ARRAY['read_audit']
    END
$body$;

CREATE FUNCTION accounts_separate_offices() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    conflict record;
BEGIN
    -- Offices of one person are checked one after another; the weaker lock lets foreign keys be checked meanwhile.
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    SELECT mine.name AS mine, theirs.name AS theirs INTO conflict
    FROM accounts_membership other
    JOIN auth_group theirs ON theirs.id = other.group_id
    JOIN auth_group mine ON mine.id = NEW.group_id
    WHERE other.user_id = NEW.user_id
        AND other.id <> NEW.id
        AND other.group_id <> NEW.group_id
        AND (accounts_administrator_verbs(mine.name) IS NOT NULL
            OR accounts_administrator_verbs(theirs.name) IS NOT NULL)
        AND daterange(other.starts_on, other.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'one person cannot hold % and % at a time', conflict.mine, conflict.theirs
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_are_separate',
                TABLE = 'accounts_membership';
    END IF;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER administrators_are_separate
    AFTER INSERT OR UPDATE ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION accounts_separate_offices();
ALTER TABLE accounts_membership ENABLE ALWAYS TRIGGER administrators_are_separate;

CREATE FUNCTION accounts_separate_verbs() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    holder text;
    label text;
    verb text;
    own text[];
BEGIN
    SELECT name INTO holder FROM auth_group WHERE id = NEW.group_id;
    SELECT type.app_label, permission.codename INTO label, verb
    FROM auth_permission permission JOIN django_content_type type ON type.id = permission.content_type_id
    WHERE permission.id = NEW.permission_id;
    own := accounts_administrator_verbs(holder);
    IF own IS NOT NULL AND NOT (label = 'accounts' AND verb = ANY (own)) THEN
        RAISE EXCEPTION '% cannot have the right %.%', holder, label, verb
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_have_only_their_verbs',
                TABLE = 'auth_group_permissions';
    END IF;
    IF own IS NULL AND label = 'accounts' AND verb IN (
        SELECT unnest(accounts_administrator_verbs(name)) FROM unnest(
            ARRAY['system_admin', 'security_admin', 'auditor']) AS name
    ) THEN
        RAISE EXCEPTION '%.% belongs to an administrator, not to %', label, verb, holder
            USING ERRCODE = 'check_violation', CONSTRAINT = 'administrators_have_only_their_verbs',
                TABLE = 'auth_group_permissions';
    END IF;
    RETURN NULL;
END
$body$;

CREATE CONSTRAINT TRIGGER administrators_have_only_their_verbs
    AFTER INSERT OR UPDATE ON auth_group_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_separate_verbs();
ALTER TABLE auth_group_permissions ENABLE ALWAYS TRIGGER administrators_have_only_their_verbs;

CREATE FUNCTION accounts_keep_group_names() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.name <> OLD.name THEN
        RAISE EXCEPTION 'the group % keeps its name', OLD.name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'groups_keep_their_names', TABLE = 'auth_group';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER groups_keep_their_names BEFORE UPDATE ON auth_group
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_group_names();
ALTER TABLE auth_group ENABLE ALWAYS TRIGGER groups_keep_their_names;
"""

_SEPARATION_BACK = """
DROP TRIGGER groups_keep_their_names ON auth_group;
DROP TRIGGER administrators_have_only_their_verbs ON auth_group_permissions;
DROP TRIGGER administrators_are_separate ON accounts_membership;
DROP FUNCTION accounts_keep_group_names();
DROP FUNCTION accounts_separate_verbs();
DROP FUNCTION accounts_separate_offices();
DROP FUNCTION accounts_administrator_verbs(text);
"""

# Rights come from offices alone; Django's two other tables of them stay empty.
_ONLY_OFFICES = """
CREATE FUNCTION accounts_refuse_direct_right() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'rights come only from offices held'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rights_only_by_office', TABLE = TG_TABLE_NAME;
END
$body$;

CREATE TRIGGER rights_only_by_office BEFORE INSERT OR UPDATE ON accounts_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_direct_right();
CREATE TRIGGER rights_only_by_office BEFORE INSERT OR UPDATE ON accounts_user_user_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_direct_right();
ALTER TABLE accounts_user_groups ENABLE ALWAYS TRIGGER rights_only_by_office;
ALTER TABLE accounts_user_user_permissions ENABLE ALWAYS TRIGGER rights_only_by_office;
"""

_ONLY_OFFICES_BACK = """
DROP TRIGGER rights_only_by_office ON accounts_user_groups;
DROP TRIGGER rights_only_by_office ON accounts_user_user_permissions;
DROP FUNCTION accounts_refuse_direct_right();
"""

# The ledger names who acted by the user name, in entries that never change.
_USERNAMES_STAY = """
CREATE FUNCTION accounts_keep_usernames() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.username IS DISTINCT FROM OLD.username THEN
        RAISE EXCEPTION 'the account % keeps its user name', OLD.username
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'usernames_stay', TABLE = 'accounts_user';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER usernames_stay BEFORE UPDATE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_usernames();
ALTER TABLE accounts_user ENABLE ALWAYS TRIGGER usernames_stay;
"""

_USERNAMES_STAY_BACK = """
DROP TRIGGER usernames_stay ON accounts_user;
DROP FUNCTION accounts_keep_usernames();
"""

KEPT_TABLES = ("accounts_user", "accounts_unit", "accounts_membership")
HISTORY_TABLES = (
    "accounts_historicaluser",
    "accounts_historicalunit",
    "accounts_historicalmembership",
    "accounts_formerpassword",
)

# Each item is forward and backward SQL, in the order in which it is run.
OPERATIONS: tuple[tuple[str, str], ...] = (
    *(undeletable_sql(table) for table in KEPT_TABLES),
    *(append_only_sql(table) for table in HISTORY_TABLES),
    (_SEPARATION, _SEPARATION_BACK),
    (_ONLY_OFFICES, _ONLY_OFFICES_BACK),
)
USERNAMES_STAY = (_USERNAMES_STAY, _USERNAMES_STAY_BACK)
