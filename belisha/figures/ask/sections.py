"""Sections of an Act as answers name them: “s40(2)”, “section 12”, “S.31(3)”."""

import re
from typing import Final

from belisha.figures.ask.law import Law
from belisha.refusal import Refusal

_SECTION: Final = re.compile(
    r"(?:s(?:ect(?:ion|ions)?|s)?\.?\s*)?(\d{1,3}[a-z]?)\s*((?:\(\w{1,4}\)){0,4})", re.IGNORECASE
)
_MOST: Final = 12


class NoSection(Refusal):
    """“{text}” is no section. Write sections as s.12 or s.40(2), with commas between them."""

    code = "no_section"


def read_sections(text: str) -> tuple[str, ...]:
    """The sections in a text, each as "s.40(2)"; raises NoSection for what is none."""
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b", text[:400]) if part.strip()]
    return tuple(dict.fromkeys(_section(part) for part in parts[:_MOST]))


def about(section: str, law: Law) -> str:
    """What a section is about, in words; nothing where that isn't known here."""
    number = section.removeprefix("s.").partition("(")[0].rstrip("ABCDEFGH")
    return law.sections.get(number, "")


def in_words(sections: tuple[str, ...], law: Law) -> str:
    """ "s.12 (cost of finding it: over 18 hours of work) and s.14 (vexatious or repeated)"."""
    told = [f"{one} ({about(one, law)})" if about(one, law) else one for one in sections]
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def _section(part: str) -> str:
    found = _SECTION.fullmatch(part)
    if not found:
        raise NoSection(text=part[:40])
    return f"s.{found[1].upper()}{found[2].lower()}"
