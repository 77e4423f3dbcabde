"""Sentences that several rules use."""

from collections.abc import Iterator

from belisha.routing.answer import HowFast, WouldChange
from belisha.routing.scene import UNITED_KINGDOM, Scene, Spot

CONFIRM_FIRST = "Confirm first: nobody has checked this address with its owner."
LOOK_UP_FIRST = "Look up the address first: none is known here."
MEDIA = (
    "Where the portal takes the content, the provider's authorised person does that there, outside Belisha."
)
ALREADY = "{authority} has a report already: only what is new is reported again."


PATHS = {"child": "child", "suspect": "suspect", "organisation": "service", "reader": "reader"}
"""Where the facts have each spot."""
_ELSEWHERE = "Where the child isn't in the United Kingdom, the authorities of that country are told instead."
_NO_SERVICE = "If it isn't a service that asks, a service's own duties fall away."


def with_reason(confirmed: bool, why: str) -> str:
    """Return `why`, which says first where an address has to be confirmed."""
    return why if confirmed else f"{CONFIRM_FIRST} {why}"


def now_if_danger(scene: Scene) -> HowFast:
    """Return how fast somebody is told who protects the child."""
    return "now" if scene.facts.danger_now == "yes" else "promptly"


def if_no_service_asks(scene: Scene) -> Iterator[WouldChange]:
    """Say what becomes of a duty of services, where nobody has said yet who asks."""
    if scene.facts.reporter is None:
        yield WouldChange(_NO_SERVICE, "reporter")


def if_elsewhere(sentence: str, *spots: Spot) -> Iterator[WouldChange]:
    """Say `sentence` of each spot whose country isn't known, or of whose British place nothing is."""
    for spot in spots:
        if spot.country is None or (spot.country == UNITED_KINGDOM and spot.force is None):
            field = "country" if spot.country is None else "place"
            yield WouldChange(sentence, f"{PATHS[spot.whose]}.{field}")


def if_child_elsewhere(scene: Scene) -> Iterator[WouldChange]:
    """Say what becomes of services for children in the United Kingdom if the child is elsewhere."""
    open_ = (scene.child,) if scene.child.country else (scene.child, scene.reader, scene.organisation)
    yield from if_elsewhere(_ELSEWHERE, *open_)
