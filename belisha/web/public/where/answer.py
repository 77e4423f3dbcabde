"""`/where-to-report/answer/`: who to ring, what to say, to keep and not to do, and what happens next."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from belisha.organisation.directory import directory
from belisha.organisation.emergency import number_to_call
from belisha.routing import Facts, route
from belisha.routing.countries import countries
from belisha.routing.link import to_link
from belisha.routing.plain import voice_of
from belisha.routing.plain_advice import intro, not_to_do, silent, title, to_keep, to_say
from belisha.routing.scene import Scene, look
from belisha.web.public.frame import dialled, page
from belisha.web.public.where.changes import answered, changes, come_back
from belisha.web.public.where.questions import address
from belisha.web.public.where.reading import read
from belisha.web.public.where.shown import EMERGENCY, help_shown, old_ones, steps_shown

_HEADINGS = {
    "child": "You can tell these people",
    "adult": "Tell these people",
    "organisation": "Tell these in turn",
}


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Who is to be told for the situation in the link: the same as the router's other doors say."""
    came = read(request)
    facts, known = came.facts, directory()
    found, scene, today = route(facts, directory=known), look(facts, known), timezone.localdate()
    steps = steps_shown(found.steps, scene, today)
    help_ = help_shown(found.help, voice_of(facts.reporter), today)
    number = _number(scene)
    shown = {
        "voice": voice_of(facts.reporter),
        "danger": facts.danger_now,
        "ready": facts.ready,
        "help_first": _help_first(facts),
        "emergency": next((step for step in steps if step.id == EMERGENCY), None),
        "steps": [step for step in steps if step.id != EMERGENCY],
        "help": help_,
        "old": old_ones(steps, help_),
        "lost": came.lost,
        "number": number,
        "numbers": _numbers(scene),
        "guessed": scene.child.country is None,
        "dial": dialled(number),
        "silent": silent() if number == "999" else None,
        "heading": _HEADINGS[voice_of(facts.reporter)],
        "changes": changes(found, facts),
        "come_back": come_back(facts),
        "answered": answered(scene),
        "more": address("where_who", to_link(facts)) if facts.reporter is None else "",
        "link": request.build_absolute_uri(address("where_answer", to_link(facts))),
    }
    return page(request, "where/answer", shown | _words(facts))


def _help_first(facts: Facts) -> bool:
    """Whether somebody to talk to comes before whom to tell: for a child, and where nobody is accused yet."""
    only_worried = facts.other_adult_behaviour and not facts.concerns
    return not facts.ready or facts.reporter == "child" or facts.own_behaviour or only_worried


def _words(facts: Facts) -> dict[str, object]:
    return {
        "title": title(facts),
        "intro": intro(facts),
        "say": to_say(facts),
        "keep": to_keep(facts),
        "leave": not_to_do(facts),
    }


def _numbers(scene: Scene) -> list[dict[str, object]]:
    """Return what to ring from where, if reader and child are in two countries: numbers end at a border."""
    here, there = scene.caller, scene.child.country
    if here is None or there is None or here == there:
        return []
    return [
        {
            "where": countries()[code].in_a_sentence,
            "number": number,
            "dial": dialled(number),
            "callers": code == here,
        }
        for code in (here, there)
        for number in countries()[code].emergency[:1]
    ]


def _number(scene: Scene) -> str:
    """What the one who asks can ring: by their own country, else the child's, else this desk's."""
    for code in (scene.caller, scene.child.country):
        if code:
            return next(iter(countries()[code].emergency), "the local emergency number")
    return number_to_call()
