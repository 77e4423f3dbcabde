"""Whether this desk's own list has something already."""

from collections.abc import Mapping
from typing import Any

from belisha.screening import asking, library
from belisha.screening.found import DIGESTS, Asked, View
from belisha.screening.list_folders import list_keys
from belisha.screening.models import HashList
from belisha.screening.store.version import UnusableVersion


def on_own_list(fingerprints: Mapping[str, Any]) -> bool:
    """Does this desk's own list name one of these fingerprints? False too where no list can be asked."""
    pdq = fingerprints.get("pdq", "")
    asked = Asked(
        views=(View(pdq, 100, "sent"),) if pdq else (),
        digests=tuple((kind, fingerprints[kind]) for kind in DIGESTS if fingerprints.get(kind)),
    )
    try:
        shelves = [shelf for shelf in library.shelves().values() if shelf.meaning.kind == HashList.Kind.OWN]
        hits = asking.answers([asked], shelves, list_keys())[0].hits
    except UnusableVersion:
        return False
    return any(hit.exact for hit in hits)
