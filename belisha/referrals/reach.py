"""Which way an authority is reached without a person, as it holds now: none until an operator set it up."""

from django.conf import settings

from belisha.organisation.mailboxes import mailbox_of
from belisha.organisation.partners import PREFIX, partner_of
from belisha.outbound import mail
from belisha.outbound.destinations import CYBERTIP_LIVE, CYBERTIP_TEST
from belisha.referrals.recipients.channel import Reach

BY_HAND_ALONE = ("emergency", "nca")
"""Who is never told otherwise, whatever mailbox somebody confirms: a call, and a report that counts only in
the NCA's portal (Online Safety Act 2023 s. 66; S.I. 2026/268)."""


def reach_of(authority: str) -> Reach | None:
    """Return how an authority is reached without a person; None where a person tells it."""
    if authority in BY_HAND_ALONE:
        return None
    if authority == "ncmec":
        return _cybertip()
    if authority.startswith(PREFIX):
        return _webhook(authority)
    return _email(authority)


def _cybertip() -> Reach | None:
    own = settings.BELISHA
    if not own.cybertip_user or not own.cybertip_password or (own.demo and not own.cybertip_url):
        return None
    live = own.cybertip_production and not own.cybertip_url
    return Reach(
        channel="cybertip",
        line="ncmec",
        where=str(own.cybertip_url or (CYBERTIP_LIVE if live else CYBERTIP_TEST)).rstrip("/"),
        mode="live" if live else "test",
        basis="Credentials for NCMEC's reporting API are set up here.",
        secrets={"user": own.cybertip_user, "password": own.cybertip_password.get_secret_value()},
    )


def _email(authority: str) -> Reach | None:
    found, own = mailbox_of(authority), settings.BELISHA
    if found is None or not (found.key or found.plain_allowed):
        return None
    # Without a sender of our own the letter, or its answer, would go astray.
    if not mail.configured() or not (own.referrals_from or own.mail_from):
        return None
    return Reach(
        channel="email",
        line=f"email {authority}",
        where=found.email,
        basis="Two people confirmed this address for referrals.",
        claim=str(found.claim),
        secrets={"key": found.key, "plain_allowed": "yes" if found.plain_allowed else ""},
    )


def _webhook(authority: str) -> Reach | None:
    found = partner_of(authority)
    if found is None or settings.BELISHA.demo:
        return None
    return Reach(
        channel="webhook",
        line=f"webhook {authority}",
        where=found.url,
        basis="Two people confirmed this address for referrals.",
        claim=str(found.claim),
        secrets={"secret": found.secret, "signing": found.signing},
    )
