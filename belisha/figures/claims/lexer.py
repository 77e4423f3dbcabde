"""A sentence in its pieces: areas, years, numbers, words that say how they hang together."""

import re
from collections.abc import Iterable
from typing import Final

from belisha.figures.claims import words
from belisha.figures.claims.meanings import made, number
from belisha.figures.claims.names import Names
from belisha.figures.claims.tokens import Token
from belisha.figures.parse.years import look_at_year
from belisha.figures.years import Year

_NUMBER: Final = re.compile(rf"(?<!\w)(?<!\d\.){words.NUMBER}(?![\w/]|[.,]\d)", re.I)
_ODD: Final = re.compile(r"-?\d[\w.,/+-]*")
_SIGNED: Final = re.compile(r"[+-](?=\d[\d.,]{0,9} ?(?:%|per ?cent))")
_NEGATIVE: Final = re.compile(r"(?<= )-\d[\d.,]*")
_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f][\w'&-]*")
_BEFORE_A_YEAR: Final = re.compile(
    r"\b(?:in|since|from|to|between|and|until|by|for|during|of|than|year|financial|fy|with|through)"
    r"(?: the)? $"
    r"|[(/-] ?$",
    re.I,
)
_THAN: Final = re.compile(r"(lower|higher|more|fewer|less|greater) than", re.I)
_A_UNIT: Final = re.compile(r" (?:\w+ ){0,4}(?:offences|crimes|cases)\b", re.I)


def lex(sentence: str, names: Names, platforms: Iterable[str]) -> list[Token]:
    """The pieces of a sentence, in its order."""
    on = _platforms(platforms)
    found: list[Token] = []
    at = 0
    while at < len(sentence):
        if sentence[at].isspace():
            at += 1
            continue
        token = _token(sentence, at, names, on)
        found += _compared(token, found)
        at = max(token.end, at + 1)
    return found


def _compared(token: Token, before: list[Token]) -> list[Token]:
    """ "6 per cent lower than the 240": lower, and than what; not below 240."""
    said = _THAN.fullmatch(token.text) if token.kind == "word_of_size" else None
    if said is None or not before or before[-1].kind not in ("per_cent", "part", "times", "number"):
        return [token]
    middle = token.start + len(said[1])
    kind = "down" if said[1].lower() in ("lower", "fewer", "less") else "up"
    return [
        Token(kind, said[1], token.start, middle),
        Token("word", "than", token.end - len("than"), token.end),
    ]


def _token(sentence: str, at: int, names: Names, on: re.Pattern[str]) -> Token:
    if named := names.at(sentence, at):
        end, areas = named
        return Token("area" if areas else "elsewhere", sentence[at:end], at, end, areas or None)
    if found := words.YEAR.match(sentence, at):
        return _year(sentence, found)
    for kind, pattern in words.TABLE:
        if (found := pattern.match(sentence, at)) and (token := made(kind, found)):
            return token
    if found := on.match(sentence, at):
        return Token("platform", found[0], at, found.end(), found[0])
    return _numeric(sentence, at) or _plain(sentence, at)


def _numeric(sentence: str, at: int) -> Token | None:
    if found := _SIGNED.match(sentence, at):
        return Token("up" if found[0] == "+" else "down", found[0], at, found.end())
    if found := _NEGATIVE.match(sentence, at):
        return Token("odd", found[0], at, found.end())
    if found := _NUMBER.match(sentence, at):
        return Token("number", found[0], at, found.end(), number(found[0]))
    if found := _ODD.match(sentence, at):
        return Token("odd", found[0].rstrip(".,"), at, at + len(found[0].rstrip(".,")))
    return None


def _plain(sentence: str, at: int) -> Token:
    found = _WORD.match(sentence, at)
    if found:
        return Token("word", found[0], at, found.end())
    return Token("sign", sentence[at], at, at + 1)


def _year(sentence: str, found: re.Match[str]) -> Token:
    bare = re.fullmatch(r"20\d\d", found[0]) is not None
    if (
        bare
        and _A_UNIT.match(sentence, found.end())
        and not _BEFORE_A_YEAR.search(sentence[max(0, found.start() - 20) : found.start()])
    ):
        return Token("number", found[0], found.start(), found.end(), number(found[0]))
    said = re.sub(r"(?i)^the |,| in(?= march| dec)| on(?= \d)| the end of(?= )", "", found[0])
    year: Year | None = look_at_year(said).year
    if year is None or year.number > 1:
        return Token("odd_year", found[0], found.start(), found.end())
    return Token("year", found[0], found.start(), found.end(), year)


def _platforms(named: Iterable[str]) -> re.Pattern[str]:
    shown = sorted({name for name in named if len(name) > 2 and name not in _NOT_SURE}, key=len, reverse=True)
    choice = "|".join(re.escape(name) for name in shown) or r"(?!)"
    return re.compile(rf"(?:{choice})(?![\w-])")


_NOT_SURE: Final = {
    "all",
    "known",
    "unrecorded",
    "Other",
    "Signal",
    "Mega",
    "Zoom",
    "Threads",
    "Hinge",
    "Discord",
    "Google",
}
