"""How uploads are looked at, what an API key may ask, and which exchanges lists come from."""

from typing import Literal

from pydantic import AnyUrl, BaseModel, Field, SecretStr, field_validator

from belisha.options.address import https_or_here


class Screening(BaseModel):
    """Screening."""

    screen_memory_mb: int = Field(
        default=512,
        ge=256,
        le=65_536,
        description="Megabytes that a process holds at most of what is being screened; more has to wait.",
    )
    screen_processes: int = Field(
        default=1,
        ge=1,
        le=1000,
        description="Server processes, on all machines together, among which uploads are shared: each sees"
        " its share of somebody's probing, and tells sooner. `belisha serve --workers` sets it.",
    )
    screen_budget: int = Field(
        default=5_000_000,
        ge=1,
        description="Distinct hashes and addresses that an API key may ask for in a"
        " day before list officers are told.",
    )
    screen_budget_stops: bool = Field(
        default=False, description="Refuse what an API key asks beyond its budget (429) until its day ends."
    )
    screen_misses: int = Field(
        default=250_000,
        ge=1,
        description="Distinct hashes and addresses that an API key may ask for in a"
        " day without a match, for each match as many again, before list officers are told.",
    )
    ncmec_url: AnyUrl | None = Field(
        default=None, description="Address of NCMEC's hash exchange that this desk may read; empty: none."
    )
    ncmec_user: str = Field(default="", description="User name for NCMEC's hash exchange.")
    ncmec_password: SecretStr | None = Field(default=None, description="Password for NCMEC's hash exchange.")
    stopncii_url: AnyUrl | None = Field(
        default=None, description="Address of StopNCII's hash exchange that this desk may read; empty: none."
    )
    stopncii_subscription_key: SecretStr | None = Field(
        default=None, description="Subscription key for StopNCII's hash exchange."
    )
    stopncii_function_key: SecretStr | None = Field(
        default=None, description="Key of StopNCII's function FetchHashes."
    )
    lists_sync_hours: int = Field(
        default=6, ge=1, le=168, description="Hours after which a list is fetched again from its exchange."
    )
    photodna_comparer: str = Field(
        default="",
        pattern=r"^$|^[A-Za-z_][\w.]*:[A-Za-z_]\w*$",
        description="Your own function, module:function, that finds near PhotoDNA hashes; empty: as given.",
    )
    matching_isa: Literal["", "avx512", "avx2", "portable", "reference"] = Field(
        default="", description="How hash lists are searched, to try one out; empty: the fastest there is."
    )

    _exchanges_are_reached = field_validator("ncmec_url", "stopncii_url")(https_or_here)
