"""What tools send, as their documentation shows it, about invented people."""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

SECRET = "0123456789abcdef0123456789abcdef"


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def account(number: str, name: str, **fields: Any) -> dict[str, Any]:
    """An Admin::Account."""
    public = {"id": number, "username": name, "acct": name, "url": f"https://social.example/@{name}"}
    return {
        "id": number,
        "username": name,
        "domain": None,
        "email": f"{name}@mail.example",
        "ip": "192.0.2.17",
        "ips": [{"ip": "192.0.2.17", "used_at": "2026-11-20T10:00:00Z"}, {"ip": "2001:db8::1"}],
        "account": public,
        **fields,
    }


def status(number: str = "900", **fields: Any) -> dict[str, Any]:
    """A Status with one picture, by reference."""
    return {
        "id": number,
        "created_at": "2026-11-20T11:29:13.000Z",
        "spoiler_text": "",
        "uri": f"https://social.example/users/greyheron/statuses/{number}",
        "url": f"https://social.example/@greyheron/{number}",
        "content": "<p>message 1 of the reported conversation</p><script>alert(1)</script>",
        "account": {"id": "77", "acct": "greyheron"},
        "media_attachments": [{"id": "901", "type": "image", "url": "https://social.example/media/901"}],
        **fields,
    }


def mastodon(**fields: Any) -> dict[str, Any]:
    """The event report.created."""
    report = {
        "id": "8437",
        "category": "violation",
        "comment": "He writes to children.",
        "created_at": now(),
        "account": account("12", "bystander"),
        "target_account": account("77", "greyheron"),
        "statuses": [status()],
        "rules": [{"id": "2", "text": "Leave children alone."}],
        **fields,
    }
    return {"event": "report.created", "created_at": now(), "object": report}


def discourse(**fields: Any) -> dict[str, Any]:
    """The event reviewable_created of a flagged post."""
    flag = {"type": "illegal", "title": "It's Illegal"}
    return {
        "reviewable": {
            "id": 6667,
            "type": "ReviewableFlaggedPost",
            "status": 0,
            "created_at": now(),
            "target_url": "https://forum.example/t/topic/5/2",
            "post_id": 44,
            "raw": "message 1 of the reported conversation",
            "target_created_by": {"id": 77, "username": "greyheron"},
            "reviewable_scores": [{"score_type": flag, "user": {"id": 12, "username": "bystander"}}],
            **fields,
        }
    }


def hma(**fields: Any) -> dict[str, Any]:
    """What an action rule of HMA posts."""
    return {
        "content_key": "upload-9",
        "content_hash": "3c" * 32,
        "matching_banked_signals": [
            {"banked_content_id": "1", "bank_id": "bank-4", "bank_source": "te", "classifications": []}
        ],
        "action_label": {"value": "EnqueueForReview"},
        "action_rules": [],
        "additional_fields": [],
        **fields,
    }


def written(event: Any) -> bytes:
    return event if isinstance(event, bytes) else json.dumps(event).encode()


def signature(event: Any, secret: str = SECRET) -> str:
    """As Mastodon and Discourse sign."""
    return "sha256=" + hmac.digest(secret.encode(), written(event), sha256).hex()
