"""A year or several as they stand in running text."""

from typing import Final

from belisha.figures.years import year_of

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_year(label: str) -> str:
    """ "in 2017/18"; of several together "in the five years 2016/17 to 2020/21"."""
    first, _, last = label.partition("-")
    if not last:
        return f"in {label}"
    return f"in the {in_letters(year_of(label).number)} years {span(first, last)}"


def span(first: str, last: str) -> str:
    """ "2016/17 and 2017/18" where nothing lies between, else "2016/17 to 2020/21"."""
    joined = "and" if year_of(first).ends == year_of(last).begins else "to"
    return f"{first} {joined} {last}"


def in_letters(number: int) -> str:
    """ "six"; from eleven on in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
