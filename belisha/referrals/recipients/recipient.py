"""What a recipient knows: which authority it is, what that authority asks for, how it is told by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from belisha.referrals.message import ReferralMessage

Stand = Literal["present", "unknown", "not_applicable"]
"""Whether something asked for is there. Unknown is said, never filled in."""

Action = Literal["call", "say", "open", "write", "send", "note", "careful"]
"""What an instruction is: a number to ring, words to say, a page to open, something to enter there, a
pack to send, something to write down afterwards, a caution."""

Section = Literal[
    "asked",
    "detections",
    "items",
    "accounts",
    "people",
    "timeline",
    "conversation",
    "grounds",
    "decision",
    "viewed",
    "earlier_reports",
    "reporter",
    "custody",
    "notes",
    "rule",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
USUAL_ORDER: tuple[Section, ...] = (
    "people",
    "timeline",
    "accounts",
    "items",
    "conversation",
    "detections",
    "grounds",
    "decision",
    "viewed",
    "earlier_reports",
    "reporter",
    "notes",
    "custody",
    "asked",
    "rule",
)


MAILBOX = (
    "Encrypt it to their key. Once two people confirmed their mailbox in the directory, this desk sends the"
    " letter itself."
)
"""What stands beside an address to which a person would write by hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Something that an authority asks for: whether it is here, and what is here or what to do instead."""

    asked: str
    stand: Stand
    text: str
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Instruction:
    """One thing to do by hand; `target` is the number, page or address that it is done with."""

    action: Action
    text: str
    target: str = ""


class Recipient(Protocol):
    """A kind of authority. A new one is one new file that satisfies this, named in the package's list."""

    sections: tuple[Section, ...]
    """Every section of the pack, in this authority's order."""
    caution: str
    """What a reader must know of the checklist, or nothing."""

    def id_matches(self, authority_id: str) -> bool:
        """Whether the authority with this id is of this kind."""
        ...

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        """Return what the authority asks for, in its order."""
        ...

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        """Return what a person does to tell the authority by hand, in order."""
        ...


def asked(what: str, text: str, *, otherwise: str = "Not known to us.", group: str = "") -> Asked:
    """Return an entry that is present where there is text, else unknown with the words of `otherwise`."""
    return Asked(asked=what, stand="present" if text else "unknown", text=text or otherwise, group=group)


def not_asked(what: str, why: str, *, group: str = "") -> Asked:
    """Return an entry that does not apply, and why."""
    return Asked(asked=what, stand="not_applicable", text=why, group=group)


def say(lines: Iterable[str]) -> tuple[Instruction, ...]:
    """Return sentences for the telephone; empty ones are left out."""
    return tuple(Instruction(action="say", text=line) for line in lines if line)
