"""What a user reads of an order, from data/notices/: one file for each language, all with the same keys.

Pure. A notice never says what was found, by what, who told of it or who was told.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "notices"
FALLBACK = "en"
CHILD, PLAIN = "child", "plain"


@dataclass(frozen=True, kw_only=True)
class Words:
    """A notice in one language."""

    language: str
    title: str
    text: str


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are words in."""
    return tuple(sorted(path.stem for path in DATA.glob("*.toml")))


def spoken(*tags: str) -> str:
    """The first of these tags of BCP 47 that there are words in, such as "de" for "de-AT"; else English."""
    for tag in tags:
        language = tag.replace("_", "-").partition("-")[0].lower()
        if language in languages():
            return language
    return FALLBACK


def words_for(kind: str, reader: str, language: str, lines: Sequence[str] = ()) -> Words:
    """The words of a notice of this kind; `lines` are those whom its reader may talk to.

    Only a child that is known to be one is spoken to as a child; whoever is not known to be an adult is told
    whom to talk to.
    """
    texts = texts_in(language)
    found = texts[kind][CHILD if reader == "child" else PLAIN]
    talk = texts["talk"].format(lines="; ".join(lines)) if lines and reader != "adult" else ""
    return Words(language=language, title=found["title"], text=f"{found['text']} {talk}".strip())


def appeal_words(language: str, *, until: datetime, url: str, code: str) -> str:
    """How to ask for another look, in one text."""
    texts: dict[str, Any] = texts_in(language)
    return str(texts["appeal"]).format(until=_day(until, texts), url=url, code=code)


def _day(at: datetime, texts: dict[str, Any]) -> str:
    return str(texts["day"]).format(day=at.day, month=texts["months"][at.month - 1], year=at.year)


@cache
def texts_in(language: str) -> dict[str, Any]:
    """Every text in one language, read once."""
    return tomllib.loads((DATA / f"{language}.toml").read_text(encoding="utf-8"))
