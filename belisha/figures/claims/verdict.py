"""What a check answers: for each claim whether the figures carry it, and why."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Word: TypeAlias = Literal["supported", "contradicted", "cannot_say"]
IN_WORDS: Final[dict[Word, str]] = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "cannot_say": "Can't be said",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """One claim, and what the figures say of it.

    `computed` is the right figure, `formula` how it comes about, `because` the explanation, `mistake` the
    likely one, `missing` what would be needed, `caveats` what has to be said with it. `line` is where the
    claim begins in the text, from 1.
    """

    claim: str
    verdict: Word
    computed: str = ""
    formula: str = ""
    because: str = ""
    mistake: str = ""
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    line: int = 1

    @property
    def in_words(self) -> str:
        """The verdict as people read it."""
        return IN_WORDS[self.verdict]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "claim": self.claim,
            "verdict": self.verdict,
            "computed": self.computed,
            "formula": self.formula,
            "because": self.because,
            "mistake": self.mistake,
            "missing": list(self.missing),
            "caveats": list(self.caveats),
            "line": self.line,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A piece of the text that was not checked, and why."""

    text: str
    why: str
    line: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A text: the claims that were found in it, and what was not checked."""

    verdicts: tuple[Verdict, ...] = ()
    unread: tuple[Unread, ...] = field(default=())

    @property
    def supported(self) -> bool:
        """Whether there are claims, and the figures carry every one of them."""
        return bool(self.verdicts) and all(one.verdict == "supported" for one in self.verdicts)
