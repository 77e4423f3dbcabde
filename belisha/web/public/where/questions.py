"""The questions and their answers. A choice is a part of a link: what was chosen before stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse

from belisha.routing.facts import Facts, Reporter
from belisha.routing.link import to_link
from belisha.routing.plain import Voice

Query = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One possible answer: its words, and what it adds to the link."""

    label: str
    query: Query
    hint: str = ""
    goes_to: str = ""


@dataclass(frozen=True)
class Link:
    """A choice as a page shows it."""

    label: str
    hint: str
    url: str


DANGER = (
    Choice(
        "Yes",
        {"danger_now": "yes"},
        "Someone may hurt a child today, or a child may hurt themselves. The child may be you.",
        "where_answer",
    ),
    Choice("No", {"danger_now": "no"}),
    Choice("I am not sure", {}),
)
WHO = (
    Choice("I am under 18", {"reporter": "child"}),
    Choice("I am a parent or carer", {"reporter": "parent"}),
    Choice(
        "I work with children", {"reporter": "professional"}, "At a school or a club, in health or in care."
    ),
    Choice("I am another adult", {"reporter": "adult"}),
    Choice(
        "I work for an online service",
        {"reporter": "organisation"},
        "An app, a game, a shop, a site or a group.",
    ),
)
_TALK = {"ready": "no"}
_OWN_PICTURE = {"concerns": "indecent_images", "child_made_it": "yes"}
_SEEN = {"concerns": "indecent_images", "may_be_elsewhere": "yes"}
_CHILD = (
    Choice(
        "Someone is threatening me", {"concerns": "coercion"}, "They want money, pictures or something else."
    ),
    Choice(
        "Someone may share a private picture of me",
        {"concerns": "coercion indecent_images", "child_made_it": "yes"},
        "They say they will, unless I do what they want.",
    ),
    Choice("A private picture of me is out there", _OWN_PICTURE, "Online, or on other people’s phones."),
    Choice(
        "Someone online makes me feel odd or scared",
        {"concerns": "grooming"},
        "They ask for pictures or secrets, or want to meet.",
    ),
    Choice("I am being hurt, or I feel like hurting myself", {"concerns": "child_safety"}),
    Choice("I worry about another child", {"concerns": "child_safety"}),
    Choice("I saw sexual pictures of a child", _SEEN),
    Choice("I worry about what I do or think", {"own_behaviour": "yes"}),
    Choice("I just want to talk to someone", _TALK),
    Choice("Something else", {"concerns": "other"}),
)
_ADULT = (
    Choice(
        "Someone tries to get close to a child online",
        {"concerns": "grooming"},
        "They ask for pictures or secrets, or want to meet.",
    ),
    Choice(
        "Someone threatens or blackmails a child",
        {"concerns": "coercion"},
        "They want money, pictures or something else.",
    ),
    Choice(
        "A child’s own private picture is out there", _OWN_PICTURE, "The child made it, and others have it."
    ),
    Choice("I saw sexual pictures of a child online", _SEEN),
    Choice(
        "I fear for a child’s safety",
        {"concerns": "child_safety"},
        "A child may be hurt, or may hurt themselves.",
    ),
    Choice("A child has done this to another child", {"concerns": "child_safety", "suspect_is_child": "yes"}),
    Choice("I worry about how another adult acts", {"other_adult_behaviour": "yes"}),
    Choice(
        "I worry about what I do or think",
        {"own_behaviour": "yes"},
        "You can ask for help before anyone is hurt.",
    ),
    Choice("I am not ready to report", _TALK, "I want to talk to someone first."),
    Choice("Something else", {"concerns": "other"}),
)
WHAT: Mapping[Voice, tuple[Choice, ...]] = MappingProxyType({"child": _CHILD, "adult": _ADULT})

TICKS = (
    Choice("Someone grooms a child", {"concerns": "grooming"}, "They try to get close to the child."),
    Choice("Someone threatens or blackmails a child", {"concerns": "coercion"}),
    Choice(
        "Sexual pictures of a child", {"concerns": "indecent_images"}, "Made, kept or shared on your service."
    ),
    Choice("Fear for a child’s safety", {"concerns": "child_safety"}, "Self-harm and suicide too."),
    Choice("It was found on our service", {"content_detected": "yes"}, "By us, by a tool or by a user."),
    Choice(
        "Users can post or send things on our service",
        {"service.regulated_user_to_user": "yes"},
        "Tick this if some of them are in the United Kingdom. The law there mostly covers you then.",
    ),
    Choice("It may be on other sites too", {"may_be_elsewhere": "yes"}),
    Choice("The child made the picture", {"child_made_it": "yes"}),
    Choice("The one who did it may be under 18", {"suspect_is_child": "yes"}),
    Choice("We are not ready to report", _TALK, "We want to ask someone first."),
)
"""What an organisation ticks: several may hold at once."""

Whose = Literal["child", "reader", "service"]
ASKED: Mapping[Reporter | None, tuple[Whose, ...]] = MappingProxyType(
    {
        "child": ("child",),
        "parent": ("child",),
        "adult": ("child", "reader"),
        "professional": ("child", "reader"),
        "organisation": ("child", "service"),
        None: ("child", "reader"),
    }
)
"""Whose place the fourth question asks for, by who answers."""


def asked(facts: Facts) -> tuple[Whose, ...]:
    """Return whose place is asked for: nobody who only asks about themselves is asked where a child is."""
    about_oneself = facts.own_behaviour and not facts.concerns and facts.reporter != "child"
    return ("reader",) if about_oneself else ASKED[facts.reporter]


_ABOUT = frozenset(
    {"concerns", "ready", "own_behaviour", "other_adult_behaviour", "content_detected", "may_be_elsewhere"}
    | {"child_made_it", "suspect_is_child", "service.regulated_user_to_user"}
)
"""Parts of a link that the third question answers: they are forgotten when it is answered again."""
_CLEARED = MappingProxyType(
    {"where_who": frozenset({"danger_now"}), "where_what": frozenset({"reporter"}), "where_place": _ABOUT}
)


def links(choices: Iterable[Choice], facts: Facts, page: str) -> list[Link]:
    """Return the choices of a question as links to the page after it."""
    kept = without(facts, _CLEARED[page])
    return [Link(one.label, one.hint, address(one.goes_to or page, {**kept, **one.query})) for one in choices]


def ticked(numbers: Iterable[str], facts: Facts) -> dict[str, str]:
    """Return the link that these ticks make; what is no number of a tick is passed over."""
    query = without(facts, _ABOUT)
    chosen = [one for place, one in enumerate(TICKS) if str(place) in set(numbers)]
    concerns = " ".join(one.query["concerns"] for one in chosen if "concerns" in one.query)
    for one in chosen:
        query |= one.query
    return query | ({"concerns": concerns} if concerns else {})


def without(facts: Facts, parts: frozenset[str]) -> dict[str, str]:
    """Return the link for these facts without some of its parts."""
    return {key: value for key, value in to_link(facts).items() if key not in parts}


def address(page: str, query: Query) -> str:
    """Return the address of a page of these with its query."""
    return f"{reverse(page)}?{urlencode(query, safe=':')}" if query else reverse(page)
