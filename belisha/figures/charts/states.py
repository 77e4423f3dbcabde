"""What each state of an answer is called and looks like: a word, a letter, a pattern; no colour alone."""

from dataclasses import dataclass
from typing import Final

from belisha.figures.charts.key import Key
from belisha.figures.charts.look import GROUND, INK

ABSENT: Final = "absent"  # nobody asked, or nothing of it is among these figures
INCOMPLETE: Final = "incomplete"  # of a group: some of its forces have no figure


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """How a state is told."""

    words: str
    letter: str
    colour: str = "#ffffff"
    ink: str = INK
    pattern: str = ""


STATES: Final = {
    "full": State(words="answered", letter="", colour="#2468a8", ink="#ffffff"),
    "zero": State(words="none recorded", letter="0", colour="#dbe9f6"),
    "suppressed": State(words="small number, not told", letter="<", colour="#a6cbe6"),
    "partial": State(words="answered in part", letter="P", colour="#a6cbe6", pattern="dots-a6cbe6-ffffff"),
    "refused": State(words="refused", letter="R", pattern="refused"),
    "not_held": State(words="no information held", letter="H", pattern="not_held"),
    "late": State(words="no answer in time", letter="L", pattern="late"),
    "none": State(words="no figure came", letter="N", pattern="none"),
    ABSENT: State(words="not among these figures", letter="–", pattern="absent"),
    "break": State(words="recorded otherwise in between", letter="B", pattern="break"),
    "from zero": State(words="from none, so no per cent", letter="Z", pattern="from_zero"),
    "population": State(words="no population given", letter="?", pattern="absent"),
    INCOMPLETE: State(words="forces missing", letter="–", pattern="absent"),
}


def state_keys(found: set[str], *, letters: bool = False) -> tuple[Key, ...]:
    """The entries for those that occur, always in one order; by pattern, or by letter on a plain ground."""
    return tuple(
        Key(
            label=state.words,
            colour=GROUND if letters else state.colour,
            pattern="" if letters else state.pattern,
            letter=state.letter if letters or not state.pattern else "",
            ink=INK if letters else state.ink,
        )
        for name, state in STATES.items()
        if name in found
    )
