"""What would change the answer, as links that set one fact more; and what was answered, as links back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from belisha.routing import Facts, Route, WouldChange
from belisha.routing.countries import countries
from belisha.routing.link import to_link
from belisha.routing.plain import Voice, voice_of
from belisha.routing.scene import Scene, Spot
from belisha.web.public.where.questions import WHO, Link, address, asked

Options = tuple[tuple[str, str], ...]
"""What can be said about a fact: its words, and its value in a link."""

_FACTS: Mapping[str, Options] = MappingProxyType(
    {
        "danger_now": (("A child is in danger now", "yes"), ("No child is in danger now", "no")),
        "content_detected": (
            ("This was found on our service", "yes"),
            ("None of it is on our service", "no"),
        ),
        "may_be_elsewhere": (("It may be on other sites too", "yes"),),
        "uk_link": (
            ("It has to do with the United Kingdom", "yes"),
            ("It has nothing to do with the United Kingdom", "no"),
        ),
        "suspect_is_child": (
            ("The one who did it is under 18", "yes"),
            ("The one who did it is an adult", "no"),
        ),
        "child_made_it": (("The child made the picture", "yes"), ("Someone else made the picture", "no")),
        "service.regulated_user_to_user": (
            ("We are a service where users share things, and United Kingdom law covers it", "yes"),
            ("United Kingdom law does not cover our service", "no"),
        ),
        "service.nca_registered": (
            ("We have signed up with the National Crime Agency", "yes"),
            ("We have not signed up yet", "no"),
        ),
        "child.age": (
            ("The child is under 18 still", "under_18"),
            ("They are 18 or over by now", "18_or_over"),
        ),
        "site": (
            ("It was on a train or at a station", "railway"),
            ("It was at a site of the armed forces", "defence"),
            ("It was at a nuclear site", "civil_nuclear"),
        ),
    }
)
_FOR_A_CHILD: Mapping[str, Options] = MappingProxyType(
    {"child_made_it": (("I made the picture", "yes"),), "child.age": ()}
)
_PAGES = MappingProxyType({"reporter": "where_who", "concerns": "where_what"})
_ASK_AGAIN = MappingProxyType(
    {
        "where_who": "Say who you are",
        "where_what": "Say what it is about",
        "where_place": "Say where it is",
    }
)


def changes(found: Route, facts: Facts) -> list[Link]:
    """Return the links that would change the answer, each once."""
    offered = [link for one in found.changes for link in _links(one, facts)]
    return list(dict.fromkeys([*offered, *_told_ncmec(found, facts)]))


def come_back(facts: Facts) -> Link:
    """Return the link for somebody who was not ready and is now."""
    query = to_link(facts)
    query.pop("ready", None)
    return Link("I am ready to report now", "", address("where_answer", query))


def _links(change: WouldChange, facts: Facts) -> Iterator[Link]:
    query, fact = to_link(facts), change.fact
    page = "where_place" if fact.partition(".")[0] in asked(facts) else _PAGES.get(fact)
    options = _options(fact, voice_of(facts.reporter))
    if options:
        for words, value in options:
            if query.get(fact) != value:
                yield Link(words, "", address("where_answer", {**query, fact: value}))
    elif page and fact not in _FACTS:
        yield Link(_ASK_AGAIN[page], "", address(page, query))


def _options(fact: str, voice: Voice) -> Options:
    return _FOR_A_CHILD.get(fact, _FACTS.get(fact, ())) if voice == "child" else _FACTS.get(fact, ())


def _told_ncmec(found: Route, facts: Facts) -> Iterator[Link]:
    """Yield how a service says that it has filed in the United States: then it doesn't file twice."""
    query = to_link(facts)
    if any(step.authority.id in {"nca", "ncmec"} for step in found.steps):
        told = query.get("already_reported", "").split()
        if "ncmec" not in told:
            query["already_reported"] = " ".join([*told, "ncmec"])
            yield Link("We have told NCMEC already", "", address("where_answer", query))


@dataclass(frozen=True)
class Answered:
    """One question with what was answered, and where to change it."""

    question: str
    answer: str
    url: str


_DANGER = {"yes": "Yes", "no": "No", "unknown": "Not sure"}
_ABOUT = {
    "grooming": "someone gets close to a child",
    "coercion": "threats or blackmail",
    "indecent_images": "sexual pictures of a child",
    "child_safety": "fear for a child",
    "other": "something else",
}


def answered(scene: Scene) -> list[Answered]:
    """Return what was answered to the four questions."""
    facts, query = scene.facts, to_link(scene.facts)
    who = next((one.label for one in WHO if one.query["reporter"] == facts.reporter), "Not said")
    rows = (
        ("Is a child in danger now?", _DANGER[facts.danger_now], "where_to_report"),
        ("Who are you?", who, "where_who"),
        ("What is it about?", _about(facts), "where_what"),
        ("Where?", _where(scene), "where_place"),
    )
    return [Answered(question, words, address(page, query)) for question, words, page in rows]


def _about(facts: Facts) -> str:
    own = facts.reporter == "child" and facts.child_made_it == "yes"
    # A child reads of their own picture as they named it, not as of a crime.
    words = [
        _ABOUT[one] for one in _ABOUT if one in facts.concerns and not (own and one == "indecent_images")
    ]
    more = (
        (own, "a private picture of me"),
        (facts.content_detected == "yes", "found on our service"),
        (facts.may_be_elsewhere == "yes", "may be on other sites"),
        (facts.child_made_it == "yes" and not own, "made by the child"),
        (facts.suspect_is_child == "yes", "done by someone under 18"),
        (facts.own_behaviour, "what I do or think"),
        (facts.other_adult_behaviour, "how another adult acts"),
        (not facts.ready, "not ready to report"),
    )
    text = ", ".join([*words, *(text for holds, text in more if holds)])
    return f"{text[0].upper()}{text[1:]}" if text else "Not said"


def _where(scene: Scene) -> str:
    spots = (scene.child, scene.suspect, scene.reader, scene.organisation)
    whose = _WHOSE | ({"child": "You"} if scene.facts.reporter == "child" else {})
    found = [f"{whose[spot.whose]}: {_spot(spot)}" for spot in spots if spot.country]
    return "; ".join(found) or "Not said"


_WHOSE = {"child": "The child", "suspect": "The other person", "reader": "You", "organisation": "The service"}


def _spot(spot: Spot) -> str:
    if spot.force:
        return " or ".join(one.name for one in spot.force.forces)
    return countries()[spot.country or ""].name
