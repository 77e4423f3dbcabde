"""What Hasher-Matcher-Actioner (HMA) posts when an action rule fires: an ActionMessage.

Sources, read on 23 November 2026, in facebook/ThreatExchange: hasher-matcher-actioner/hmalib/common/messages/
{match,action}.py (the fields) and the WebhookPostActionPerformer that posts them with headers of the
operator's choice. HMA signs nothing: those headers carry this connector's secret as a bearer. HMA 2
(OpenMediaMatch) was found to post nothing of its own; what a service makes of its lookups comes by a mapping.
"""

from typing import Any

from belisha.intake import values
from belisha.intake.connectors.pieces import Pieces, name, obj, objects, told, without_nothing
from belisha.intake.connectors.seen import Concerns, Seen, WrongShape

TOOL = "HMA"
EVENT = "match"
FINGERPRINTS = ((64, "pdq", values.Hex64), (32, "md5", values.Hex32))


def read(body: Any, concerns: Concerns) -> Seen:
    """Return what a match says; raises WrongShape. Which list and entry it was is left with HMA."""
    given, pieces = obj(body), Pieces()
    wrong = {field: "is missing" for field in ("content_key", "content_hash") if not name(given.get(field))}
    if wrong:
        raise WrongShape(tool=TOOL, errors=wrong)
    signals = objects(given.get("matching_banked_signals"))
    key = f"match {name(given['content_key'])} {name(given['content_hash'])}"
    labels = [f"bank:{name(one.get('bank_id'))}" for one in signals]
    feared = concerns.of([f"action:{_action(given)}", *labels])
    if not feared:
        return Seen(event=EVENT, key=key, why="is of a bank that this connector leaves in HMA")
    own = pieces.take("content_key", name(given["content_key"]), values.Id)
    if own is None:
        raise WrongShape(tool=TOOL, errors={"content_key": "must be one line of at most 500 characters"})
    report = {
        "source": "hash_match",
        "concerns": feared,
        "danger_now": "unknown",
        "what_happened": told("HMA found that content on the service matches a known item."),
        "items": [{"id": own, **_fingerprint(pieces, name(given["content_hash"]))}],
        "signals": [{"kind": "list_match", "produced_by": "hma", "facts": _facts(given, signals)}],
    }
    return Seen(event=EVENT, key=key, report=without_nothing(report), left_out=tuple(pieces.left_out))


def _action(given: dict[str, Any]) -> str:
    label = given.get("action_label")
    return name(obj(label).get("value")) or name(label)


def _facts(given: dict[str, Any], signals: list[dict[str, Any]]) -> dict[str, Any]:
    action = _action(given)
    shown = {"action": action} if action and len(action) <= values.SHORT and action.isprintable() else {}
    return {"matches": len(signals), **shown}


def _fingerprint(pieces: Pieces, value: str) -> dict[str, str]:
    for digits, field, kind in FINGERPRINTS:
        if len(value) == digits and (found := pieces.take("content_hash", value, kind)):
            return {field: found}
    pieces.left_out.append("content_hash")
    return {}
