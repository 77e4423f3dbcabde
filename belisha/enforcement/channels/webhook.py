"""The service's own webhook: told that there is something, and no more; the service asks for the rest.

Standard Webhooks, https://www.standardwebhooks.com: one id over all attempts, so that a receiver can tell a
repeat; the time and the signature of each attempt. docs/guides/orders.md is what a receiver reads.
"""

import json
from typing import TYPE_CHECKING

from belisha.enforcement.channels.channel import Arrived, Gone, Later, Outcome, Parcel, Refused
from belisha.outbound import signature
from belisha.outbound.leased.outcome import LATER, TRIED_AGAIN
from belisha.outbound.problem import NotSent

if TYPE_CHECKING:
    from belisha.outbound.call import Answer

WITHIN = 15.0  # seconds: the specification has receivers answer at once and work afterwards
NOT_OURS = frozenset({401, 403})
"""They don't accept the signature: nothing else passes either."""
SIGNATURE = "They do not accept our signature: compare the secret, then test the endpoint."
REDIRECT = (
    "They point to another address, where nothing is sent. Change the endpoint’s address, then test it."
)
CLOSED_HERE = "This desk may not connect there, or can’t sign. Look at the endpoint’s address and secret."
ALONE = "They do not take this event. Ask those who run the service why, then send it again."


class Webhook:
    """Carries an event by a signed POST."""

    kind = "webhook"

    def send(self, parcel: Parcel) -> Outcome:
        """Send it: the same id and the same words each time."""
        try:
            answer = _posted(parcel)
        except NotSent as problem:
            # The status came, and what followed it broke off: they have it.
            taken = 200 <= problem.status < 300
            return Arrived(answer=f"status_{problem.status}") if taken else _failed(problem)
        return Arrived(answer=f"status_{answer.status}") if answer.is_success else _declined(answer)


def body_of(parcel: Parcel) -> bytes:
    """Return what they are told: of which kind, about which order, and when. Never about whom or what."""
    said = {"type": parcel.event, "id": str(parcel.order_id or parcel.id), "at": parcel.at.isoformat()}
    return json.dumps(said, separators=(",", ":")).encode()


def _posted(parcel: Parcel) -> "Answer":
    # Late: a channel is described without Django, and a connection needs its settings.
    from belisha.outbound.call import call

    body = body_of(parcel)
    signed = signature.headers_of_all(parcel.secrets, str(parcel.id), parcel.now, body)
    return call("POST", parcel.url, body=body, headers=signed, longest=0, within=WITHIN)


def _failed(problem: NotSent) -> Outcome:
    if problem.problem in TRIED_AGAIN:
        return Later(problem=problem.problem, after=problem.after)
    return Refused(problem=problem.problem, words=CLOSED_HERE, line_down=True)


def _declined(answer: "Answer") -> Outcome:
    status, problem = answer.status, f"status_{answer.status}"
    if status == 410:
        return Gone(problem=problem)
    if status >= 500 or status in LATER:
        return Later(problem=problem, after=answer.after)
    if 300 <= status < 400:
        return Refused(problem=problem, words=REDIRECT, line_down=True)
    if status in NOT_OURS:
        return Refused(problem=problem, words=SIGNATURE, line_down=True)
    return Refused(problem=problem, words=ALONE)
