"""Database addresses, opened the durable way: measured against power cuts (jobs/durability.py)."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from belisha.options import WrongSetting


def database(url: str) -> dict[str, Any]:
    """Django's settings for a database address. Raises WrongSetting."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in ("postgresql", "postgres"):
        return _postgres(url)
    raise WrongSetting(f"A database address begins with sqlite:/// or postgresql://, not {parts.scheme!r}.")


def _sqlite(path: str) -> dict[str, Any]:
    if path in ("", ":memory:"):
        raise WrongSetting("SQLite needs a file: a database in memory would lose what it acknowledged.")
    return {
        "ENGINE": "belisha.vault.fair_sqlite3",
        "NAME": path,
        # To open the file and set it up costs more than most requests.
        "CONN_MAX_AGE": 60,
        "TEST": {"NAME": f"{path}.test"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON;",
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "belisha.vault.quick_postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or unquote(query.get("host", "")),
        "PORT": parts.port or query.get("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{unquote(parts.path.lstrip('/'))}"},
    }
