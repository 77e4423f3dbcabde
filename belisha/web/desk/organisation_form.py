"""The organisation's profile as a form."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from holidays import list_supported_countries

from belisha.organisation.profile import Profile
from belisha.routing.countries import countries
from belisha.web.forms import Radios

YES = (("yes", "Yes"), ("no", "No"), ("unknown", "We don’t know"))
UNKNOWN = {"unknown": "Then the safe way is taken: nothing that the law might ask of you is left out."}
UNITED_KINGDOM = (
    ("GB-ENG", "England"),
    ("GB-WLS", "Wales"),
    ("GB-SCT", "Scotland"),
    ("GB-NIR", "Northern Ireland"),
)
PERSONS = ("administrator", "replacement")
CONTACT = ("name", "email", "phone")
GROUPS = (
    ("Who runs this desk", ("legal_name", "country", "place")),
    (
        "Duties and registration",
        ("regulated_user_to_user", "nca_registered", "nca_reference"),
    ),
    (
        "Authorised persons at the NCA",
        ("administrator_name", "administrator_email", "replacement_name", "replacement_email"),
    ),
    ("Contact for authorities", ("contact_name", "contact_email", "contact_phone")),
    ("Time", ("time_zone", "holidays_of")),
    ("Clocks", ("open_within_minutes", "urgent_hours", "standard_working_days", "chase_after_working_days")),
)


class ProfileForm(forms.Form):
    """Who runs this desk, as authorities, the router and the clocks need to know it."""

    legal_name = forms.CharField(
        label="Legal name", max_length=200, help_text="As it is registered, such as Example Forum Limited."
    )
    country = forms.ChoiceField(label="Country")
    place = forms.CharField(
        label="Postcode of the organisation",
        max_length=100,
        required=False,
        help_text="Your own police force follows from it. It is told where no better place is known.",
    )
    regulated_user_to_user = forms.ChoiceField(
        label="Is it a regulated user-to-user service?",
        choices=YES,
        widget=Radios(hints=UNKNOWN),
        help_text="Under the Online Safety Act 2023: people in the United Kingdom meet what others upload.",
    )
    nca_registered = forms.ChoiceField(
        label="Is it registered with the NCA’s reporting portal?", choices=YES, widget=Radios()
    )
    nca_reference = forms.CharField(label="NCA registration number", max_length=60, required=False)
    administrator_name = forms.CharField(label="Administrator: name", max_length=100, required=False)
    administrator_email = forms.EmailField(
        label="Administrator: e-mail",
        required=False,
        help_text="That of their account here: by it this desk knows who may note a filing.",
    )
    replacement_name = forms.CharField(label="Replacement: name", max_length=100, required=False)
    replacement_email = forms.EmailField(
        label="Replacement: e-mail", required=False, help_text="That of their account here."
    )
    contact_name = forms.CharField(label="Name or office", max_length=100, required=False)
    contact_email = forms.EmailField(label="E-mail", required=False)
    contact_phone = forms.CharField(label="Telephone", max_length=40, required=False)
    time_zone = forms.ChoiceField(label="Time zone")
    holidays_of = forms.ChoiceField(label="Bank holidays of", help_text="They don’t count as working days.")
    open_within_minutes = forms.IntegerField(
        label="An immediate case is opened within (minutes)",
        min_value=1,
        max_value=1000,
        help_text="After that the next person on call is woken.",
    )
    urgent_hours = forms.IntegerField(
        label="An urgent case is decided within (hours)", min_value=1, max_value=1000
    )
    standard_working_days = forms.IntegerField(
        label="A standard case is decided within (working days)", min_value=1, max_value=1000
    )
    chase_after_working_days = forms.IntegerField(
        label="A referral without a reference is chased after (working days)", min_value=1, max_value=1000
    )

    def __init__(self, now: Profile, data: Any = None) -> None:
        super().__init__(data, initial=_initial(now))
        _offer(self.fields["country"], country_choices(), now.country)
        _offer(self.fields["time_zone"], [(zone, zone) for zone in zones()], now.time_zone)
        _offer(self.fields["holidays_of"], holiday_choices(), now.holidays_of)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def answers(self) -> dict[str, Any]:
        """The fields as `save_profile` takes them."""
        given = dict(self.cleaned_data)
        contact = {part: given.pop(f"contact_{part}") for part in CONTACT}
        persons = [
            {"role": role, "name": given.pop(f"{role}_name"), "email": given.pop(f"{role}_email")}
            for role in PERSONS
        ]
        named = [person for person in persons if person["name"] or person["email"]]
        return given | {"contact": contact, "authorised_persons": named}


def _initial(now: Profile) -> dict[str, Any]:
    plain = {name: getattr(now, name) for _, names in GROUPS for name in names if hasattr(now, name)}
    contact = {f"contact_{part}": now.contact.get(part, "") for part in CONTACT}
    persons = {person.get("role"): person for person in now.authorised_persons}
    named = {
        f"{role}_{part}": persons.get(role, {}).get(part, "")
        for role in PERSONS
        for part in ("name", "email")
    }
    return plain | contact | named | {"country": now.country or "GB"}


def _offer(field: forms.Field, choices: list[tuple[str, str]], now: str) -> None:
    # What was set at the console stays choosable, so that saving another field changes nothing here.
    kept = [(now, now)] if now and now not in dict(choices) else []
    if isinstance(field, forms.ChoiceField):
        field.choices = [*kept, *choices]


@cache
def country_choices() -> list[tuple[str, str]]:
    """Every country by name."""
    return sorted(((row.code, row.name) for row in countries().values()), key=lambda pair: pair[1])


@cache
def zones() -> list[str]:
    """The time zones that are named for a place, with UTC."""
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [*sorted(places), "UTC"]


@cache
def holiday_choices() -> list[tuple[str, str]]:
    """The parts of the United Kingdom, then every other country whose bank holidays are known."""
    known = list_supported_countries()
    return [*UNITED_KINGDOM, *(pair for pair in country_choices() if pair[0] in known and pair[0] != "GB")]
