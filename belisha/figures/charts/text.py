"""How wide a text is in the charts' letters, and where it breaks."""

from typing import Final

# In thousandths of the size, from the space to the tilde: the widths of Helvetica, Arial and Liberation Sans.
_WIDTHS: Final = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 "
    "778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 "
    "556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
_WIDTH: Final = {chr(32 + place): int(width) for place, width in enumerate(_WIDTHS.split())}
_OTHER: Final = 600
_BOLD: Final = 1.08


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels a text takes."""
    width = sum(_WIDTH.get(letter, _OTHER) for letter in text) * size / 1000
    return width * _BOLD if bold else width


def lines_of(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit into `room` pixels; a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold=bold) > room:
            lines.append(line)
            longer = word
        while width_of(longer, size, bold=bold) > room and len(longer) > 1:
            fits = _fitting(longer, size, room, bold=bold)
            lines.append(longer[:fits])
            longer = longer[fits:]
        line = longer
    return [*lines, line] if line else lines


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    fits = 1
    while fits < len(word) and width_of(word[: fits + 1], size, bold=bold) <= room:
        fits += 1
    return fits
