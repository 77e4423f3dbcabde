"""Words that stand in the place of a number: nil, not held, refused with its section, no answer."""

import re
import tomllib
from importlib.resources import files
from typing import Final

from belisha.figures.parse.reading import Read, doubtful, exactly, hidden

_DATA: Final = tomllib.loads(
    files("belisha.figures").joinpath("data/states.toml").read_text(encoding="utf-8")
)
_BY_WORD: Final = {word: state for state, words in _DATA["said"].items() for word in words}
_ABOUT_REFUSING: Final = frozenset(_DATA["refusing"]["words"].split())
_DASH: Final = "A dash can stand for nought, for nothing held and for a number that is hidden."
_STAR: Final = "A star stands for something that the table has to explain."
_NONE_KEPT: Final = "This can say that there were none, and that none are kept."
_UNSURE: Final = {
    **dict.fromkeys(("-", "--", "–", "—"), _DASH),
    **dict.fromkeys(("*", "**"), _STAR),
    **dict.fromkeys(("no records", "no record", "no records found", "no results", "no trace"), _NONE_KEPT),
}
_SECTION: Final = re.compile(
    r"\b(?:ss?|sec|sect|sections?)\.? ?(\d{1,2}a?)((?: ?\((?:\d{1,2}|[a-z]{1,3})\))*)", re.I
)


def read_state(text: str) -> Read | None:
    """What words or a sign say where a number should stand; None where they aren't known."""
    said = text.lower().rstrip(".!:;") or text
    if said in _UNSURE:
        guess = hidden(0, None, text) if said.startswith("*") else None
        return doubtful(f"“{text}”: {_UNSURE[said]}", guess)
    return _of(_BY_WORD[said], text) if said in _BY_WORD else _refusal(text)


def spoken_of(text: str) -> Read | None:
    """The one state that a sentence of a legend speaks of: “suppressed to prevent disclosure”."""
    found = [state for state, words in _DATA["spoken"].items() if re.search(words, text.lower())]
    return _of(found[0], text) if len(found) == 1 else None


def _of(state: str, text: str) -> Read:
    if state == "zero":
        return exactly(0, text)
    if state == "suppressed":
        return hidden(0, None, text)
    if text.lower() in ("refused", "exempt", "withheld"):
        return Read(state, note=f"{text.lower()}, no section given")
    return Read(state, note=text)


def _refusal(text: str) -> Read | None:
    """“Refused s.12”, “exempt s40(2)”, “s.31(3) NCND”: a section, and no word that isn't about refusing."""
    sections = [
        f"s.{found[1].upper()}{found[2].lower().replace(' ', '')}" for found in _SECTION.finditer(text)
    ]
    rest = set(re.findall(r"[\w&]+", _SECTION.sub(" ", text).lower()))
    if not sections or rest - _ABOUT_REFUSING:
        return None
    if sections == ["s.1(1)(a)"] or ("s.17" in sections and "foisa" in rest):
        return Read("not_held", note=text)
    if sections == ["s.17"]:
        return doubtful(
            f"“{text}”: section 17 says “not held” in Scotland, and is any refusal's notice elsewhere."
        )
    note = " and ".join(dict.fromkeys(sections))
    silent = rest & {"ncnd", "deny", "denied"}
    return Read("refused", note=f"{note}, neither confirmed nor denied" if silent else note)
