"""The entries for outsiders: a JSON object a line, without what they tell (docs/reference/ledger-format)."""

import json
from collections.abc import Callable
from typing import Any, TextIO

from belisha.ledger.models import Head
from belisha.ledger.rows import Row, pages, snapshot
from belisha.ledger.signer import signers, vkey


def export(out: TextIO, *, seen: Callable[[int], object] = lambda count: None) -> int:
    """Write the whole log in one view of it, and return how many entries it has."""
    with snapshot():
        head = Head.objects.filter(id=1).first() or Head()
        out.write(_json(_about(head)))
        for page in pages():
            out.writelines(_json(entry(row)) for row in page)
            seen(len(page))
    return head.size


def entry(row: Row) -> dict[str, Any]:
    """One entry as outsiders read it."""
    return {
        "seq": row.seq,
        "at": row.at,
        "event": row.event,
        "actor": row.actor,
        "about": [row.about_kind, row.about_id],
        "key": [row.key_kind, row.key_id],
        "content_hmac": row.content_hmac.hex(),
        "leaf": row.leaf.hex(),
        "root": row.root.hex(),
    }


def _about(head: Head) -> dict[str, Any]:
    known = signers()
    return {
        "belisha_ledger": 1,
        "origin": known[0].origin if known else "",
        "entries": head.size,
        "root": head.frontier().root().hex(),
        "keys": [vkey(one) for one in known],
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"
