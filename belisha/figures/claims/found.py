"""What a judge finds: a verdict with its reasons, before it is put beside its claim."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from belisha.figures.cannot import CannotSay
from belisha.figures.claims.verdict import Word
from belisha.figures.words import why_missing

_ORDER: dict[Word, int] = {"supported": 0, "cannot_say": 1, "contradicted": 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A verdict on one statement as one of its areas is meant."""

    verdict: Word
    computed: str = ""
    formula: str = ""
    because: str = ""
    mistake: str = ""
    missing: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def word_for(holds: bool | None) -> Word:
    """The verdict where something holds, doesn't, or may."""
    if holds is None:
        return "cannot_say"
    return "supported" if holds else "contradicted"


def all_of(holds: Iterable[bool | None]) -> bool | None:
    """Whether all hold: one that doesn't decides, then one that may."""
    seen = list(holds)
    if any(one is False for one in seen):
        return False
    return None if any(one is None for one in seen) else True


def cannot(because: str, *missing: str, computed: str = "", formula: str = "", mistake: str = "") -> Judged:
    """It can't be said."""
    return Judged(
        verdict="cannot_say",
        because=because,
        missing=missing,
        computed=computed,
        formula=formula,
        mistake=mistake,
    )


def from_refusal(refusal: CannotSay) -> Judged:
    """It can't be said, for what the figures lack."""
    missing = tuple(f"{one.name}, {one.year}: {why_missing(one)}" for one in refusal.missing)
    return cannot(refusal.sentence, *missing)


def best_of(judged: Sequence[Judged], names: Sequence[str]) -> Judged:
    """Of several things that a name can mean, the one that fits; contradicted only where all are."""
    if len(judged) == 1:
        return judged[0]
    best = min(judged, key=lambda one: _ORDER[one.verdict])
    words = {one.verdict for one in judged}
    if words == {"contradicted"} or best.verdict == "supported" or words == {"cannot_say"}:
        chosen = names[list(judged).index(best)]
        return replace(best, because=f"{best.because} {chosen} is meant, as it seems.".strip())
    return best
