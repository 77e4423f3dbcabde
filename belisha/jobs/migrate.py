"""Brings both databases to the schema of this version."""

from io import StringIO

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from belisha.refusal import Refusal


class DatabaseAway(Refusal):
    """The database “{alias}” can't be used: {problem} See: belisha doctor"""

    code = "database_away"


def migrate() -> bool:
    """Migrate what needs it; return whether anything did. Raises DatabaseAway."""
    return sum(_migrate(alias) for alias in connections) > 0


def _migrate(alias: str) -> bool:
    try:
        executor = MigrationExecutor(connections[alias])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", database=alias, interactive=False, verbosity=0, stdout=StringIO())
    except DatabaseError as problem:
        raise DatabaseAway(alias=alias, problem=f"{type(problem).__name__}.") from problem
    return True
