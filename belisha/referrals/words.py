"""The words of a pack: for times, places, numbers and the choices that a message holds."""

from collections.abc import Sequence
from datetime import datetime

from belisha.referrals.message import Person
from belisha.routing.countries import countries

NOT_KNOWN = "not known"
NO_IMAGES = "No images are included, by law and by design."

CONCERNS = {
    "grooming": "grooming",
    "coercion": "coercion or blackmail",
    "indecent_images": "indecent images of a child",
    "child_safety": "a child's safety",
    "other": "something else",
}
ROLES = {"suspect": "suspect", "child": "child", "reporter": "reporter", "other": "other"}
KNOWN = {"yes": "yes", "no": "no", "unknown": NOT_KNOWN}
PRIORITIES = {"immediate": "Immediate", "urgent": "Urgent", "standard": "Standard"}
DANGER = {
    "yes": "We believe that a child is in danger now.",
    "no": "We have no sign that a child is in danger at this moment.",
    "unknown": "We do not know whether a child is in danger now, and cannot rule it out.",
}


def moment(at: datetime | None) -> str:
    """Return a time as '2 November 2026, 07:20:48 UTC'."""
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC" if at else NOT_KNOWN


def stamp(at: datetime | None) -> str:
    """Return a time for a column: '2026-11-02 07:20:48'; the column's heading says UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else NOT_KNOWN


def listed(words: Sequence[str]) -> str:
    """Return 'one', 'one and two' or 'one, two and three'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return '1 account' or '3 accounts'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def country(code: str) -> str:
    """Return a country's name as it stands in a sentence, or nothing."""
    return countries()[code].in_a_sentence if code else ""


def whereabouts(person: Person | None) -> str:
    """Return 'Ely, the United Kingdom', or nothing where neither is known."""
    if person is None:
        return ""
    return ", ".join(part for part in (person.place, country(person.country)) if part)


def aged(person: Person | None) -> str:
    """Return '13 years old', or nothing."""
    return "" if person is None or person.age is None else f"{counted(person.age, 'year')} old"


def concerns(names: Sequence[str]) -> str:
    """Return the concerns as words of a sentence, or that none was named."""
    return listed([CONCERNS[name] for name in names]) or "a concern that was not named"


def shortened(text: str, most: int = 400) -> str:
    """Return the beginning of a text, up to a word's end, and say when there is more."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return f"{flat[:most].rsplit(' ', 1)[0]} … (there is more in the written report)"
