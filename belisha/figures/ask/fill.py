"""Texts with placeholders: {force}, {years}. A brace that names none is refused, never left in a letter."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from belisha.refusal import Refusal

_BRACES: Final = re.compile(r"\{([^{}\n]{0,60})\}")
_TO_FILL: Final = re.compile(r"\[[^\[\]\n]{1,80}\]")
REQUEST: Final = (
    "force", "act", "years", "question", "offences", "time", "advice", "asker", "reply_to", "day"
)  # fmt: skip
"""The placeholders of a request."""


class UnknownPlaceholder(Refusal):
    """There is no placeholder {name}. There are: {known}."""

    code = "unknown_placeholder"


class LooseBrace(Refusal):
    """A brace stands alone in the text. Placeholders look like {example}; other braces can’t be used."""

    code = "loose_brace"

    def __init__(self) -> None:
        super().__init__(example="{force}")


def refuse_unknown(text: str, known: Collection[str] = REQUEST) -> None:
    """Raise UnknownPlaceholder or LooseBrace where a text can't be filled in."""
    for name in _BRACES.findall(text):
        if name not in known:
            raise UnknownPlaceholder(name=f"{{{name}}}", known=", ".join(f"{{{one}}}" for one in known))
    if re.search(r"[{}]", _BRACES.sub("", text)):
        raise LooseBrace


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; what is filled in is never read for placeholders itself."""
    return _BRACES.sub(lambda found: values[found[1]], text)


def left_to_fill(text: str) -> tuple[str, ...]:
    """What a person still has to write: “[your name]”."""
    return tuple(dict.fromkeys(_TO_FILL.findall(text)))
