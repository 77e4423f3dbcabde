"""Where the rules on contacts with children come from. Pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document; `read`: what of it was read. `checked_on` is empty where nobody read it as it is today."""

    short: str
    title: str
    url: str
    checked_on: str
    read: str

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "url": self.url,
            "checked_on": self.checked_on or None,
            "read": self.read,
        }


_CODE = "Ofcom, Illegal content Codes of Practice for user-to-user services (24 February 2025)"
_WHERE = (
    "https://www.ofcom.org.uk/online-safety/illegal-and-harmful-content/"
    "statement-protecting-people-from-illegal-harms-online"
)
_SECOND_HAND = "second-hand, from summaries of the code and of its draft; read the code before you rely on it"
F1 = Source(
    short="Ofcom, F1",
    title=f"{_CODE}, measure F1: safe defaults for child users",
    url=_WHERE,
    checked_on="",
    read=_SECOND_HAND,
)
F2 = Source(
    short="Ofcom, F2",
    title=f"{_CODE}, measure F2: supportive information for child users",
    url=_WHERE,
    checked_on="",
    read=_SECOND_HAND,
)
PRACTICE = Source(
    short="Known practice",
    title="Publicly known practice: large messaging services warn 13 to 17-year-olds of messages by somebody"
    " who is neither in their contacts nor known to their friends, or whom others reported",
    url="https://techfyle.com/snapchat-cracks-down-on-stranger-contact-with-teens-for-increased-safety/",
    checked_on="",
    read="a stored copy of a news article of unknown date; others do much the same",
)
OWN = Source(
    short="Own judgement",
    title="Belisha's own judgement, by analogy with the measures above",
    url="",
    checked_on="",
    read="no document says so: an operator may decide otherwise, down to the floor",
)
SOURCES = (F1, F2, PRACTICE, OWN)
