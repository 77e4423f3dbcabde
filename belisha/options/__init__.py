"""What an operator may set: read once, typed; a wrong word stops the start. See docs/SETTINGS.md."""

import os

from pydantic_settings import BaseSettings, SettingsConfigDict

from belisha.options.cases import Cases
from belisha.options.master_key import WrongSetting
from belisha.options.post import Post
from belisha.options.referring import Referring
from belisha.options.screening import Screening
from belisha.options.serving import Serving
from belisha.options.signing_in import ROLES, SigningIn
from belisha.options.storage import Storage

__all__ = ["GROUPS", "PREFIX", "ROLES", "Settings", "WrongSetting", "unknown_settings"]

PREFIX = "BELISHA_"
GROUPS = (Storage, Serving, Post, SigningIn, Screening, Referring, Cases)
"""The settings by what they are about, in the order in which docs/SETTINGS.md has them."""


class Settings(Cases, Referring, Screening, SigningIn, Post, Serving, Storage, BaseSettings):
    """What an operator may set, each as an environment variable with the prefix BELISHA_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")


def unknown_settings() -> list[str]:
    """Names in the environment that look like a setting of ours and are none: misspelt, most likely."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {"BELISHA_TEST_DB"}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
