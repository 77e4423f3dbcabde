"""What a colour, a pattern or a line means: the entries above a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One entry. `mark`: square, line or point; `pattern`, `dash` and `shape` tell it without its colour."""

    label: str
    colour: str
    mark: str = "square"
    pattern: str = ""  # of patterns.PATTERNS
    dash: tuple[int, ...] = ()
    shape: str = "circle"
    letter: str = ""  # what is written in the square
    ink: str = "#11161d"
    hollow: bool = False
