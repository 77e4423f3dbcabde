"""The form of a CyberTip's incident. Nothing is required: what is unknown stays so."""

from typing import Any, get_args

from django import forms
from django.utils import timezone

from belisha.referrals.cybertip import Agency, CyberTip, IncidentType, TipAccount
from belisha.web.desk.decision_forms import KNOWN
from belisha.web.forms import Checkboxes, DateAndTime, Radios

ANNOTATIONS = [
    ("sextortion", "Sextortion"),
    ("csamSolicitation", "Somebody asked for abuse material"),
    ("minorToMinorInteraction", "Between children"),
    ("spam", "Spam"),
    ("sadisticOnlineExploitation", "Sadistic exploitation online"),
]


def text(label: str, *, hint: str = "", longest: int = 255) -> forms.CharField:
    """A line."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest)


def lines(label: str, *, hint: str = "One a line.", longest: int = 3000) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest, widget=widget)


def moment(label: str, *, hint: str = "") -> forms.SplitDateTimeField:
    """A day and a time by the desk's clock."""
    errors = {"invalid": "Give the day and the time.", "incomplete": "Give the day and the time."}
    return forms.SplitDateTimeField(
        label=label, help_text=hint, required=False, widget=DateAndTime(), error_messages=errors
    )


def known(label: str) -> forms.ChoiceField:
    """Yes, no, or not known."""
    return forms.ChoiceField(label=label, choices=KNOWN, required=False, widget=Radios())


class TipForm(forms.Form):
    """The incident."""

    not_optional = ("incident_type",)  # kept without it, never released

    incident_type = forms.ChoiceField(
        label="Type of incident, needed before release",
        required=False,
        choices=[("", "Not chosen yet"), *((one, one) for one in get_args(IncidentType) if one)],
    )
    batched = forms.ChoiceField(
        label="Does it stand for many alike?",
        required=False,
        choices=[("", "No"), ("VIRAL_POTENTIAL_MEME", "Yes: it spreads widely, perhaps as a joke")],
    )
    incident_at = moment("When it happened", hint="Empty: the time that the reports give.")
    when_described = text("What is known of the time besides", longest=3000)
    escalation = lines(
        "Why it is urgent", hint="Only for danger now or soon. Empty: the reasons of a case with danger now."
    )
    annotations = forms.MultipleChoiceField(
        label="What it also is", required=False, choices=ANNOTATIONS, widget=Checkboxes()
    )
    third_party_hosted = known("Is the content on somebody else's servers?")
    chat_client = text("Program of the chat")
    chat_room = text("Room or channel of the chat")
    game = text("Game")
    console = text("Console")
    police = text(
        "Police or other agency that was told by others", hint="Whom this desk told is named by itself."
    )
    police_reference = text("Its reference")
    officer = text("Officer", longest=200)
    officer_phone = text("Officer's telephone number", longest=100)
    officer_email = text("Officer's e-mail address")
    terms_url = text("Address of your terms of service", longest=2083)
    legal_url = text("Address of your page for law enforcement", longest=2083)

    def tip(self, accounts: tuple[TipAccount, ...]) -> CyberTip:
        """What was entered. Raises NotSendable, naming the field."""
        given = dict(self.cleaned_data)
        police = given.pop("police")
        agency = {
            "reference": given.pop("police_reference"),
            "officer": given.pop("officer"),
            "phone": given.pop("officer_phone"),
            "email": given.pop("officer_email"),
        }
        return CyberTip(
            **given
            | {
                "annotations": tuple(given["annotations"]),
                "third_party_hosted": given["third_party_hosted"] or "unknown",
                "told": (Agency(name=police, **agency),) if police else (),
                "accounts": accounts,
            }
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        about = ("police_reference", "officer", "officer_phone", "officer_email")
        if not given.get("police") and any(given.get(one) for one in about):
            self.add_error("police", "Name the agency that this belongs to.")
        at = given.get("incident_at")
        if at and at > timezone.now():
            self.add_error("incident_at", "Give a time in the past.")
        return given


def of_tip(tip: CyberTip) -> dict[str, Any]:
    """What the form begins with."""
    told = tip.told[0] if tip.told else Agency(name="")
    given = {name: getattr(tip, name) for name in TipForm.base_fields if hasattr(tip, name)}
    return given | {
        "annotations": list(tip.annotations),
        "police": told.name,
        "police_reference": told.reference,
        "officer": told.officer,
        "officer_phone": told.phone,
        "officer_email": told.email,
    }
