"""One value in many spellings: capitals, accents, ligatures, and telephone numbers as people write them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

SEPARATORS = r"[\s().\-/\u2010-\u2015]{0,3}"
TELEPHONE = re.compile(rf"(?<!\w)[+(]{{0,2}}\d(?:{SEPARATORS}\d){{6,}}(?!\w)")
END = 9  # figures in which a number is the same, whatever stands before it: +44, 0044, 0 or nothing
FEWEST = 7
MARKS = ("Mn", "Cf")  # accents that stand alone, and what is never seen


@dataclass(frozen=True)
class Folded:
    """A text in which all spellings are one, and where each of its letters stood before."""

    text: str
    places: list[int] | None
    whole: int

    def before(self, place: int) -> int:
        """Where in the text as it was written a place of the folded one is."""
        if self.places is None:
            return place
        return self.places[place] if place < len(self.places) else self.whole


def fold(text: str) -> str:
    """A text without what spellings differ in."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


def folded(text: str) -> Folded:
    """The same, with the way back."""
    if text.isascii():
        return Folded(text.lower(), None, len(text))
    letters = [_letter(letter) for letter in text]
    places = [place for place, letter in enumerate(letters) for _ in letter]
    return Folded("".join(letters), places, len(text))


def figures(number: str) -> str:
    """The figures that every way of writing a telephone number ends with; "" where there are too few."""
    found = re.sub(r"\D", "", fold(number))
    return found[-END:] if len(found) >= FEWEST else ""


def telephones(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a folded text something like a telephone number stands, and its figures."""
    for found in TELEPHONE.finditer(text):
        yield found.start(), found.end(), re.sub(r"\D", "", found[0])


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    figure = unicodedata.decimal(letter, None)
    if figure is not None:
        return str(figure)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(part for part in parts if unicodedata.category(part) not in MARKS)
