"""The forms of filing by hand: the declaration, the filing, and what the IWF said."""

from typing import Any

from django import forms
from django.utils import timezone

from belisha.referrals.assessed import CATEGORIES
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.web.desk.decision_forms import prose
from belisha.web.forms import Checkboxes, DateAndTime, DateInput, Radios

OUTCOMES = [
    ("confirmed", "Confirmed"),
    ("removed", "Confirmed, and removed"),
    ("not_confirmed", "Not confirmed"),
]
NO_TIME = "Give the day and the time."


class DeclareForm(forms.Form):
    """The points of the declaration."""

    mark_optional = False

    points = forms.MultipleChoiceField(
        label="I looked at each of these", choices=POINTS.items(), required=False, widget=Checkboxes()
    )


class FiledForm(forms.Form):
    """That it was filed, when, and under which reference. The time is by the desk's clock."""

    at = forms.SplitDateTimeField(
        label="When it was filed",
        widget=DateAndTime(),
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
    )
    reference = forms.CharField(
        label="The NCA’s reference",
        required=False,
        max_length=200,
        help_text="It is kept for 5 years. Leave it empty if you have none yet: you will be asked for it.",
    )
    note = prose("Note", required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", timezone.localtime())


class SaidForm(forms.Form):
    """What the IWF said of one address."""

    address = forms.CharField(max_length=24, widget=forms.HiddenInput())
    outcome = forms.ChoiceField(
        label="What the IWF said",
        choices=OUTCOMES,
        widget=Radios(),
        error_messages={"required": "Choose what the IWF said."},
    )
    category = forms.ChoiceField(
        label="What it is, where it was confirmed", choices=CATEGORIES.items(), required=False
    )
    said_on = forms.DateField(
        label="On which day",
        widget=DateInput(),
        error_messages={"required": "Give the day.", "invalid": "Give the day."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("said_on", timezone.localdate())
