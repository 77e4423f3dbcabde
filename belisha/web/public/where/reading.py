"""What the address of a page says, read with patience: nobody is turned away because of a broken link."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from belisha.routing.facts import Facts
from belisha.routing.link import from_link, to_link

_LISTS = ("concerns", "already_reported")
_SAID_BY_SILENCE = frozenset({"", "unknown"})
_FLAGS = {"ready": "yes", "own_behaviour": "no", "other_adult_behaviour": "no"}


@dataclass(frozen=True)
class Read:
    """The facts of a link. `lost`: a part of it could not be read, and says nothing now."""

    facts: Facts
    lost: bool


def read(request: HttpRequest) -> Read:
    """Return what the address of this page says."""
    query = {key: _value(request.GET, key) for key in request.GET}
    facts = from_link(query)
    kept = to_link(facts)
    return Read(facts, any(key not in kept and not _silent(key, value) for key, value in query.items()))


class SeeOther(HttpResponseRedirect):
    """To a page that is asked for anew: what was typed stays behind in the body of the form."""

    status_code = HTTPStatus.SEE_OTHER


def see_other(address: str) -> SeeOther:
    """Return the way on to another of these pages."""
    answer = SeeOther(address)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _value(given: QueryDict, key: str) -> str:
    # Browsers send what is ticked as one part for each.
    return " ".join(given.getlist(key)) if key in _LISTS else str(given[key])


def _silent(key: str, value: str) -> bool:
    """Whether a part says only what holds without it."""
    return value in _SAID_BY_SILENCE or _FLAGS.get(key) == value
