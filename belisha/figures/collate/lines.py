"""Rows and columns of a sheet that say of what the others are: years above figures, forces beside them."""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from belisha.figures.collate.grid import Grid
from belisha.figures.collate.senses import Sense, sense, share

_TOP: Final = 30  # rows in which a head stands
MOST: Final = 0.5  # of a line's texts, before it is taken to be of one kind
_ABOUT: Final = (
    ("area", r"\b(?:force|area|constabulary|police|region|country|nation)\b"),
    ("year", r"\b(?:year|fy|period|date)\b"),
    ("platform", r"\b(?:platform|app|application|site|website|method|network|social media)\b"),
    ("measure", r"\b(?:measure|metric|unit|type of count|counted)\b"),
    ("offence", r"\b(?:offence|offences|crime|crimes|code|classification|hocr|description|category|type)\b"),
)


def year_rows(grid: Grid) -> list[int]:
    """The rows in which years stand side by side, above the figures of each; or one year alone."""
    found = [row for row in range(grid.height) if _years_stand_in(grid.row(row))]
    return found or [row for row in range(min(grid.height, _TOP)) if _one_year_stands_in(grid, row)][:1]


def _one_year_stands_in(grid: Grid, row: int) -> bool:
    """Whether a row heads columns, one of which is of a year: “Force | 2022/23”. A title stands alone."""
    years = [column for column in range(grid.width) if grid.sense(row, column).year]
    others = sum(bool(text) for text in grid.row(row)) - len(years)
    if len(years) != 1 or not others or grid.sense(row, years[0]).bare or row + 1 >= grid.height:
        return False
    under = range(row + 1, min(grid.height, row + 4))
    return years[0] > 0 and any(grid.sense(one, years[0]).digits for one in under)


def year_columns(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The columns in which most cells name a year."""
    return [
        column
        for column in range(grid.width)
        if _years_stand_in(_below_its_head(grid.column(column, rows)), repeated=True)
    ]


def kind_of(texts: Sequence[str], head: str) -> str:
    """What a line of labels tells: area, year, platform, offence, measure; "" where its words don't say."""
    for kind in ("area", "year", "platform", "offence"):
        if share(texts, kind) >= MOST:
            return kind
    if len({sense(text).counted for text in texts} - {""}) > 1:
        return "measure"
    about = head.casefold()
    return next((kind for kind, words in _ABOUT if re.search(words, about)), "")


def figure_columns(grid: Grid, rows: Sequence[int]) -> list[int]:
    """The columns in which most cells are figures; the first one may just count the rows."""
    found = [column for column in range(grid.width) if _holds_figures(grid.column(column, rows))]
    if len(found) > 1 and found[0] == 0 and _counts_the_rows(grid.column(0, rows)):
        return found[1:]
    return found


def rows_with_figures(grid: Grid, columns: Iterable[int], rows: Iterable[int]) -> list[int]:
    """The rows in which one of the columns holds a figure."""
    columns = list(columns)
    return [row for row in rows if _is_of_figures([grid.sense(row, column) for column in columns])]


def _is_of_figures(senses: Sequence[Sense]) -> bool:
    """“Not recorded” may be a state, and the name of a column beside those of platforms."""
    names = any(one.platform or one.offence or one.area or one.total for one in senses if not one.blank)
    numbers = any(one.digits for one in senses)
    return any(one.figure for one in senses) and (numbers or not names)


def _holds_figures(texts: Sequence[str]) -> bool:
    told = [text for text in texts if text]
    numbers = [text for text in told if any(letter.isdigit() for letter in text)]
    if not told or (not numbers and len(told) < 2):
        return False
    figures = sum(sense(text).figure for text in told)
    return figures > 0 and figures >= len(told) * MOST and (bool(numbers) or figures == len(told))


def _counts_the_rows(texts: Sequence[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdigit()]
    return len(numbers) >= 3 and numbers == list(range(1, len(numbers) + 1))


def _years_stand_in(texts: Sequence[str], *, repeated: bool = False) -> bool:
    """Whether a line is of years. Bare ones must follow one another: others may be counts."""
    told = [text for text in texts if text]
    years = [text for text in told if sense(text).year]
    bare = [int(text) for text in dict.fromkeys(years) if sense(text).bare]
    named = len(years) - sum(sense(text).bare for text in years)
    if repeated:
        return len(years) >= 2 and len(years) >= MOST * len(told) and (named > 0 or _follow(sorted(bare)))
    different = len(set(years))
    return different >= 2 and (named >= 2 or (named == 0 and _follow(bare) and _few_figures(told, years)))


def _few_figures(told: Sequence[str], years: Sequence[str]) -> bool:
    return sum(sense(text).figure for text in told) <= len(years)


def _follow(years: Sequence[int]) -> bool:
    steps = {later - earlier for earlier, later in itertools.pairwise(years)}
    return len(years) >= 2 and steps in ({1}, {-1})


def _below_its_head(texts: Sequence[str]) -> Sequence[str]:
    first = next((at for at, text in enumerate(texts) if text), 0)
    return texts[first + 1 :] if first < len(texts) and not sense(texts[first]).year else texts[first:]
