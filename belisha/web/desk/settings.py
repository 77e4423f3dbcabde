"""Settings at a glance: what is set up, and what this desk still lacks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.organisation import read
from belisha.organisation.directory_read import listing
from belisha.organisation.profile import profile
from belisha.people.read import keys, staff
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.navigation import address
from belisha.web.parts import Cell

ANY = ("organisation.change_organisation", "people.manage_staff", "people.manage_keys")


@require_safe
@desk_page(*ANY, any_of=True)
def settings(request: DeskRequest) -> HttpResponse:
    """Each part of the set-up, and whether it is done."""
    may = request.user.has_perm
    lines = _organisation() if may("organisation.change_organisation") else []
    lines += [_directory()] if may("organisation.confirm_address") else []
    lines += [_staff(), _pairs()] if may("people.manage_staff") else []
    lines += [_keys()] if may("people.manage_keys") else []
    return render(
        request, "desk/settings/overview.html", {"headers": ["Part", "State", "Why"], "lines": lines}
    )


def _organisation() -> list[list[Cell]]:
    ours, services, teams = profile(), len(read.services()), len(read.teams())
    done, mode = ours.set_up, ours.one_person_mode
    return [
        _line(
            "Organisation",
            "organisation",
            "Set up" if done else "Not set up",
            "green" if done else "amber",
            "Authorities are told who reports; the route depends on your country and duties.",
        ),
        _line(
            "Services",
            "services",
            f"{services} so far" if services else "None yet",
            "green" if services else "amber",
            "Reports name the service that they are about.",
        ),
        _line(
            "Teams",
            "teams",
            f"{teams} so far" if teams else "None",
            "grey",
            "Who works on which services. Without teams, everybody works on all of them.",
        ),
        _line(
            "One-person mode",
            "one_person_mode",
            "On" if mode else "Off",
            "amber" if mode else "grey",
            "Only for a desk with a single person.",
        ),
    ]


def _directory() -> list[Cell]:
    counts = listing().counts
    to_do = [(counts["proposed"], "for a second person"), (counts["old"], "to be read again")]
    words = ", ".join(f"{count} {what}" for count, what in to_do if count)
    first = f"{counts['confirm_first']} to confirm first"
    why = "Authorities abroad, whose addresses count when two people have read them."
    return _line("Directory", "directory", words or first, "amber" if words else "grey", why)


def _staff() -> list[Cell]:
    active = sum(person.is_active for person in staff())
    words = "1 person" if active == 1 else f"{active} people"
    return _line("Staff", "staff", words, "green", "Those who may sign in, and what each may do.")


def _pairs() -> list[Cell]:
    """Whether the second person that most referrals need is there."""
    several = sum(person.has_perm("decisions.confirm_decision") for person in staff()) > 1
    if profile().one_person_mode:
        why = "It can be switched off: there are several." if several else "One-person mode is on."
        return _line("Second person", "one_person_mode", "Not asked for", "amber" if several else "grey", why)
    if several:
        return _line("Second person", "staff", "There", "green", "A colleague’s decision can be confirmed.")
    why = "Nobody could confirm a colleague’s decision. Add a moderator, or switch one-person mode on."
    return _line("Second person", "staff", "Missing", "amber", why)


def _keys() -> list[Cell]:
    live = sum(key.state == "live" for key in keys())
    state = f"{live} live" if live else "None"
    return _line(
        "Keys", "keys", state, "green" if live else "grey", "Programs of your service need one to report."
    )


def _line(part: str, name: str, state: str, colour: str, why: str) -> list[Cell]:
    return [Cell(text=part, url=address(name)), Cell(text=state, tag=colour), Cell(text=why)]
