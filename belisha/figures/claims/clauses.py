"""A sentence in the parts that each say one thing of one area."""

from collections.abc import Iterator
from typing import Final

from belisha.figures.claims.clause import SIZES, WAYS, Clause
from belisha.figures.claims.tokens import Token

_SAYS: Final = SIZES | WAYS | {"best"}
_BREAKS: Final = (",", "and", "but", "while", "whereas", "-", ".", "behind")
_TURNS: Final = ("but", "while", "whereas")  # after which an area is a new subject, "in Durham they rose"
_JOINED: Final = ("in", "of", "than", "for", "across", "from", "to", "with")
_LEAD: Final = 4  # so many words may stand before the area that a new part is about


def clauses_of(sentence: str, tokens: list[Token], line: int) -> Iterator[Clause]:
    """The parts of a sentence."""
    for part in _at_semicolons(tokens):
        for piece in _at_areas(part):
            if any(token.kind != "sign" for token in piece):
                yield Clause(sentence, piece, line)


def _at_semicolons(tokens: list[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.is_word(";"):
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _at_areas(tokens: list[Token]) -> Iterator[list[Token]]:
    """Where a new area begins a part of its own: "Kent recorded 1,568 and Essex 767"."""
    begin = 0
    for index, token in enumerate(tokens):
        if (
            token.is_word(*_BREAKS)
            and _is_whole(tokens[begin:index])
            and _begins(tokens[index + 1 :], turned=token.is_word(*_TURNS))
        ):
            yield tokens[begin:index]
            begin = index + 1
    yield tokens[begin:]


def _is_whole(part: list[Token]) -> bool:
    kinds = [token.kind for token in part]
    return "area" in kinds and any(kind in _SAYS for kind in kinds)


def _begins(rest: list[Token], *, turned: bool) -> bool:
    """Whether an area comes soon, with something said of it before the next one."""
    for index, token in enumerate(rest[:_LEAD]):
        if token.kind == "area":
            return _is_said_of(rest[index + 1 :])
        hindered = (not turned and token.is_word(*_JOINED)) or token.is_word(",")
        if token.kind not in ("word", "sign", "number") or hindered:
            return token.kind in ("number", "per_cent", "part") and _counts_for_a_new_area(rest[index:])
    return False


def _is_said_of(rest: list[Token]) -> bool:
    for token in rest:
        if token.kind == "area":
            return False
        if token.kind in _SAYS:
            return True
    return False


def _counts_for_a_new_area(rest: list[Token]) -> bool:
    """ "… and 767 in Essex": a number, and then its area before anything else is said."""
    for token in rest[1:8]:
        if token.kind == "area":
            return True
        if (
            token.kind in _SAYS
            or token.kind in ("year", "span", "back")
            or token.is_word(",", "and", "from", "to")
        ):
            return False
    return False
