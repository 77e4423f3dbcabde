"""Opens a frozen desk (tools/freeze_schema.py) in databases of its own."""

import lzma
import sqlite3
import tarfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

from tests.committed import ALIASES, url
from tests.jobs.elsewhere import Place

FROZEN = Path(__file__).parent / "frozen"


def names(vendor: str) -> list[str]:
    """The commits that were frozen on this kind of database, the oldest first."""
    return sorted(path.name.partition("-")[0] for path in FROZEN.glob(f"*-{vendor}.tar.xz"))


def thaw(name: str, place: Place) -> None:
    """Fill an empty place with a frozen desk, as SQL and files."""
    vendor = connections["default"].vendor
    packed = lzma.decompress((FROZEN / f"{name}-{vendor}.tar.xz").read_bytes())
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(place.folder, filter="data")
    for alias in ALIASES:
        statements = (place.folder / f"{alias}.sql").read_text(encoding="utf-8")
        _run(alias, place.names[alias], statements)


def _run(alias: str, name: str, statements: str) -> None:
    if connections[alias].vendor == "sqlite":
        with closing(sqlite3.connect(name)) as database:
            database.executescript(statements)
        return
    address = url(connections.settings[alias] | {"NAME": name})
    with psycopg.connect(address, autocommit=True) as database:
        # Several statements in one go: PostgreSQL takes them where no parameters come with them.
        database.pgconn.exec_(statements.encode())


def master_keys() -> list[bytes]:
    """What opens a frozen desk."""
    from tools.freeze_schema import MASTER_KEY

    return settings.BELISHA.model_copy(update={"master_key": _Said(MASTER_KEY)}).master_keys()


class _Said:
    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text
