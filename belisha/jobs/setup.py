"""`belisha setup`: a few questions, and the desk knows who runs it."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from belisha.jobs.console import WRONG_USE, Data, answer, interactive, say, stop, use_data_dir, with_django

YES = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "?": "unknown", "unknown": "unknown", "": "unknown"}


def setup(
    file: Annotated[
        str, typer.Option("--file", help="Answers as a JSON file instead of questions; - reads stdin.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the profile as JSON.")] = False,
    data: Data = None,
) -> None:
    """Say who runs this desk: legal name, country, police force, NCA registration, contact, services, teams.

    Makes the master key and the databases at the first run. Run it again at any time to change an answer.

    Example: belisha setup

    Example: belisha setup --file organisation.json
    """
    use_data_dir(data)
    _setup(file, as_json)


@with_django
def _setup(file: str, as_json: bool) -> None:
    from belisha.jobs.first_start import ensure_master_key
    from belisha.jobs.migrate import migrate

    if not file and not interactive():
        stop(
            "There is no console to ask questions on. Give the answers with --file organisation.json.",
            WRONG_USE,
        )
    answers = _read(file) if file else None
    if ensure_master_key():
        say("A master key was made. Keep a copy away from this machine: without it nothing here can be read.")
    migrate()
    _save(_ask() if answers is None else answers)
    _show(as_json)


def _read(file: str) -> dict[str, Any]:
    try:
        answers = json.load(sys.stdin) if file == "-" else json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as problem:
        stop(f"Can't read {file}: {problem.strerror}.", WRONG_USE)
    except ValueError:
        stop(f"{'stdin' if file == '-' else file} isn't JSON.", WRONG_USE)
    if not isinstance(answers, dict):
        stop(f'{file} must hold one JSON object, such as {{"legal_name": "…"}}.', WRONG_USE)
    return answers


def _save(answers: dict[str, Any]) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile, save_service, switch_one_person_mode

    services, mode = answers.pop("services", []), answers.pop("one_person_mode", None)
    reason = answers.pop("one_person_reason", "")
    save_profile(by=CONSOLE, **answers)
    if mode is not None:
        switch_one_person_mode(on=bool(mode), reason=reason, by=CONSOLE)
    known = _known_services()
    for service in services:
        save_service(
            by=CONSOLE, **service, service_id=known.get(service.get("slug") or service.get("name", ""))
        )


def _known_services() -> dict[str, Any]:
    from belisha.organisation.read import services

    return {name: row.id for row in services() for name in (row.slug, row.name)}


def _ask() -> dict[str, Any]:
    from belisha.organisation.profile import profile

    now = profile()
    say("Press Enter to keep what stands in brackets. “?” where you don't know: unknown takes the safe way.")
    answers: dict[str, Any] = {
        "legal_name": _text("Legal name of the organisation", now.legal_name),
        "country": _text("Country, two letters (GB, US, …)", now.country or "GB"),
        "place": _text("Postcode of the organisation, for its own police force", now.place),
        "regulated_user_to_user": _yes("Is it a user-to-user service under the Online Safety Act?", now),
        "nca_registered": _yes("Is it registered with the NCA's industry portal?", now),
    }
    if answers["nca_registered"] == "yes":
        answers |= _ask_nca(now)
    answers["contact"] = _ask_contact(now)
    answers["time_zone"] = _text("Time zone", now.time_zone)
    answers |= _ask_one_person(now)
    answers["services"] = _ask_services()
    return answers


def _ask_nca(now: Any) -> dict[str, Any]:
    persons = {person.get("role"): person for person in now.authorised_persons}
    asked = []
    for role in ("administrator", "replacement"):
        name = _text(f"NCA {role}: name", persons.get(role, {}).get("name", ""))
        email = _text(
            f"NCA {role}: e-mail of their account at this desk", persons.get(role, {}).get("email", "")
        )
        if name:
            asked.append({"role": role, "name": name, "email": email})
    return {"nca_reference": _text("NCA registration number", now.nca_reference), "authorised_persons": asked}


def _ask_contact(now: Any) -> dict[str, str]:
    return {
        part: _text(f"Contact for authorities: {part}", now.contact.get(part, ""))
        for part in ("name", "email", "phone")
    }


def _ask_one_person(now: Any) -> dict[str, Any]:
    alone = typer.confirm(
        "Does one person work here alone? Two-person rules are then lifted, and every act says so",
        default=now.one_person_mode,
        err=True,
    )
    if alone == now.one_person_mode:
        return {}
    return {
        "one_person_mode": alone,
        "one_person_reason": _text("Why", "One person runs this desk") if alone else "",
    }


def _ask_services() -> list[dict[str, str]]:
    from belisha.organisation.read import services

    asked = []
    known = ", ".join(row.name for row in services())
    say(f"Services (brands) so far: {known or 'none'}. An empty name ends the list.")
    while name := _text("Name of a service", ""):
        link = _text("Link of its restricted viewer, with {item} where the item's id goes", "")
        asked.append({"name": name, "viewer_link": link})
    return asked


def _text(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default), err=True)).strip()


def _yes(question: str, now: Any) -> str:
    name = "nca_registered" if "NCA" in question else "regulated_user_to_user"
    said = _text(f"{question} yes, no or ?", getattr(now, name)).lower()
    if said not in YES:
        say("That was none of yes, no and ?: it is kept as unknown.")
    return YES.get(said, "unknown")


def _show(as_json: bool) -> None:
    from dataclasses import asdict

    from belisha.organisation.profile import profile

    now = profile()
    if as_json:
        answer(asdict(now))
        return
    say(f"{now.legal_name} is set up. {_force_words(now.place)}")
    say("Next: belisha adduser, then belisha serve.")


def _force_words(place: str) -> str:
    from belisha.routing import find_force

    forces = find_force(place).forces if place else ()
    return f"Its own police force is {forces[0].name}." if forces else "Its own police force isn't known."
