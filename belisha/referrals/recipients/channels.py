"""The channels that carry a referral without a person."""

from belisha.referrals.recipients.by_mail import ByMail
from belisha.referrals.recipients.channel import Channel
from belisha.referrals.recipients.cybertip.channel import CyberTipline
from belisha.referrals.recipients.webhook import Webhook

CHANNELS: tuple[Channel, ...] = (ByMail(), CyberTipline(), Webhook())


def channel_for(kind: str) -> Channel | None:
    """Return the channel of this kind; None where people carry it."""
    return next((one for one in CHANNELS if one.kind == kind), None)
