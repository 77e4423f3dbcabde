"""The places of the desk, and which of them a person is offered."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Place:
    """A part of the desk: its name in `urls.py`, and the permissions of which any one opens it.

    `also`: what else is part of it, below the desk's own address. The queue is that address itself, of which
    every page would seem a part: it is marked for these alone. `seldom`: it goes below "More" for whoever is
    offered many places.
    """

    label: str
    name: str
    permissions: tuple[str, ...]
    post: bool = False
    also: tuple[str, ...] = ()
    seldom: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of the navigation. `post` makes it a button, for what changes something.

    `more`: it is found below "More". What one is in, and where something waits, is never put there.
    """

    label: str
    url: str
    current: bool = False
    count: int | None = None
    post: bool = False
    more: bool = False


FEW = 10  # so many places are one line of a screen, and need no "More"
_DIRECTORY = Place(
    label="Directory",
    name="directory",
    permissions=("organisation.confirm_address",),
    also=("settings/destinations/",),
    seldom=True,
)
PLACES = (
    Place(
        label="Queue",
        name="queue",
        permissions=("triage.view_case",),
        also=("cases/", "referrals/", "next/"),
    ),
    Place(label="Next case", name="next_case", permissions=("triage.claim_case",), post=True),
    Place(label="Not screened", name="unscreened", permissions=("triage.view_case",)),
    Place(label="Lists", name="lists", permissions=("screening.manage_lists",)),
    Place(label="Tasks", name="tasks", permissions=("work.view_task",)),
    Place(label="Deliveries", name="deliveries", permissions=("referrals.view_referral",)),
    Place(label="Questions", name="questions", permissions=("referrals.view_referral",)),
    Place(label="Orders", name="orders", permissions=("enforcement.give_order",)),
    Place(label="Appeals", name="appeals", permissions=("enforcement.decide_appeal",)),
    Place(label="Contact", name="contact", permissions=("contact.view_contact",)),
    Place(label="Register", name="register", permissions=("referrals.view_referral",), seldom=True),
    Place(
        label="Keeping",
        name="retention",
        permissions=("enforcement.view_clocks",),
        also=("preserved/",),
        seldom=True,
    ),
    Place(label="Search", name="search", permissions=("triage.view_case",), seldom=True),
    Place(label="Rota", name="rota", permissions=("work.view_task", "work.change_rota"), seldom=True),
    Place(label="Figures", name="figures_desk", permissions=("figures.view_figures",), seldom=True),
    _DIRECTORY,
    Place(label="Ledger", name="ledger", permissions=("ledger.view_entry",), seldom=True),
    Place(
        label="Settings",
        name="settings",
        permissions=(
            "organisation.change_organisation",
            "organisation.change_endpoint",
            "people.manage_staff",
            "people.manage_keys",
        ),
        seldom=True,
    ),
)
_ORGANISATION = ("organisation.change_organisation",)
SETTINGS = (
    Place(label="Overview", name="settings", permissions=PLACES[-1].permissions),
    Place(label="Organisation", name="organisation", permissions=_ORGANISATION),
    Place(label="Services", name="services", permissions=_ORGANISATION),
    Place(label="Teams", name="teams", permissions=_ORGANISATION),
    Place(label="One-person mode", name="one_person_mode", permissions=_ORGANISATION),
    _DIRECTORY,
    Place(label="Endpoints", name="endpoints", permissions=("organisation.change_endpoint",)),
    Place(label="Connectors", name="connectors", permissions=("organisation.change_endpoint",)),
    Place(label="Staff", name="staff", permissions=("people.manage_staff",)),
    Place(label="Keys", name="keys", permissions=("people.manage_keys",)),
)
# Number shown beside a place, by its name in `urls.py`: a function of the request.
COUNTS: dict[str, Callable[[HttpRequest], int]] = {}


def navigation(request: HttpRequest) -> list[Entry]:
    """The places that the signed-in person may open, the one they are in marked; empty for anyone else."""
    offered, seldom = _offered(request, PLACES), {address(place.name) for place in PLACES if place.seldom}
    if len(offered) <= FEW:
        return offered
    told = [replace(one, more=one.url in seldom and not (one.current or one.count)) for one in offered]
    return sorted(told, key=lambda one: one.more)


def settings_navigation(request: HttpRequest) -> list[Entry]:
    """The parts of the settings that the signed-in person may open."""
    return _offered(request, SETTINGS)


def _offered(request: HttpRequest, places: tuple[Place, ...]) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    offered = [(place, address(place.name)) for place in places if any(map(user.has_perm, place.permissions))]
    current = _current(request.path, [(place, url) for place, url in offered if url and not place.post])
    return [_entry(request, place, url, current) for place, url in offered if url]


def current_url(path: str, urls: list[str]) -> str:
    """The address of which the path is a part; the longest where several are."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _current(path: str, offered: list[tuple[Place, str]]) -> str:
    """The address of the place that a page is part of; none where it is part of none that is offered."""
    desk = address("queue")
    for place, url in offered:
        if any(path.startswith(desk + part) for part in place.also):
            return url
    return current_url(path, [url for _, url in offered if url != desk or path == desk])


def address(name: str) -> str:
    """A place's address, or nothing where this desk has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _entry(request: HttpRequest, place: Place, url: str, current: str) -> Entry:
    count = COUNTS[place.name](request) if place.name in COUNTS else None
    here = url == current and not place.post
    return Entry(label=place.label, url=url, current=here, count=count, post=place.post)
