"""Read facts from JSON-like data, naming everything that is wrong at once."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from belisha.routing.countries import countries
from belisha.routing.facts import Child, Concern, EarlierReport, Facts, Known, Reporter, Service, Site, Where

AUTHORITY = re.compile(
    r"emergency|nca|iwf|ceop|ncmec|social-care|police:(local|[A-Z0-9-]{1,20})|[A-Z]{2}:[a-z0-9-]{1,60}"
    r"|partner:[a-z0-9-]{1,60}"
)
"""The ids that steps and earlier reports name authorities by."""

OLDEST = 120
"""Greatest age in years that is believed."""
LONGEST = 200
"""Longest place or reference, in characters."""
MOST_EARLIER_REPORTS = 100
"""Most earlier reports that one situation may name."""

_COUNTRY_HINTS = {"UK": "the code of the United Kingdom is GB", "EL": "the code of Greece is GR"}

Problems = dict[str, str]
Check = Callable[[Any, str, Problems], Any]
"""Takes a value, its path and the problems so far; returns what was read, or None with a problem added."""


class WrongFacts(ValueError):
    """The facts can't be read; `problems` has a sentence for each wrong field, by its path."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{path}: {problem}" for path, problem in self.problems.items()))


def parse_facts(mapping: Mapping[str, Any]) -> Facts:
    """Return the facts in `mapping` (shape FACTS of the documentation).

    A field that is missing or null counts as not known. Raises WrongFacts, naming every unknown field,
    unknown word and wrong value with its path.
    """
    problems: Problems = {}
    facts: Facts | None = _object(Facts, _FACTS)(mapping, "", problems)
    if problems or facts is None:
        raise WrongFacts(problems)
    return facts


def _object(make: Callable[..., Any], fields: Mapping[str, Check]) -> Check:
    def check(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, Mapping):
            return _wrong(problems, path, "must be an object with named fields")
        read = {}
        for name, one in value.items():
            where = f"{path}.{name}" if path else str(name)
            if name not in fields:
                _wrong(problems, where, f"is no field; the fields here are {', '.join(sorted(fields))}")
            elif one is not None:
                read[name] = fields[name](one, where, problems)
        return make(**{name: one for name, one in read.items() if one is not None})

    return check


def _list(item: Check, make: Callable[[list[Any]], Any], most: int) -> Check:
    def check(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, list | tuple):
            return _wrong(problems, path, "must be a list")
        if len(value) > most:
            return _wrong(problems, path, f"must have at most {most} entries")
        return make([item(one, f"{path}[{number}]", problems) for number, one in enumerate(value)])

    return check


def _word(words: Any) -> Check:
    known = get_args(words)

    def check(value: Any, path: str, problems: Problems) -> Any:
        if isinstance(value, str) and value in known:
            return value
        return _wrong(problems, path, f"must be one of {', '.join(known)}")

    return check


def _flag(value: Any, path: str, problems: Problems) -> Any:
    return value if isinstance(value, bool) else _wrong(problems, path, "must be true or false")


def _text(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, str) and len(value) <= LONGEST:
        return value.strip() or None
    return _wrong(problems, path, f"must be a text of at most {LONGEST} characters")


def _country(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, str) and value in countries():
        return value
    hint = _COUNTRY_HINTS.get(value.upper(), "") if isinstance(value, str) else ""
    if not hint and isinstance(value, str) and value.upper() in countries():
        hint = f"write {value.upper()}"
    problem = "must be two capital letters of ISO 3166, such as GB or US"
    return _wrong(problems, path, f"{problem}; {hint}" if hint else problem)


def _age(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= OLDEST:
        return value
    return _wrong(problems, path, f"must be a whole number of years from 0 to {OLDEST}")


def _time(value: Any, path: str, problems: Problems) -> Any:
    try:
        time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        time.astimezone(UTC)  # The first and last hours of the calendar have no day in UTC.
    except (TypeError, ValueError, OverflowError):
        return _wrong(problems, path, "must be a time such as 2026-11-22T10:00:00+00:00 (ISO 8601)")
    return time if time.tzinfo else _wrong(problems, path, "must carry its zone, such as Z or +01:00")


def _authority(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, str) and AUTHORITY.fullmatch(value):
        return value
    return _wrong(problems, path, 'must be the id of an authority, such as "nca" or "police:E23000023"')


def _wrong(problems: Problems, path: str, problem: str) -> None:
    problems[path or "facts"] = problem


_WHERE: dict[str, Check] = {"country": _country, "place": _text}
_KNOWN = _word(Known)
_SERVICE = _WHERE | {"regulated_user_to_user": _KNOWN, "nca_registered": _KNOWN}
_EARLIER: dict[str, Check] = {"authority": _authority, "reference": _text, "at": _time}
_FACTS: dict[str, Check] = {
    "reporter": _word(Reporter),
    "ready": _flag,
    "own_behaviour": _flag,
    "other_adult_behaviour": _flag,
    "danger_now": _KNOWN,
    "concerns": _list(_word(Concern), frozenset, len(get_args(Concern)) * 2),
    "content_detected": _KNOWN,
    "may_be_elsewhere": _KNOWN,
    "uk_link": _KNOWN,
    "suspect_is_child": _KNOWN,
    "child_made_it": _KNOWN,
    "service": _object(Service, _SERVICE),
    "child": _object(Child, _WHERE | {"age": _age}),
    "suspect": _object(Where, _WHERE),
    "reader": _object(Where, _WHERE),
    "site": _word(Site),
    "already_reported": _list(_object(EarlierReport, _EARLIER), tuple, MOST_EARLIER_REPORTS),
    "at": _time,
}
