"""`belisha doctor`: what is well, what isn't, and what to do about it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs import appeals, connector, endpoints, orders, preserved
from belisha.jobs.console import NO, answer, use_data_dir, with_a_desk
from belisha.jobs.deliveries import stand

DATABASES = (
    "Start the database and check BELISHA_DATABASE_URL and BELISHA_KEYS_URL; "
    "belisha serve brings the tables up to date."
)
OUTSIDE = "Set BELISHA_CHECKPOINT_DIR, _URL or _MAIL to a place that this machine can't change."


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `needed` ones that fail make the whole answer a no."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")] = None,
) -> None:
    """Look at everything that this desk stands on. Exit code 1 where something needed is not well.

    Example: belisha doctor
    """
    use_data_dir(data)
    _doctor(as_json)


@with_a_desk
def _doctor(as_json: bool) -> None:
    checks = list(examine())
    ok = all(check.ok or not check.needed for check in checks)
    if as_json:
        answer({"ok": ok, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print(check)
    if not ok:
        raise typer.Exit(NO)


def examine() -> Iterator[Check]:
    """Every check, in the order in which a new operator would fix them."""
    yield _python()
    yield _search()
    yield _decoding()
    yield _formats()
    yield _data_dir()
    yield _disk()
    yield _attempt("master key", _master_key, "Run: belisha setup")
    databases = _attempt("databases", _databases, DATABASES)
    yield databases
    yield _key_store()
    yield from _durability()
    if databases.ok:
        yield from _content()


def _content() -> Iterator[Check]:
    yield _attempt("organisation", _organisation, "Run: belisha setup", needed=False)
    yield _attempt("staff", _staff, "Run: belisha adduser", needed=False)
    yield _attempt("lists", _lists, "Import the list again, or: belisha lists rollback NAME")
    yield _attempt("list officer", _list_officers, "Give somebody the role list officer.", needed=False)
    yield _backup()
    yield _alerts()
    yield _attempt("deliveries", stand, "See: belisha deliveries", needed=False)
    yield _attempt("orders", orders.stand, "See: belisha orders", needed=False)
    yield _attempt("appeals", appeals.stand, "See: belisha appeals", needed=False)
    yield _attempt("preserved", preserved.stand, "See: belisha preserved", needed=False)
    yield _attempt("patterns", _patterns, "Run: belisha work", needed=False)
    yield _attempt("endpoints", endpoints.stand, "See: belisha endpoints", needed=False)
    yield _attempt("connectors", connector.stand, "See: belisha connector list", needed=False)
    yield _ncmec()
    yield _attempt("checkpoints", _checkpoints, OUTSIDE, needed=False)
    yield _attempt(
        "on call", _on_call, "Fill the rota: an immediate case wakes whoever is on call.", needed=False
    )


def _patterns() -> str:
    from belisha.jobs.patterns import stand

    return stand()


def _checkpoints() -> str:
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


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"Python {version}", "Install Python 3.11 or later.")


def _search() -> Check:
    from belisha import native

    chosen, compiled = native.chosen(), native.core() is not None
    ways = {
        "avx512": "AVX-512",
        "avx2": "AVX2",
        "portable": "portable code",
        native.REFERENCE: "numpy, slower",
    }
    return Check(
        "hash search",
        compiled,
        f"the native core {'with' if compiled else 'was not compiled; using'} {ways[chosen]}",
        "Install a compiler (sudo apt-get install g++ python3-dev), then: make install",
        needed=False,
    )


def _decoding() -> Check:
    """The bounds of a worker that reads strangers' files, each found by trying to break it there."""
    from belisha.screening import confine
    from belisha.screening.pool import Pool
    from belisha.screening.seen import NotScreened

    pool = Pool(1)
    try:
        pool.warm()
        found = pool.run(confine.in_force, b"")
    except NotScreened:
        remedy = 'Until then every upload is held. To see why: python -c "import belisha.screening.look"'
        return Check("decoding", False, "no file can be read: a worker doesn't start", remedy, needed=False)
    finally:
        pool.close()
    lacking = "" if confine.is_enough(found) else "; no filter or namespace besides"
    detail = f"in a worker of its own: {', '.join(found)}{lacking}"
    return Check("decoding", not lacking, detail, "Run on Linux on x86-64 or ARM64.", needed=False)


def _formats() -> Check:
    from importlib.util import find_spec

    from PIL import features

    there = {
        "WebP": features.check("webp"),
        "AVIF": features.check("avif"),
        "HEIC": find_spec("pillow_heif") is not None,
        "video": find_spec("av") is not None,
    }
    lacking = [name for name, found in there.items() if not found]
    detail = "JPEG, PNG, GIF, BMP, TIFF" + "".join(f", {name}" for name, found in there.items() if found)
    words = f"; not {' or '.join(lacking)}: held unscreened" if lacking else ""
    remedy = (
        "Install belisha[video]." if lacking == ["video"] else "Install Pillow and pillow-heif from wheels."
    )
    return Check("pictures and videos", not lacking, detail + words, remedy, needed=False)


def _data_dir() -> Check:
    from django.conf import settings

    folder: Path = settings.BELISHA.data_dir
    writable = os.access(folder, os.W_OK)
    closed = folder.stat().st_mode & 0o007 == 0
    words = (f"{'' if writable else 'not '}writable", f"{'closed' if closed else 'open'} to others")
    detail = f"{folder.absolute()} is {words[0]}, {words[1]}"
    return Check("data folder", writable and closed, detail, f"chmod 700 {folder.absolute()}")


def _disk() -> Check:
    from django.conf import settings

    free = shutil.disk_usage(settings.BELISHA.data_dir).free
    return Check(
        "disk", free > 1_000_000_000, f"{free / 1e9:.1f} GB free", "Make room: a full disk takes no report."
    )


def _master_key() -> str:
    from belisha.vault.keys import DESK_KEY, check_master_key, key_to_seal

    check_master_key()
    key_to_seal(DESK_KEY)
    return "there, and opens the key store"


def _databases() -> str:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError(f"“{alias}” is not at this version's schema")
    return ", ".join(f"{alias}: {connections[alias].vendor}" for alias in connections)


def _key_store() -> Check:
    from django.conf import settings

    data, keys = (settings.DATABASES[alias] for alias in ("default", "keys"))
    apart = (data["NAME"], data.get("HOST")) != (keys["NAME"], keys.get("HOST"))
    detail = "apart from the database" if apart else "the same database as the data"
    return Check(
        "key store", apart, detail, "Set BELISHA_KEYS_URL to a database of its own, with its own backup."
    )


def _durability() -> Iterator[Check]:
    from django.db import DatabaseError

    from belisha.jobs.durability import findings

    try:
        for found in findings():
            name = f"{found.database}: {found.setting}"
            yield Check(name, found.ok, found.value, f"Set it to {found.wanted}.")
    except DatabaseError as problem:
        yield Check("durability", False, type(problem).__name__, "Start the database.")


def _organisation() -> str:
    from belisha.organisation.profile import profile

    known = profile()
    if not known.set_up:
        raise RuntimeError("not set up: referrals can't say who sends them")
    mode = ", one-person mode is on" if known.one_person_mode else ""
    return f"{known.legal_name}, {known.country}{mode}"


def _staff() -> str:
    from belisha.people.read import staff

    people = [person for person in staff() if person.is_active]
    reviewers = [person for person in people if person.has_perm("decisions.add_decision")]
    if not reviewers:
        raise RuntimeError("nobody may work on a case")
    return f"{len(people)} with access, {len(reviewers)} for cases"


def _alerts() -> Check:
    from django.conf import settings

    channels = [
        name
        for name, value in (
            ("mail", settings.BELISHA.smtp_url),
            ("webhook", settings.BELISHA.alert_webhook_url),
        )
        if value
    ]
    detail = " and ".join(channels) if channels else "none: alerts are only shown on the desk's pages"
    return Check(
        "alerts", bool(channels), detail, "Set BELISHA_SMTP_URL or BELISHA_ALERT_WEBHOOK_URL.", needed=False
    )


def _ncmec() -> Check:
    """Which environment is set; it asks nobody, so that it answers at once."""
    from belisha.referrals.ncmec import environment

    now = environment()
    lacking = "; its schema is not kept" if now.mode in ("test", "live") and not now.schema else ""
    detail = f"{now.sentence.rstrip('.')}{lacking}"
    return Check("NCMEC", not lacking, detail, "Run: belisha ncmec xsd", needed=False)


def _backup() -> Check:
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


def _lists() -> str:
    from belisha.screening.library import shelves

    return f"{len(shelves())} in force"


def _list_officers() -> str:
    from belisha.people.read import staff

    count = sum(person.is_active and person.has_perm("screening.manage_lists") for person in staff())
    if not count:
        raise RuntimeError("nobody is told that a list was refused, or is old")
    return f"{count} with access"


def _on_call() -> str:
    from django.utils import timezone

    from belisha.work.rota import on_call

    people = list(on_call(timezone.now()))
    if not people:
        raise RuntimeError("nobody is on the rota now: everybody who may see cases is woken")
    return f"{len(people)} now"


def _attempt(name: str, look: Callable[[], str], remedy: str, needed: bool = True) -> Check:
    """Run one look; what it raises is what is wrong."""
    from belisha.refusal import Refusal

    try:
        return Check(name, True, look(), needed=needed)
    except Refusal as refusal:
        return Check(name, False, refusal.sentence, remedy, needed)
    except RuntimeError as problem:
        return Check(name, False, str(problem), remedy, needed)
    except Exception as problem:
        # The text of a database's error may hold its address and password.
        return Check(name, False, type(problem).__name__, remedy, needed)


def _print(check: Check) -> None:
    mark = "ok  " if check.ok else ("BAD " if check.needed else "note")
    typer.echo(f"{mark} {check.name}: {check.detail}")
    if not check.ok and check.remedy:
        typer.echo(f"     {check.remedy}")
