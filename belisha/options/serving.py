"""How the server is reached, by whom and how often, and whom it may reach."""

from pathlib import Path
from typing import Annotated

from pydantic import AnyUrl, BaseModel, Field, SecretStr, field_validator
from pydantic_settings import NoDecode


class Serving(BaseModel):
    """How it is reached."""

    demo: bool = Field(default=False, description="Invented data, plain logins, every channel off.")
    debug: bool = Field(default=False, description="For development only.")
    base_url: AnyUrl = Field(
        default=AnyUrl("http://127.0.0.1:8000"), description="Address under which people reach this desk."
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["127.0.0.1", "localhost", "[::1]"], description="Host names, separated by commas."
    )
    worker: bool = Field(default=True, description="Run the worker as a thread of the server.")
    private_hosts: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Hosts, separated by commas, that may be sent to although they are in a private network"
        " or on this machine.",
    )
    ca_file: Path | None = Field(
        default=None,
        description="PEM file of certificate authorities of your own, trusted besides those of this machine.",
    )
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = Field(
        default=None, description="What monitoring sends to read /metrics, 16 characters or more; empty: off."
    )
    visits_per_minute: int = Field(
        default=600,
        ge=60,
        description="Public pages that one network may open in a minute before it is asked to wait;"
        " reports of immediate danger never are.",
    )
    key_requests_per_minute: int = Field(
        default=60_000,
        ge=1,
        description="Requests that an API key may send within a minute to each server process before it is"
        " told to wait (429). Reports of a child in danger now are never refused.",
    )

    @field_validator("metrics_token", mode="before")
    @classmethod
    def no_token(cls, value: object) -> object:
        return value or None

    @field_validator("allowed_hosts", "private_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        return (
            [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value
        )
