"""The first three questions: a page each, and a link for each answer. No form has to be filled in."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from belisha.organisation.profile import profile
from belisha.routing.plain import voice_of
from belisha.web.public.frame import page
from belisha.web.public.where.questions import DANGER, TICKS, WHAT, WHO, address, links, ticked, without
from belisha.web.public.where.reading import read, see_other

QUESTIONS = 4


@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    """Question 1: "Yes" leads to the emergency number at once."""
    facts, own = read(request).facts, profile().country
    yes, *others = DANGER
    if own and facts.reader.country is None:
        # Whoever says "Yes" gets a number at once. The page says what to do in another country.
        yes = replace(yes, query={**yes.query, "reader.country": own})
    asked = {
        "place": 1,
        "question": "Is a child in danger right now?",
        "choices": links([yes, *others], facts, "where_who"),
    }
    return page(request, "where/danger", asked | {"places": QUESTIONS})


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Question 2."""
    facts = read(request).facts
    asked = {"place": 2, "question": "Who are you?", "choices": links(WHO, facts, "where_what")}
    back = address("where_to_report", without(facts, frozenset()))
    return page(request, "where/question", asked | {"places": QUESTIONS, "back": back})


@require_safe
def what(request: HttpRequest) -> HttpResponse:
    """Question 3: one choice for a person; an organisation ticks whatever holds."""
    facts = read(request).facts
    voice = voice_of(facts.reporter)
    asked = {
        "place": 3,
        "places": QUESTIONS,
        "question": "What is it about?",
        "back": address("where_who", without(facts, frozenset())),
    }
    if voice != "organisation":
        return page(request, "where/question", asked | {"choices": links(WHAT[voice], facts, "where_place")})
    if "go" in request.GET:
        return see_other(address("where_place", ticked(request.GET.getlist("tick"), facts)))
    hidden = {**without(facts, frozenset()), "go": "on"}
    return page(request, "where/ticks", asked | {"ticks": list(enumerate(TICKS)), "hidden": hidden})
