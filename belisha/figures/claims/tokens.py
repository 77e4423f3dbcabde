"""The pieces that a sentence is read in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from belisha.figures.amounts import Amount
from belisha.figures.bands import Band, Part, multiple, tolerance

NUMBER_WORDS: Final[Mapping[str, int]] = {
    **{
        word: number
        for number, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ],
            1,
        )
    },
    **{
        word: 10 * number
        for number, word in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
        )
    },
}
ORDINALS: Final[Mapping[str, int]] = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence: what it is, as it stands there, and what it means."""

    kind: str
    text: str
    start: int
    end: int
    value: Any = None

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words."""
        return self.kind in ("word", "sign") and self.text.lower() in words


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: `step` is its last digit's worth, by which it may have been rounded."""

    value: Fraction
    step: Fraction = Fraction(1)
    spelled: bool = False
    top: Fraction | None = None  # "between 5 and 12"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a claim says of a size: a number, a word for a part, or a multiple; and how closely."""

    text: str
    value: Fraction
    step: Fraction = Fraction(1)
    wording: str = ""  # "", above, at_least, below, at_most, almost, just_under, just_over, about
    part: Part | None = None
    fold: bool = False
    top: Fraction | None = None

    def band(self, *, counted: bool = False) -> Band:
        """The values that it can stand for; a number that was `counted` stands for itself alone."""
        if self.top is not None:
            return Band(self.value, self.top)
        if self.wording in ("above", "at_least", "below", "at_most"):
            return self._bound()
        if self.part is not None and self.wording in ("", "almost", "about"):
            return self.part.almost if self.wording == "almost" else self.part.plain
        if self.fold and self.wording in ("", "almost", "about"):
            return multiple(self.value, "almost" if self.wording == "almost" else "plain")
        return self._near(counted=counted)

    def _bound(self) -> Band:
        if self.wording == "above":
            return Band(low=self.value, low_open=True)
        if self.wording == "at_least":
            return Band(low=self.value)
        return Band(high=self.value, high_open=self.wording == "below")

    def _near(self, *, counted: bool) -> Band:
        size = abs(self.value)
        if self.wording in ("almost", "just_under"):
            share = tolerance("almost" if self.wording == "almost" else "just")
            return Band(self.value - size * share, self.value, high_open=True)
        if self.wording == "just_over":
            return Band(self.value, self.value + size * tolerance("just"), low_open=True)
        if self.wording == "about":
            spread = max(size * tolerance("about"), self.step / 2)
            return Band(self.value - spread, self.value + spread)
        return Band(self.value, self.value) if counted else self.rounded()

    def rounded(self) -> Band:
        """What rounds to it, half up."""
        half = self.step / 2
        return Band(self.value - half, self.value + half, high_open=True)

    def holds(self, amount: Amount, *, counted: bool = False) -> bool | None:
        """Whether an amount is what it says; None where that depends on where in its range it is."""
        return self.band(counted=counted).holds(amount)
