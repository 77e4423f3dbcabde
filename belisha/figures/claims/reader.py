"""The claims of a clause: what it says, put together from its sizes, its years and its areas."""

import re
from dataclasses import replace
from typing import Any

from belisha.figures.claims.changes import change_of
from belisha.figures.claims.clause import SIZES, Clause, Found
from belisha.figures.claims.comparisons import compared_of
from belisha.figures.claims.counts import counts_of, left_of_a_change
from belisha.figures.claims.doubts import denial_in, doubts_of
from belisha.figures.claims.nouns import taken_to_be
from belisha.figures.claims.periods import Period, period_of
from belisha.figures.claims.ranks import rank_of
from belisha.figures.claims.rates import rates_of
from belisha.figures.claims.shares import shares_of
from belisha.figures.claims.sizes import sizes_in
from belisha.figures.claims.statements import AnyStatement, ChangeOf, Context, Unclear
from belisha.figures.claims.subjects import Subject, subject_of
from belisha.figures.claims.surveys import survey_of
from belisha.figures.claims.twists import may_be_found_by_numbers
from belisha.figures.years import Year, year_of


class Reader:
    """Reads one clause."""

    def __init__(self, clause: Clause, context: Context) -> None:
        self.clause = clause
        self.context = context
        self.sizes = sizes_in(clause)
        self.subject: Subject = subject_of(clause, context)
        self.period: Period = period_of(clause)
        self._the_same_time()

    def statements(self) -> list[AnyStatement]:
        """What it says; something that isn't clear is a statement that can't be checked."""
        if survey := list(survey_of(self)):
            return survey
        found: list[AnyStatement] = []
        # Each takes its sizes out of those that are open; what is left is a plain number.
        for read in (rank_of, shares_of, rates_of, compared_of, change_of):
            found += read(self)
        if any(isinstance(one, ChangeOf) for one in found):
            found += left_of_a_change(self)
        found += counts_of(self)
        if not found and self._claims_something():
            found.append(self.unclear("What it says of the figures isn't clear."))
        return found

    def facts(self, *, doubts: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> dict[str, Any]:
        """What every statement of the clause has."""
        return {
            "text": self.clause.text,
            "line": self.clause.line,
            "areas": self.subject.areas,
            "notes": (*self.subject.notes, *notes, *taken_to_be(self.clause)),
            "doubts": (*doubts_of(self), *doubts),
            "denied": denial_in(self.clause),
            "counts": tuple(
                (one.stated, one.year.label if one.year else "")
                for one in self.sizes
                if one.kind == "count" and not one.stated.wording and not one.unit and one.stated.top is None
            ),
            "strange": self.subject.strange or not may_be_found_by_numbers(self),
        }

    def unclear(self, why: str, *, text: str = "") -> Unclear:
        """That something is claimed, and why it isn't clear what."""
        facts = self.facts(doubts=(why,))
        return Unclear(**(facts | {"text": text or facts["text"]}))

    def use(self, *sizes: Found) -> None:
        """Something was made of these."""
        for one in sizes:
            one.role = "used"

    def open(self) -> list[Found]:
        """The sizes that nothing has been made of yet."""
        return [one for one in self.sizes if one.role != "used"]

    def year(self, one: Found | None = None) -> Year | None:
        """The one year that a size is of."""
        if one is not None and one.year is not None:
            return one.year
        dated = {other.year for other in self.sizes if other.year is not None}
        return self.period.year or (next(iter(dated)) if len(dated) == 1 else None)

    def _the_same_time(self) -> None:
        if self.clause.has("same_time") and len(self.context.years) == 2 and self.period.pair is None:
            first, last = map(year_of, self.context.years)
            self.period.pair = (first, last)
        if self.clause.has("same_year") and self.context.year and self.period.year is None:
            self.period.year = year_of(self.context.year)
        if self.clause.has("last_year"):
            self._last_year()
        elif self.context.period and not self.clause.has("year", "odd_year", "span", "back", "this_year"):
            # "In 2022/23 Kent recorded 1,568 and Essex 767": the one year of the sentence is meant for both.
            self.period = replace(self.context.period, doubts=[*self.context.period.doubts])

    def _last_year(self) -> None:
        if self.context.last_year is None:
            self.period.doubts.append("“Last year” depends on the day of the text: give it.")
        elif self.period.year is None:
            self.period.year = self.context.last_year

    def _claims_something(self) -> bool:
        told = any(one.kind in SIZES | {"count", "points"} for one in self.open())
        of_police = re.search(r"offen[cs]es?|crimes?|recorded|abuse", self.clause.sentence, re.I) is not None
        return (told and (bool(self.subject.areas) or of_police)) or self.clause.has("ever")
