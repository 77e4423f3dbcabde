"""An empty place beside the desk of a test, into which a backup of it is restored."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from belisha.vault import keys
from tests.committed import ALIASES, administer


class Place:
    """A data folder and the names of two databases that nobody has filled yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        self.names = {alias: _empty(alias, folder) for alias in ALIASES}

    @contextmanager
    def here(self) -> Iterator[None]:
        """Be this desk for as long as the block lasts."""
        before = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
        desk = settings.BELISHA
        settings.BELISHA = desk.model_copy(update={"data_dir": self.folder, "figures_book": None})
        _point_at(self.names)
        try:
            yield
        finally:
            settings.BELISHA = desk
            _point_at(before)

    def remove(self) -> None:
        """Drop what a server keeps of it; files go with the folder of the test."""
        for alias, name in self.names.items():
            if not name.startswith("/"):
                _drop(alias, name)


def _empty(alias: str, folder: Path) -> str:
    if connections[alias].vendor == "sqlite":
        return str(folder / f"{alias}.sqlite3")
    name = f"empty_{alias}_{secrets.token_hex(4)}"
    with administer(alias) as connection:
        connection.execute(_sql(f'CREATE DATABASE "{name}"'))
    return name


def _drop(alias: str, name: str) -> None:
    with administer(alias) as connection:
        connection.execute(_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _sql(text: str) -> Any:
    return text


def _point_at(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name
    keys.forget()
