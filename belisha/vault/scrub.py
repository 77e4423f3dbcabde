"""Taking what was deleted out of the files: SQLite's write-ahead logs, PostgreSQL's dead rows."""

from collections.abc import Collection

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def scrub(tables: Collection[str]) -> bool:
    """Bring the logs of both databases into their files and cut them to nothing; False: somebody still reads.

    SQLite overwrites what is deleted (secure_delete), but the log keeps it until it is cut. On PostgreSQL the
    dead rows of these tables are vacuumed; what it logged it keeps as long as its own settings say.
    """
    clean = [_scrubbed(connections[alias], tables) for alias in connections]
    return all(clean)


def _scrubbed(connection: BaseDatabaseWrapper, tables: Collection[str]) -> bool:
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy
        there = set(connection.introspection.table_names(cursor)) & set(tables)
        for table in sorted(there):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    return True
