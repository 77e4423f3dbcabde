"""The channels there are, by the kind of endpoint that each serves."""

from functools import cache
from importlib import import_module

from belisha.enforcement.channels.channel import Channel

KINDS = {
    "webhook": ("belisha.enforcement.channels.webhook", "Webhook"),
    "mastodon": ("belisha.enforcement.channels.mastodon", "Mastodon"),
}


@cache
def channel_for(kind: str) -> Channel | None:
    """Return the channel of a kind of endpoint; None where there is none."""
    if kind not in KINDS:
        return None
    module, name = KINDS[kind]
    channel: Channel = getattr(import_module(module), name)()
    return channel
