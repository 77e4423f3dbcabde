"""What is mailed, who is alerted, and the mailbox from which reports are read."""

from pydantic import AnyUrl, BaseModel, Field, SecretStr


class Post(BaseModel):
    """Mail and alerts."""

    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://user:password@host:port for alerts; empty: no mail is sent."
    )
    mail_from: str = Field(default="", description="Sender of alerts by mail.")
    alert_webhook_url: AnyUrl | None = Field(
        default=None, description="Where alerts go as a webhook; empty: nowhere."
    )
    alert_webhook_secret: SecretStr | None = Field(
        default=None, description="whsec_... of the webhook (Standard Webhooks)."
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
