"""The rules on contacts with children: what each looks at, what it advises, where it comes from. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from belisha.contact.advice import Word
from belisha.contact.situation import CONTACTS, Situation
from belisha.contact.sources import F1, F2, OWN, PRACTICE, Source


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `floor`: the least that may be made of it; `grave`: its message is never left out."""

    code: str
    because: str  # The sentence for people, such as staff and engineers; never for the child.
    applies: Callable[[Situation], bool]
    advice: Word
    floor: Word = "allow"
    message: str = ""  # A key of the words; empty: nothing is shown.
    grave: bool = False
    source: Source
    version: int = 1


RULES: tuple[Rule, ...] = (
    Rule(
        code="suggestion_of_a_child",
        because="A child is neither suggested to others nor shown whom to connect with.",
        # Either of the two may be the child, and whose age is unknown may be one.
        applies=lambda s: s.kind == "suggestion_viewed" and (s.child or s.actor != "adult"),
        advice="limit",
        floor="limit",
        source=F1,
    ),
    Rule(
        code="reports_upheld",
        because="Reports of this account were upheld before, and it reaches for a child.",
        applies=lambda s: s.adult_to_child and s.reported,
        advice="hold",
        floor="ask_first",
        message="held",
        grave=True,
        source=PRACTICE,
    ),
    Rule(
        code="under_13",
        because="Somebody without ties reaches for a child under 13.",
        applies=lambda s: s.adult_to_child and s.recipient == "under_13" and s.tie == "none",
        advice="limit",
        floor="ask_first",
        message="stopped",
        grave=True,
        source=OWN,
    ),
    Rule(
        code="off_platform",
        because="An adult without close ties proposes to go on elsewhere.",
        applies=lambda s: s.adult and s.child and s.off_platform and s.tie != "close",
        advice="ask_first",
        floor="warn",
        message="off_platform",
        grave=True,
        source=OWN,
    ),
    Rule(
        code="message_from_stranger",
        because="A message to a child by an adult who is neither connected nor known otherwise.",
        applies=lambda s: s.adult_to_child and s.kind == "first_message" and s.tie == "none",
        advice="ask_first",
        floor="warn",
        message="stranger_message",
        source=F1,
    ),
    Rule(
        code="no_connections_here",
        because="This service knows no connections, so that a child is asked before a first message arrives.",
        applies=lambda s: (
            not s.connections and s.adult_to_child and s.kind == "first_message" and s.tie != "close"
        ),
        advice="ask_first",
        floor="ask_first",
        message="stranger_message",
        source=F1,
    ),
    Rule(
        code="request_from_stranger",
        because="A connection request to a child by an adult without ties.",
        applies=lambda s: s.adult_to_child and s.kind == "connection_request" and s.tie == "none",
        advice="warn",
        floor="inform",
        message="stranger_request",
        source=F2,
    ),
    Rule(
        code="invitation_from_stranger",
        because="A child is invited into a group by an adult without ties.",
        applies=lambda s: s.adult_to_child and s.kind == "group_invitation" and s.tie == "none",
        advice="ask_first",
        floor="warn",
        message="stranger_invitation",
        source=PRACTICE,
    ),
    Rule(
        code="new_account",
        because="The account of an adult without ties is new.",
        applies=lambda s: s.adult_to_child and s.new and s.tie == "none",
        advice="warn",
        message="careful",
        source=PRACTICE,
    ),
    Rule(
        code="not_verified",
        because="The account of an adult without ties is not verified.",
        applies=lambda s: s.adult_to_child and s.unverified and s.tie == "none",
        advice="warn",
        message="careful",
        source=OWN,
    ),
    Rule(
        code="much_older_child",
        because="A child of 16 or 17 without ties reaches for a child under 13.",
        applies=lambda s: s.far_apart and s.kind in CONTACTS and s.tie == "none",
        advice="warn",
        floor="inform",
        message="careful",
        source=OWN,
    ),
    Rule(
        code="off_platform_by_a_child",
        because="Another child proposes to go on elsewhere.",
        applies=lambda s: not s.adult and s.child and s.off_platform and s.tie != "close",
        advice="inform",
        message="off_platform",
        source=OWN,
    ),
    Rule(
        code="adult_with_ties",
        because="An adult with ties to the child reaches it for the first time.",
        applies=lambda s: s.adult_to_child and s.tie != "none",
        advice="inform",
        message="first_contact",
        source=F2,
    ),
    Rule(
        code="first_contact_of_a_child",
        because="Another child reaches this child for the first time.",
        applies=lambda s: not s.adult and s.reaches_a_child and s.tie != "close",
        advice="inform",
        message="first_contact",
        source=F2,
    ),
    Rule(
        code="accepted",
        because="A child has a new connection with somebody who had no close tie before.",
        applies=lambda s: (
            s.kind == "connection_accepted" and (s.child or s.actor != "adult") and s.tie != "close"
        ),
        advice="inform",
        floor="inform",
        message="accepted",
        source=F2,
    ),
    Rule(
        code="default_turned_off",
        because="A child turns a safe setting off.",
        applies=lambda s: s.kind == "default_turned_off" and (s.child or s.actor != "adult"),
        advice="inform",
        floor="inform",
        message="default_off",
        grave=True,  # It answers what the child has just done.
        source=F2,
    ),
    Rule(
        code="blocked",
        because="A child blocks somebody.",
        applies=lambda s: s.kind == "block" and (s.child or s.actor != "adult"),
        advice="inform",
        floor="inform",
        message="after_block",
        grave=True,  # It answers what the child has just done.
        source=F2,
    ),
    Rule(
        code="reported",
        because="A child reports somebody.",
        applies=lambda s: s.kind == "report" and (s.child or s.actor != "adult"),
        advice="inform",
        floor="inform",
        message="after_report",
        grave=True,  # It answers what the child has just done.
        source=F2,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}

NOTES: dict[str, str] = {
    "age_unknown": "The age of at least one of the two is not known: the safer one was taken.",
    "shown_lately": "The child has seen such a message lately, so that it isn't shown again.",
}
"""Reasons that are no rule of their own."""


def in_words(reason: str) -> str:
    """The sentence of a reason's code, for people who work with the desk."""
    return BY_CODE[reason].because if reason in BY_CODE else NOTES[reason]
