"""What is asked of the lists, and what they answer. Only list officers may learn list, entry or distance."""

from dataclasses import dataclass
from uuid import UUID

DIGESTS = ("md5", "sha1", "sha256", "photodna")
"""Fingerprints that are compared as they are; photodna as 288 hexadecimal digits, lower case."""


@dataclass(frozen=True)
class View:
    """One way in which a picture was seen: PDQ as 64 hexadecimal digits, quality 0 to 100.

    `what`: "stored", "displayed", "on_black", "opaque" (without its transparency), "frame 7", "sent" (by the
    service, which computed it). A view that was turned or mirrored keeps it.
    """

    pdq: str
    quality: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the lists are asked about one piece of content. `share`: the views are frames of one video, which
    matches by the share of its frames that do, told apart by `what`. `urls`: the spellings of one address."""

    views: tuple[View, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    urls: tuple[str, ...] = ()
    share: bool = False


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One entry of one list that matches. `look`: a person is asked to look before anything rests on it."""

    list_id: UUID
    version_id: UUID | None
    entry: int
    kind: str
    distance: int
    exact: bool
    look: bool
    sampled: bool
    category: str
    grade: str
    source_id: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """The matches of one piece of content, the surest first. `suppressed`: it is known to be harmless."""

    hits: tuple[Hit, ...] = ()
    suppressed: bool = False
