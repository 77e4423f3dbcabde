"""Reports in neutral words about invented people."""

from typing import Any


def least(**fields: Any) -> dict[str, Any]:
    """The smallest report that is taken, with other fields where named."""
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "unknown",
        "what_happened": "message 1 of the reported conversation",
        **fields,
    }


def full(**fields: Any) -> dict[str, Any]:
    """A report with every field, with other values where named."""
    return {
        "source": "moderator",
        "concerns": ["grooming", "indecent_images"],
        "danger_now": "no",
        "what_happened": "Two accounts wrote to each other.\nThe second was asked for a picture.",
        "occurred_at": "2026-11-20T21:15:00+01:00",
        "items": [
            {
                "id": "post-77",
                "locator": "https://forum.example/posts/77",
                "content_type": "image/jpeg",
                "md5": "0F" * 16,
                "sha1": "1e" * 20,
                "sha256": "2d" * 32,
                "pdq": "3c" * 32,
                "photodna": "4b" * 144,
                "uploaded_at": "2026-11-20T20:00:00Z",
                "ip": "192.0.2.17",
                "port": 51234,
            }
        ],
        "accounts": [
            {
                "id": "u-1001",
                "role": "suspect",
                "screen_name": "greyheron",
                "emails": ["greyheron@mail.example"],
                "phones": ["+44 1632 960001"],
                "ips": ["192.0.2.17", "2001:db8::17"],
                "profile_url": "https://forum.example/u/greyheron",
                "age_band": "adult",
            },
            {"id": "u-1002", "role": "child", "age_band": "13_15"},
        ],
        "conversation": [
            {
                "at": "2026-11-20T20:01:00Z",
                "from": "u-1001",
                "to": "u-1002",
                "text": "message 1 of the reported conversation",
            },
            {"from": "u-1002", "text": "message 2 of the reported conversation"},
        ],
        "signals": [
            {"kind": "score", "produced_by": "detector/1.2", "facts": {"score": 0.93, "band": "high"}}
        ],
        "child": {"country": "GB", "place": "CB1 2AB", "age": 14},
        "suspect": {"country": "GB", "place": "Norwich"},
        "reporter": {
            "kind": "parent",
            "name": "Ines Farrow",
            "email": "ines@mail.example",
            "phone": "01632 960002",
            "may_contact": True,
        },
        "already_reported": [
            {"authority": "police:local", "reference": "35/1/26", "at": "2026-11-21T09:00:00Z"}
        ],
        "suspect_is_child": "no",
        "content_detected": "yes",
        "may_be_elsewhere": "yes",
        "uk_link": "yes",
        "child_made_it": "no",
        "site": "railway",
        **fields,
    }
