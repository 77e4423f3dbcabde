"""What is typed into the form, cleaned before anything else sees it: no picture, no characters that hide."""

import re
from dataclasses import dataclass, field
from typing import Any

from belisha.guard.cut import cut

_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# Where a report says that something was removed from, by the name of the form's field.
PLACES = {
    "child_place": "child.place",
    "suspect_place": "suspect.place",
    "name": "reporter.name",
    "email": "reporter.email",
    "phone": "reporter.phone",
}


@dataclass(frozen=True)
class Taken:
    """A text as it is kept, and what was taken out of it, as a report records it."""

    text: str
    removed: list[dict[str, Any]] = field(default_factory=list)


def take(text: str, name: str) -> Taken:
    """Return what was typed into the field of this name, without pictures and control characters."""
    result = cut(_HIDDEN.sub("", _BREAK.sub("\n", text)))
    place = PLACES.get(name, name)
    return Taken(result.text, [{"field": place, **thing.as_json()} for thing in result.removed])
