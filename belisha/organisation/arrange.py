"""Changing who runs this desk: the profile, one-person mode, services and teams."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from belisha.ledger.record import Actor, record
from belisha.organisation.models import Note, Organisation, Service, Team
from belisha.organisation.widened import noted
from belisha.people.changes import What, note
from belisha.people.models import Staff
from belisha.people.read import keys, who_could_confirm
from belisha.refusal import NotFound, Refusal
from belisha.routing import find_force
from belisha.routing.countries import countries
from belisha.routing.forces import CROWN_DEPENDENCIES

PROFILE_FIELDS = (
    "legal_name",
    "country",
    "place",
    "force_code",
    "regulated_user_to_user",
    "nca_registered",
    "nca_reference",
    "authorised_persons",
    "contact",
    "time_zone",
    "holidays_of",
    "urgent_hours",
    "standard_working_days",
    "open_within_minutes",
    "chase_after_working_days",
)


class WrongProfile(Refusal):
    """{problem}"""

    # Where one field is to blame, the fact `field` names it.
    code = "wrong_profile"


class ReasonNeeded(Refusal):
    """Say why, in a few words: it is recorded on every act done in one-person mode."""

    code = "reason_needed"


class NotAlone(Refusal):
    """{names} work on cases here, so one can confirm what another decides. Shut out whoever left first."""

    code = "not_alone"


class ServiceInUse(Refusal):
    """There are reports about {name}, or keys for it, so it stays. Rename it instead, or revoke the keys."""

    code = "service_in_use"


@transaction.atomic
def save_profile(*, by: Actor, **fields: Any) -> Organisation:
    """Set the organisation up, or change the fields given. Raises WrongProfile naming what is wrong."""
    row = Organisation.objects.select_for_update().first() or Organisation()
    for name, value in _checked(fields).items():
        setattr(row, name, value)
    if not row.legal_name:
        raise WrongProfile(problem="The organisation needs its legal name.")
    _check_numbers(row)
    row.save()
    record("organisation.saved", by=by, about=row, fields=sorted(fields))
    return row


@transaction.atomic
def switch_one_person_mode(*, on: bool, reason: str, by: Actor) -> None:
    """Switch the mode for a team of one: knowingly, with a reason, recorded on every act done under it."""
    row = Organisation.objects.select_for_update().first()
    if row is None:
        raise NotFound(what="organisation")
    if on and not reason.strip():
        raise ReasonNeeded
    if on and isinstance(by, Staff):
        _refuse_unless_alone()
    row.one_person_mode = on
    row.save(update_fields=["one_person_mode", "updated_at"])
    person = by if isinstance(by, Staff) else None
    Note.objects.create(about="one-person mode", text=reason.strip(), by=person)
    if person:
        note(person, What.ALONE, by=person)
    record("organisation.one_person_mode", by=by, about=row, on=on, reason=reason.strip())


@transaction.atomic
def save_service(
    *,
    name: str,
    by: Actor,
    slug: str = "",
    url: str = "",
    viewer_link: str = "",
    service_id: UUID | None = None,
) -> Service:
    """Add a service (brand), or change one. `viewer_link` holds {item}, where the item's id goes."""
    row = Service.objects.filter(id=service_id).first() if service_id else Service()
    if row is None:
        raise NotFound(what="service")
    row.name, row.url, row.viewer_link = name.strip(), url.strip(), viewer_link.strip()
    row.slug = slug.strip() or row.slug or slugify(name)
    _check_service(row)
    row.save()
    record("service.saved", by=by, about=row, slug=row.slug)
    return row


@transaction.atomic
def remove_service(*, service_id: UUID, by: Actor) -> None:
    """Take away a service that no report is about and no live key is bound to."""
    row = Service.objects.filter(id=service_id).first()
    if row is None:
        raise NotFound(what="service")
    gone = Service(id=row.id, name=row.name)
    if any(row.id in (key.services or ()) for key in keys() if key.state == "live"):
        raise ServiceInUse(name=row.name)
    try:
        row.delete()
    except ProtectedError as problem:
        raise ServiceInUse(name=row.name) from problem
    record("service.removed", by=by, about=gone, slug=row.slug)


@transaction.atomic
def save_team(
    *, name: str, services: Iterable[UUID], members: Iterable[UUID], by: Actor, team_id: UUID | None = None
) -> Team:
    """Add a team, or change one. A team without services works on all of them. Raises OwnReach."""
    row = Team.objects.filter(id=team_id).first() if team_id else Team()
    if row is None:
        raise NotFound(what="team")
    row.name = name.strip()
    _check_team(row)
    with noted(by=by):
        row.save()
        row.services.set(Service.objects.filter(id__in=list(services)))
        row.members.set(Staff.objects.filter(id__in=list(members)))
    record("team.saved", by=by, about=row, members=row.members.count(), services=row.services.count())
    return row


@transaction.atomic
def remove_team(*, team_id: UUID, by: Actor) -> None:
    """Take a team away; its members stay. Raises OwnReach."""
    row = Team.objects.filter(id=team_id).first()
    if row is None:
        raise NotFound(what="team")
    gone = Team(id=row.id, name=row.name)
    with noted(by=by):
        row.delete()
    record("team.removed", by=by, about=gone)


def _refuse_unless_alone() -> None:
    """Whoever runs the server may still switch the mode at the console."""
    if len(people := who_could_confirm()) > 1:
        raise NotAlone(names=" and ".join(person.name for person in people))


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(PROFILE_FIELDS):
        raise WrongProfile(problem=f"There is no field {', '.join(sorted(unknown))}.")
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if "country" in clean:
        clean["country"] = _country(clean["country"])
    if "place" in clean:
        clean["force_code"] = _force(clean["place"], clean.get("force_code", ""), clean.get("country", ""))
    if "time_zone" in clean and clean["time_zone"] not in available_timezones():
        raise WrongProfile(problem=f"“{clean['time_zone']}” is not a time zone, such as Europe/London.")
    return clean


def _country(code: str) -> str:
    code = code.upper()
    if code == "UK":
        code = "GB"
    if code not in countries():
        raise WrongProfile(problem=f"“{code}” is not a country's two letters, such as GB or US.")
    return code


def _force(place: str, chosen: str, country: str) -> str:
    """The organisation's own police force; several candidates need a choice, none is no error abroad.

    What was read with a typing error, or a town whose name others share, isn't taken without asking.
    """
    found = find_force(place)
    codes = [force.code for force in found.forces]
    if chosen and chosen in codes:
        return chosen
    if codes and not found.exact:
        if country and country not in {"GB", *CROWN_DEPENDENCIES}:
            return ""
        names = ", ".join(force.name for force in found.forces)
        raise WrongProfile(problem=f"“{place}” may lie with {names}. Give the full postcode.", field="place")
    return codes[0] if codes else ""


def _check_numbers(row: Organisation) -> None:
    for name in ("urgent_hours", "standard_working_days", "open_within_minutes", "chase_after_working_days"):
        if not 1 <= int(getattr(row, name)) <= 1000:
            raise WrongProfile(
                problem=f"{name.replace('_', ' ').capitalize()} must be a number from 1 to 1000."
            )


def _check_team(row: Team) -> None:
    try:
        row.full_clean()
    except ValidationError as problem:
        raise WrongProfile(problem=" ".join(problem.messages), field="name") from problem


def _check_service(row: Service) -> None:
    if row.viewer_link and "{item}" not in row.viewer_link:
        raise WrongProfile(
            problem="The viewer's link needs {item} where the item's id goes.", field="viewer_link"
        )
    # On loopback a viewer may be plain HTTP; anywhere else what is opened there must travel encrypted.
    if row.viewer_link and not row.viewer_link.startswith(
        ("https://", "http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/")
    ):
        raise WrongProfile(problem="The viewer's link must begin with https://.", field="viewer_link")
    try:
        row.full_clean()
    except ValidationError as problem:
        raise WrongProfile(problem=" ".join(problem.messages)) from problem
