"""The questions of the public form, one form a step."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from belisha.intake.values import Email, Phone
from belisha.organisation.profile import profile
from belisha.organisation.read import services
from belisha.web.forms import Checkboxes, DateInput, Radios, TimeInput
from belisha.web.public.fields import (
    Lines,
    country,
    country_choices,
    narrative,
    shaped,
    short,
    zone_choices,
)

KNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")]
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%H.%M"]
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC).date()

CONCERNS = {
    "grooming": (
        "Someone is trying to get close to a child online",
        "They ask for secrets, for pictures or to meet. Some people call it grooming.",
    ),
    "coercion": (
        "Someone is threatening or blackmailing a child",
        "They say they will share a picture or a secret unless the child does what they want.",
    ),
    "indecent_images": (
        "Indecent pictures or videos of a child",
        "Made, kept, shared or asked for.",
    ),
    "child_safety": (
        "A child may be hurt, or may hurt themselves",
        "At home, online or anywhere else.",
    ),
    "other": ("Something else that worries me", ""),
}


class StepForm(forms.Form):
    """One page of questions. The answers before are in the page's sealed state."""

    # Said once on the page where nothing has to be answered.
    mark_optional = True
    use_required_attribute = False


class DangerForm(StepForm):
    """Step 1."""

    danger_now = forms.ChoiceField(
        label="Is a child in danger right now?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I am not sure")],
        widget=Radios(hints={"yes": "Today someone may hurt a child, or a child may hurt themselves."}),
        error_messages={"required": "Choose “Yes”, “No” or “I am not sure”"},
    )


class WhatForm(StepForm):
    """Step 2."""

    concerns = forms.MultipleChoiceField(
        label="What are you worried about?",
        help_text="Tick all that fit.",
        choices=[(value, label) for value, (label, _) in CONCERNS.items()],
        widget=Checkboxes(hints={value: hint for value, (_, hint) in CONCERNS.items()}),
        error_messages={"required": "Tick what you are worried about, or “Something else”"},
    )
    service = forms.ChoiceField(label="Where did it happen?", required=False)
    what_happened = narrative(
        "What happened?", "Use your own words. Who did what? What was said? You can paste messages.", rows=8
    )
    items = Lines(
        label="Links or names of the posts, chats or pictures",
        help_text="One on each line. Copy the link. Do not open the picture again to get it.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(service.slug, service.name) for service in services()]
        if len(offered) > 1:
            self.fields["service"].choices = [("", "I do not know"), *offered]  # type: ignore[attr-defined]
        else:
            # One service: there is nothing to ask.
            del self.fields["service"]


class WhoForm(StepForm):
    """Step 3."""

    mark_optional = False

    child_age = forms.IntegerField(
        label="How old is the child?",
        help_text="A rough age is fine.",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "b-input--number"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter the child’s age in years, such as 12"
        ),
    )
    child_country = country("Which country is the child in?")
    child_place = short("Which town or postcode is the child in?")
    accounts = Lines(
        label="Account names or links to their profile",
        help_text="One on each line. Copy them as they are written.",
    )
    suspect_is_child = forms.ChoiceField(
        label="Is this person under 18?", choices=KNOWN, required=False, widget=Radios()
    )
    suspect_country = country("Which country is this person in?")
    suspect_place = short("Which town or postcode is this person in?")
    day = forms.DateField(
        label="Which day did it happen?",
        required=False,
        input_formats=DAYS,
        widget=DateInput(),
        error_messages={"invalid": "Enter the day as day, month and year, such as 03/05/2026"},
    )
    time = forms.TimeField(
        label="At what time?",
        required=False,
        input_formats=TIMES,
        widget=TimeInput(),
        error_messages={"invalid": "Enter the time in hours and minutes, such as 18:30"},
    )
    zone = forms.ChoiceField(label="Time zone of the day and time", choices=zone_choices, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = profile()
        for name in ("child_country", "suspect_country"):
            self.fields[name].choices = country_choices(own.country)  # type: ignore[attr-defined]
        self.fields["zone"].initial = own.time_zone

    def clean(self) -> dict[str, Any]:
        """A time needs its day, and what happened lies behind us."""
        cleaned = super().clean() or {}
        day = cleaned.get("day")
        if cleaned.get("time") and not day and "day" not in self.errors:
            self.add_error("day", "Enter the day too, or leave the time out")
        # Somewhere it is tomorrow already.
        latest = timezone.now().date() + timedelta(days=1)
        if day and not EARLIEST <= day <= latest:
            self.add_error("day", "Enter a day that is not in the future and not before 1970")
        return cleaned


class YouForm(StepForm):
    """Step 4."""

    mark_optional = False

    reporter_kind = forms.ChoiceField(
        label="Who are you?",
        required=False,
        widget=Radios(),
        choices=[
            ("child", "A child or young person under 18"),
            ("parent", "A parent or carer"),
            ("professional", "Someone who works with children"),
            ("adult", "Another adult"),
        ],
    )
    may_contact = forms.ChoiceField(
        label="May we contact you about this?",
        required=False,
        widget=Radios(),
        choices=[("yes", "Yes"), ("no", "No")],
    )
    name = short("Your name")
    email = forms.CharField(
        label="Your e-mail address",
        required=False,
        validators=[shaped(Email, "Enter an e-mail address, such as name@mail.example")],
        widget=forms.EmailInput(),
    )
    phone = forms.CharField(
        label="Your phone number",
        required=False,
        validators=[shaped(Phone, "Enter a phone number, such as 01632 960 001")],
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever wants to be contacted has to say how."""
        cleaned = super().clean() or {}
        wrong = {"email", "phone"} & set(self.errors)
        reachable = cleaned.get("email") or cleaned.get("phone")
        if cleaned.get("may_contact") == "yes" and not reachable and not wrong:
            self.add_error("email", "Enter an e-mail address or a phone number, or choose “No”")
        return cleaned


class UrgentForm(StepForm):
    """All that is asked when a child is in danger now; the names are those of the longer path."""

    what_happened = narrative("What is happening?", "A few words are enough.", rows=5)
    child_place = short("Where is the child?", "Town, street or postcode, if you know it.")
    accounts = Lines(label="Account names or links of the people involved", rows=2)
    phone = forms.CharField(
        label="A phone number where we can reach you",
        required=False,
        validators=[shaped(Phone, "Enter a phone number, such as 01632 960 001")],
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
