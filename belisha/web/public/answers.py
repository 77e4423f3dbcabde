"""From answers to the report that is sent, and back to the words in which they are shown before that."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format

from belisha.intake.incoming import IncomingReport
from belisha.organisation.profile import profile
from belisha.web.public.fields import Lines
from belisha.web.public.state import State
from belisha.web.public.steps import STEPS, Step, filled, path_of

Cleaned = dict[str, Any]

# What people write who know no name. Reports that say "unknown" have nothing to do with each other.
NO_NAMES = frozenset(
    {"", "?", "??", "???", "-", "--", "n/a", "na", "no", "none", "no name", "no idea", "not sure", "idk"}
    | {"unknown", "not known", "don't know", "i don't know", "dont know", "i dont know"}
    | {
        "anonymous",
        "hidden",
        "private",
        "deleted",
        "deleted user",
        "deleted account",
        "user",
        "x",
        "xx",
        "xxx",
    }
    | {"user", "x", "xx", "xxx", "me", "him", "her", "them", "he", "she", "they"}
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """The answers of one step as (question, answer)."""

    step: str
    heading: str
    rows: list[tuple[str, str]]


def report_of(state: State) -> IncomingReport:
    """Return the report that these answers make. Whatever was answered on any page goes with it."""
    cleaned = _cleaned(state)
    return IncomingReport.model_validate(
        {
            "source": "public",
            # Nobody in a hurry is asked what it is called: that a child is in danger is known.
            "concerns": cleaned.get("concerns") or ["child_safety"],
            "danger_now": cleaned["danger_now"],
            "what_happened": _narrative(cleaned),
            "occurred_at": _moment(cleaned),
            "service": cleaned.get("service"),
            "items": [_item(line, state) for line in cleaned.get("items", [])],
            "accounts": [_account(line, state) for line in cleaned.get("accounts", [])],
            "child": _some(cleaned, country="child_country", place="child_place", age="child_age"),
            "suspect": _some(cleaned, country="suspect_country", place="suspect_place"),
            "suspect_is_child": cleaned.get("suspect_is_child") or "unknown",
            "reporter": _reporter(cleaned),
        }
    )


def sections(state: State) -> list[Section]:
    """What was answered, step by step, for a last look."""
    return [_section(STEPS[name], state) for name in path_of(state) if name in STEPS]


def _cleaned(state: State) -> Cleaned:
    on_path = path_of(state)
    # The pages that were asked come last: what they say counts.
    pages = sorted(STEPS.values(), key=lambda step: step.name in on_path)
    return {name: value for step in pages for name, value in _valid(step, state).items()}


def _valid(step: Step, state: State) -> Cleaned:
    form = filled(step, state)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [])}


def _some(cleaned: Cleaned, **fields: str) -> Cleaned | None:
    found = {name: cleaned[field] for name, field in fields.items() if field in cleaned}
    return found or None


def _reporter(cleaned: Cleaned) -> Cleaned | None:
    found = _some(cleaned, kind="reporter_kind", name="name", email="email", phone="phone")
    asked = cleaned.get("may_contact")
    # Where nobody was asked, in a hurry, a number was given to be called back.
    may = asked == "yes" or (asked is None and cleaned["danger_now"] == "yes" and "phone" in cleaned)
    return found | {"may_contact": may} if found else None


def _narrative(cleaned: Cleaned) -> str:
    text: str = cleaned["what_happened"]
    if "day" in cleaned and "time" not in cleaned:
        return f"{text}\n\n[Day given on the form, without a time: {_day(cleaned['day'])}]"
    return text


def _moment(cleaned: Cleaned) -> datetime | None:
    if "day" not in cleaned or "time" not in cleaned:
        return None
    zone = ZoneInfo(cleaned.get("zone") or profile().time_zone)
    return datetime.combine(cleaned["day"], cleaned["time"], zone)


def _item(line: str, state: State) -> Cleaned:
    item = {"id": _own(line, state)}
    return item | {"locator": line} if _is_link(line) else item


def _account(line: str, state: State) -> Cleaned:
    account = {"id": _own(line, state), "role": "suspect"}
    return account | {"profile_url": line} if _is_link(line) else account


def _own(line: str, state: State) -> str:
    """The line as an id. What names nobody gets an end of its own, so that it joins no other report."""
    plain = line.casefold().replace("’", "'").strip(" .!")
    if plain in NO_NAMES or _is_start_page(line):
        return f"{line[:400]} (as given on form {state.nonce[:8]})"
    return line


def _is_link(line: str) -> bool:
    return line.startswith(("https://", "http://")) and " " not in line


def _is_start_page(line: str) -> bool:
    try:
        parts = urlsplit(line if "//" in line else f"https://{line}")
    except ValueError:
        return False
    looks_like_host = _is_link(line) or line.startswith("www.")
    return looks_like_host and parts.path in ("", "/") and not parts.query and not parts.fragment


def _section(step: Step, state: State) -> Section:
    form, given = filled(step, state), _valid(step, state)
    if "time" not in given:
        given.pop("zone", None)
    rows = [(str(form.fields[name].label), _words(form.fields[name], given[name])) for name in given]
    return Section(step=step.name, heading=step.heading, rows=[row for row in rows if row[1]])


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, Lines):
        return "\n".join(value)
    if isinstance(field, forms.MultipleChoiceField):
        return "\n".join(str(dict(field.choices)[one]) for one in value)  # type: ignore[arg-type]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices)[value])  # type: ignore[arg-type]
    return _day(value) if isinstance(value, date) else str(value)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
