"""The channels that carry a referral without a person."""

from belisha.referrals.recipients.channel import Channel

CHANNELS: tuple[Channel, ...] = ()


def channel_for(kind: str) -> Channel | None:
    """Return the channel of this kind; None where people carry it."""
    return next((one for one in CHANNELS if one.kind == kind), None)
