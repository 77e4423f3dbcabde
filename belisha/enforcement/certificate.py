"""What is said of an erasure: which case, by which rule, what went, when, and where the ledger says so.

It names no person and holds nothing that the case held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from belisha.enforcement.models import Erasure, KeptReference
from belisha.vault.fields import json_bytes

PLANNED, MAXIMUM, ORDERED, OUTSIDE = "planned", "maximum", "ordered", "outside"
RULES = {
    PLANNED: "Its time was over by this desk’s own rule, and nothing kept it any longer.",
    MAXIMUM: "A law allows no longer keeping, and nothing kept it any longer.",
    ORDERED: "An authority asked for it.",
    OUTSIDE: "It had been erased before, and came back with an older backup.",
}


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """An erasure as its page and its JSON show it."""

    label: str
    also: tuple[str, ...]
    rule: str
    grounds: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    keys: int
    references: tuple[tuple[str, datetime], ...]
    begun_at: datetime
    keys_gone_at: datetime | None
    rows_gone_at: datetime | None
    files_clean_at: datetime | None
    ledger_entry: int | None
    sha256: str
    json: dict[str, Any]


def certificate_of(erasure: Erasure) -> Certificate:
    """The certificate of an erasure, as far as it has come."""
    kept = list(erasure.references.order_by("keep_until"))
    also = tuple(sorted(row.label for row in erasure.tombstones.exclude(label=erasure.label)))
    return Certificate(
        label=erasure.label,
        also=also,
        rule=RULES[erasure.rule],
        grounds=tuple(erasure.grounds),
        rows=tuple(sorted(erasure.rows.items())),
        keys=len(erasure.keys),
        references=tuple((row.authority_name, row.keep_until) for row in kept),
        begun_at=erasure.begun_at,
        keys_gone_at=erasure.keys_gone_at,
        rows_gone_at=erasure.rows_gone_at,
        files_clean_at=erasure.files_clean_at,
        ledger_entry=erasure.ledger_entry,
        sha256=erasure.sha256,
        json=_json(erasure, also, kept),
    )


def digest_of(erasure: Erasure) -> str:
    """SHA-256 of what the certificate says, as it stands when the rows are gone; the ledger keeps it too."""
    return sha256(json_bytes(_core(erasure))).hexdigest()


def _json(erasure: Erasure, also: Iterable[str], kept: Iterable[KeptReference]) -> dict[str, Any]:
    return _core(erasure) | {
        "also": list(also),
        "references_kept": [
            {"authority": row.authority_name, "until": row.keep_until.isoformat()} for row in kept
        ],
        "files_clean_at": _text(erasure.files_clean_at),
        "ledger_entry": erasure.ledger_entry,
        "sha256": erasure.sha256,
    }


def _core(erasure: Erasure) -> dict[str, Any]:
    return {
        "id": str(erasure.id),
        "case": erasure.label,
        "rule": erasure.rule,
        "grounds": erasure.grounds,
        "rows": erasure.rows,
        "keys": len(erasure.keys),
        "begun_at": _text(erasure.begun_at),
        "keys_gone_at": _text(erasure.keys_gone_at),
        "rows_gone_at": _text(erasure.rows_gone_at),
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
