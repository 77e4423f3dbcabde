"""Mastodon's admin interface: accounts are acted on there at once, and what it can't do is said in words.

Source: https://docs.joinmastodon.org/methods/admin/accounts/, read on 23 November 2026: POST
/api/v1/admin/accounts/:id/action with the types none, sensitive, disable, silence and suspend, and
/unsilence and /unsuspend; scopes admin:read:accounts and admin:write:accounts. None of the admin methods is
about a single post, and DELETE /api/v1/statuses/:id is its author's alone; methods for posts were proposed
(https://github.com/mastodon/mastodon/pull/27675) and not taken. Hiding or deleting one is for a person in
Mastodon's own moderation pages. `sensitive` covers the media of an account and hides nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from belisha.enforcement.channels.channel import NOTICE, TEST, Arrived, Later, Outcome, Parcel, Refused
from belisha.outbound.problem import NotSent

if TYPE_CHECKING:
    from belisha.outbound.call import Answer

WITHIN = 15.0  # seconds
LATER = frozenset({408, 425, 429})
NOT_SENT = frozenset({"not_configured", "private_address", "wrong_address", "wrong_request"})
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")

NOT_LET_IN = (
    "Mastodon does not accept the token, or its account may not do this. It needs admin:read:accounts and"
    " admin:write:accounts, and a role with Manage Users and Manage Reports."
)
NO_ACCOUNT = "Mastodon has no such account."
NOT_DONE = "Mastodon took it, but the account is not as ordered. Look at it in Mastodon, under Moderation."
POSTS = (
    "Mastodon’s interface for programs can neither hide, delete nor restore a single post. Do it in Mastodon,"
    " under Moderation, then say here that it is done."
)
HOLD = (
    "Mastodon has nothing that hides an account and keeps it but suspending it, and a hold may not do that."
    " Order a restriction or a suspension, or act in Mastodon."
)
KEEP = (
    "Mastodon’s interface for programs can’t preserve anything. Keep it from Mastodon’s own database, then"
    " say here what is kept."
)
RELEASE = (
    "What ends is a hold, or the keeping of something: neither can be done through Mastodon’s interface for"
    " programs, so nothing is changed there. Say here once it is ended."
)
"""Never what lifts a suspension: what was kept is let go while the account stays suspended."""
UNKNOWN = (
    "What is undone here is no longer known, so nothing is lifted. Look at the account in Mastodon, under"
    " Moderation, and say here what you did."
)
NOTHING = "nothing"
STAYS = "It was so before the order that is undone: nothing is lifted. Lift it in Mastodon if it should be."
CLOSED_HERE = "This desk may not connect there. Look at the endpoint’s address."
ELSEWHERE = "Mastodon points to another address, where nothing is sent. Change the endpoint’s address."


@dataclass(frozen=True, slots=True)
class Act:
    """What an order is in Mastodon: the call, and what the account says of itself once it is done."""

    call: str
    kind: str
    mark: str
    marked: bool
    already: str


SUSPEND = Act("action", "suspend", "suspended", True, "The account was suspended already.")
SILENCE = Act("action", "silence", "silenced", True, "The account was limited already.")
UNSUSPEND = Act("unsuspend", "", "suspended", False, "The account was not suspended.")
UNSILENCE = Act("unsilence", "", "silenced", False, "The account was not limited.")
DONE = {
    SUSPEND: "Suspended in Mastodon.",
    SILENCE: "Limited in Mastodon.",
    UNSUSPEND: "No longer suspended in Mastodon.",
    UNSILENCE: "No longer limited in Mastodon.",
}
UNDOES = {"suspend": (UNSUSPEND,), "restrict": (UNSILENCE,)}


class Mastodon:
    """Carries out an order by Mastodon's admin interface."""

    kind = "mastodon"

    def send(self, parcel: Parcel) -> Outcome:
        """Do it, and look whether it is done: nothing is called done that Mastodon doesn't say is."""
        try:
            if parcel.event == TEST:
                return _tested(parcel)
            if parcel.event == NOTICE or parcel.about is None:
                # What a user may be told leaves with the act itself, or by the service's own notice.
                return Arrived(answer="nothing_to_do")
            return _carried_out(parcel, parcel.about)
        except NotSent as problem:
            if problem.problem in NOT_SENT:
                return Refused(problem=problem.problem, words=CLOSED_HERE, line_down=True)
            return Later(problem=problem.problem, after=problem.after)


def acts_of(about: Mapping[str, Any]) -> tuple[Act, ...] | str:
    """What an order is in Mastodon, or the words that say why it can't be done there."""
    kind = about["kind"]
    if kind == "preserve":
        return KEEP
    if about["target"]["kind"] == "item":
        return POSTS
    if kind == "hold":
        return HOLD
    if kind == "release":
        return RELEASE
    if kind == "restore":
        return _undoing(about)
    return {"suspend": (SUSPEND,), "restrict": (SILENCE,), "warn": ()}.get(kind, POSTS)


def _undoing(about: Mapping[str, Any]) -> tuple[Act, ...] | str:
    """What lifts just what the undone order did; an order that undoes none lifts whatever there is."""
    undone = about.get("undone")
    if undone is None and about.get("undoes") is not None:
        return UNKNOWN
    return UNDOES.get(str(undone), (UNSUSPEND, UNSILENCE))


def _tested(parcel: Parcel) -> Outcome:
    answer = _call(parcel, "GET", "accounts?limit=1")
    return Arrived(answer=f"status_{answer.status}") if answer.is_success else _declined(answer)


def _carried_out(parcel: Parcel, about: Mapping[str, Any]) -> Outcome:
    acts, account = acts_of(about), str(about["target"]["id"])
    if isinstance(acts, str):
        return Refused(problem="not_possible", words=acts)
    if not _ID.fullmatch(account):
        return Refused(problem="wrong_account", words=NO_ACCOUNT)
    found = _call(parcel, "GET", f"accounts/{account}")
    if not found.is_success:
        return _declined(found)
    if about["kind"] == "warn":
        return _warned(parcel, about, account)
    if about["kind"] == "restore" and about.get("did") == NOTHING:
        return Arrived(answer="as_ordered", done=True, detail=STAYS, did=NOTHING)
    return _done(parcel, about, account, acts, _read(found))


def _done(
    parcel: Parcel, about: Mapping[str, Any], account: str, acts: tuple[Act, ...], found: Mapping[str, Any]
) -> Outcome:
    """Each act that the account isn't yet as it asks for, and a look at what came of it."""
    wanted = [act for act in acts if bool(found.get(act.mark)) is not act.marked]
    if not wanted:
        # An earlier attempt may have done it, and its answer been lost.
        did = NOTHING if parcel.attempt == 1 else _words(acts)
        return Arrived(answer="as_ordered", done=True, detail=" ".join(act.already for act in acts), did=did)
    for act in wanted:
        answer = _call(parcel, "POST", f"accounts/{account}/{act.call}", _said(act.kind, about))
        if not answer.is_success:
            return _declined(answer)
    now = _call(parcel, "GET", f"accounts/{account}")
    if not now.is_success:
        return _declined(now)
    if any(bool(_read(now).get(act.mark)) is not act.marked for act in wanted):
        return Refused(problem="not_done", words=NOT_DONE)
    detail = " ".join(DONE[act] for act in wanted)
    return Arrived(answer="status_200", done=True, detail=detail, did=_words(wanted))


def _words(acts: Sequence[Act]) -> str:
    """What was done, in a few words that an order keeps."""
    return ", ".join(act.kind or act.call for act in acts)


def _warned(parcel: Parcel, about: Mapping[str, Any], account: str) -> Outcome:
    if not about.get("notice"):
        # A warning without words is none, and telling may be forbidden for now.
        return Later(problem="nothing_may_be_told")
    answer = _call(parcel, "POST", f"accounts/{account}/action", _said("none", about))
    if not answer.is_success:
        return _declined(answer)
    return Arrived(answer=f"status_{answer.status}", done=True, detail="Warned in Mastodon.")


def _said(kind: str, about: Mapping[str, Any]) -> dict[str, str]:
    """The form of an action. Mastodon writes to the user only where they may be told something."""
    if not kind:
        return {}
    notice = about.get("notice") or {}
    words = "\n\n".join(str(notice[name]) for name in ("title", "text") if notice.get(name))
    return {"type": kind, "text": words, "send_email_notification": "true" if words else "false"}


def _call(parcel: Parcel, method: str, path: str, form: Mapping[str, str] | None = None) -> "Answer":
    # Late: a channel is described without Django, and a connection needs its settings.
    from belisha.outbound.call import call

    headers = {"authorization": f"Bearer {parcel.token}", "accept": "application/json"}
    if form is not None:
        headers["content-type"] = "application/x-www-form-urlencoded"
    url = f"{parcel.url.rstrip('/')}/api/v1/admin/{path}"
    return call(method, url, body=urlencode(form or {}).encode(), headers=headers, within=WITHIN)


def _declined(answer: "Answer") -> Outcome:
    status, problem = answer.status, f"status_{answer.status}"
    if status >= 500 or status in LATER:
        return Later(problem=problem, after=answer.after)
    if status in (401, 403):
        return Refused(problem=problem, words=NOT_LET_IN, line_down=True)
    if 300 <= status < 400:
        return Refused(problem=problem, words=ELSEWHERE, line_down=True)
    if status == 404:
        return Refused(problem=problem, words=NO_ACCOUNT)
    return Refused(problem=problem, words=f"Mastodon did not take it (it answered {status}).")


def _read(answer: "Answer") -> Mapping[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    # An account that can't be read is as nobody ordered: what is done is looked at again.
    return found if isinstance(found, dict) else {}
