"""The words that a child is shown, by key, age and language, with whom to talk to. Pure.

The words lie in `data/words/<language>.toml`. A child under 13 has wording of its own; whose age is unknown
is spoken to as 13 to 17.
"""

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from belisha.contact.advice import Action, HelpLine, Message
from belisha.routing.directory import ANYWHERE, help_lines_for

LANGUAGES = ("en", "de", "es", "fr", "pl")
ACTIONS: dict[str, tuple[str, ...]] = {
    "stranger_message": ("accept", "ignore", "block", "report", "talk"),
    "stranger_request": ("accept", "ignore", "block", "report", "talk"),
    "stranger_invitation": ("accept", "ignore", "block", "report", "talk"),
    "careful": ("accept", "ignore", "block", "report", "talk"),
    "off_platform": ("accept", "ignore", "block", "report", "talk"),
    "first_contact": ("accept", "ignore", "block", "report"),
    "held": ("block", "report", "talk"),
    "stopped": ("block", "report", "talk"),
    "accepted": ("block", "report", "talk"),
    "default_off": ("undo", "talk"),
    "after_block": ("report", "talk"),
    "after_report": ("block", "talk"),
}
"""Each key of the words, with the buttons below it."""


@lru_cache(maxsize=4096)
def message(key: str, language: str, band: str, country: str) -> Message:
    """The message of a key in the nearest language that we have; English where there is none."""
    tongue = _tongue(language)
    words = words_of(tongue)
    age = "under_13" if band == "under_13" else "older"
    said = words["messages"][key]
    return Message(
        key=key,
        language=tongue,
        title=said["title"],
        text=said[age],
        actions=tuple(Action(one, words["actions"][one]) for one in ACTIONS[key]),
        help=help_for(_country(language, country)),
    )


@cache
def words_of(language: str) -> dict[str, Any]:
    """Every word of a language."""
    found = resources.files("belisha.contact") / "data" / "words" / f"{language}.toml"
    return tomllib.loads(found.read_text(encoding="utf-8"))


@cache
def help_for(country: str) -> tuple[HelpLine, ...]:
    """Whom a child in a country can talk to: one line of its own, else the page that finds one."""
    lines = help_lines_for(country, "child") or help_lines_for(ANYWHERE, "child")
    return tuple(HelpLine(one.name, one.phone or "", one.url or "") for one in lines[:1])


def _tongue(language: str) -> str:
    short = language.replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else "en"


def _country(language: str, country: str) -> str:
    """The country of a language's tag. "en-US" is what devices say that nobody has set: it means nothing."""
    parts = language.replace("_", "-").split("-")
    named = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), "").upper()
    return country if not named or language.replace("_", "-").lower() == "en-us" else named
