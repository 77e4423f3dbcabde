"""Keeps the key store in its own database, so that a backup of the data holds no key."""

from typing import Any

STORE = "keys"
APP = "vault"


class KeyStoreRouter:
    """The vault's table lives in `keys`; every other table in `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return STORE if model._meta.app_label == APP else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == APP) == (db == STORE)
