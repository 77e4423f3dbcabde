"""Numbers as answers give them: a count, an interval, a state, or a doubt; never a wrong number."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from belisha.figures.parse.bounds import bounds_within, read_bounds
from belisha.figures.parse.odd import read_odd
from belisha.figures.parse.reading import COUNT, LONGEST, Read, at_least, clean, doubtful, exactly, whole
from belisha.figures.parse.states import read_state, spoken_of

NO_LEGEND: Final[Mapping[str, str]] = MappingProxyType({})
_SUPERSCRIPT: Final = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_MARK: Final = rf"[{_SUPERSCRIPT}]+|[*†‡§#]+|\[(?:notes? ?)?[0-9a-z]{{1,3}}\]"
_MARKED: Final = re.compile(rf"(.*?[^\s*†‡§#{_SUPERSCRIPT}])((?:\s*(?:{_MARK}))+)", re.I)
_ONE_MARK: Final = re.compile(_MARK, re.I)
_OFFENCES: Final = re.compile(rf"({COUNT}) (?:offences?|crimes?)(?: recorded)?", re.I)
_SAID_OF: Final = re.compile(r"(.+?) ?\(?\b(revised|provisional|r|p)\)?", re.I)
_OF_A_PART: Final = re.compile(
    r"\b(part[- ]year|partial|incomplete|to date|ytd|so far|exclud\w+|not includ\w+|does not include|"
    r"only part|\d+ months?|until|up to [a-z]{3,9} (?:19|20)\d\d)",
    re.I,
)
_VERB: Final = re.compile(
    r"^[\s:=–—-]*(?:denotes?|means?|indicates?|represents?|signif\w+|stands? for|is used for|equals?|is|are)?"
    r"\s*(?:that )?(?:there (?:was|were) )?(?:an? |the )?(?:numbers?|counts?|figures?|values?|totals?)?"
    r"\s*(?:of |is |are )?",
    re.I,
)
_CODES: Final = {"[r]": "revised", "[p]": "provisional", "[b]": "break in the series"}


def read_cell(text: str, *, legend: Mapping[str, str] = NO_LEGEND) -> Read:
    """Read what a cell says. `legend`: what the table's own notes say of its signs, {"*": "fewer than 5"}."""
    said = clean(text)
    if not said:
        return Read("none")
    if len(said) > LONGEST:
        return doubtful("The cell holds a long text, not a figure.")
    if said in legend:
        return _by_legend(said, legend[said])
    whole_text = _body(said)
    found = _MARKED.fullmatch(said)
    if not whole_text.doubt or not found:
        return whole_text
    return _with_marks(
        found[1].strip(), [mark[0] for mark in _ONE_MARK.finditer(found[2])], legend, whole_text
    )


def meaning(text: str) -> Read:
    """What a legend says that a sign stands for: “fewer than 5”, “denotes nil”, “counts below 5 hidden”."""
    said = clean(text)
    for words in (said, _VERB.sub("", said)):
        read = _body(words) if words else doubtful("")
        if not read.doubt and read.state != "full":
            return read
    if found := bounds_within(said):
        return found
    return spoken_of(said) or doubtful(f"“{said}” doesn't say what to read.")


def _by_legend(sign: str, text: str) -> Read:
    read = meaning(text)
    if read.doubt:
        return doubtful(f"The table says of {sign}: “{clean(text)}”. That isn't understood.", read.guess)
    return Read(read.state, read.low, read.high, f"{sign}: {clean(text)}")


def _body(said: str) -> Read:
    if (count := whole(said)) is not None:
        return exactly(count)
    for read in (read_bounds, read_state, _counted, read_odd):
        if found := read(said):
            return found
    return doubtful(f"“{said}” isn't understood.")


def _counted(said: str) -> Read | None:
    """“12 offences”, “1,204 (revised)”, “12 to date”."""
    if (found := _OFFENCES.fullmatch(said)) and (count := whole(found[1])) is not None:
        return exactly(count)
    if (found := _SAID_OF.fullmatch(said)) and (count := whole(found[1])) is not None:
        return exactly(count, {"r": "revised", "p": "provisional"}.get(found[2].lower(), found[2].lower()))
    found = re.fullmatch(
        rf"({COUNT}) ?\(?(to date|ytd|so far|part[- ]year|partial|incomplete)\)?", said, re.I
    )
    if found and (count := whole(found[1])) is not None:
        return at_least(count, found[2].lower())
    return None


def _with_marks(body: str, marks: list[str], legend: Mapping[str, str], otherwise: Read) -> Read:
    read = _body(body)
    if read.doubt:
        return read if read.guess else otherwise
    notes = [_note(mark, legend) for mark in marks]
    said = [legend[mark] for mark in marks if mark in legend]
    if any(meaning(text).state in ("suppressed", "not_held", "refused", "zero") for text in said):
        return doubtful(f"“{body}” has a mark that stands for no number: {'; '.join(notes)}.", read)
    if "[e]" in marks:
        return doubtful(f"“{body}” is an estimate.", read.noted("estimated"))
    if read.state == "full" and any(_OF_A_PART.search(text) for text in said):
        return at_least(read.low or 0, "; ".join(notes))
    return read.noted(*notes)


def _note(mark: str, legend: Mapping[str, str]) -> str:
    if mark in legend:
        return f"{mark}: {clean(legend[mark])}"
    return _CODES.get(mark.lower(), f"marked {mark}")


__all__ = ["NO_LEGEND", "Read", "meaning", "read_cell"]
