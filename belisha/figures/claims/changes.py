"""Claims of a change: up 343 per cent, more than doubled, down from 209 to 164."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.clause import Found
from belisha.figures.claims.counts import TOGETHER
from belisha.figures.claims.statements import AnyStatement, ChangeOf, Size, TrendOf, Unclear
from belisha.figures.claims.tokens import Token
from belisha.figures.years import Year

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_SIGNS: Final = {"up": 1, "down": -1, "same": 0, "more": 1, "fewer": -1}
_NEAR: Final = 3


def change_of(reader: "Reader") -> Iterator[AnyStatement]:
    """The change that a clause claims, with all its sizes in one; nothing where it claims none."""
    if reader.subject.others:
        return
    if reader.clause.has("no_trend") or _is_a_trend(reader):
        yield _trend(reader)
        return
    sizes = list(_sizes(reader))
    base, end = _ends(reader)
    years = _years(reader, base, end)
    bare = _bare_way(reader) if not sizes else None
    if bare is not None and (years.said or (base and end)):
        sizes = [bare]
    if sizes or (base and end and base.role == "base"):
        yield from _each(reader, _change(reader, sizes, base, end, years))


def _change(
    reader: "Reader", sizes: list[Size], base: Found | None, end: Found | None, years: "Years"
) -> ChangeOf:
    reader.use(*(one for one in (base, end) if one is not None))
    return ChangeOf(
        **reader.facts(doubts=_both_ways(reader, sizes), notes=years.notes),
        missing=years.missing,
        sizes=tuple(sizes),
        first=years.first.label if years.first else "",
        last=years.last.label if years.last else "",
        base=base.stated if base else None,
        end=end.stated if end else None,
        span=reader.period.span,
        since=reader.period.since,
        matched=_matched(reader),
    )


def _each(reader: "Reader", whole: ChangeOf) -> Iterator[ChangeOf]:
    """ "Kent and Essex rose by a third": each of them, unless it says together."""
    listed, sizes = reader.subject.listed, whole.sizes
    if not listed or whole.doubts or TOGETHER.search(reader.clause.text):
        yield whole
        return
    if whole.base or whole.end or len(sizes) not in (1, len(listed)):
        yield replace(whole, doubts=("It isn't clear what is said of which area.",))
        return
    for areas, size in zip(listed, sizes if len(sizes) > 1 else sizes * len(listed), strict=True):
        yield replace(whole, areas=areas, sizes=(size,), text=f"{areas[0].name}: {whole.text}")


def _both_ways(reader: "Reader", sizes: list[Size]) -> tuple[str, ...]:
    """A clause that says both ways is clear only where each has a size of its own."""
    ways = {token.kind for token in reader.clause.tokens if token.kind in ("up", "down")}
    return ("It says both up and down.",) if len(ways) == 2 and len(sizes) < 2 else ()


def _sizes(reader: "Reader") -> Iterator[Size]:
    for one in reader.open():
        size = _size(reader, one)
        if size is not None:
            one.role, one.sign = "used", size.sign
            yield size


def _size(reader: "Reader", one: Found) -> Size | None:
    sign = _sign(reader, one)
    if one.kind == "per_cent" and sign is not None:
        return Size(kind="per_cent", stated=one.stated, sign=sign)
    if one.kind == "points" and sign is not None:
        return Size(kind="points", stated=one.stated, sign=sign)
    if one.kind == "part" and sign is not None and not _is_of(reader, one):
        return Size(kind="per_cent", stated=one.stated, sign=sign)
    if one.kind == "times" and not reader.subject.others:
        if one.stated.value < 1:
            return Size(kind="times", stated=one.stated, sign=-1, direct=True)
        return Size(
            kind="times",
            stated=one.stated,
            sign=sign if sign is not None else 1,
            how=one.how,
            direct=one.stated.fold,
        )
    if one.kind == "count" and one.role == "by" and sign is not None:
        return Size(kind="difference", stated=one.stated, sign=sign)
    return None


def _sign(reader: "Reader", one: Found) -> int | None:
    """Up or down by the nearest word: just after ("a 343 per cent rise"), else before, else anywhere."""
    if one.sign is not None:
        return one.sign
    tokens = reader.clause.tokens
    for token in tokens[one.at + 1 : one.at + 1 + _NEAR]:
        if token.kind in _SIGNS:
            return _SIGNS[token.kind]
    for index in range(one.at - 1, -1, -1):
        if _is_way(tokens, index):
            return _SIGNS[tokens[index].kind]
    for index in range(one.at + 1, len(tokens)):
        if _is_way(tokens, index):
            return _SIGNS[tokens[index].kind]
    if reader.context.same_sentence and one.kind in ("per_cent", "part") and one.role in ("by", ""):
        return reader.context.way  # "rose by 105% in Cleveland and by 50% in Durham"
    return None


def _is_way(tokens: list[Token], index: int) -> bool:
    """Whether a word says which way it went; in "the highest rise" it says what is ranked, too."""
    return tokens[index].kind in ("up", "down", "same")


def _is_of(reader: "Reader", one: Found) -> bool:
    after = reader.clause.at(one.at + 1)
    return after is not None and after.is_word("of")


def _bare_way(reader: "Reader") -> Size | None:
    """It only says that it rose or fell. A rank says that, too, and is read elsewhere."""
    if reader.clause.has("best", "ever", "platform"):
        return None
    ways = {_SIGNS[token.kind] for token in reader.clause.tokens if token.kind in ("up", "down", "same")}
    return Size(kind="none", sign=next(iter(ways))) if len(ways) == 1 else None


def _ends(reader: "Reader") -> tuple[Found | None, Found | None]:
    """The numbers that it began and ended with."""
    counts = [one for one in reader.open() if one.kind == "count"]
    base = next((one for one in counts if one.role == "base"), None)
    end = next((one for one in counts if one.role == "end"), None)
    plain = [one for one in counts if one.role == "" and not one.stated.wording]
    if base is None and end is None and len(plain) == 2 and all(one.year for one in plain):
        first, last = sorted(plain, key=lambda one: one.year or Year.__new__(Year))
        return (first, last) if first.year != last.year else (None, None)
    if end is None and len(plain) == 1 and _can_end(reader, plain[0], base):
        end = plain[0]
    elif base is None and end is not None and len(plain) == 1 and plain[0].year is not None:
        base = plain[0]
    return base, end


def _can_end(reader: "Reader", one: Found, base: Found | None) -> bool:
    """Whether the number is where the change ended: of the later year, or told before "up from 164"."""
    if reader.period.listed or (reader.period.pair and one.year is None and base is None):
        return False
    if one.year is None or base is None or base.year is None:
        return True
    return one.year > base.year


class Years:
    """Between which years, as the clause says it, and what was taken for granted."""

    def __init__(self) -> None:
        self.first: Year | None = None
        self.last: Year | None = None
        self.notes: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()
        self.said = False


def _years(reader: "Reader", base: Found | None, end: Found | None) -> Years:
    period, years = reader.period, Years()
    listed = period.listed if len(period.listed) == 2 else None
    pair = period.pair or (listed if listed and listed[0] != listed[1] else None)
    if pair is not None:
        years.first, years.last = pair
    years.first = years.first or (base.year if base else None) or period.base
    by = next((one.year for one in reader.sizes if one.sign is not None and one.year is not None), None)
    years.last = years.last or (end.year if end else None) or period.year or by
    if years.first is not None and years.last is not None:
        years.said = True
        if years.last < years.first:
            years.first, years.last = years.last, years.first
        return years
    if years.last is not None:
        _back_from(reader, years)
    elif years.first is not None and period.span is not None:
        years.last, years.said = years.first.after(period.span), True
    years.missing = () if years.first and years.last else _lacking(years)
    return years


def _back_from(reader: "Reader", years: Years) -> None:
    period = reader.period
    last = years.last
    if last is None:
        return
    if period.span is not None:
        years.first, years.said = last.after(-period.span), True
    elif period.back or period.a_year:
        years.first, years.said = last.after(-1), True
    elif not reader.context.same_sentence or not reader.context.years:
        years.first = last.after(-1)
        years.notes = (f"It names no year to compare with; the year before, {years.first.label}, is taken.",)
        years.said = True
    else:
        years.first, years.said = last.after(-1), True
        years.notes = (f"It names no year to compare with; the year before, {years.first.label}, is taken.",)


def _lacking(years: Years) -> tuple[str, ...]:
    if years.first is None and years.last is None:
        return ("the two years that are compared",)
    return ("the year that it is compared with",) if years.first is None else ("the year in which it ended",)


def _matched(reader: "Reader") -> tuple[int | None, int | None] | None:
    for token in reader.clause.tokens:
        if token.kind == "panel":
            count, of = token.value
            return (count, of)
    if not reader.clause.has("answered"):
        return None
    count = next((token.value for token in reader.clause.tokens if token.kind == "forces"), None)
    return (count, None)


def _is_a_trend(reader: "Reader") -> bool:
    """ "rose on average by 19 per cent a year between …"."""
    return (
        reader.clause.has("average")
        and reader.period.a_year
        and reader.period.pair is not None
        and any(one.kind == "per_cent" for one in reader.open())
    )


def _trend(reader: "Reader") -> TrendOf | Unclear:
    if reader.period.pair is None:
        return Unclear(**reader.facts(), missing=("the years of the trend",))
    none = reader.clause.has("no_trend")
    size = None if none else next(one for one in reader.open() if one.kind == "per_cent")
    interval = next((token.value for token in reader.clause.tokens if token.kind == "interval"), None)
    sign = _sign(reader, size) if size else None
    more = [one for one in reader.open() if one is not size]
    for one in reader.sizes:
        one.role = "used"
    first, last = reader.period.pair
    facts = reader.facts(
        doubts=tuple(f"“{one.stated.text}” isn't understood beside a trend." for one in more)
    )
    if none:
        facts["denied"] = ""
    return TrendOf(
        **facts,
        stated=replace(size.stated) if size else None,
        sign=sign,
        interval=interval,
        points=reader.period.span,
        first=first.label,
        last=last.label,
    )
