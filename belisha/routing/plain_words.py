"""The words for authorities and help lines, from data/plain_words.toml."""

import tomllib
from functools import cache
from typing import Any

from belisha.routing.plain import Kind, Voice, Words
from belisha.routing.table import DATA


def words_for(kind: Kind, voice: Voice) -> Words:
    """Return the words for an authority of this kind; KeyError where the file has none."""
    found = texts("plain_words.toml")["authority"][kind][voice]
    return Words(found["who"], tuple(found["tell"]), found["next"])


def about_help(name: str, voice: Voice) -> str:
    """Return what a help line does, "" where these pages have no words for it."""
    lines = texts("plain_words.toml")["help"]
    return next((words[voice] for start, words in lines.items() if name.startswith(start)), "")


@cache
def texts(name: str) -> dict[str, Any]:
    """Return a file of texts in `data/`, read once."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
