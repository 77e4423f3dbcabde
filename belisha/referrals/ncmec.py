"""In which of NCMEC's environments this desk reports: none, its test, or production."""

from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.cybertip import schema
from belisha.referrals.tip import NCMEC


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Where reports to NCMEC go, in a few words and in a sentence; `schema` says whether its own is kept."""

    mode: Literal["off", "stand_in", "test", "live"]
    schema: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.mode]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.mode]


LABELS = {
    "off": "NCMEC: not connected",
    "stand_in": "NCMEC: a stand-in on this machine",
    "test": "NCMEC: test environment",
    "live": "NCMEC: production",
}
SENTENCES = {
    "off": "No credentials of NCMEC's reporting API are set, so a person tells NCMEC on its page.",
    "stand_in": "Reports go to a stand-in on this machine. NCMEC gets none of them.",
    "test": "Reports go to NCMEC's test environment. Nobody reads them there: they count for nothing.",
    "live": "Reports go to NCMEC's production environment: they are real, and once filed can't be undone.",
}


def environment() -> Environment:
    """The environment that holds now."""
    reach = reach_of(NCMEC)
    if reach is None:
        return Environment(mode="off")
    if settings.BELISHA.cybertip_url:
        return Environment(mode="stand_in", schema=schema.is_kept())
    return Environment(mode="live" if reach.mode == "live" else "test", schema=schema.is_kept())


def label() -> str:
    """What every page of the desk says of it; nothing where no credentials are set."""
    now = environment()
    return "" if now.mode == "off" else now.label
