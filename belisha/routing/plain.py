"""Plain words for an answer: who an authority is, what to tell it, and what it does then. Pure.

The words themselves are in data/plain_words.toml (authorities, help lines) and data/plain_advice.toml (what
to say, to keep and not to do), read by plain_words.py and plain_advice.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from belisha.routing.answer import Step
from belisha.routing.countries import countries
from belisha.routing.directory import Directory, Mechanism
from belisha.routing.facts import Reporter
from belisha.routing.scene import UNITED_KINGDOM, Scene

Voice = Literal["child", "adult", "organisation"]
"""Who is spoken to. A parent, a carer and a professional are adults; so is somebody who doesn't say."""

Kind = Literal[
    "emergency", "police", "social_care", "nca", "ceop", "iwf", "ncmec", "providers_only", "hotline",
    "hotline_or_police", "police_abroad", "finder", "own_picture", "regulator", "other",
]  # fmt: skip
"""What sort of authority it is: all of one kind are explained in the same words."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody reads about an authority: who it is, what to tell it, and what it does then."""

    who: str
    tell: tuple[str, ...]
    next: str


_BY_ID: Mapping[str, Kind] = {
    "emergency": "emergency",
    "social-care": "social_care",
    "nca": "nca",
    "ceop": "ceop",
    "iwf": "iwf",
    "ncmec": "ncmec",
    "XX:inhope": "finder",
    "GB:report-remove": "own_picture",
}
# Looked for in the directory's own words for a mechanism; the first that fits counts.
_BY_WORDS: tuple[tuple[str, Kind], ...] = (
    ("statutory", "providers_only"),
    ("hotline or police", "hotline_or_police"),
    ("self-report", "own_picture"),
    ("fallback", "finder"),
    ("hotline", "hotline"),
    ("portal", "hotline"),
    ("police", "police_abroad"),
    ("regulator", "regulator"),
)


def voice_of(reporter: Reporter | None) -> Voice:
    """Return the voice in which somebody is spoken to."""
    if reporter in {"child", "organisation"}:
        return reporter
    return "adult"


def kind_of(id: str, directory: Directory) -> Kind:
    """Return what sort of authority this is, by its id or by the directory's words for it."""
    if id in _BY_ID:
        return _BY_ID[id]
    if id.startswith("police:"):
        return "police"
    row = next((row for row in directory.mechanisms if row.id == id), None)
    return _kind_of_row(row) if row else "other"


def _kind_of_row(row: Mechanism) -> Kind:
    return next((kind for words, kind in _BY_WORDS if words in row.kind), "other")


def notes(step: Step, scene: Scene) -> Iterator[str]:
    """Yield what somebody must know before they use a step: sentences of their own, most important first."""
    if step.authority.id == "emergency":
        yield from _from_another_country(scene)
        return
    if step.authority.id in scene.told:
        yield "They know about this already. Tell them only what is new."
    if step.authority.id.startswith("police:"):
        yield from _about_police(step, scene)
    if step.authority.id == "nca":
        yield from _priority(scene)
        yield from _registration(scene)
    if step.channel == "find_out":
        yield "We do not know their number or page. Look it up first."
    elif not step.confirmed:
        yield "Check first. Nobody here has checked this yet. Look it up on their own site before you use it."


def out_of_reach(step: Step, scene: Scene) -> bool:
    """Whether the police of a step are on 101, which can't be called from where the caller is."""
    on_101 = step.rule == "police" and step.confirmed and step.contact.phone in {None, "101"}
    return on_101 and scene.caller not in {None, UNITED_KINGDOM}


def _about_police(step: Step, scene: Scene) -> Iterator[str]:
    if scene.facts.danger_now == "yes":
        yield "Make the emergency call first. You reach the police on that call too."
    if scene.safeguarding_first:
        yield _GENTLY[voice_of(scene.facts.reporter)]
    if out_of_reach(step, scene):
        yield "You can’t call 101 from another country. Use their page."


_GENTLY: Mapping[Voice, str] = {
    "child": "You can talk to a help line first. They can help you tell the police.",
    "adult": "A child may have done this, or made the picture. Ask a help line or the council first.",
    "organisation": "A child may have done this, or made the picture. Keep that child safe first."
    " Let a senior person choose if and how the police are told.",
}


def _priority(scene: Scene) -> Iterator[str]:
    """Yield the priority that the facts suggest, as rules/united_kingdom.py has it for the step."""
    danger = scene.facts.danger_now
    if danger == "yes":
        yield "This is priority 1. Report it at once."
        return
    least = 2 if scene.child_may_be_at_risk else 3
    yield f"This is priority {least}. Report it as soon as you can. The law sets no number of hours."
    yield "If a child’s life is at risk, or a child may be badly hurt, it is priority 1. Report it at once."


def _registration(scene: Scene) -> Iterator[str]:
    if scene.facts.service.nca_registered != "yes":
        yield "You must sign up before your first report. They do this on weekdays, from 7am to 5pm."
    yield "Only a person you have named for this files the report. They do it on the agency’s own site."


def _from_another_country(scene: Scene) -> Iterator[str]:
    """Yield what somebody does who calls from another country: emergency numbers end at the border."""
    child, caller = scene.child.country, scene.caller
    if child is None or caller is None or child == caller:
        return
    here, there = countries()[caller], countries()[child]
    number = " or ".join(here.emergency) or "the emergency number there"
    yield f"Are you in {here.in_a_sentence}? Call {number}. Say that the child is in {there.in_a_sentence}."
