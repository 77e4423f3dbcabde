"""What each recipient is told, pinned. `python -m tests.referrals.pins` writes the pins anew."""

from pathlib import Path

from belisha.referrals.message import ReferralMessage
from belisha.referrals.pack import render_json
from belisha.referrals.recipients import recipient_for
from belisha.referrals.recipients.webhook import payload
from tests.referrals.build import AUTHORITIES, everything, least, usual

FOLDER = Path(__file__).parent / "golden"
AMOUNTS = {"least": least, "usual": usual, "all": everything}


def by_hand(message: ReferralMessage) -> str:
    """The checklist and the instructions, a line each."""
    recipient = recipient_for(message.recipient.authority)
    asked = [f"[{one.stand}] {one.group}|{one.asked}: {one.text}" for one in recipient.checklist(message)]
    how = [f"({one.action}) {one.text} <{one.target}>" for one in recipient.how_to(message)]
    return "\n".join([*asked, "", *how, ""])


def pins() -> dict[str, bytes]:
    """Every pin by the name of its file."""
    packs = {f"pack-{amount}.json": render_json(make()) for amount, make in AMOUNTS.items()}
    texts = {
        f"{authority.replace(':', '-').lower()}-{amount}.txt": by_hand(make(authority)).encode()
        for authority in AUTHORITIES
        for amount, make in AMOUNTS.items()
    }
    to_partner = {
        f"webhook-{amount}.json": payload(make("partner:other-desk"))
        for amount, make in AMOUNTS.items()
        if amount != "least"  # it says no way to ask for the rest, and is refused
    }
    return packs | texts | to_partner


if __name__ == "__main__":
    for name, content in pins().items():
        (FOLDER / name).write_bytes(content)
