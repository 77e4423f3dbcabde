"""The years that offences are counted in: the police's financial years, calendar years, and spans of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, order=True, slots=True)
class Year:
    """A period that a figure covers: from the first of `begins` to the last day before `ends`.

    Its label is "2017/18" for a financial year (1 April to 31 March), "2017" for a calendar year,
    "2016/17-2020/21" and "2016-2020" for spans of them.
    """

    begins: date
    ends: date

    @property
    def financial(self) -> bool:
        """Whether it runs from April to March, as the police count."""
        return (self.begins.month, self.ends.month) == (4, 4)

    @property
    def number(self) -> int:
        """How many years it covers."""
        return self.ends.year - self.begins.year

    @property
    def label(self) -> str:
        """As it is written in every table and sentence."""
        first, last = self.begins.year, self.ends.year - 1
        name = _financial if self.financial else str
        return name(first) if first == last else f"{name(first)}-{name(last)}"

    @property
    def days(self) -> int:
        return (self.ends - self.begins) // timedelta(days=1)

    def after(self, years: int) -> "Year":
        """The period of the same length, so many years later (earlier, where negative)."""
        return Year(
            self.begins.replace(year=self.begins.year + years), self.ends.replace(year=self.ends.year + years)
        )


def financial(first: int, years: int = 1) -> Year:
    """The financial year that begins in April of `first`, or a span of several."""
    return Year(date(first, 4, 1), date(first + years, 4, 1))


def calendar(first: int, years: int = 1) -> Year:
    """A calendar year, or a span of several."""
    return Year(date(first, 1, 1), date(first + years, 1, 1))


@lru_cache(maxsize=2048)
def year_of(label: str) -> Year:
    """Read a label that `Year.label` wrote; raises ValueError for anything else."""
    first, _, last = label.partition("-")
    make = financial if "/" in first else calendar
    years = int((last or first)[:4]) - int(first[:4]) + 1
    year = make(int(first[:4]), max(years, 1))
    if year.label != label:
        raise ValueError(f"{label!r} is no label of a year.")
    return year


def _financial(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"
