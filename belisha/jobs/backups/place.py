"""Where a restore goes: an empty place, marked as unfinished until everything is done."""

from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from belisha.figures.desk.book import book_path
from belisha.jobs import fresh
from belisha.jobs.backups.enclosed import Manifest
from belisha.jobs.backups.refusals import AnotherDatabase, HalfRestored, NewerBackup, NotEmpty
from belisha.screening.list_folders import lists_folder
from belisha.vault.router import STORE

MARK = "restore_unfinished"
"""A table, so that every machine of a desk sees it: no folder is shared by all of them."""
IN_WORDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def refuse_half_restored() -> None:
    """Raise HalfRestored where a restore did not come to its end: what was erased may still be there."""
    if MARK in connections["default"].introspection.table_names():
        raise HalfRestored


def refuse_unless_empty() -> None:
    """Raise NotEmpty or HalfRestored where there is anything that a restore would write over or mix with."""
    refuse_half_restored()
    for alias in ("default", STORE):
        if connections[alias].introspection.table_names():
            name = connections[alias].settings_dict["NAME"]
            raise NotEmpty(place=f"the database {Path(str(name)).name}")
    if lists_folder().exists() and any(lists_folder().iterdir()):
        raise NotEmpty(place=lists_folder())
    if book_path().exists():
        raise NotEmpty(place=book_path())


def refuse_unfit(alias: str, manifest: Manifest, file: Path) -> None:
    """Raise AnotherDatabase or NewerBackup where this backup can't go into this database."""
    if (now := connections[alias].vendor) != manifest.vendor:
        raise AnotherDatabase(
            file=file, was=IN_WORDS.get(manifest.vendor, manifest.vendor), now=IN_WORDS[now]
        )
    # Without a connection: to ask SQLite would make its file.
    known = MigrationLoader(None).graph.nodes
    if any(ran not in known for ran in map(tuple, manifest.migrations)):
        raise NewerBackup(file=file, version=manifest.belisha)


def mark() -> None:
    """From here on nothing is served until `unmark`."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} (id integer)")


def unmark() -> None:
    """All is done."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DROP TABLE {MARK}")


def make_tables(alias: str, manifest: Manifest) -> None:
    """Bring an empty database to the schema that the backup was taken from, without a row in it."""
    executor = MigrationExecutor(connections[alias])
    graph, ran = executor.loader.graph, {(app, name) for app, name in manifest.migrations}
    if ran == set(graph.nodes):
        fresh.make(alias)
        return
    ends = [
        node
        for node in ran
        if not any(child.key in ran and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    executor.migrate(sorted(ends))


def waiting_lists() -> Path:
    """Where the lists are put together before they are the desk's."""
    folder: Path = settings.BELISHA.data_dir
    return folder / "lists.restoring"
