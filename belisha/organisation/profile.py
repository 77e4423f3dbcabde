"""The organisation's profile as the router, the packs and the rules read it."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from belisha.organisation.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who runs this desk; before `belisha setup` everything is unknown and takes the safe branch."""

    set_up: bool = False
    legal_name: str = ""
    country: str = ""
    place: str = ""
    force_code: str = ""
    regulated_user_to_user: str = "unknown"
    nca_registered: str = "unknown"
    nca_reference: str = ""
    authorised_persons: list[dict[str, Any]] = field(default_factory=list)
    contact: dict[str, Any] = field(default_factory=dict)
    one_person_mode: bool = False
    time_zone: str = "Europe/London"
    holidays_of: str = "GB-ENG"
    urgent_hours: int = 24
    standard_working_days: int = 3
    open_within_minutes: int = 5
    chase_after_working_days: int = 3

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def profile() -> Profile:
    """Return the profile, or the safe defaults where none was set up."""
    row = Organisation.objects.first()
    if row is None:
        return Profile()
    names = [name for name in Profile.__dataclass_fields__ if name != "set_up"]
    return Profile(set_up=True, **{name: getattr(row, name) for name in names})
