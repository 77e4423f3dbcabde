"""Who sees a case, how long it is kept, and what users are told of it."""

from typing import Literal

from pydantic import BaseModel, Field

# The names are those of enforcement/laws.py, which has its own reading of this.
LAWS = "nca_content|nca_reference|us_content|canada_content|eu_maximum"
LENGTH = rf"(({LAWS})=[1-9]\d{{0,3}}[yd]|eu_maximum=off)"


class Cases(BaseModel):
    """Cases and people."""

    emergency_number: str = Field(
        default="", description="Shown first on the public form; empty: by country."
    )
    reveal_minutes: int = Field(
        default=30, ge=1, le=24 * 60, description="Minutes for which a hidden field stays shown to a person."
    )
    leave_hours: int = Field(
        default=8, ge=1, le=24 * 14, description="Hours for which a case opens to somebody outside its team."
    )
    looking_days: int = Field(
        default=60,
        ge=28,
        le=730,
        description="Days for which it is kept who had which case before them, to notice unusual viewing.",
    )
    retention_days: int = Field(
        default=365, ge=1, le=3650, description="Days after its closing for which a case is kept."
    )
    retention_unfounded_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="The same for a case in which nothing was to be done, and for what a person said of"
        " uploads and accounts of which nothing followed.",
    )
    retention_laws: str = Field(
        default="",
        pattern=rf"^$|^({LENGTH}, ?)*{LENGTH}$",
        description="Other lengths of the law's clocks, such as nca_content=2y,eu_maximum=off.",
    )
    contact_keep_days: int = Field(
        default=30,
        ge=1,
        le=30,
        description="Days for which a contact that the service told of is kept, under pseudonyms.",
    )
    notices_by: Literal["service", "mail"] = Field(
        default="service",
        description="Who tells a user of what was done: the service, with the order; or mail, where this desk"
        " can send it and the service named an address of the account.",
    )
    notice_language: Literal["en", "de", "es", "fr"] = Field(
        default="en", description="Language of notices to users where the service asks for no other."
    )
    appeal_days: int = Field(
        default=183, ge=14, le=3650, description="Days for which a user may appeal after an order."
    )
    appeal_working_days: int = Field(
        default=10, ge=1, le=60, description="Working days within which whoever appeals is to be answered."
    )
