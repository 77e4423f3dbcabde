"""The forms of a referral: its free text, how it was told, why it ends."""

from typing import Any

from django import forms
from django.utils import timezone

from belisha.web.desk.decision_forms import prose
from belisha.web.forms import DateAndTime, Radios

CHANNELS = [
    ("portal", "Portal or web form"),
    ("telephone", "Telephone"),
    ("email", "E-mail"),
    ("post", "Post or in person"),
    ("by_hand", "Another way"),
]


class EditForm(forms.Form):
    """The free text of a draft."""

    what_happened = forms.CharField(
        label="What happened",
        required=False,
        max_length=40_000,
        help_text="Leave it empty to use the reports' own words.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    note = prose("Note to the authority", required=False, rows=3)


class ReleaseForm(forms.Form):
    """Releasing; a reason only where the route names them no more, or the same was reported before."""

    anyway_because = prose("Why it is to be told all the same", required=False, rows=2)
    again_because = prose("Why it is to be reported again", required=False, rows=2)


class DeliveryForm(forms.Form):
    """How the authority was told, and what it answered. The time is by the desk's clock."""

    at = forms.SplitDateTimeField(
        label="When",
        widget=DateAndTime(),
        error_messages={"required": "Give the day and the time.", "invalid": "Give the day and the time."},
    )
    channel = forms.ChoiceField(label="How", choices=CHANNELS, widget=Radios())
    reference = forms.CharField(
        label="Their reference",
        required=False,
        max_length=200,
        help_text="Leave it empty if you have none yet: you will be asked for it.",
    )
    contact = forms.CharField(label="Who you spoke to", required=False, max_length=200)
    note = prose("Note", required=False, rows=2)
    failed = forms.BooleanField(label="They could not be reached", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", timezone.localtime())
