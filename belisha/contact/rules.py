"""What to advise on one contact, by a policy. Pure: the caller brings what it knows and the time."""

from typing import NamedTuple

from belisha.contact.advice import RANK, Advice, Word
from belisha.contact.event import CHILD, Event
from belisha.contact.frequency import NOTHING, Seen, wearies
from belisha.contact.messages import message
from belisha.contact.policy import Policy
from belisha.contact.rule_table import RULES
from belisha.contact.situation import Situation, read

__all__ = ["assess"]


class _Verdict(NamedTuple):
    """What the rules say of a situation, whoever is in it."""

    advice: Word
    message: str
    reasons: tuple[str, ...]
    grave: bool


def assess(event: Event, policy: Policy, *, seen: Seen = NOTHING) -> Advice:
    """Return what to do with a contact, what to show to the child, and why. The strictest rule wins.

    Unknown is a child where somebody is reached, and an adult where somebody reaches out.
    """
    situation = read(event, policy)
    found = policy.known.get(situation)
    if found is None:
        found = policy.known[situation] = _judge(situation, policy)
    if not found.grave and wearies(found.advice, event.at, seen, policy):
        return Advice("allow", None, (*found.reasons, "shown_lately"))
    if not found.message:
        return Advice(found.advice, None, found.reasons)
    band, language = _reader(situation), event.recipient.language
    return Advice(found.advice, message(found.message, language[:35], band, policy.country), found.reasons)


def _judge(situation: Situation, policy: Policy) -> _Verdict:
    """Every rule that applies, the strictest first; of equals the one that the table names first."""
    applied = [(rule, policy.advice.get(rule.code, rule.advice)) for rule in RULES if rule.applies(situation)]
    applied = [one for one in applied if one[1] != "allow"]
    applied.sort(key=lambda one: -RANK[one[1]])
    if not applied:
        return _Verdict("allow", "", (), grave=False)
    reasons = tuple(one.code for one, _ in applied)
    if "unknown" in (situation.actor, situation.recipient):
        reasons += ("age_unknown",)
    shown = next((one.message for one, _ in applied if one.message), "")
    return _Verdict(applied[0][1], shown, reasons, any(one.grave for one, _ in applied))


def _reader(situation: Situation) -> str:
    """The age of whoever reads the message: of the child, whichever side it is on."""
    is_actor = situation.recipient == "adult" and situation.actor in CHILD
    return situation.actor if is_actor else situation.recipient
