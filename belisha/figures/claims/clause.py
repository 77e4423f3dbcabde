"""A part of a sentence that says one thing, and the sizes in it."""

from dataclasses import dataclass, field
from typing import Any, Final

from belisha.figures.claims.tokens import Stated, Token
from belisha.figures.years import Year

SIZES: Final = frozenset({"number", "per_cent", "times", "fold", "part", "every", "one_in", "odd"})
_OF_TIME: Final = frozenset({"every", "a_time", "span", "back", "year", "date", "a_year", "last_year"})
WAYS: Final = frozenset({"up", "down", "same"})


@dataclass(slots=True)
class Found:
    """A size where it stands, and what hangs on it."""

    kind: str  # count, per_cent, points, times, part, every, one_in, odd
    at: int  # its place among the clause's tokens
    stated: Stated
    end: int = 0  # where its noun ends, in the sentence
    role: str = ""  # base, end, by, known
    year: Year | None = None
    unit: str = ""  # what it counts, where that isn't offences
    sign: int | None = None
    how: str = ""
    value: Any = None
    spelled: bool = False
    until: int = 0  # where its year ends, in the sentence


@dataclass(slots=True)
class Clause:
    """A part of a sentence that says one thing, in its tokens."""

    sentence: str
    tokens: list[Token]
    line: int
    used: set[int] = field(default_factory=set)  # years that belong to a number

    def piece(self, one: Found) -> str:
        """The number with what belongs to it: "more than 370", "164 (2017/18)"."""
        first = one.at
        while first and self.tokens[first - 1].kind in ("word_of_size", "up_to"):
            first -= 1
        end = one.until or one.end
        closing = self.sentence[end : end + 1] == ")" and "(" in self.sentence[self.tokens[first].start : end]
        return self.sentence[self.tokens[first].start : end + closing]

    @property
    def text(self) -> str:
        """As it stands in the sentence."""
        return self.sentence[self.tokens[0].start : self.tokens[-1].end].strip(" ,;:-")

    @property
    def words(self) -> str:
        """The same without what says when and how often."""
        kept = [token.text for token in self.tokens if token.kind not in _OF_TIME]
        return " ".join(kept)

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    def at(self, index: int) -> Token | None:
        """The token there; None outside."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def is_word(self, index: int, *words: str) -> bool:
        """Whether one of these words is there."""
        token = self.at(index)
        return token is not None and token.is_word(*words)
