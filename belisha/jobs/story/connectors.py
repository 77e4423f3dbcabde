"""Another tool that reports to the demo's desk: its flags are tried, and nobody has turned it on yet."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from belisha.intake.arrive import arrive
from belisha.intake.connect import add_connector
from belisha.jobs.story.clock import Clock
from belisha.organisation.read import services
from belisha.people.models import Staff

NAME = "Forum of the community"
WORDS = {"flag:illegal": ["child_safety"], "flag:notify_moderators": ["grooming"]}
WAITS, ANSWERED = 0, 1  # as Discourse counts what became of a flag
FORUM = "https://forum.lantern-harbour.example/t/harbour-talk"


def try_one(*, clock: Clock, by: Staff) -> None:
    """Its administrator adds the forum; somebody flags two posts, one of which is answered over there."""
    game = next(one.id for one in services() if one.name == "Lantern Harbour")
    mapping = {"words": WORDS, "otherwise": []}
    made = add_connector(name=NAME, kind="discourse", service_id=game, secret="", mapping=mapping, by=by)
    for number, status in enumerate((ANSWERED, WAITS), start=1):
        clock.wait(minutes=2)
        body = json.dumps(_flagged(number, status, clock)).encode()
        signed = f"sha256={hmac.digest(made.secret.encode(), body, sha256).hex()}"
        arrive(
            connector_id=made.id,
            body=body,
            headers={"x-discourse-event-signature": signed},
            now=clock.now,
        )


def _flagged(number: int, status: int, clock: Clock) -> dict[str, Any]:
    return {
        "reviewable": {
            "id": 500 + number,
            "type": "ReviewableFlaggedPost",
            "status": status,
            "created_at": (clock.now - timedelta(minutes=1)).isoformat(),
            "target_url": f"{FORUM}/{number}",
            "post_id": 900 + number,
            "raw": f"message {number} of the reported conversation",
            "target_created_by": {"id": 77, "username": f"forum-user-{number}"},
            "reviewable_scores": [
                {"score_type": {"type": "notify_moderators"}, "user": {"id": 12, "username": "forum-reader"}}
            ],
        }
    }
