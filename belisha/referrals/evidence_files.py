"""The files of which the evidence of a case consists: docs/reference/evidence-bundle.md says what each is."""

import base64
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from belisha.decisions.elements import elements_of
from belisha.decisions.models import Decision
from belisha.ledger.excerpt import Excerpt, Proved
from belisha.people.models import Staff
from belisha.referrals.custody import words
from belisha.referrals.material import Step
from belisha.vault.fields import json_bytes

FORMAT = "belisha-evidence/1"
HOW_TO = "HOW-TO-VERIFY.txt"
VERIFIER = Path(__file__).parents[1] / "ledger" / "data" / "verify_ledger.py"
_HOW_TO = Path(__file__).parent / "data" / "how_to_verify.txt"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Who took the evidence out, when and why; `account` as the ledger has it."""

    at: datetime
    by: str
    account: str
    why: str


def entries(proved: Iterable[Proved], who: Callable[[str], str]) -> bytes:
    """The ledger's entries, one JSON object a line."""
    return b"".join(json_bytes(_entry(one, who)) + b"\n" for one in proved)


def _entry(one: Proved, who: Callable[[str], str]) -> dict[str, Any]:
    row = one.entry
    return {
        "seq": row.seq,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": row.event,
        "actor": row.actor,
        "about": [row.about_kind, row.about_id],
        "key": [row.key_kind, str(row.key_id)],
        "content_hmac": bytes(row.content_hmac).hex(),
        "hmac_key": one.hmac_key or None,
        "facts": one.facts,
        "leaf": bytes(row.leaf).hex(),
        "root": bytes(row.root).hex(),
        "proof": [beside.hex() for beside in one.proof],
        "who": who(row.actor),
        "what": words(row.event),
    }


def custody(steps: Iterable[Step]) -> bytes:
    """Who did what and when, in plain words."""
    lines = [f"{step.at:%Y-%m-%d %H:%M:%S} UTC  {step.who}: {words(step.event)}" for step in steps]
    return ("\n".join(lines) + "\n").encode()


def decisions(rows: Iterable[Decision], name: Callable[[Staff], str]) -> bytes:
    """Every decision on the case, with its grounds."""
    return _readable([_decision(row, name) for row in rows])


def _decision(row: Decision, name: Callable[[Staff], str]) -> dict[str, Any]:
    words_of = {one.id: one.words for one in elements_of(row.category)}
    return {
        "outcome": row.get_outcome_display(),
        "category": row.category,
        "state": row.get_state_display(),
        "reasons": row.reasons,
        "grounds": [{**ground, "element": words_of.get(ground["element"], "")} for ground in row.grounds],
        "one_person_mode": row.one_person_mode,
        "made": _by(row.made_by, row.made_at, name),
        "confirmed": _by(row.confirmed_by, row.confirmed_at, name),
        "ended": {**_by(row.ended_by, row.ended_at, name), "because": row.ended_because},
    }


def _by(person: Staff | None, at: datetime | None, name: Callable[[Staff], str]) -> dict[str, str]:
    return {"by": name(person) if person else "", "at": at.astimezone(UTC).isoformat() if at else ""}


def manifest(
    case: str, organisation: str, mark: Mark, proved: Excerpt, contents: Mapping[str, bytes]
) -> bytes:
    """What the file is, who took it out, and the digest of each part."""
    return _readable(
        {
            "format": FORMAT,
            "case": case,
            "organisation": organisation,
            "exported": {
                "at": mark.at.astimezone(UTC).isoformat(timespec="seconds"),
                "by": mark.by,
                "account": mark.account,
                "why": mark.why,
            },
            "keys": list(proved.vkeys),
            "erased": [one.entry.seq for one in proved.entries if one.facts is None],
            "files": [
                {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()}
                for name, data in sorted(contents.items())
            ],
        }
    )


def digest_line(manifest: bytes) -> str:
    """The line of the signed note that stands for the manifest."""
    return base64.b64encode(sha256(manifest).digest()).decode()


def how_to_verify(case: str, organisation: str, mark: Mark) -> bytes:
    """The plain words for whoever receives it."""
    said = {"case": case, "organisation": organisation, "by": mark.by, "why": mark.why}
    return _HOW_TO.read_text(encoding="utf-8").format(at=f"{mark.at:%Y-%m-%d %H:%M}", **said).encode()


def zipped(contents: Mapping[str, bytes], at: datetime) -> bytes:
    """The files in this order as one ZIP: same contents, same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _readable(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
