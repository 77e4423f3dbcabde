"""What to say, to keep and not to do, from data/plain_advice.toml."""

from typing import Any

from belisha.routing.facts import Concern, Facts
from belisha.routing.plain import Voice, voice_of
from belisha.routing.plain_words import texts

_ORDER: tuple[Concern, ...] = ("coercion", "grooming", "child_safety", "indecent_images", "other")
"""The order in which concerns are said on the telephone: what may be going on now comes first."""

_TALKING = ("not_ready", "own_behaviour")
"""The tones in which nothing is reported yet: the call is a talk, and needs no account and no time."""

Lines = tuple[str, ...]


def title(facts: Facts) -> str:
    """Return the heading of an answer."""
    return str(_advice("title")[_tone(facts)])


def intro(facts: Facts) -> Lines:
    """Return the first sentences of an answer, before the steps."""
    tone = _tone(facts)
    if tone == "child" and (facts.concerns - {"other"}) and facts.suspect_is_child != "yes":
        tone = "child_not_at_fault"
    lines = _advice("intro")
    if tone == "adult" and facts.reporter in lines:
        tone = facts.reporter
    threat = f"coercion_{voice_of(facts.reporter)}" if "coercion" in facts.concerns else ""
    return (*lines[tone], *([lines[threat]] if threat in lines else []))


def silent() -> tuple[str, str]:
    """Return how to call 999 without a word, as (title, text)."""
    found = _advice("silent")
    return str(found["title"]), str(found["text"])


def to_say(facts: Facts) -> Lines:
    """Return what can be read out on the telephone; "..." stands for what the reader adds."""
    say, voice = _advice("say"), voice_of(facts.reporter)
    for tone in _TALKING:
        if _tone(facts) == tone:
            return (say["start"][tone], *say["end"][tone])
    start = say["start"]["other_adult" if facts.other_adult_behaviour and voice == "adult" else voice]
    return (start, *_what(facts, voice), *say["end"][voice])


def to_keep(facts: Facts) -> Lines:
    """Return what to keep for those who will ask; nothing where nobody is reported."""
    keep = _advice("keep")
    if _only_about_oneself(facts):
        return ()
    voice = voice_of(facts.reporter)
    # A service has to preserve the content: "not the pictures" would make it lose what the law asks for.
    return (*keep[voice], *([] if voice == "organisation" else [keep["not_pictures"]]))


def not_to_do(facts: Facts) -> Lines:
    """Return what to leave alone, the most harmful first."""
    voice, words = voice_of(facts.reporter), _advice("do_not")
    if _only_about_oneself(facts):
        return tuple(words["own_behaviour"])
    found = list(words[voice])
    for concern in ("child_safety", "coercion"):
        if concern in facts.concerns and f"{concern}_{voice}" in words:
            found.insert(0, words[f"{concern}_{voice}"])
    if voice == "child" and facts.child_made_it == "yes":
        found.insert(found.index(words[voice][0]) + 1, words["own_picture_child"])
    return tuple(found)


def _only_about_oneself(facts: Facts) -> bool:
    return facts.own_behaviour and not facts.concerns


def _tone(facts: Facts) -> str:
    if not facts.ready:
        return "not_ready"
    return "own_behaviour" if facts.own_behaviour else voice_of(facts.reporter)


def _what(facts: Facts, voice: Voice) -> list[str]:
    own = facts.child_made_it == "yes"
    lines = _advice("say")["concern"][voice]
    keys = [
        "own_picture" if own and one == "indecent_images" else one for one in _ORDER if one in facts.concerns
    ]
    return [lines[key] for key in keys]


def _advice(part: str) -> dict[str, Any]:
    found: dict[str, Any] = texts("plain_advice.toml")[part]
    return found
