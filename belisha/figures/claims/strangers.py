"""Words that no rule knows: what they say of the number may be anything, so nothing is judged that has one.

To list all else that a newspaper counts (road deaths, house prices, cases of a disease) can't be done; to
list the words in which recorded image offences are told can.
"""

import re
from collections.abc import Sequence
from typing import Final

from belisha.figures.claims.known import vocabulary
from belisha.figures.claims.tokens import Token

_KNOWN: Final = frozenset().union(
    *(vocabulary(name) for name in ("stops", "fitting", "neutral", "may_follow", "plain"))
)
_ATTRIBUTED: Final = frozenset({"said", "says", "according", "warned", "warns", "told"})
_HEADS: Final = r"(?:offen[cs]es?|offending|crimes|cases|incidents|instances)"
_OF_IMAGES: Final = re.compile(r"\b(?:imag|pictur|photo|indecent|material|obscene)", re.I)
_WIDER: Final = re.compile(
    rf"\b(?:child(?:ren)?(?:'s)? )?(?:sex|sexual|sexually|abuse)(?: abuse)? {_HEADS}\b"
    rf"|{_HEADS} (?:against children|of child(?: sexual)? abuse)\b",
    re.I,
)
_CRIME: Final = re.compile(r"\bcrime(?! (?:offences|figures|data|statistics|numbers))\b", re.I)
_PEOPLE: Final = re.compile(
    r"\b(?:police|force|officer|staff) numbers\b|\bnumbers? of (?:police|officers)\b", re.I
)
_HEAD: Final = re.compile(rf"\b(?:{_HEADS}|crime)\b", re.I)
_OTHER_COUNT: Final = re.compile(r"\b(?:child|children|images|pictures|photos|photographs)\b", re.I)


def strangers(tokens: Sequence[Token], sentence: str) -> tuple[str, ...]:
    """Why it isn't sure that a clause speaks of recorded image offences; nothing where it is."""
    words = " ".join(token.text for token in tokens)
    found = [f"“{word}” isn't known: it may say that something else is meant." for word in _unknown(tokens)]
    image = _OF_IMAGES.search(sentence) is not None
    if not image and (wider := _WIDER.search(words)):
        found.append(f"“{wider[0]}” are more than those with images, which the figures count.")
    if not image and (crime := _CRIME.search(words)):
        found.append(f"“{crime[0]}” is more than the offences with images, which the figures count.")
    if other := _PEOPLE.search(words):
        found.append(f"“{other[0]}” are no offences.")
    if not _HEAD.search(sentence) and (other := _OTHER_COUNT.search(words)):
        found.append(f"It counts “{other[0]}”, as it seems; the figures count offences.")
    if _is_of_every_year(tokens):
        found.append("That it went one way in each of the years isn't checked.")
    return tuple(found)


def _unknown(tokens: Sequence[Token]) -> list[str]:
    """The first words that aren't known; who said it needs no knowing."""
    found: list[str] = []
    for token in tokens:
        if token.kind != "word":
            continue
        plain = token.text.lower().replace("’", "'").removesuffix("'s").strip("'")
        if plain in _ATTRIBUTED:
            break
        if plain not in _KNOWN and not (plain.isascii() and len(plain) == 1):
            found.append(token.text)
    return found[:2]


def _is_of_every_year(tokens: Sequence[Token]) -> bool:
    each = any(
        token.kind == "a_year" and token.text.lower().startswith(("every", "each")) for token in tokens
    )
    sized = any(token.kind in ("number", "per_cent") for token in tokens)
    return each and not sized and any(token.kind in ("up", "down") for token in tokens)
