"""Where the versions of lists lie, and the keys that open them."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.version import Version
from belisha.vault.keys import LOOKUP_KEY, key_to_seal

_known: dict[bytes, ListKeys] = {}


def list_keys() -> ListKeys:
    """The keys of all lists, from the vault's key of look-ups."""
    _, secret = key_to_seal(LOOKUP_KEY)
    if secret not in _known:
        _known.clear()
        _known[secret] = ListKeys(secret)
    return _known[secret]


def folder_of(list_id: UUID) -> Path:
    """The folder of one list's versions."""
    return lists_folder() / list_id.hex


def lists_folder() -> Path:
    """The folder of all lists."""
    return Path(settings.BELISHA.data_dir) / "lists"


def opened(list_id: UUID, version_id: UUID) -> Version:
    """Open a version; raises UnusableVersion."""
    return Version(folder_of(list_id) / version_id.hex, list_keys(), version_id=version_id.hex)
