"""The database triggers behind history, one set per tracked table, put in place after every migrate.

Statement-level triggers with transition tables: one INSERT … SELECT per statement, so COPY and bulk UPDATE stay fast.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, models

UNTRACKED_COLUMNS = (
    "updated_at",
    "search_text",
    "search_tokens",
    "search_name",
    "sort_name",
)  # derived from the others, or a mere stamp
SECRET_COLUMNS = ("password",)
"""That they changed is written down, from what to what is not."""


@dataclass(frozen=True)
class Tracking:
    """How history of one table is kept: the arguments of its triggers."""

    subject: str
    record: str
    whole: bool
    leaving_out: tuple[str, ...]


_tracked: dict[type[models.Model], Tracking] = {}

FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_write_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deed uuid := nullif(current_setting('peyvand.change_set', true), '')::uuid;
    secret text[] := ARRAY{list(SECRET_COLUMNS)!r};
    untracked text[] := ARRAY{list(UNTRACKED_COLUMNS)!r} || string_to_array(TG_ARGV[3], ',');
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('INSERT INTO audit_change (change_set_id, "table", record_id, subject_id, operation, new, at)
            SELECT $1, $2, %I, %I, ''I'', CASE WHEN $3 THEN to_jsonb(n) - $4 END, clock_timestamp() FROM new_rows n',
            TG_ARGV[1], TG_ARGV[0]) USING deed, TG_TABLE_NAME, TG_ARGV[2] = 'whole', untracked || secret;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format('INSERT INTO audit_change (change_set_id, "table", record_id, subject_id, operation, old, at)
            SELECT $1, $2, %I, %I, ''D'', to_jsonb(o) - $3, clock_timestamp() FROM old_rows o',
            TG_ARGV[1], TG_ARGV[0]) USING deed, TG_TABLE_NAME, untracked || secret;
    ELSE
        EXECUTE format('INSERT INTO audit_change
            (change_set_id, "table", record_id, subject_id, operation, old, new, at)
            SELECT $1, $2, n.%I, n.%I, ''U'', difference.old, difference.new, clock_timestamp()
            FROM new_rows n JOIN old_rows o ON o.id = n.id
            CROSS JOIN LATERAL (SELECT to_jsonb(o) AS was) former
            CROSS JOIN LATERAL (
                SELECT jsonb_object_agg(key, CASE WHEN key <> ALL ($4) THEN former.was -> key END) AS old,
                    jsonb_object_agg(key, CASE WHEN key <> ALL ($4) THEN value END) AS new
                FROM jsonb_each(to_jsonb(n) - $3) WHERE $5 OR value IS DISTINCT FROM former.was -> key
                HAVING bool_or(value IS DISTINCT FROM former.was -> key)
            ) difference',
            TG_ARGV[1], TG_ARGV[0]) USING deed, TG_TABLE_NAME, untracked, secret, TG_ARGV[1] <> 'id';
    END IF;
    RETURN NULL;
END $$;
"""


def track(
    model: type[models.Model],
    subject: str = "id",
    *,
    record: str = "id",
    whole: bool = False,
    leaving_out: tuple[str, ...] = (),
) -> None:
    """Keep history of `model`.

    `subject` names the column of the record on whose page its changes are shown. `record` names the row that a row
    without a UUID of its own belongs to; its changes are kept with all columns, else nobody could tell which it was.
    With `whole` a new row is kept with its values. The columns of `leaving_out` are not history.
    """
    _tracked[model] = Tracking(subject, record, whole, leaving_out)


def tracked() -> tuple[type[models.Model], ...]:
    """The models whose history is kept."""
    return tuple(_tracked)


def install(**_kwargs: Any) -> None:
    """Create or replace the triggers of all tracked tables that exist by now."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "audit_change" not in tables:
            return
        cursor.execute(FUNCTION)
        for model, tracking in _tracked.items():
            if model._meta.db_table in tables:
                cursor.execute(_triggers(model._meta.db_table, tracking))


def _triggers(table: str, tracking: Tracking) -> str:
    whole, leaving_out = "whole" if tracking.whole else "", ",".join(tracking.leaving_out)
    arguments = f"'{tracking.subject}', '{tracking.record}', '{whole}', '{leaving_out}'"
    moments = {
        "insert": "REFERENCING NEW TABLE AS new_rows",
        "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "REFERENCING OLD TABLE AS old_rows",
    }
    return "".join(
        f'CREATE OR REPLACE TRIGGER audit_{moment} AFTER {moment.upper()} ON "{table}" {rows}'
        f" FOR EACH STATEMENT EXECUTE FUNCTION audit_write_change({arguments});"
        for moment, rows in moments.items()
    )
