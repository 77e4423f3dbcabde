"""How authorities are told, and within which time."""

from pydantic import AnyUrl, BaseModel, Field, PositiveInt, SecretStr, field_validator

MAILBOX = r"^$|^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}$"


class Referring(BaseModel):
    """Referrals."""

    directory_cooling_off_hours: int = Field(
        default=24,
        ge=1,
        le=24 * 30,
        description="Hours before the changed address of an authority counts; three times that where one"
        " person confirms it alone in one-person mode.",
    )
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

    @field_validator("cybertip_url")
    @classmethod
    def refuse_elsewhere(cls, value: AnyUrl | None) -> AnyUrl | None:
        if value and value.host not in ("127.0.0.1", "localhost", "[::1]"):
            raise ValueError("A stand-in runs on this machine; NCMEC's own addresses are built in.")
        return value
