"""How people sign in, and for how long."""

from typing import Annotated, Self

from pydantic import AnyUrl, BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from belisha.options.address import https_or_here

ROLES = ("moderator", "senior", "list_officer", "analyst", "auditor", "administrator")


class SigningIn(BaseModel):
    """Signing in."""

    session_idle_minutes: int = Field(
        default=60, ge=5, le=24 * 60, description="Minutes without use after which somebody is signed out."
    )
    session_hours: int = Field(
        default=12, ge=1, le=7 * 24, description="Hours after which everybody signs in anew, in use or not."
    )
    oidc_issuer: AnyUrl | None = Field(
        default=None,
        description="Issuer of your OpenID Connect provider; empty: nobody signs in through one.",
    )
    oidc_name: str = Field(
        default="your organisation", max_length=40, description="What the button says: Sign in with NAME."
    )
    oidc_client_id: str = Field(default="", description="This desk's client id at the provider.")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="This desk's client secret at the provider."
    )
    oidc_groups_claim: str = Field(
        default="groups", description="Claim in which the provider names a person's groups."
    )
    oidc_roles: Annotated[dict[str, str], NoDecode] = Field(
        default={},
        description="Which group of the provider gives which role, as GROUP=ROLE, separated by commas;"
        " whoever has none of these groups stays out.",
    )
    oidc_second_factor: bool = Field(
        default=False,
        description="The provider asks everybody for a second factor itself: this desk then asks for none.",
    )

    _issuer_is_reached = field_validator("oidc_issuer")(https_or_here)

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def split_roles(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.rpartition("=") for pair in value.split(",") if pair.strip()]
        if any(not group.strip() or role.strip() not in ROLES for group, _, role in pairs):
            raise ValueError(f"Write GROUP=ROLE, separated by commas. The roles are: {', '.join(ROLES)}.")
        return {group.strip(): role.strip() for group, _, role in pairs}

    @model_validator(mode="after")
    def refuse_half_a_provider(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret and self.oidc_roles):
            raise ValueError(
                "BELISHA_OIDC_ISSUER needs BELISHA_OIDC_CLIENT_ID, _CLIENT_SECRET and _ROLES beside it."
            )
        return self
