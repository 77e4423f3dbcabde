"""Tags of the desk's pages: the alarm on every page, and how priorities and addresses are shown."""

from typing import Any

from django import template

from belisha.people.models import Staff
from belisha.referrals.locator import defang
from belisha.routing.countries import countries
from belisha.web.desk.subjects import url_of
from belisha.work.read import open_wakes as wakes_for

register = template.Library()

WORDS = frozenset({"site", "kind"})
"""Facts whose value is one of our own words."""
IN_WORDS = {"look": "a person is asked to look first", "how": "exact or near"}
COLOURS = {1: "danger", 2: "amber", 3: "grey"}


@register.inclusion_tag("desk/_wakes.html", takes_context=True)
def open_wakes(context: template.Context) -> dict[str, Any]:
    """What people are being woken for now, shown until somebody opens it."""
    user = context.get("user")
    wakes = wakes_for(user) if isinstance(user, Staff) else []
    return {"wakes": [(task, url_of(task.about)) for task in wakes]}


@register.filter
def priority_colour(priority: int) -> str:
    """The colour of a priority's tag; its words say the same."""
    return COLOURS.get(priority, "grey")


@register.filter
def defanged(address: str) -> str:
    """An address written so that nobody opens it by a click."""
    return defang(address)


@register.filter
def in_words(name: str) -> str:
    """The name of a fact as people read it: "may_contact" is "May contact"."""
    return IN_WORDS.get(name, name.replace("_", " ").capitalize())


@register.filter
def answer(value: object, name: str = "") -> object:
    """A fact's value as people read it: "United Kingdom" for the country GB, "civil nuclear" for a site."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "country" and value in countries():
        return countries()[str(value)].name
    return str(value).replace("_", " ") if name in WORDS else value
