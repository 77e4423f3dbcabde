"""The tables of an empty database, made at once as they are after the last migration.

To run every migration on nothing takes ten times as long, most of it to imagine the steps in between. What
comes of both is the same: tests/sweeps/test_a_fresh_database.py compares them, on SQLite and PostgreSQL.
"""

from collections.abc import Iterable
from itertools import chain

from django.db import connections, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState, StateApps


def is_empty(alias: str) -> bool:
    """Is there no table in it at all?"""
    return not connections[alias].introspection.table_names()


def make(alias: str) -> None:
    """Make every table of this version in an empty database, in one transaction: all of it or nothing."""
    executor = MigrationExecutor(connections[alias])
    ends = executor.loader.graph.leaf_nodes()
    state = executor.loader.project_state(ends)
    ran = [migration for migration, _ in executor.migration_plan(ends, clean_start=True)]
    with connections[alias].schema_editor(atomic=True) as editor:
        _make_tables(editor, state.apps)
        for migration in ran:
            _act(editor, migration, state)
        _note(editor, executor.recorder, ran)


def _make_tables(editor: BaseDatabaseSchemaEditor, apps: StateApps) -> None:
    for model in apps.get_models():
        options = model._meta
        if options.can_migrate(editor.connection) and router.allow_migrate_model(
            editor.connection.alias, model
        ):
            editor.create_model(model)


def _act(editor: BaseDatabaseSchemaEditor, migration: Migration, state: ProjectState) -> None:
    """What a migration does beside its tables, such as triggers; on rows there is nothing to do."""
    for operation in migration.operations:
        if isinstance(operation, RunPython | RunSQL):
            operation.database_forwards(migration.app_label, editor, state, state)


def _note(editor: BaseDatabaseSchemaEditor, recorder: MigrationRecorder, ran: Iterable[Migration]) -> None:
    editor.create_model(recorder.Migration)
    replaced = chain.from_iterable(migration.replaces for migration in ran)
    for app, name in dict.fromkeys([*((one.app_label, one.name) for one in ran), *replaced]):
        recorder.record_applied(app, name)
