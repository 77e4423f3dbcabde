"""The sizes in a clause: numbers, per cents, multiples, parts; the role and the year of each."""

from fractions import Fraction
from typing import Final

from belisha.figures.bands import parts
from belisha.figures.claims.clause import SIZES, WAYS, Clause, Found
from belisha.figures.claims.counted import unit_after
from belisha.figures.claims.tokens import Number, Stated, Token
from belisha.figures.years import Year

_LENGTHS: Final = {"months", "years", "weeks", "days", "hours", "minutes", "forces", "constabularies"}
_FILLERS: Final = (
    "a",
    "an",
    "the",
    "just",
    "only",
    "its",
    "their",
    "roughly",
    "that",
    "those",
    '"',
    "'",
    "(",
    "some",
    "figure",
    "of",
)
_COMPARED: Final = ("with", "against", "versus", "vs", "than")
_BEFORE_BASE_YEAR: Final = (
    "since",
    "between",
    "from",
    "than",
    "with",
    "on",
    "over",
    "against",
    "versus",
    "vs",
    "as",
    "to",
)
_CUTS: Final = (
    ";",
    ":",
    "and",
    "but",
    "while",
    "whereas",
    "to",
    "from",
    "compared",
    "than",
    "versus",
    "vs",
    "against",
    "since",
    "between",
    "as",
)


def sizes_in(clause: Clause) -> list[Found]:
    """Every size of a clause, in its order, with its role and year."""
    found = [one for index, token in enumerate(clause.tokens) if (one := _found(clause, index, token))]
    for one in found:
        if one.kind == "count":
            one.year = _year_after(clause, one)
            one.until = max(
                [one.end, *(token.end for token in clause.tokens if one.year and token.value is one.year)]
            )
    for one in found:
        if one.kind == "count" and one.year is None:
            one.year = _year_before(clause, one)
    return found


def _found(clause: Clause, index: int, token: Token) -> Found | None:
    if token.kind not in SIZES or (token.kind == "number" and _is_of_forces(clause, index)):
        return None
    wording = _wording(clause, index)
    stated = _stated(token, wording)
    one = Found(kind=_kind(token), at=index, stated=stated, end=token.end, value=token.value)
    one.role, one.sign = _role(clause, index)
    if not one.role and clause.is_word(index + 1, "to") and _is_number(clause.at(index + 2)):
        one.role = "base"  # "200 to 410"
    if token.kind in ("times", "fold"):
        one.how = token.value[1]
    if token.kind == "number":
        one.spelled = token.value.spelled
        named = clause.at(index + 1)
        begin = named.end if named is not None and named.kind == "area" else token.end
        one.unit, one.end = unit_after(clause.sentence, begin)
        if {one.unit.split(" ")[0].lower(), one.unit.split(" ")[-1].lower()} & _LENGTHS:
            return None  # "12 months", "seven Eastern forces"
        _more_or_fewer(clause, one)
        if one.spelled and one.end == token.end and not _is_told_per_time(clause, index) and not one.role:
            return None  # "one of the worst"
    return one


def _is_number(token: Token | None) -> bool:
    return token is not None and token.kind == "number"


def _kind(token: Token) -> str:
    if token.kind == "number":
        return "count"
    if token.kind == "per_cent":
        return "points" if token.value[1] else "per_cent"
    return "times" if token.kind == "fold" else token.kind


def _stated(token: Token, wording: str) -> Stated:
    if token.kind == "part":
        part = parts()[token.value]
        return Stated(text=token.text, value=part.value, wording=wording, part=part)
    if token.kind == "every":
        number, how, _ = token.value
        return Stated(text=token.text, value=number.value, step=number.step, wording=how or wording)
    if token.kind == "odd":
        return Stated(text=token.text, value=Fraction(0))
    number = token.value if isinstance(token.value, Number) else token.value[0]
    return Stated(
        text=token.text,
        value=number.value,
        step=number.step,
        wording=wording,
        fold=token.kind == "fold",
        top=number.top,
    )


def _wording(clause: Clause, index: int) -> str:
    back = index - 1
    while clause.is_word(back, "a", "an", "the", '"', "'", "of", "just"):
        back -= 1
    token = clause.at(back)
    if token is not None and token.kind == "word_of_size":
        return str(token.value)
    own = clause.tokens[index]
    if own.kind == "number" and clause.sentence[own.end : own.end + 1] == "+":
        return "at_least"
    if token is not None and token.kind == "up_to" and not any(one.is_word("from") for one in clause.tokens):
        return "at_most"
    return ""


def _is_of_forces(clause: Clause, index: int) -> bool:
    """ "the six East of England forces": how many forces, not how many offences."""
    after = clause.at(index + 1)
    return (
        after is not None
        and after.kind == "area"
        and any(clause.is_word(index + step, "forces", "areas", "police") for step in (2, 3))
    )


def _is_told_per_time(clause: Clause, index: int) -> bool:
    return any((one := clause.at(index + step)) is not None and one.kind == "a_time" for step in (1, 2))


def _role(clause: Clause, index: int) -> tuple[str, int | None]:
    """What the size is: where a change began or ended, or by how much it was."""
    back = index - 1
    of = False
    while (token := clause.at(back)) is not None and (
        token.kind == "word_of_size"
        or token.is_word(*_FILLERS, "total", "around", "staggering", "massive", "huge")
    ):
        of = of or token.is_word("of")
        back -= 1
    if token is None:
        return "", None
    on = token.is_word("on") and (before := clause.at(back - 1)) is not None and before.kind in ("up", "down")
    if on or token.is_word("from") or token.is_word(*_COMPARED):
        return "base", None
    if token.is_word("to") or token.kind == "up_to":
        compared = clause.is_word(back - 1, "compared", "relative")
        return ("base" if compared else "end"), None
    if token.is_word("by"):
        return "by", _way(clause, back)
    if token.is_word("difference", "gap", "margin", "change"):
        return "between", None
    if token.kind in ("up", "down") and (of or not token.is_word("rate")):
        return "by", 1 if token.kind == "up" else -1
    return "", None


def _way(clause: Clause, index: int) -> int | None:
    for back in range(index, -1, -1):
        if clause.tokens[back].kind in ("up", "down"):
            return 1 if clause.tokens[back].kind == "up" else -1
    return None


def _more_or_fewer(clause: Clause, one: Found) -> None:
    after = clause.at(one.at + 1)
    if after is not None and after.kind in ("more", "fewer"):
        one.role, one.sign = "by", 1 if after.kind == "more" else -1


def _year_after(clause: Clause, one: Found) -> Year | None:
    for index in range(one.at + 1, min(one.at + 24, len(clause.tokens))):
        token = clause.tokens[index]
        if token.kind == "year":
            return _take(clause, index)
        if one.role == "base" and token.is_word(","):
            return None  # "up from 164, in 2022/23": the year is not that of the 164
        if (
            token.kind in SIZES
            or token.kind in ("span", "back")
            or (token.start >= one.end and (token.is_word(*_CUTS) or token.kind in WAYS))
        ):
            return None
    return None


def _year_before(clause: Clause, one: Found) -> Year | None:
    for index in range(one.at - 1, -1, -1):
        token = clause.tokens[index]
        if token.kind == "year":
            return _take(clause, index)
        if token.kind in SIZES or token.kind in ("span", "back") or token.is_word(*_CUTS):
            return None
    return None


def _take(clause: Clause, index: int) -> Year | None:
    """The year there, for a number: not where it says since when, or belongs to another number or a pair."""
    if index in clause.used or _in_a_pair(clause, index):
        return None
    back = index - 1
    while clause.is_word(back, "the", "in", "(", "year", "financial", "during"):
        back -= 1
    if clause.is_word(back, *_BEFORE_BASE_YEAR):
        return None
    clause.used.add(index)
    value = clause.tokens[index].value
    return value if isinstance(value, Year) else None


def _in_a_pair(clause: Clause, index: int) -> bool:
    for step in (-1, 1):
        joined = clause.is_word(index + step, "to", "and", "-", "until", "through")
        other = clause.at(index + 2 * step)
        if joined and other is not None and other.kind == "year":
            return True
    return False
