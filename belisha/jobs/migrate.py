"""Brings both databases to the schema of this version."""

from io import StringIO

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from belisha.jobs import fresh
from belisha.jobs.first_start import refuse_lost_key
from belisha.refusal import Refusal
from belisha.vault.router import STORE


class DatabaseAway(Refusal):
    """The database “{alias}” can't be used: {problem} See: belisha doctor"""

    code = "database_away"


def migrate(*aliases: str) -> bool:
    """Migrate what needs it, of both databases or of those named; return whether anything did.

    Raises DatabaseAway and WrongMasterKey.
    """
    # Before the first byte changes: without its master key this desk can only be left as it is.
    _refuse_lost_key()
    return sum(_migrate(alias) for alias in aliases or connections) > 0


def _refuse_lost_key() -> None:
    try:
        refuse_lost_key()
    except DatabaseError as problem:
        raise DatabaseAway(alias=STORE, problem=f"{type(problem).__name__}.") from problem


def _migrate(alias: str) -> bool:
    try:
        executor = MigrationExecutor(connections[alias])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        if fresh.is_empty(alias):
            fresh.make(alias)
        # Whatever is left to do, and what Django wants to know once the tables are there.
        call_command("migrate", database=alias, interactive=False, verbosity=0, stdout=StringIO())
    except DatabaseError as problem:
        raise DatabaseAway(alias=alias, problem=f"{type(problem).__name__}.") from problem
    return True
