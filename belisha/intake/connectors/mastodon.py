"""Mastodon's webhook `report.created`, whose `object` is an Admin::Report.

Sources, read on 23 November 2026: https://docs.joinmastodon.org/admin/webhooks/ (the event, its example and
the header X-Hub-Signature) and https://docs.joinmastodon.org/entities/Admin_Report/. That the header holds
"sha256=" and the HMAC of the body in hexadecimal is from its own app/workers/webhooks/delivery_worker.rb.
The event carries no id of the delivery: a repeat is told by the report's id.
"""

from typing import Any

from belisha.intake import values
from belisha.intake.connectors.pieces import Pieces, name, obj, objects, text, told, without_nothing
from belisha.intake.connectors.plain import plain
from belisha.intake.connectors.seen import Concerns, Seen, WrongShape
from belisha.intake.incoming import LINES, OF_ONE_ACCOUNT

TOOL = "Mastodon"
EVENT = "report.created"
OTHERS = "is one of which no report is made"
MOST_POSTS = 50  # each with up to three pictures; a report takes 200 items
MOST_PICTURES = 3


def read(body: Any, concerns: Concerns) -> Seen:
    """Return what an event says; raises WrongShape."""
    event = name(obj(body).get("event"))
    if not event:
        raise WrongShape(tool=TOOL, errors={"event": "is missing"})
    if event != EVENT:
        return Seen(event=event, why=OTHERS)
    given = obj(obj(body).get("object"))
    if not name(given.get("id")):
        raise WrongShape(tool=TOOL, errors={"object.id": "is missing"})
    return _report(given, concerns)


def _report(given: dict[str, Any], concerns: Concerns) -> Seen:
    pieces = Pieces()
    key = f"report {name(given['id'])}"
    at = pieces.time("object.created_at", given.get("created_at"))
    feared = concerns.of([*_rules(given), f"category:{name(given.get('category'))}"])
    if not feared:
        why = "is of a category that this connector leaves in Mastodon"
        return Seen(event=EVENT, key=key, at=at, why=why)
    posts = objects(given.get("statuses"))
    report = {
        "source": "user",
        "concerns": feared,
        "danger_now": "unknown",
        "what_happened": _told(given, len(posts)),
        "occurred_at": min(
            filter(None, (pieces.time("created_at", one.get("created_at")) for one in posts)), default=None
        ),
        "accounts": _accounts(pieces, given),
        "items": _items(pieces, posts),
        "conversation": _lines(pieces, posts),
        "reporter": _reporter(pieces, obj(given.get("account"))),
    }
    return Seen(event=EVENT, key=key, at=at, report=without_nothing(report), left_out=tuple(pieces.left_out))


def _rules(given: dict[str, Any]) -> list[str]:
    return [f"rule:{name(rule.get('id'))}" for rule in objects(given.get("rules"))]


def _told(given: dict[str, Any], posts: int) -> str:
    rules = [text(rule.get("text")) for rule in objects(given.get("rules"))]
    return told(
        text(given.get("comment")) or "Reported in Mastodon without a comment.",
        f"Category in Mastodon: {name(given.get('category')) or 'not named'}.",
        "Rules that are named: " + "; ".join(rules) if rules else "",
        f"Posts that are named: {posts}." if posts else "No post is named: it is about the account.",
        "The report came from another server." if obj(given.get("account")).get("domain") else "",
    )


def _accounts(pieces: Pieces, given: dict[str, Any]) -> list[dict[str, Any]]:
    reported = _account(pieces, "object.target_account", obj(given.get("target_account")), "suspect")
    by = _account(pieces, "object.account", obj(given.get("account")), "reporter")
    return [one for one in (reported, by) if one]


def _account(pieces: Pieces, where: str, given: dict[str, Any], role: str) -> dict[str, Any] | None:
    own = pieces.take(f"{where}.id", name(given.get("id")), values.Id)
    if own is None:
        return None
    public = obj(given.get("account"))
    email = pieces.take(f"{where}.email", given.get("email"), values.Email)
    # The documentation shows `ip` as a text and as an object, in two places.
    addresses = [one.get("ip") for one in objects(given.get("ips"))] or [
        obj(given.get("ip")).get("ip") or given.get("ip")
    ]
    fields = {
        "id": own,
        "role": role,
        "screen_name": pieces.take(
            f"{where}.acct", name(public.get("acct") or given.get("username")), values.Short
        ),
        "emails": [email] if email else [],
        "ips": pieces.several(f"{where}.ips", addresses, values.Address, OF_ONE_ACCOUNT),
        "profile_url": pieces.take(f"{where}.url", public.get("url"), values.Locator),
    }
    return without_nothing(fields)


def _reporter(pieces: Pieces, given: dict[str, Any]) -> dict[str, Any]:
    public = obj(given.get("account"))
    said = pieces.take("object.account.acct", name(public.get("acct") or given.get("username")), values.Short)
    return without_nothing(
        {"name": said, "email": pieces.take("object.account.email", given.get("email"), values.Email)}
    )


def _items(pieces: Pieces, posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(posts) > MOST_POSTS:
        pieces.left_out.append(f"object.statuses[{MOST_POSTS}:]")
    items = []
    for place, post in enumerate(posts[:MOST_POSTS]):
        where = f"object.statuses[{place}]"
        items.append(_item(pieces, where, "", post))
        pictures = objects(post.get("media_attachments"))
        if len(pictures) > MOST_PICTURES:
            pieces.left_out.append(f"{where}.media_attachments[{MOST_PICTURES}:]")
        items += [
            _item(pieces, f"{where}.media_attachments", "media/", one) for one in pictures[:MOST_PICTURES]
        ]
    return [one for one in items if one]


def _item(pieces: Pieces, where: str, kind: str, given: dict[str, Any]) -> dict[str, Any] | None:
    # Posts and their pictures are numbered alike, so one of them says what it is.
    own = name(given.get("id"))
    fields = {
        "id": pieces.take(f"{where}.id", own and f"{kind}{own}", values.Id),
        "locator": pieces.take(f"{where}.url", given.get("url") or given.get("uri"), values.Locator),
        "uploaded_at": pieces.time(f"{where}.created_at", given.get("created_at")),
    }
    return without_nothing(fields) if fields["id"] else None


def _lines(pieces: Pieces, posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = []
    for place, post in enumerate(posts[: min(LINES, MOST_POSTS)]):
        where = f"object.statuses[{place}]"
        words = told(text(post.get("spoiler_text")), text(plain(str(post.get("content") or ""))))
        line = {
            "at": pieces.time(f"{where}.created_at", post.get("created_at")),
            "from": pieces.take(f"{where}.account.id", name(obj(post.get("account")).get("id")), values.Id),
            "text": words,
        }
        if words:
            lines.append(without_nothing(line))
    return lines
