"""The database itself refuses to change or delete what the registers hold.

The rule in Python binds our own code; this binds a query written by hand and an injected one. What
sealing fills in once (place and hash) stays possible, and only while it is empty. SQLite forgets the
triggers of a table it remakes: a later migration that alters one of these tables runs ``protect``
again, and a test fails if it did not.
"""

from typing import Any

from django.db import migrations

TABLES = ("base_auditevent", "base_accessevent")
# Written with the event and never again; the columns left out are those of the seal.
FIXED = "id organizzazione_id actor_id at code target_type target_id data".split()

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION base_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def protect(_apps: Any, editor: Any) -> None:
    """Create the triggers of both tables."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        _run(editor, POSTGRES_FUNCTION)
    for table in TABLES:
        changed = _changed(postgres) if table == "base_auditevent" else ""
        events = ("UPDATE", "DELETE", "TRUNCATE") if postgres else ("UPDATE", "DELETE")
        for event in events:
            when = f"WHEN ({changed}) " if changed and event == "UPDATE" else ""
            _run(editor, (_postgres if postgres else _sqlite)(table, event, when))


def unprotect(_apps: Any, editor: Any) -> None:
    """Drop what ``protect`` created."""
    postgres = editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in ("update", "delete", "truncate") if postgres else ("update", "delete"):
            on = f" ON {table}" if postgres else ""
            _run(editor, f"DROP TRIGGER {table}_no_{event}{on}")
    if postgres:
        _run(editor, "DROP FUNCTION base_append_only()")


def _changed(postgres: bool) -> str:
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    fixed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in FIXED)
    return f"OLD.seq IS NOT NULL OR NEW.seq IS NULL OR {fixed}"


def _postgres(table: str, event: str, when: str) -> str:
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"FOR EACH {each} {when}EXECUTE FUNCTION base_append_only()"
    )


def _sqlite(table: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
    )


def _run(editor: Any, sql: str) -> None:
    """Without parameters, so that the % of the function body is left alone."""
    editor.execute(sql, params=None)


class Migration(migrations.Migration):
    """Triggers on the two registers."""

    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect, elidable=False)]
