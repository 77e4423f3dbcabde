"""The forms of what follows a referral: what they said, what is answered, what is written again."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from belisha.referrals.answers import OUTCOMES
from belisha.referrals.follow_models import Incoming
from belisha.web.desk.decision_forms import prose
from belisha.web.desk.referral_forms import CHANNELS
from belisha.web.forms import DateAndTime, DateInput, Radios


def end_of(day: Any) -> datetime | None:
    """The last minute of a day, by the organisation's clock."""
    return timezone.make_aware(datetime.combine(day, time(23, 59))) if day else None


class DayField(forms.DateField):
    """A day with the browser's own picker; it counts to its last minute."""

    def __init__(self, label: str, **told: Any) -> None:
        errors = {"invalid": "Give the day.", "required": "Give the day."}
        super().__init__(label=label, widget=DateInput(), error_messages=errors, **told)


class HeardForm(forms.Form):
    """What an authority said, typed in from the telephone, a letter or a portal."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Incoming.Kind.choices,
        error_messages={"required": "Choose what it is."},
        widget=Radios(
            hints={
                "question": "It opens a task, due in three working days.",
                "request": "It opens a task, due in seven days: the NCA’s requests run so.",
                "acknowledgement": "The reference is no longer asked for.",
                "message": "It opens a task to read it and say what was done.",
            }
        ),
    )
    said_at = forms.SplitDateTimeField(
        label="When they said it",
        widget=DateAndTime(),
        error_messages={"required": "Give the day and the time.", "invalid": "Give the day and the time."},
    )
    channel = forms.ChoiceField(
        label="How",
        choices=CHANNELS,
        widget=Radios(),
        error_messages={"required": "Choose how they said it."},
    )
    contact = forms.CharField(label="Who", required=False, max_length=200)
    reference = forms.CharField(label="Their reference for it", required=False, max_length=200)
    text = prose("What they said", required=False, rows=4)
    outcome = forms.ChoiceField(
        label="What came of it",
        required=False,
        choices=[("", "Choose, where that is what they said"), *OUTCOMES.items()],
    )
    due_on = DayField("Answer by", required=False, help_text="Leave it empty for the usual time.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("said_at", timezone.localtime())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, asks = cleaned.get("kind"), ("question", "request", "message")
        if kind == "outcome" and not cleaned.get("outcome"):
            self.add_error("outcome", "Choose what came of it.")
        if kind != "outcome":
            cleaned["outcome"] = ""
        if kind in asks and not (cleaned.get("text") or "").strip():
            self.add_error("text", "Write what they said.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the use case is told."""
        told = dict(self.cleaned_data)
        return told | {"due_at": end_of(told.pop("due_on"))}


class AnswerForm(forms.Form):
    """How a question was answered, or why it needs no answer."""

    answer = prose("What you answered, or why it needs no answer", rows=3)


class ClockForm(forms.Form):
    """A new time, agreed with the authority."""

    due_on = DayField("Answer by")
    reason = prose("What was agreed with them", rows=2)


class AgainForm(forms.Form):
    """What is written to them again."""

    purpose = forms.ChoiceField(
        label="What do you want to tell them?",
        error_messages={"required": "Choose what you want to tell them."},
        choices=[
            ("supplement", "Something new"),
            ("correction", "Something was wrong"),
            ("withdrawal", "The report is withdrawn"),
        ],
        widget=Radios(hints={"supplement": "Left without words of yours, it says what has joined the case."}),
    )
    text = prose("In your words", required=False, rows=4)


class DontTellForm(forms.Form):
    """That nobody is told."""

    asked_by = forms.CharField(
        label="Who asked for it",
        required=False,
        max_length=200,
        help_text="Leave it empty where this desk decided so itself.",
    )
    reason = prose("Why", rows=2)
    until_day = DayField("Until", required=False, help_text="Leave it empty: then until somebody lifts it.")

    @property
    def facts(self) -> dict[str, Any]:
        """What the use case is told."""
        told = dict(self.cleaned_data)
        return told | {"until": end_of(told.pop("until_day"))}
