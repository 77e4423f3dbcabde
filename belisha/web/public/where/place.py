"""The fourth question: where. What is typed goes in the body; only a code or a name goes on in the link."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from belisha.organisation.profile import profile
from belisha.routing import Facts, find_force
from belisha.routing.facts import Where
from belisha.routing.force import ForceAnswer
from belisha.routing.forces import CROWN_DEPENDENCIES
from belisha.routing.link import to_link
from belisha.routing.scene import UNITED_KINGDOM
from belisha.web.public.fields import country, country_choices, short
from belisha.web.public.frame import page, text_form
from belisha.web.public.where.ask import QUESTIONS
from belisha.web.public.where.questions import Link, Whose, address, asked, without
from belisha.web.public.where.reading import read, see_other

UNKNOWN_PLACE = "We do not know this place. Try a bigger town near it, or the first part of the postcode"
NEARLY = "More than one place may be meant. Choose one, or type it again"
_POLICED = frozenset({"", UNITED_KINGDOM, *CROWN_DEPENDENCIES})
_COUNTRIES = {
    "child": "Which country is the child in?",
    "reader": "Which country are you in?",
    "service": "Which country is your organisation in?",
}
_PLACES = {
    "child": "Which town or postcode is the child in?",
    "reader": "Which town or postcode are you in?",
    "service": "Which town or postcode is your organisation in?",
}


class PlaceForm(forms.Form):
    """Where the child is, and perhaps who asks. Nothing has to be answered."""

    mark_optional = False
    use_required_attribute = False

    def __init__(self, facts: Facts, *args: Any) -> None:
        super().__init__(*args)
        self.facts = facts
        self.found: dict[Whose, ForceAnswer] = {}
        own = profile().country
        for whose in self.whose:
            named = "reader" if facts.reporter == "child" else whose
            field = country(_COUNTRIES[named])
            field.choices = country_choices(own)
            field.initial = getattr(facts, whose).country or (own if self._here(whose) else "")
            self.fields[f"{whose}_country"] = field
            self.fields[f"{whose}_place"] = short(_PLACES[named])

    @property
    def whose(self) -> tuple[Whose, ...]:
        """Whose place is asked for."""
        return asked(self.facts)

    def _here(self, whose: Whose) -> bool:
        """Whether somebody who reads this desk's pages is likely to be in its country."""
        return whose != "child" or self.facts.reporter in {"child", "parent"}

    def clean(self) -> dict[str, Any]:
        """Refuse a place that the tables don't know, with the names that are near."""
        self.found = {whose: found for whose in self.whose if (found := self._found(whose))}
        typed = dict(self.cleaned_data)
        for whose, found in self.found.items():
            others = _others(found)
            if others or not found.forces:
                self.add_error(f"{whose}_place", NEARLY if others else UNKNOWN_PLACE)
        # What has an error is taken out of them; the links to other places need the rest of it.
        return typed

    def _found(self, whose: Whose) -> ForceAnswer | None:
        """What the tables make of a place; None where there is none, or its country has no tables here."""
        typed = self.cleaned_data.get(f"{whose}_place")
        if not typed or self.cleaned_data.get(f"{whose}_country", "") not in _POLICED:
            return None
        found = find_force(typed)
        return None if found.basis == "country" else found

    def answered(self, **places: str) -> Facts:
        """Return the facts with these places; `places` overrules what was typed."""
        # Where somebody was taken to be, before they were asked for a place, counts no more.
        facts = self.facts if "reader" in self.whose else replace(self.facts, reader=Where())
        for whose in self.whose:
            where = replace(
                getattr(facts, whose),
                country=self.cleaned_data.get(f"{whose}_country") or None,
                place=places.get(whose) or self.cleaned_data.get(f"{whose}_place") or None,
            )
            facts = replace(facts, **{whose: where})
        return facts

    def suggestions(self) -> list[Link]:
        """Return the answer for each name that is near to what was typed."""
        return [
            Link(name, hint, address("where_answer", to_link(self.answered(**{whose: place}))))
            for whose, one in self.found.items()
            if _others(one)
            for name, hint, place in _offered(one)
        ]


def _offered(found: ForceAnswer) -> Iterator[tuple[str, str, str]]:
    """Yield the places that may be meant, as (name, police force, place): what was typed comes first."""
    if found.exact:
        yield found.query, found.forces[0].name, found.query
    yield from ((name, "", name) for name in _others(found))


def _others(found: ForceAnswer) -> list[str]:
    """Return the other places that may be meant, as far as they lead to a police force."""
    return [name for name in found.suggestions if find_force(name).forces]


@dataclass(frozen=True)
class Part:
    """The two fields of one place."""

    heading: str
    country: forms.BoundField
    place: forms.BoundField


@text_form
def place(request: HttpRequest) -> HttpResponse:
    """Question 4. The answer is a link without what was typed; nothing is kept here."""
    facts = read(request).facts
    form = PlaceForm(facts, request.POST) if request.method == "POST" else PlaceForm(facts)
    if form.is_bound and form.is_valid():
        return see_other(address("where_answer", to_link(form.answered())))
    shown = {
        "form": form,
        "parts": _parts(form),
        "place": QUESTIONS,
        "places": QUESTIONS,
        "question": _question(form),
        "suggestions": form.suggestions() if form.is_bound else [],
        "back": address("where_what", without(facts, frozenset())),
        "here": address("where_place", to_link(facts)),
        "skip": address("where_answer", to_link(facts)),
    }
    return page(request, "where/place", shown, status=422 if form.is_bound else 200)


def _question(form: PlaceForm) -> str:
    about_the_reader = form.facts.reporter == "child" or form.whose == ("reader",)
    return "Where are you?" if about_the_reader else "Where is the child?"


def _parts(form: PlaceForm) -> list[Part]:
    headings = {"reader": "And where are you?", "service": "And where is your organisation?"}
    first = form.whose[0]
    return [
        Part(
            "" if whose == first else headings.get(whose, ""),
            form[f"{whose}_country"],
            form[f"{whose}_place"],
        )
        for whose in form.whose
    ]
