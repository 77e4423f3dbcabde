"""The first start of a desk: its folder, its master key, its tables."""

import secrets
from pathlib import Path

from belisha.jobs import master_file


def make_master_key(path: Path) -> bool:
    """Write a new master key, readable by its owner alone; return False where there is one already."""
    try:
        master_file.create(path, [secrets.token_bytes(32)])
    except FileExistsError:
        return False
    return True


def first_link(host: str, port: int) -> str | None:
    """The one-time address with which the first administrator comes in; None where somebody is there."""
    from django.conf import settings

    from belisha.people.welcome import make_link

    own = settings.BASE_URL
    if own == "http://127.0.0.1:8000":  # nobody has said what this desk is called
        own = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::1', '::') else host}:{port}"  # noqa: S104 - compared, not listened on
    secret = make_link()
    return secret and f"{own}/welcome/{secret}/"


def ensure_master_key() -> bool:
    """Make the master key where none is set up anywhere; return whether one was made.

    Raises WrongMasterKey beside a key store that needs one that is lost: a new one would open nothing.
    """
    from django.conf import settings

    refuse_lost_key()
    if settings.BELISHA_MASTER_KEYS:
        return False
    made = make_master_key(settings.BELISHA.default_master_key_file)
    settings.BELISHA_MASTER_KEYS = settings.BELISHA.master_keys()
    return made


def refuse_lost_key() -> None:
    """Raise WrongMasterKey where the key store holds a key that the master keys given don't open."""
    from django.db import connections

    from belisha.vault.keys import needed_masters, refuse_missing
    from belisha.vault.router import STORE

    store = connections[STORE]
    # Asked of a file that isn't there, SQLite would make it.
    if store.vendor == "sqlite" and not Path(store.settings_dict["NAME"]).is_file():
        return
    if "vault_datakey" in store.introspection.table_names():
        refuse_missing(needed_masters())
