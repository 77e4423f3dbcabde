"""The forms of deciding: outcome, grounds for each element, the facts that the route rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from belisha.decisions.elements import INFERRED, Element, elements_of
from belisha.routing.countries import countries
from belisha.triage.mask import Mask
from belisha.web.forms import Radios

CATEGORIES = {
    "grooming": "Grooming",
    "coercion": "Coercion or blackmail",
    "indecent_images": "Indecent images",
    "child_safety": "A child's safety",
    "other": "Something else",
}
KNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
QUESTIONS = {
    "content_detected": (
        "Was content of child sexual exploitation or abuse detected?",
        "Messages count too.",
    ),
    "may_be_elsewhere": ("May the same images be on other services?", ""),
    "uk_link": ("Is the content linked with the United Kingdom?", ""),
    "child_made_it": ("Did the child make the picture?", ""),
}
HIDDEN_PLACE = "Hidden. Left empty it stays as reported; to empty it, have it shown first."
PLACES = ("child_place", "suspect_place")
PEOPLE = {"child": ("country", "place", "age"), "suspect": ("country", "place")}


def prose(label: str, *, required: bool = True, rows: int = 3, hint: str = "") -> forms.CharField:
    """A free text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=5000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Say why, in a sentence."},
    )


def known(label: str, hint: str = "") -> forms.ChoiceField:
    """Yes, no or not known."""
    return forms.ChoiceField(label=label, help_text=hint, choices=KNOWN, initial="unknown")


def country(label: str) -> forms.ChoiceField:
    """A country, or not known."""
    names = sorted((one.name, one.code) for one in countries().values())
    choices = [
        ("", "Not known"),
        ("GB", "United Kingdom"),
        *((code, name) for name, code in names if code != "GB"),
    ]
    return forms.ChoiceField(label=label, choices=choices, required=False)


def place(label: str) -> forms.CharField:
    """A place as the router takes it."""
    return forms.CharField(
        label=label, required=False, max_length=200, help_text="Postcode, district or police force area."
    )


class DecisionForm(forms.Form):
    """One person's judgement. The category is chosen before, since the elements depend on it."""

    outcome = forms.ChoiceField(
        label="What is to happen?",
        choices=[("refer", "Refer to the authorities"), ("no_action", "No action")],
        widget=Radios(),
        error_messages={"required": "Choose what is to happen."},
    )
    reasons = prose("Why?", hint="In your own words. This goes into the referral.")
    child_suspect = forms.BooleanField(
        label="A child may be the suspect",
        required=False,
        help_text="Then a senior decides, and safeguarding comes first.",
    )
    child_country = country("The child's country")
    child_place = place("The child's place")
    child_age = forms.IntegerField(
        label="The child's age in years", required=False, min_value=0, max_value=120
    )
    suspect_country = country("The suspect's country")
    suspect_place = place("The suspect's place")

    def __init__(
        self, *args: Any, category: str, facts: Mapping[str, Any], mask: Mask, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(facts)
        super().__init__(*args, **kwargs)
        self.kept = {name: self.initial[name] for name in PLACES if mask.hides(self.initial[name] or "")}
        for name in self.kept:
            self.initial[name] = ""
            self.fields[name].help_text = HIDDEN_PLACE
        self.category = category
        self.elements = elements_of(category)
        self.fields.update({name: known(label, hint) for name, (label, hint) in QUESTIONS.items()})
        for element in self.elements:
            self.fields[f"inferred_{element.id}"] = inferred(element)
            self.fields[f"why_{element.id}"] = prose("What shows it?", required=False, rows=2)

    def judged(self) -> dict[str, Any]:
        """What `decide` takes."""
        clean = self.cleaned_data
        return {
            "outcome": clean["outcome"],
            "category": self.category,
            "reasons": clean["reasons"],
            "child_suspect": clean["child_suspect"],
            "grounds": list(self._grounds()),
            "routing_facts": self._facts(),
        }

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """The two fields of each element, for the page."""
        for element in self.elements:
            yield self[f"inferred_{element.id}"], self[f"why_{element.id}"]

    def questions(self) -> list[Any]:
        """The facts that are answered yes, no or not known, for the page."""
        return [self[name] for name in QUESTIONS]

    def _grounds(self) -> Iterator[dict[str, str]]:
        for element in self.elements:
            inferred = self.cleaned_data[f"inferred_{element.id}"]
            why = self.cleaned_data[f"why_{element.id}"]
            if why or inferred != "unknown":
                yield {"element": element.id, "inferred": inferred, "why": why}

    def _said(self, name: str) -> Any:
        said = self.cleaned_data[name]
        return self.kept[name] if said == "" and name in self.kept else said

    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {name: self.cleaned_data[name] for name in QUESTIONS}
        for person, parts in PEOPLE.items():
            said = {part: self._said(f"{person}_{part}") for part in parts}
            # Emptied on purpose is not known: null, so that what a report said does not come back.
            facts[person] = {part: None if value == "" else value for part, value in said.items()}
        return facts


def inferred(element: Element) -> forms.ChoiceField:
    """Whether there are reasonable grounds to infer an element."""
    hint = f"Source: {element.law.title}"
    choices = [("unknown", INFERRED["unknown"]), ("yes", INFERRED["yes"]), ("no", INFERRED["no"])]
    return forms.ChoiceField(label=element.words, help_text=hint, choices=choices, initial="unknown")


def _initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    initial = {name: facts.get(name, "unknown") for name in QUESTIONS}
    for person, parts in PEOPLE.items():
        initial |= {f"{person}_{part}": facts.get(person, {}).get(part) for part in parts}
    return initial


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = prose("Why?", rows=2)


class CallForm(forms.Form):
    """What the emergency service answered."""

    reference = forms.CharField(label="Incident number", required=False, max_length=200)
    note = prose("What was said", required=False, rows=2)
