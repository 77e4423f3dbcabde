"""What a service's own program calls: reports, screening, contacts and orders of a desk, typed.

It needs no desk, no settings and no Django: install Belisha and import it.

    from belisha.client import Client, Unreachable

    with Client("https://desk.example", key="belisha_...") as desk:
        seen = desk.screen(data, id="photo-17", account="u-1001", content_type="image/jpeg")
        if seen.held:
            keep_out_of_sight("photo-17", seen.reference)
        for order in desk.orders():
            carry_out(order)
            desk.done(order.id)

Each call is sent again with patience; a report keeps its idempotency key over that. No answer is no
permission: what raises DeskError was not screened.
"""

from belisha.client.answers import Advice, Message, Order, Preserved, Receipt, Screened, Status
from belisha.client.client import Client
from belisha.client.errors import (
    Conflict,
    DeskError,
    DeskInTrouble,
    Invalid,
    NotThere,
    NotUnderstood,
    OtherService,
    Refused,
    TooLarge,
    TooMany,
    Unreachable,
    WrongKey,
)
from belisha.client.webhook import Event, WrongSignature, verify_webhook

__all__ = [
    "Advice",
    "Client",
    "Conflict",
    "DeskError",
    "DeskInTrouble",
    "Event",
    "Invalid",
    "Message",
    "NotThere",
    "NotUnderstood",
    "Order",
    "OtherService",
    "Preserved",
    "Receipt",
    "Refused",
    "Screened",
    "Status",
    "TooLarge",
    "TooMany",
    "Unreachable",
    "WrongKey",
    "WrongSignature",
    "verify_webhook",
]
