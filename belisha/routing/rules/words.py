"""Sentences that several rules use."""

from belisha.routing.answer import HowFast
from belisha.routing.scene import Scene

CONFIRM_FIRST = "Confirm first: nobody has checked this address with its owner."
LOOK_UP_FIRST = "Look up the address first: none is known here."
MEDIA = (
    "Where the portal takes the content, the provider's authorised person does that there, outside Belisha."
)
ALREADY = "{authority} has a report already: only what is new is reported again."


def with_reason(confirmed: bool, why: str) -> str:
    """Return `why`, which says first where an address has to be confirmed."""
    return why if confirmed else f"{CONFIRM_FIRST} {why}"


def now_if_danger(scene: Scene) -> HowFast:
    """Return how fast somebody is told who protects the child."""
    return "now" if scene.facts.danger_now == "yes" else "promptly"
