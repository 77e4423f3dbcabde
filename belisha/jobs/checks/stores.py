"""What keeps the data: master key, databases, backups, and signed heads outside."""

from collections.abc import Iterator

from belisha.jobs.checks.check import Check


def master_key() -> str:
    """Whether the master key opens the key store; raises what is wrong."""
    from belisha.vault.keys import DESK_KEY, check_master_key, key_to_seal

    check_master_key()
    key_to_seal(DESK_KEY)
    return "there, and opens the key store"


def databases() -> str:
    """Whether each database is at this version’s schema. Raises RuntimeError."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError(f"“{alias}” is not at this version's schema")
    return ", ".join(f"{alias}: {connections[alias].vendor}" for alias in connections)


def key_store() -> Check:
    """Whether the keys lie apart from the data."""
    from django.conf import settings

    data, keys = (settings.DATABASES[alias] for alias in ("default", "keys"))
    apart = (data["NAME"], data.get("HOST")) != (keys["NAME"], keys.get("HOST"))
    detail = "apart from the database" if apart else "the same database as the data"
    return Check(
        "key store", apart, detail, "Set BELISHA_KEYS_URL to a database of its own, with its own backup."
    )


def durability() -> Iterator[Check]:
    """Each setting that could lose a commit."""
    from django.db import DatabaseError

    from belisha.jobs.durability import findings

    try:
        for found in findings():
            name = f"{found.database}: {found.setting}"
            yield Check(name, found.ok, found.value, f"Set it to {found.wanted}.")
    except DatabaseError as problem:
        yield Check("durability", False, type(problem).__name__, "Start the database.")


def backup() -> Check:
    """How old the newest backup is, and where its keys lie."""
    from django.utils import timezone

    from belisha.jobs.backups import stamp

    newest = stamp.newest()
    if newest is None:
        remedy = "Run belisha backup every night; see docs/guides/survival.md"
        return Check("backup", False, "none was taken yet", remedy, needed=False)
    hours = round((timezone.now() - newest.taken_at).total_seconds() / 3600)
    detail = f"the newest is {hours} hours old" + (", its keys lie beside it" if newest.together else "")
    remedy = "Keep the keys elsewhere." if newest.together else "Run belisha backup."
    return Check("backup", hours <= stamp.OLD and not newest.together, detail, remedy, needed=False)


def checkpoints() -> str:
    """How old the newest head kept outside is. Raises RuntimeError where there is none."""
    from django.utils import timezone

    from belisha.ledger.places import configured
    from belisha.ledger.read import newest_head, places_outside

    if not configured():
        raise RuntimeError("kept nowhere outside: a ledger that was cut off or written anew would not show")
    if not (places := places_outside()):
        return "a place outside is set, and the worker has brought nothing there yet"
    if wrong := [f"{one.kind} ({one.problem})" for one in places if one.failing_since]:
        raise RuntimeError(f"not taken by: {', '.join(wrong)}")
    newest = newest_head()
    hours = int((timezone.now() - newest.at).total_seconds() // 3600) if newest else 0
    signed = f"the newest over {newest.size} entries, {hours} hours ago" if newest else "none signed yet"
    return f"{signed}; kept in: {', '.join(one.kind for one in places)}"
