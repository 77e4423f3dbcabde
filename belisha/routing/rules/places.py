"""How a place was read, where that is in doubt."""

from collections.abc import Iterator

from belisha.routing.answer import WouldChange
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import PLACES
from belisha.routing.rules.words import PATHS
from belisha.routing.scene import Scene

_SENTENCES = {
    "read_as_british": (
        "The name of the {whose}'s place was read as a British one: with the country it is certain.",
        "country",
    ),
    "not_read": (
        "The name of the {whose}'s place alone wasn't looked up: with its country it says more.",
        "country",
    ),
    "not_found": (
        "The {whose}'s place wasn't found: a full postcode, a district or a town says more.",
        "place",
    ),
    "overruled": (
        "The {whose}'s place lies in another country than the one given, so the country alone counts.",
        "place",
    ),
}


@rule(source=PLACES, confidence="medium", waits=False)
def places_read(scene: Scene) -> Iterator[Finding]:
    """The bare name of a town or county is read as British unless all countries that are known are others;
    a country that was given is never overruled by a place."""
    for spot in (scene.child, scene.suspect, scene.organisation, scene.reader):
        if spot.doubt:
            sentence, field = _SENTENCES[spot.doubt]
            yield WouldChange(sentence.format(whose=spot.whose), f"{PATHS[spot.whose]}.{field}")
