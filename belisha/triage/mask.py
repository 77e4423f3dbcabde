"""What names somebody is hidden until it is asked for: one place through which every page's values go.

A value is hidden wherever it stands, in its own field or in a sentence made of it; in its place stands
what it is ("account 1"), so that a conversation stays readable. The key of a value is a keyed digest: the
same account in two reports is one field, and no address or row repeats what it says.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from belisha.intake.read import AccountView, ItemView, LineView, ReportView
from belisha.routing import ForceAnswer, find_force
from belisha.routing.countries import countries
from belisha.triage.spelling import figures, fold, folded, telephones
from belisha.vault.lookup import digest

WORDS = {
    "account": "account",
    "person": "person",
    "screen_name": "screen name",
    "email": "e-mail address",
    "phone": "telephone number",
    "ip": "Internet address",
    "profile": "profile address",
    "item": "item",
    "locator": "address of content",
    "name": "name",
    "place": "place",
    "receipt": "receipt",
    "reference": "reference",
}
"""Kinds of hidden fields, as people read them; each value of a kind has a number."""
REPORTER = {"name": "name", "email": "email", "phone": "phone"}
EARLIER = {"reference": "reference"}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHORTEST = 3  # in running text: anything shorter stands in half of all words
T = TypeVar("T")


class Hidden(str):
    """Stands in for a value: prints as what it is, never as what it says."""

    __slots__ = ("case_id", "key")
    key: str
    case_id: UUID

    def __new__(cls, what: str, key: str, case_id: UUID) -> "Hidden":
        made = super().__new__(cls, what)
        made.key, made.case_id = key, case_id
        return made


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of a case a person is shown at the moment, by key; or all of it."""

    keys: frozenset[str] = frozenset()
    everything: bool = False

    def covers(self, key: str) -> bool:
        return self.everything or key in self.keys


class Mask:
    """What is hidden of one case from one person; made of the case's reports, in their order."""

    def __init__(self, case_id: UUID, shown: Shown) -> None:
        self.case_id, self.shown = case_id, shown
        self.fields: dict[str, Hidden] = {}
        self._values: dict[str, Hidden] = {}
        self._phones: dict[str, Hidden] = {}
        self._known: set[str] = set()
        self._numbers: dict[str, int] = {}

    def spelt(self, way: Callable[[str], str]) -> "Mask":
        """The same mask for texts that spell values in another way too, such as defanged addresses."""
        for value, hidden in list(self._values.items()):
            self._keep(way(value), hidden)
        self._known.update([fold(way(value)) for value in self._known])
        return self

    def typed(self, kind: str, value: str) -> str:
        """A value of this kind from elsewhere than a report: hidden, unless it is one that is shown."""
        if not value or isinstance(value, Hidden) or fold(value.strip()) in self._known:
            return value
        return self._values.get(fold(value.strip())) or self.hide(kind, value)

    def hide(self, kind: str, value: str) -> str:
        """The value where it is shown or empty; else what stands in for it."""
        if not value:
            return value
        key = f"{kind}.{digest(kind, value).hex()[:24]}"
        if key not in self.fields:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            self.fields[key] = Hidden(f"{WORDS[kind]} {self._numbers[kind]}", key, self.case_id)
        if self.shown.covers(key):
            self._known.add(fold(value.strip()))
            return value
        self._keep(value, self.fields[key])
        if kind == "phone" and (number := figures(value)):
            self._phones.setdefault(number, self.fields[key])
        return self.fields[key]

    def text(self, text: str) -> str:
        """A text in which every hidden value is replaced by what it is, one that is the whole text too."""
        if isinstance(text, Hidden) or not text:
            return text
        if whole := self._values.get(fold(text.strip())):
            return whole
        return self._replaced(text) if self._values else text

    def hides(self, text: str) -> bool:
        """Does something hidden stand in this text?"""
        return self.text(text) != text

    def all(self, value: T) -> T:
        """Texts in dataclasses, lists and mappings, with everything hidden in them replaced."""
        return self._walked(value)  # type: ignore[no-any-return]

    @property
    def hidden(self) -> list[Hidden]:
        """What is hidden now, by kind in the order of WORDS."""
        rows = [field for key, field in self.fields.items() if not self.shown.covers(key)]
        kinds = list(WORDS)
        return sorted(rows, key=lambda field: kinds.index(field.key.partition(".")[0]))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        long = sorted((value for value in self._values if len(value) >= SHORTEST), key=len, reverse=True)
        if not long:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)")

    def _replaced(self, text: str) -> str:
        read, made, done = folded(text), [], 0
        for start, end, hidden in sorted(self._found(read.text), key=lambda one: (one[0], -one[1])):
            first, last = read.before(start), read.before(end)
            if first >= done:
                made += [text[done:first], f"[{hidden}]"]
            done = max(done, last)
        return "".join([*made, text[done:]])

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        for found in self._pattern.finditer(text) if self._pattern else ():
            yield found.start(), found.end(), self._values.get(found[0], "hidden")
        for start, end, number in telephones(text) if self._phones else ():
            for own, hidden in self._phones.items():
                if own in number:
                    yield start, end, hidden

    def _keep(self, value: str, hidden: Hidden) -> None:
        self._values.setdefault(fold(value.strip()), hidden)
        self.__dict__.pop("_pattern", None)

    def _walked(self, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self._walked(one) for name, one in value.items()}
        if isinstance(value, tuple | list):
            return type(value)(self._walked(one) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {
                field.name: self._walked(getattr(value, field.name)) for field in fields(value) if field.init
            }
            return replace(value, **changed)
        return value


def mask_of(case_id: UUID, reports: Iterable[ReportView], shown: Shown) -> tuple[Mask, list[ReportView]]:
    """The mask of a case, and its reports through it."""
    mask = Mask(case_id, shown)
    rows = [_fields(report, mask) for report in reports]
    # Only now is all known that may stand in a text.
    return mask, [_texts(row, mask) for row in rows]


def _fields(report: ReportView, mask: Mask) -> ReportView:
    for text in (report.what_happened, *(line.text for line in report.conversation)):
        for address in EMAIL.findall(text):
            mask.hide("email", address)
    return replace(
        report,
        receipt=mask.hide("receipt", report.receipt),
        accounts=tuple(_account(one, mask) for one in report.accounts),
        items=tuple(_item(one, mask) for one in report.items),
        conversation=_conversation(report, mask),
        child=hidden_person(report.child, mask),
        suspect=hidden_person(report.suspect, mask),
        reporter=_hidden(report.reporter, REPORTER, mask),
        already_reported=tuple(_hidden(one, EARLIER, mask) for one in report.already_reported),
    )


def _texts(report: ReportView, mask: Mask) -> ReportView:
    return replace(
        report,
        what_happened=mask.text(report.what_happened),
        conversation=tuple(replace(line, text=mask.text(line.text)) for line in report.conversation),
        signals=tuple(replace(one, facts=mask.all(one.facts)) for one in report.signals),
        removed=mask.all(report.removed),
    )


def _account(one: AccountView, mask: Mask) -> AccountView:
    return replace(
        one,
        external_id=mask.hide("account", one.external_id),
        screen_name=mask.hide("screen_name", one.screen_name),
        emails=_each("email", one.emails, mask),
        phones=_each("phone", one.phones, mask),
        ips=_each("ip", one.ips, mask),
        profile_url=mask.hide("profile", one.profile_url),
    )


def _item(one: ItemView, mask: Mask) -> ItemView:
    ip = mask.hide("ip", one.ip)
    # A port says whose connection it was as much as the address does: both are shown, or none.
    hidden = isinstance(ip, Hidden)
    return replace(
        one,
        external_id=mask.hide("item", one.external_id),
        locator=mask.hide("locator", one.locator),
        ip=ip,
        port=None if hidden else one.port,
    )


def _conversation(report: ReportView, mask: Mask) -> tuple[LineView, ...]:
    accounts = {one.external_id for one in report.accounts}

    def named(who: str) -> str:
        return mask.hide("account" if who in accounts else "person", who)

    return tuple(
        replace(line, sender=named(line.sender), recipient=named(line.recipient))
        for line in report.conversation
    )


def hidden_person(facts: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """Where somebody lives, told by the force or the country alone."""
    place = str(facts.get("place") or "")
    found = find_force(place)
    if not place or _names_nobody(place, found):
        return dict(facts)
    hidden = dict(facts) | {"place": mask.typed("place", place)}
    if not isinstance(hidden["place"], Hidden):
        return hidden
    forces = " or ".join(force.name for force in found.forces[:3])
    known = {"police_force": forces, "country": facts.get("country") or found.country}
    return hidden | {name: value for name, value in known.items() if value}


def _names_nobody(place: str, found: ForceAnswer) -> bool:
    """Is the whole text a force's or a country's name, and no address in which one stands?"""
    if found.basis == "force":
        return found.exact
    return any(place.strip().casefold() == country.name.casefold() for country in countries().values())


def _hidden(facts: Mapping[str, Any], kinds: Mapping[str, str], mask: Mask) -> dict[str, Any]:
    return {
        name: mask.hide(kinds[name], value) if name in kinds and isinstance(value, str) else value
        for name, value in facts.items()
    }


def _each(kind: str, values: Iterable[str], mask: Mask) -> tuple[str, ...]:
    return tuple(mask.hide(kind, value) for value in values)
