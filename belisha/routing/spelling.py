"""How names are compared: one way to write each, and what one slip of the fingers makes of it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

SHORTEST = 5
"""Shortest name, in letters, that a slip is looked for in: shorter ones are too close to other words."""

_BEFORE = (
    "the ", "city and county of ", "city of ", "county of ", "county borough of ", "county ",
    "london borough of ", "royal borough of ", "metropolitan borough of ", "borough of ",
)  # fmt: skip
_AFTER = (
    " police force", " police service", " police", " constabulary", " force", " metropolitan borough council",
    " county borough council", " borough council", " county council", " city council", " district council",
    " council", " district", " borough",
)  # fmt: skip
_WORDS = re.compile(r"[a-z0-9]+")
_SOUNDS = str.maketrans({"z": "s", "k": "c", "q": "c", "x": "s", "v": "f", **dict.fromkeys("aeiouyhw ")})


@lru_cache(maxsize=16)
def key_of(text: str) -> str:
    """Return a name as it is looked up: small plain letters, single spaces, "&" as "and", "Saint" as "St"."""
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("’", "")
    key = text.casefold()
    if not key.isalnum():
        key = " ".join(_WORDS.findall(key.replace("&", " and ").replace("'", "")))
    return f" {key} ".replace(" saint ", " st ").strip() if "saint" in key else key


def barer(key: str) -> Iterator[str]:
    """Yield the key without words such as "city of" before it and "council" after it, where it has such."""
    if key.endswith(_AFTER):
        yield from (key[: -len(after)] for after in _AFTER if key.endswith(after))
    if key.startswith(_BEFORE):
        for before in _BEFORE:
            if key.startswith(before):
                bare = key[len(before) :]
                yield bare
                yield from (bare[: -len(after)] for after in _AFTER if bare.endswith(after))


def shortened(key: str) -> list[str]:
    """Return the key with each letter but the first left out in turn: words one slip apart meet in these."""
    return [key[:place] + key[place + 1 :] for place in range(1, len(key))]


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter left out, put in, changed or swapped with its neighbour makes one word the other."""
    place = 0
    for letter, other_letter in zip(one, other, strict=False):
        if letter != other_letter:
            break
        place += 1
    rest, rest_of_other = one[place:], other[place:]
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or (rest[2:] == rest_of_other[2:] and rest[:2] == rest_of_other[1::-1])
    )


def sound_of(key: str) -> str:
    """Return the consonants of a key roughly as they sound, so that "gloster" and "gloucester" meet."""
    soft = (
        key.replace("ce", "se").replace("ci", "si").replace("cy", "si").replace("ph", "f").replace("ck", "c")
    )
    bare = soft[:1] + soft[1:].translate(_SOUNDS)
    return "".join([letter for letter, _ in groupby(bare)])
