"""The master keys: known by short names that give nothing away; those in force may wrap new data keys."""

import threading
import time
from hashlib import sha256

from django.conf import settings

from belisha.options import WrongSetting
from belisha.refusal import Refusal
from belisha.vault.models import Master

IN_FORCE_SECONDS = 2.0


class NoMasterKey(Refusal):
    """There is no master key. Run "belisha setup", or name one with BELISHA_MASTER_KEY_FILE."""

    code = "no_master_key"


class WrongMasterKey(Refusal):
    """The key store needs master key {needed}, which is not among those given. Nothing was changed."""

    code = "wrong_master_key"


class _Remembered(threading.local):
    def __init__(self) -> None:
        self.until, self.names = 0.0, frozenset[str]()


_remembered = _Remembered()


def name_of(key: bytes) -> str:
    """The short name of a master key."""
    return sha256(b"belisha master\0" + key).hexdigest()[:16]


def names() -> list[str]:
    """The names of the master keys that are given, newest first."""
    return [name_of(key) for key in settings.BELISHA_MASTER_KEYS]


def known() -> dict[str, bytes]:
    """The master keys by their names, newest first; raises NoMasterKey."""
    if not settings.BELISHA_MASTER_KEYS:
        raise NoMasterKey
    return {name_of(key): key for key in settings.BELISHA_MASTER_KEYS}


def find(name: str) -> bytes:
    """The master key of this name; raises WrongMasterKey."""
    if name not in known():
        # A rotation writes new keys into the file while servers run.
        read_again()
    if (key := known().get(name)) is None:
        raise WrongMasterKey(needed=name)
    return key


def wrapping() -> tuple[str, bytes]:
    """The newest master key that is in force; raises WrongMasterKey where none of those given is.

    The very first key of a store comes into force by its first use, every other by a rotation.
    """
    if (found := _newest()) is None:
        read_again()
        forget()
        found = _newest()
    if found is None:
        raise WrongMasterKey(needed=", ".join(sorted(_in_force())))
    return found


def read_again() -> None:
    """Take the master keys as the file or the command gives them now."""
    # What stands in the environment can't change under a process.
    if settings.BELISHA.master_key is not None:
        return
    try:
        keys = settings.BELISHA.master_keys()
    except (WrongSetting, OSError, ValueError):
        return
    if keys:
        settings.BELISHA_MASTER_KEYS = keys


def forget() -> None:
    """Drop what this thread remembers of the masters in force."""
    _remembered.until = 0.0


def _newest() -> tuple[str, bytes] | None:
    masters = known()
    if not (in_force := _in_force()):
        first = next(iter(masters))
        Master.objects.get_or_create(name=first)
        forget()
        return first, masters[first]
    return next((pair for pair in masters.items() if pair[0] in in_force), None)


def _in_force() -> frozenset[str]:
    now = time.monotonic()
    if _remembered.until <= now:
        _remembered.names = frozenset(Master.objects.values_list("name", flat=True))
        _remembered.until = now + IN_FORCE_SECONDS
    return _remembered.names
