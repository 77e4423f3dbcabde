"""The claims of a clause: what it says, put together from its sizes, its years and its areas."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from belisha.figures.claims import changes, shares
from belisha.figures.claims.counted import not_offences
from belisha.figures.claims.periods import Period, period_of
from belisha.figures.claims.ranks import rank_of
from belisha.figures.claims.sizes import SIZES, Clause, Found, sizes_in
from belisha.figures.claims.statements import (
    AnyStatement,
    ChangeOf,
    CompareOf,
    Context,
    CountOf,
    EveryOf,
    RateOf,
    SurveyOf,
    Unclear,
)
from belisha.figures.claims.subjects import Subject, subject_of
from belisha.figures.years import Year, year_of

_ASKED: Final = re.compile(
    r"school ?children|pupils|children|adults|people|parents|respondents|surveyed|asked|of those|students"
    r"|young",
    re.I,
)

_TOGETHER: Final = re.compile(r"\b(?:together|combined|in total|between them|altogether)\b", re.I)
_VERB_DENIED: Final = re.compile(r"(?:did|has|had|have|was|were)(?:n't| not)|never", re.I)


class Reader:
    """Reads one clause."""

    def __init__(self, clause: Clause, context: Context) -> None:
        self.clause = clause
        self.context = context
        self.sizes = sizes_in(clause)
        self.subject = subject_of(clause, context)
        self.period: Period = period_of(clause)
        self._the_same_time()

    def statements(self) -> list[AnyStatement]:
        """What it says; something that isn't clear is a statement that can't be checked."""
        survey = self._survey()
        if survey:
            return [survey]
        found: list[AnyStatement] = [
            *rank_of(self),
            *shares.shares_of(self),
            *self._times(),
            *changes.change_of(self),
        ]
        found += self._compared()
        if any(isinstance(one, ChangeOf) for one in found):
            found += self._left_of_a_change()
        found += self._counts()
        if not found and self._claims_something():
            found.append(Unclear(**self.facts(doubts=("What it says of the figures isn't clear.",))))
        return found

    def facts(self, *, doubts: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> dict[str, Any]:
        """What every statement of the clause has."""
        return {
            "text": self.clause.text,
            "line": self.clause.line,
            "areas": self.subject.areas,
            "notes": (*self.subject.notes, *notes),
            "doubts": (*self._doubts(), *doubts),
            "denied": self._denied(),
            "counts": tuple(
                (one.stated, one.year.label if one.year else "")
                for one in self.sizes
                if one.kind == "count" and not one.stated.wording and not one.unit and one.stated.top is None
            ),
            "strange": self.subject.strange,
        }

    def open(self) -> list[Found]:
        """The sizes that nothing has been made of yet."""
        return [one for one in self.sizes if one.role != "used"]

    def year(self, one: Found | None = None) -> Year | None:
        """The one year that a size is of."""
        if one is not None and one.year is not None:
            return one.year
        dated = {other.year for other in self.sizes if other.year is not None}
        return self.period.year or (next(iter(dated)) if len(dated) == 1 else None)

    def _doubts(self) -> tuple[str, ...]:
        doubts = [*self.subject.doubts, *self.period.doubts]
        for token in self.clause.tokens:
            if token.kind == "odd":
                doubts.append(
                    f"“{token.text}” can't be read as a number for sure: is a footnote glued to it?"
                )
            elif token.kind == "limit":
                doubts.append(f"“{token.text}” limits what is counted; the figures aren't split like that.")
            elif token.kind == "perhaps":
                doubts.append(f"“{token.text}”: it isn't said as a fact.")
            elif token.kind == "other_than":
                doubts.append(f"“{token.text}”: it leaves a part out.")
            elif token.kind == "elsewhere":
                doubts.append(f"“{token.text}” seems to be a part of an area, or another body's name.")
            elif token.kind == "ever":
                doubts.append(f"“{token.text}” needs every year there ever was.")
        if other := not_offences(self.clause.words):
            doubts.append(f"{other}. The figures hold offences that the police recorded.")
        units = dict.fromkeys(one.unit for one in self.sizes if one.unit)
        doubts += [f"It counts “{unit}”; the figures count offences." for unit in units]
        return tuple(dict.fromkeys(doubts))

    def _denied(self) -> str:
        tokens = self.clause.tokens
        found = [index for index, token in enumerate(tokens) if token.kind == "denied"]
        if not found:
            return ""
        after = tokens[found[0] + 1 : found[0] + 2]
        verb = any(
            token.kind in ("up", "down", "fold") or token.is_word("record", "recorded", "see", "change")
            for token in after
        )
        plain = verb and len(found) == 1 and _VERB_DENIED.fullmatch(tokens[found[0]].text) is not None
        return "plainly" if plain else tokens[found[0]].text

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

    def _survey(self) -> SurveyOf | None:
        for one in self.sizes:
            if one.kind != "one_in":
                continue
            after = [other for other in self.sizes if other.at > one.at and other.kind == "count"]
            if after and _ASKED.search(self.clause.text):
                asked = int(after[0].stated.value)
                hits = round(asked / int(one.stated.value)) if one.stated.value else 0
                facts = self.facts() | {"areas": (), "doubts": (), "denied": ""}
                return SurveyOf(**facts, hits=hits, asked=asked)
        return None

    def _times(self) -> Iterator[AnyStatement]:
        """One every so often, so many a day, so many for each 100,000 people."""
        for one in self.open():
            after = self._token_after(one) if one.kind == "count" else None
            if one.kind == "every":
                yield self._every(one, one.value[2], inverse=False)
            elif after is not None and after.kind == "a_time":
                yield self._every(one, after.value, inverse=True)
            elif after is not None and after.kind == "rate":
                one.role = "used"
                yield RateOf(**self.facts(), stated=one.stated, per=after.value, year=_label(self.year(one)))

    def _every(self, one: Found, unit: str, *, inverse: bool) -> EveryOf:
        one.role = "used"
        year = _label(one.year) or self._span_label() or _label(self.year())
        return EveryOf(**self.facts(), stated=one.stated, unit=unit, inverse=inverse, year=year)

    def _span_label(self) -> str:
        """Several years as one period: "2016/17-2020/21"."""
        listed = self.period.listed
        pair = self.period.pair or ((listed[0], listed[-1]) if listed else None)
        if pair is None or pair[1].begins <= pair[0].begins:
            return ""
        return Year(pair[0].begins, pair[1].ends).label

    def _token_after(self, one: Found) -> Any:
        rest = [token for token in self.clause.tokens[one.at + 1 :] if token.start >= one.end]
        return next(
            (token for token in rest if not token.is_word("recorded", "offences", "crimes", "on", "average")),
            None,
        )

    def _compared(self) -> Iterator[AnyStatement]:
        if not self.subject.others:
            return
        ways = [token.kind for token in self.clause.tokens if token.kind in ("more", "fewer", "up", "down")]
        ways += [
            "more" for token in self.clause.tokens if token.kind == "word_of_size" and token.value == "above"
        ]
        if len(set(ways)) == 1 and not self.open() and not self.clause.has("back", "span"):
            more = ways[0] in ("more", "up")
            yield CompareOf(**self.facts(), other=self.subject.others, more=more, year=_label(self.year()))
        else:
            yield Unclear(**self.facts(doubts=("How the two areas are compared isn't clear.",)))
            self._use_all()

    def _use_all(self) -> None:
        for one in self.sizes:
            one.role = "used"

    def _counts(self) -> Iterator[AnyStatement]:
        """So many in a year, or in several together."""
        left = [one for one in self.open() if one.kind == "count" and one.role in ("", "base", "end")]
        if self.clause.has("part") or self.clause.has("per_cent"):
            left = [one for one in left if one.role != "known"]
        dated = tuple(dict.fromkeys(one.year for one in self.sizes if one.year is not None))
        yield from self._one_by_one(left)
        left = [one for one in left if one.role != "used"]
        alone = len([one for one in self.sizes if one.kind != "odd"]) < 2
        for one in left:
            one.role = "used"
            years, missing = self._years_of(one, dated)
            average = self.clause.has("average") and (self.clause.has("a_year") or len(years) > 1)
            facts = self.facts() if alone else self.facts() | {"text": self.clause.piece(one)}
            yield CountOf(
                **facts,
                missing=missing,
                stated=one.stated,
                years=tuple(year.label for year in years),
                average=average,
                platform=self._platform(),
            )

    def _left_of_a_change(self) -> Iterator[AnyStatement]:
        """Numbers beside a change that have no year of their own: of when they are isn't sure."""
        for one in self.open():
            if one.kind == "count" and one.year is None and not self.period.listed:
                one.role = "used"
                facts = self.facts(doubts=(f"It isn't clear of which year “{one.stated.text}” is.",))
                yield Unclear(**(facts | {"text": self.clause.piece(one)}))

    def _one_by_one(self, left: list[Found]) -> Iterator[AnyStatement]:
        """ "Kent and Essex recorded 1,568 and 767": each its own."""
        listed = self.subject.listed
        if not listed or len(left) < 2:
            return
        if len(left) != len(listed) or _TOGETHER.search(self.clause.text):
            yield Unclear(**self.facts(doubts=("It isn't clear which number is of which area.",)))
            self._use_all()
            return
        for areas, one in zip(listed, left, strict=True):
            one.role = "used"
            year = _label(self.year(one))
            facts = self.facts() | {"areas": areas, "text": f"{areas[0].name}: {self.clause.piece(one)}"}
            missing = () if year else ("the year",)
            yield CountOf(**facts, missing=missing, stated=one.stated, years=(year,) if year else ())

    def _platform(self) -> str:
        names = dict.fromkeys(token.value for token in self.clause.tokens if token.kind == "platform")
        return next(iter(names)) if len(names) == 1 else "+".join(names)

    def _years_of(self, one: Found, dated: tuple[Year, ...]) -> tuple[tuple[Year, ...], tuple[str, ...]]:
        period = self.period
        if one.year is not None:
            return (one.year,), ()
        if period.pair is not None:
            years = tuple(between(*period.pair))
            return self._as_long(years)
        if period.listed:
            return self._as_long(period.listed)
        if period.span is not None and period.span > 1 and len(dated) == period.span:
            return dated, ()
        if period.span is not None and period.span > 1 and not (one.stated.wording and len(dated) > 1):
            year = period.year
            if year is not None and not period.ago:
                return tuple(between(year.after(1 - period.span), year)), ()
            return (), (f"which {period.span} years",)
        if len(dated) > 1 and (one.stated.wording or period.span):
            return dated, ()
        year = self.year()
        return ((year,), ()) if year is not None else ((), ("the year",))

    def _as_long(self, years: tuple[Year, ...]) -> tuple[tuple[Year, ...], tuple[str, ...]]:
        if self.period.span is not None and self.period.span != len(years):
            self.period.doubts.append(
                f"{years[0].label} to {years[-1].label} are {len(years)} years, not {self.period.span}."
            )
        return years, ()

    def _claims_something(self) -> bool:
        told = any(one.kind in SIZES | {"count", "points"} for one in self.open())
        of_police = re.search(r"offen[cs]es?|crimes?|recorded|abuse", self.clause.sentence, re.I) is not None
        return (told and (bool(self.subject.areas) or of_police)) or self.clause.has("ever")


def between(first: Year, last: Year) -> Iterator[Year]:
    """Every year from the first to the last."""
    year = first
    while year <= last and year.begins.year - first.begins.year < 60:
        yield year
        year = year.after(1)


def _label(year: Year | None) -> str:
    return year.label if year is not None else ""


__all__ = ["Reader", "Subject"]
