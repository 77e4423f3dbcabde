"""What an operator may set: read once, typed; a wrong word stops the start. See docs/SETTINGS.md."""

from __future__ import annotations

import base64
import binascii
import os
import shlex
import subprocess
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AnyUrl, Field, PositiveInt, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BELISHA_"
# The names are those of enforcement/laws.py, which has its own reading of this.
LAWS = "nca_content|nca_reference|us_content|canada_content|eu_maximum"
LENGTH = rf"(({LAWS})=[1-9]\d{{0,3}}[yd]|eu_maximum=off)"
MAILBOX = r"^$|^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}$"
ROLES = ("moderator", "senior", "list_officer", "analyst", "auditor", "administrator")


class Settings(BaseSettings):
    """What an operator may set, each as an environment variable with the prefix BELISHA_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the databases, the master key and the log."
    )
    database_url: str = Field(
        default="", description="sqlite:///PATH or postgresql://...; empty: SQLite in data_dir."
    )
    keys_url: str = Field(
        default="",
        description="The key store, apart from the database and its backup; empty: SQLite in data_dir.",
    )
    master_key_file: Path | None = Field(default=None, description="File of the master key, mode 600.")
    master_key: SecretStr | None = Field(
        default=None, description="The master key itself, base64 of 32 bytes."
    )
    master_key_command: str = Field(default="", description="Command that prints the master key.")
    demo: bool = Field(default=False, description="Invented data, plain logins, every channel off.")
    debug: bool = Field(default=False, description="For development only.")
    base_url: AnyUrl = Field(
        default=AnyUrl("http://127.0.0.1:8000"), description="Address under which people reach this desk."
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["127.0.0.1", "localhost", "[::1]"], description="Host names, separated by commas."
    )
    worker: bool = Field(default=True, description="Run the worker as a thread of the server.")
    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://user:password@host:port for alerts; empty: no mail is sent."
    )
    mail_from: str = Field(default="", description="Sender of alerts by mail.")
    referrals_from: str = Field(
        default="",
        pattern=MAILBOX,
        description="Sender of referrals by e-mail, to whom letters come back; empty: that of alerts.",
    )
    referrals_reply_to: str = Field(
        default="",
        pattern=MAILBOX,
        description="Where an authority's answers to a referral go; empty: the organisation's contact.",
    )
    referrals_opened: bool = Field(
        default=False, description="Ask the authority's mail program to say when a referral was opened."
    )
    report_mailbox: SecretStr | None = Field(
        default=None,
        description="Mailbox to which people report: imaps://user:password@host/FOLDER; empty: none is read.",
    )
    report_mailbox_done: str = Field(
        default="",
        max_length=100,
        description="Folder of that mailbox to which messages are moved once their report is kept; empty:"
        " they stay, marked as read and flagged.",
    )
    report_mailbox_service: str = Field(
        default="", max_length=50, description="Short name of the service that its reports are about."
    )
    alert_webhook_url: AnyUrl | None = Field(
        default=None, description="Where alerts go as a webhook; empty: nowhere."
    )
    alert_webhook_secret: SecretStr | None = Field(
        default=None, description="whsec_... of the webhook (Standard Webhooks)."
    )
    checkpoint_dir: Path | None = Field(
        default=None,
        description="Folder outside this machine's disk, or a write-once mount, where signed heads of the"
        " ledger and lists of erasures are kept; empty: none.",
    )
    checkpoint_url: AnyUrl | None = Field(
        default=None, description="Address to which they are sent by POST, as plain text; empty: none."
    )
    checkpoint_mail: str = Field(
        default="", description="Address of somebody outside to whom they are mailed; empty: none."
    )
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
    backup_recipient: str = Field(
        default="",
        description="Public key of age (age1...) to which `belisha backup` encrypts; several: by commas.",
    )
    emergency_number: str = Field(
        default="", description="Shown first on the public form; empty: by country."
    )
    visits_per_minute: int = Field(
        default=600,
        ge=60,
        description="Public pages that one network may open in a minute before it is asked to wait;"
        " reports of immediate danger never are.",
    )
    directory_cooling_off_hours: int = Field(
        default=24,
        ge=1,
        le=24 * 30,
        description="Hours before the changed address of an authority counts; three times that where one"
        " person confirms it alone in one-person mode.",
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

    key_requests_per_minute: int = Field(
        default=60_000,
        ge=1,
        description="Requests that an API key may send within a minute to each server process before it is"
        " told to wait (429). Reports of a child in danger now are never refused.",
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
    screen_processes: int = Field(
        default=1,
        ge=1,
        le=1000,
        description="Server processes, on all machines together, among which uploads are shared: each sees"
        " its share of somebody's probing, and tells sooner. `belisha serve --workers` sets it.",
    )
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = Field(
        default=None, description="What monitoring sends to read /metrics, 16 characters or more; empty: off."
    )
    screen_memory_mb: int = Field(
        default=512,
        ge=256,
        le=65_536,
        description="Megabytes that a process holds at most of what is being screened; more has to wait.",
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

    nca_immediate_minutes: PositiveInt = Field(
        default=15,
        description="This desk's own target for filing priority 1 with the NCA; the law says immediately.",
    )
    nca_urgent_hours: PositiveInt = Field(
        default=24, description="This desk's own target for filing priority 2 with the NCA, in hours."
    )
    nca_standard_hours: PositiveInt = Field(
        default=72, description="This desk's own target for filing priority 3 with the NCA, in hours."
    )
    cybertip_user: str = Field(
        default="",
        description="User name for NCMEC's CyberTipline reporting API; with its password, reports go"
        " to NCMEC's test environment.",
    )
    cybertip_password: SecretStr | None = Field(
        default=None, description="Password for NCMEC's CyberTipline reporting API."
    )
    cybertip_production: bool = Field(
        default=False,
        description="Send reports to NCMEC's production environment, where they are real; else to its test.",
    )
    cybertip_url: AnyUrl | None = Field(
        default=None, description="A stand-in for NCMEC on this machine, for a rehearsal; empty: none."
    )
    private_hosts: Annotated[list[str], NoDecode] = Field(
        default=[],
        description="Hosts, separated by commas, that may be sent to although they are in a private network"
        " or on this machine.",
    )
    ca_file: Path | None = Field(
        default=None,
        description="PEM file of certificate authorities of your own, trusted besides those of this machine.",
    )

    figures_book: Path | None = Field(
        default=None, description="File of the book of offence figures; empty: figures.book in data_dir."
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
    contact_keep_days: int = Field(
        default=30,
        ge=1,
        le=30,
        description="Days for which a contact that the service told of is kept, under pseudonyms.",
    )
    retention_laws: str = Field(
        default="",
        pattern=rf"^$|^({LENGTH}, ?)*{LENGTH}$",
        description="Other lengths of the law's clocks, such as nca_content=2y,eu_maximum=off.",
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

    photodna_comparer: str = Field(
        default="",
        pattern=r"^$|^[A-Za-z_][\w.]*:[A-Za-z_]\w*$",
        description="Your own function, module:function, that finds near PhotoDNA hashes; empty: as given.",
    )
    matching_isa: Literal["", "avx512", "avx2", "portable", "reference"] = Field(
        default="", description="How hash lists are searched, to try one out; empty: the fastest there is."
    )

    @field_validator("metrics_token", mode="before")
    @classmethod
    def no_token(cls, value: object) -> object:
        return value or None

    @field_validator("cybertip_url")
    @classmethod
    def refuse_elsewhere(cls, value: AnyUrl | None) -> AnyUrl | None:
        if value and value.host not in ("127.0.0.1", "localhost", "[::1]"):
            raise ValueError("A stand-in runs on this machine; NCMEC's own addresses are built in.")
        return value

    @field_validator("allowed_hosts", "private_hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        return (
            [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value
        )

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

    @field_validator("ncmec_url", "stopncii_url", "checkpoint_url", "oidc_issuer")
    @classmethod
    def refuse_plain_http(cls, value: AnyUrl | None) -> AnyUrl | None:
        if value and value.scheme != "https" and value.host not in ("127.0.0.1", "localhost", "[::1]"):
            raise ValueError("It is reached by https://, or on this machine.")
        return value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'belisha.sqlite3').absolute()}"

    @property
    def keys(self) -> str:
        return self.keys_url or f"sqlite:///{(self.data_dir / 'keys.sqlite3').absolute()}"

    @property
    def book(self) -> Path:
        return self.figures_book or self.data_dir / "figures.book"

    @property
    def default_master_key_file(self) -> Path:
        return self.data_dir / "master.key"

    def master_keys(self) -> list[bytes]:
        """The master keys, newest first, each 32 bytes; empty where none is set up.

        Several lines are several keys: the first wraps, all of them open (so a key can be replaced).
        Raises WrongSetting where a key can't be read, has the wrong length or lies open to others.
        """
        return [_key_bytes(line) for line in self._master_key_text().split()]

    def _master_key_text(self) -> str:
        if self.master_key is not None:
            return self.master_key.get_secret_value()
        if self.master_key_command:
            return _output_of(self.master_key_command)
        named = self.master_key_file
        path = named or self.default_master_key_file
        if not path.exists():
            if named:
                raise WrongSetting(f"The master key file {path} does not exist.")
            return ""
        if path.stat().st_mode & 0o077:
            raise WrongSetting(f"The master key file {path} can be read by others. Do: chmod 600 {path}")
        return path.read_text(encoding="ascii")


class WrongSetting(Exception):
    """A setting can't be used; the text says which and what to do."""


def _key_bytes(line: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error as problem:
        raise WrongSetting("The master key is not base64.") from problem
    if len(key) != 32:
        raise WrongSetting(f"The master key has {len(key)} bytes; it needs 32.")
    return key


def _output_of(command: str) -> str:
    # The operator's own command, split without a shell, so that no setting is ever interpreted by one.
    ran = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    if ran.returncode:
        raise WrongSetting(f"BELISHA_MASTER_KEY_COMMAND failed with exit code {ran.returncode}.")
    return ran.stdout


def unknown_settings() -> list[str]:
    """Names in the environment that look like a setting of ours and are none: misspelt, most likely."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {"BELISHA_TEST_DB"}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
