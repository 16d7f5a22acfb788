"""The database triggers behind history, one set per tracked table, put in place after every migrate.

Statement-level triggers with transition tables: one INSERT … SELECT per statement, so COPY and bulk UPDATE stay fast.
"""

from typing import Any

from django.db import connection, models

UNTRACKED_COLUMNS = (
    "updated_at",
    "search_text",
    "search_tokens",
    "search_name",
    "sort_name",
)  # derived from the others, or a mere stamp
_tracked: dict[type[models.Model], str] = {}

FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_write_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deed uuid := nullif(current_setting('peyvand.change_set', true), '')::uuid;
    untracked text[] := ARRAY{list(UNTRACKED_COLUMNS)!r};
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('INSERT INTO audit_change (change_set_id, "table", record_id, subject_id, operation, at)
            SELECT $1, $2, id, %I, ''I'', clock_timestamp() FROM new_rows', TG_ARGV[0]) USING deed, TG_TABLE_NAME;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format('INSERT INTO audit_change (change_set_id, "table", record_id, subject_id, operation, old, at)
            SELECT $1, $2, id, %I, ''D'', to_jsonb(o) - $3, clock_timestamp() FROM old_rows o', TG_ARGV[0])
            USING deed, TG_TABLE_NAME, untracked;
    ELSE
        EXECUTE format('INSERT INTO audit_change
            (change_set_id, "table", record_id, subject_id, operation, old, new, at)
            SELECT $1, $2, n.id, n.%I, ''U'', difference.old, difference.new, clock_timestamp()
            FROM new_rows n JOIN old_rows o ON o.id = n.id
            CROSS JOIN LATERAL (SELECT to_jsonb(o) AS was) former
            CROSS JOIN LATERAL (
                SELECT jsonb_object_agg(key, former.was -> key) AS old, jsonb_object_agg(key, value) AS new
                FROM jsonb_each(to_jsonb(n) - $3) WHERE value IS DISTINCT FROM former.was -> key
            ) difference
            WHERE difference.new IS NOT NULL', TG_ARGV[0]) USING deed, TG_TABLE_NAME, untracked;
    END IF;
    RETURN NULL;
END $$;
"""


def track(model: type[models.Model], subject: str = "id") -> None:
    """Keep history of `model`. `subject` names the column of the record on whose page its changes are shown."""
    _tracked[model] = subject


def install(**_kwargs: Any) -> None:
    """Create or replace the triggers of all tracked tables that exist by now."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "audit_change" not in tables:
            return
        cursor.execute(FUNCTION)
        for model, subject in _tracked.items():
            if model._meta.db_table in tables:
                cursor.execute(_triggers(model._meta.db_table, subject))


def _triggers(table: str, subject: str) -> str:
    moments = {
        "insert": "REFERENCING NEW TABLE AS new_rows",
        "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "REFERENCING OLD TABLE AS old_rows",
    }
    return "".join(
        f'CREATE OR REPLACE TRIGGER audit_{moment} AFTER {moment.upper()} ON "{table}" {rows}'
        f" FOR EACH STATEMENT EXECUTE FUNCTION audit_write_change('{subject}');"
        for moment, rows in moments.items()
    )
