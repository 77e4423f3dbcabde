"""The forms of what could not be screened: filters, release of one or several, a report."""

from typing import Any
from uuid import UUID

from django import forms

from belisha.screening import read_unscreened as read
from belisha.web.forms import Radios

CONCERNS = [
    ("indecent_images", "Indecent images"),
    ("grooming", "Grooming"),
    ("coercion", "Coercion or blackmail"),
    ("child_safety", "A child’s safety"),
    ("other", "Something else"),
]
DANGER = [("yes", "Yes"), ("no", "No"), ("unknown", "I don’t know")]
STATES = [("", "Waiting"), (read.ANSWERED, "Answered")]


class FilterForm(forms.Form):
    """What a person wants to see."""

    mark_optional = False
    state = forms.ChoiceField(label="State", required=False, choices=STATES)
    reason = forms.ChoiceField(label="Why not screened", required=False)
    service = forms.ChoiceField(label="Service", required=False)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked, auto_id="filter_%s")
        for name, choices in read.filter_choices().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class body says
            field.choices = [("", "Any"), *choices]

    def filters(self) -> read.Filters:
        """The filters asked for; what makes no sense is left out."""
        self.is_valid()
        return read.Filters(**self.cleaned_data)


def _reason(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why. The reason is kept."},
    )


class ReleaseForm(forms.Form):
    """Why there is nothing against one of them."""

    reason = _reason("How do you know?", "For example: looked at it in the viewer, a scanned invoice.")


class Ids(forms.TypedMultipleChoiceField):
    """The ids of rows, whichever they are: while one looks, a page's rows move on."""

    def valid_value(self, value: Any) -> bool:
        return True


class SeveralForm(forms.Form):
    """Which of them there is nothing against, and why."""

    ids = Ids(
        label="Which ones?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one.", "invalid_choice": "Tick them on this page."},
    )
    reason = _reason(
        "How do you know?", "Kept with each of them. All must have the same reason for not being screened."
    )


class ReportForm(forms.Form):
    """What a person reports of one of them."""

    concern = forms.ChoiceField(label="What is feared?", choices=CONCERNS, widget=forms.RadioSelect)
    danger_now = forms.ChoiceField(
        label="Is a child in danger now?",
        choices=DANGER,
        widget=Radios(hints={"yes": "Call the emergency number first, then report it here."}),
    )
    what_happened = forms.CharField(
        label="What did you see, or why do you fear it?",
        help_text="In your own words. It becomes the report.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in a sentence what you report."},
    )
