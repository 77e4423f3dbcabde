"""Discourse's webhook for flags: the event group "reviewable", whose body is {"reviewable": {...}}.

Sources, read on 23 November 2026, in Discourse's own code: app/jobs/regular/emit_web_hook_event.rb (the
body, and X-Discourse-Event-Signature: "sha256=" and the HMAC of the body), and app/serializers/
reviewable_serializer.rb, reviewable_flagged_post_serializer.rb and reviewable_score_serializer.rb (the
fields). Not confirmed from a recorded delivery: whether people and scores come as objects or as ids alone, so
both are read. The header that names the event is not signed, and decides nothing.
"""

from typing import Any

from belisha.intake import values
from belisha.intake.connectors.pieces import Pieces, name, obj, objects, text, told, without_nothing
from belisha.intake.connectors.plain import plain
from belisha.intake.connectors.seen import Concerns, Seen, WrongShape

TOOL = "Discourse"
PENDING = ("", "0", "pending")  # Reviewable.statuses
MOST_SCORES = 50


def read(body: Any, concerns: Concerns) -> Seen:
    """Return what an event says; raises WrongShape."""
    given = obj(body)
    if "reviewable" not in given:
        event = next(iter(given), "")
        if not event:
            raise WrongShape(tool=TOOL, errors={"reviewable": "is missing"})
        return Seen(event=event, why="is one of which no report is made")
    reviewable = obj(given["reviewable"])
    if not name(reviewable.get("id")):
        raise WrongShape(tool=TOOL, errors={"reviewable.id": "is missing"})
    return _reviewable(reviewable, concerns)


def _reviewable(given: dict[str, Any], concerns: Concerns) -> Seen:
    pieces, scores = Pieces(), objects(given.get("reviewable_scores"))
    key = f"reviewable {name(given['id'])}"
    at = pieces.time("reviewable.created_at", given.get("created_at"))
    if name(given.get("status")) not in PENDING:
        return Seen(event="reviewable", key=key, at=at, why="has been answered in Discourse already")
    feared = concerns.of([*_flags(scores), f"type:{name(given.get('type'))}"])
    if not feared:
        why = "is of a kind that this connector leaves in Discourse"
        return Seen(event="reviewable", key=key, at=at, why=why)
    report = {
        "source": "user",
        "concerns": feared,
        "danger_now": "unknown",
        "what_happened": _told(given, scores),
        "accounts": _accounts(pieces, given, scores),
        "items": _items(pieces, given),
        "conversation": _lines(pieces, given),
    }
    return Seen(
        event="reviewable", key=key, at=at, report=without_nothing(report), left_out=tuple(pieces.left_out)
    )


def _flags(scores: list[dict[str, Any]]) -> list[str]:
    kinds = [obj(score.get("score_type")) for score in scores]
    names = [name(kind.get("type") or kind.get("name_key") or kind.get("id")) for kind in kinds]
    return [f"flag:{one}" for one in names if one]


def _told(given: dict[str, Any], scores: list[dict[str, Any]]) -> str:
    titles = [text(obj(score.get("score_type")).get("title")) for score in scores]
    reasons = [plain(text(score.get("reason"))) for score in scores]
    return told(
        f"Flagged in Discourse: {name(given.get('type')) or 'its kind is not named'}.",
        "Flags: " + "; ".join(dict.fromkeys(filter(None, titles))) if any(titles) else "",
        "\n".join(dict.fromkeys(filter(None, reasons))),
    )


def _accounts(pieces: Pieces, given: dict[str, Any], scores: list[dict[str, Any]]) -> list[dict[str, Any]]:
    flagged = obj(given.get("target_created_by"))
    flaggers = [obj(score.get("user")) for score in scores[:MOST_SCORES]] or [obj(given.get("created_by"))]
    named = [
        _account(pieces, "target_created_by", flagged, given.get("target_created_by_id"), "suspect"),
        *(_account(pieces, "user", one, given.get("created_by_id"), "reporter") for one in flaggers),
    ]
    return list({one["id"]: one for one in reversed(named) if one}.values())[::-1]


def _account(
    pieces: Pieces, field: str, given: dict[str, Any], otherwise: Any, role: str
) -> dict[str, Any] | None:
    where = f"reviewable.{field}"
    own = pieces.take(f"{where}.id", name(given.get("id")) or name(otherwise), values.Id)
    said = pieces.take(f"{where}.username", name(given.get("username")), values.Short)
    return without_nothing({"id": own, "role": role, "screen_name": said}) if own else None


def _items(pieces: Pieces, given: dict[str, Any]) -> list[dict[str, Any]]:
    own = name(given.get("post_id"))
    fields = {
        "id": pieces.take("reviewable.post_id", own, values.Id),
        "locator": pieces.take("reviewable.target_url", given.get("target_url"), values.Locator),
    }
    return [without_nothing(fields)] if fields["id"] else []


def _lines(pieces: Pieces, given: dict[str, Any]) -> list[dict[str, Any]]:
    words = text(given.get("raw")) or text(plain(str(given.get("cooked") or "")))
    by = name(obj(given.get("target_created_by")).get("id")) or name(given.get("target_created_by_id"))
    line = {"from": pieces.take("reviewable.target_created_by.id", by, values.Id), "text": words}
    return [without_nothing(line)] if words else []
