"""The triggers that make the log append-only, for both databases."""

from typing import Any

SQLITE = [
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry"
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry"
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
]
SQLITE_DROP = [
    "DROP TRIGGER IF EXISTS ledger_entry_no_update",
    "DROP TRIGGER IF EXISTS ledger_entry_no_delete",
]

POSTGRES = [
    "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    "CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry"
    " FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
    "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()",
]
POSTGRES_DROP = [
    "DROP TRIGGER IF EXISTS ledger_entry_append_only ON ledger_entry",
    "DROP TRIGGER IF EXISTS ledger_entry_no_truncate ON ledger_entry",
    "DROP FUNCTION IF EXISTS ledger_append_only()",
]


def create(apps: Any, editor: Any) -> None:
    """Set the triggers up on the database that is being migrated."""
    _run(editor, SQLITE if editor.connection.vendor == "sqlite" else POSTGRES)


def drop(apps: Any, editor: Any) -> None:
    """Take the triggers away, for a migration backwards."""
    _run(editor, SQLITE_DROP if editor.connection.vendor == "sqlite" else POSTGRES_DROP)


def _run(editor: Any, statements: list[str]) -> None:
    if editor.connection.alias != "default":
        return
    for statement in statements:
        editor.execute(statement)
