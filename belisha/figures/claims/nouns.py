"""What is said to have gone up or down, by its noun: a charity that grew is no offence that was recorded."""

import re
from typing import Final

from belisha.figures.claims.clause import WAYS, Clause
from belisha.figures.claims.known import vocabulary

_OTHER: Final = vocabulary("other_nouns")
_BETWEEN: Final = vocabulary("between")  # what may stand between a noun and its verb
_SOURCE: Final = ("by", "from", "with", "to", "according")
_BARE: Final = re.compile(r"\b(?:offen[cs]es?|offending|crimes|cases|incidents)\b", re.I)
_IMAGE: Final = re.compile(r"\b(?:imag|pictur|photo|indecent|obscene)", re.I)
_BESIDE: Final = ("the", "a", "their", "all", "police", "local")  # what may stand between "by" and its noun
_LINKS: Final = ("in", "of", "for", "the", "its", "their", "number", "numbers")


def other_noun(clause: Clause) -> str:
    """The noun that rose or fell, where it is another than offences, a force or its area; else ""."""
    for index, token in enumerate(clause.tokens):
        if token.kind in WAYS or token.kind == "fold":
            return _before(clause, index) or _after(clause, index)
    return ""


def taken_to_be(clause: Clause) -> tuple[str, ...]:
    """What bare "offences" are taken to be, to be said; nothing where a sentence names them in full."""
    bare = _BARE.search(clause.text)
    if bare is None or _IMAGE.search(clause.sentence):
        return ()
    return (f"Taken to be recorded child abuse image offences: it says “{bare[0]}” alone.",)


def _before(clause: Clause, way: int) -> str:
    for index in range(way - 1, -1, -1):
        token = clause.tokens[index]
        if token.kind == "platform":
            return token.text
        if token.kind != "word" or _plain(token.text) in _BETWEEN or token.text.lower().endswith("ly"):
            continue
        back = index - 1
        while clause.is_word(back, *_BESIDE):
            back -= 1
        # Who said it isn't what rose: "those recorded by the charity in Kent rose".
        return "" if clause.is_word(back, *_SOURCE) else _if_other(token.text)
    return ""


def _after(clause: Clause, way: int) -> str:
    """ "A rise in the number of officers"."""
    if not clause.is_word(way + 1, "in", "of"):
        return ""
    index = way + 1
    while clause.is_word(index, *_LINKS):
        index += 1
    token = clause.at(index)
    return _if_other(token.text) if token is not None and token.kind == "word" else ""


def _if_other(word: str) -> str:
    return word if _plain(word) in _OTHER else ""


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s")
