"""Fields of the public form. Each accepts exactly what a report takes in, and asks for it in plain words."""

from collections.abc import Callable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from pydantic import TypeAdapter
from pydantic import ValidationError as NotInShape

from belisha.intake.incoming import OF_ONE_ACCOUNT
from belisha.intake.values import Id, Short
from belisha.routing.countries import countries

Choices = list[tuple[str, str]]

LINES = OF_ONE_ACCOUNT
LINE = 500  # characters, as an id of an account or item
SHORT = 200


def shaped(shape: Any, sentence: str) -> Callable[[Any], None]:
    """A validator that accepts what intake accepts, with our sentence for the rest."""
    adapter = TypeAdapter(shape)

    def check(value: Any) -> None:
        try:
            adapter.validate_python(value)
        except NotInShape:
            raise ValidationError(sentence) from None

    return check


class Lines(forms.CharField):
    """Several names or links, one on each line; cleaned to a list without blanks and repeats."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> list[str]:
        """The lines; raises ValidationError where there are too many or one is too long."""
        text = super().clean(value)
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) > LINES:
            raise ValidationError(f"Enter at most {LINES} lines. Put the rest into “What happened?”")
        for number, line in enumerate(lines, start=1):
            shaped(Id, f"Line {number} is too long. Put it into “What happened?” instead")(line)
        return lines


def narrative(label: str, help_text: str, *, rows: int) -> forms.CharField:
    """The free text. It leaves a little room for what else was said and has no field of its own."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=19_900,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Tell us in your own words. A few words will do"},
    )


def short(label: str, help_text: str = "", **options: Any) -> forms.CharField:
    """One line."""
    check = shaped(Short, f"“{label}” must be one line of at most {SHORT} characters")
    widget = options.pop("widget", forms.TextInput())
    return forms.CharField(
        label=label, help_text=help_text, required=False, validators=[check], widget=widget, **options
    )


def country(label: str) -> forms.ChoiceField:
    """A country; its choices are set when the page is made, the desk's own country first."""
    return forms.ChoiceField(label=label, required=False)


def country_choices(own: str) -> Choices:
    """Every country by name, after "not known" and the desk's own."""
    first = [(own, countries()[own].name)] if own in countries() else []
    return [("", "I do not know"), *first, *(pair for pair in _countries() if pair[0] != own)]


@cache
def _countries() -> Choices:
    return sorted(((code, one.name) for code, one in countries().items()), key=lambda pair: pair[1])


@cache
def zone_choices() -> Choices:
    """Time zones by the names that people know: region and city."""
    regions = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in regions)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names if "/" in name)]
