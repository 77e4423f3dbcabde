"""What an order that undoes another has to undo, kept in plain words that outlive the order it undoes."""

from belisha.enforcement.order_table import Order
from belisha.vault.seal import Erased

NOTHING = "nothing"
"""What an order did that found all as it asks for: there is nothing to take back."""


def undone_by(row: Order) -> dict[str, str]:
    """Of which kind the order is that this one undoes, and what that did; empty: it undoes none."""
    if row.undoes is not None:
        return {"undone": row.undoes.kind, "did": _did(row.undoes)}
    details = row.details
    return {name: str(details[said]) for name, said in _KEPT.items() if said in details}


def part_with_undone(row: Order) -> None:
    """Take the link to the undone order off, and keep in this one's own words what it undoes."""
    if row.undoes is None:
        return
    kept = {_KEPT[name]: words for name, words in undone_by(row).items()}
    row.details = dict(row.details) | {"undid": str(row.undoes.id)} | kept
    row.undoes = None


def _did(undone: Order) -> str:
    try:
        return str(undone.details.get("did", ""))
    except Erased:
        return ""  # An older backup: its case's key is gone.


_KEPT = {"undone": "undid_kind", "did": "undid_did"}
"""Under which name of its own details an order keeps them; `did` is what it did itself."""
TOLD = ("did", "undid", *_KEPT.values())
