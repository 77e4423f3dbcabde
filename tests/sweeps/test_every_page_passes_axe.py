"""Every page that anybody may open, wide and light or narrow and dark, with its errors, as axe sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from belisha.people.roles import Role, permissions_of
from tests.browser import LOOKS, violations
from tests.desk_cases import make_case, organisation
from tests.sweeps.a_desk_in_use import fill
from tests.sweeps.doors import DOORS, PUBLIC, SIGNED_IN, Door

pytestmark = pytest.mark.browser

__all__ = ["make_case", "organisation"]

WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
NO_PAGE = {
    "livez",
    "readyz",
    "metrics",
    "account/2fa/recovery-codes/download/",
    "desk/retention/erased/<uuid:erasure_id>/json/",
    "desk/figures/rounds/<slug:round_name>/board.<slug:kind>",
}
FOR_EVERYBODY = {PUBLIC, SIGNED_IN}
# Beside whoever works on cases. The administrator last: a form that is sent empty takes people's roles away.
OTHERS = (Role.LIST_OFFICER, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR)
LOOK_ALIKE = ("decide/", "calls/what-to-say/")  # whatever the case: two of them are enough
ITSELF = re.compile(r"^[^<]*<uuid:\w+>/$")  # the page of a row itself, which looks as its state bids
FEW, STATES = 1, 4  # of the pages under a row, and of a row's own page, where there is little time
# Rows of the directory: one to be changed, one proposed, one that waits, one doubted; and a help line.
STRINGS = {
    "<int:number>/preview/<path:address>": ["1/preview/index.html"],
    "<path:address>": ["nothing.html"],
    "figures/area/": ["figures/area/?area=K02000001"],
    "figures/figure/": ["figures/figure/?series=foi&area=K02000001&year=2016/17"],
    "sources/<int:number>/sheets/<int:place>/": ["sources/1/sheets/0/"],
    "sources/<int:number>/": ["sources/1/"],
    "destinations/<str:authority>/mailbox/": ["destinations/iwf/mailbox/"],
    "destinations/<str:authority>/": [
        "destinations/police:E23000001/",
        "destinations/iwf/",
        "destinations/partner:other-desk/",
    ],
    "<str:authority>/change/": ["BE:child-focus/change/"],
    "<str:authority>/": ["AT:stopline/", "NL:offlimits/", "DE:bka/"],
    "<str:row_id>": ["help:childline"],
    # A round with forces that are late, clarifying, in review, answered, and not asked yet.
    "<slug:round_name>/forces/<slug:force>/letters/<slug:kind>/": [
        "round-2026/forces/own-port-of-dover/letters/request/",
        "round-2026/forces/E23000035/letters/reminder/",
    ],
    "<slug:round_name>/forces/<slug:force>/": [
        f"round-2026/forces/{id}/" for id in ("E23000032", "E23000035", "S23000009", "own-port-of-dover")
    ],
    "<slug:round_name>/": ["round-2026/"],
}
AFTER_A_BUTTON = {"desk/ledger/": "Verify now"}
EMPTIED = """() => {
  const form = document.querySelector("main form[method=post]");
  for (const field of form?.elements ?? []) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.matches("input:not([type=hidden]), textarea, select")) field.value = "";
  }
  form?.submit();
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *")].filter((part) => part.getBoundingClientRect().right > innerWidth)
    .map((part) => part.outerHTML.slice(0, 120)).slice(-2)"""


@pytest.fixture
def desk_in_use(desk, make_case, person):
    """The desk with its data, and one person of each role."""
    people = {role: person(f"{role.label.split()[0]}", role) for role in Role}
    fill(make_case, people[Role.MODERATOR], people[Role.SENIOR])
    return desk, people


def test_axe_finds_nothing_on_any_page(desk_in_use, new_page, sign_in):
    """Each page once, by the first role that may open it: wide and light, then narrow and dark as it stands.

    The slow sweeps open it as every role, of every row, and narrow from the start.
    """
    desk, people = desk_in_use
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for role in (Role.SENIOR, *OTHERS):
        page = new_page(**WIDE)
        sign_in(page, people[role])
        rows = [row for row in pages_for(role, FEW) if row[0] not in done]
        for route, door, address in rows:
            for what, wrong in looked_at(desk, page, route, door, address, ()):
                found[f"{role}: {what}"] = wrong + narrowed(page, LOOKS if what == address else None)
        done |= {route for route, *_ in rows}
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) > 70


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "case_worker", "rules"),
    [
        pytest.param(WIDE, Role.SENIOR, (), id="wide and light"),
        pytest.param(NARROW, Role.MODERATOR, LOOKS, id="narrow and dark"),
    ],
)
def test_axe_finds_nothing_on_any_page_of_any_role_and_row(
    desk_in_use, new_page, sign_in, size, case_worker, rules
):
    desk, people = desk_in_use
    found: dict[str, list[str]] = {}
    for role in (case_worker, *OTHERS):
        page = new_page(**size)
        sign_in(page, people[role])
        for route, door, address in pages_for(role, None):
            found |= {
                f"{role}: {what}": wrong for what, wrong in looked_at(desk, page, route, door, address, rules)
            }
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) > 70


def narrowed(page, rules) -> list[str]:
    """What is wrong with a page once its window is narrow and dark; then it is wide and light again.

    Without rules it is only measured: a mistake has the same colours on every page.
    """
    shape(page, NARROW)
    wrong = seen(page, rules)
    shape(page, WIDE)
    return [f"narrow and dark: {what}" for what in wrong]


def shape(page, size) -> None:
    page.set_viewport_size(size["viewport"])
    page.emulate_media(color_scheme=size["color_scheme"])


def looked_at(desk, page, route, door, address, rules) -> Iterator[tuple[str, list[str]]]:
    """A page as it opens, and what comes after its form is sent empty, or its button is pressed."""
    page.goto(desk.at(address))
    yield address, seen(page, rules)
    if "POST" in (door.methods or ()) and page.locator("main form[method=post]").count():
        with page.expect_navigation():
            page.evaluate(EMPTIED)
        yield f"{address}, sent empty", seen(page, rules)
    elif button := AFTER_A_BUTTON.get(route):
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        yield f"{address}, {button}", seen(page, rules)


def test_every_page_is_one_that_some_role_of_the_sweep_opens():
    swept = {needs for role in (Role.SENIOR, *OTHERS) for needs in permissions_of([role])}
    known = swept | FOR_EVERYBODY
    assert [route for route, door in DOORS.items() if not set(door.needs) & known] == []


def seen(page, rules) -> list[str]:
    """What is wrong with a page: what axe says by all rules (), some or none, and whether it is too wide."""
    page.wait_for_load_state()
    assert page.locator("main").count(), page.url
    wrong = [] if rules is None else violations(page, *rules)
    return wrong + [f"too wide for the window: {part}" for part in page.evaluate(TOO_WIDE)]


def pages_for(role: Role, rows: int | None) -> Iterator[tuple[str, Door, str]]:
    """Every page that this role may open, of each row or some; the auditor sees those of everybody too."""
    may = permissions_of([role]) | (FOR_EVERYBODY if role == Role.AUDITOR else set())
    for route, door in DOORS.items():
        reads = door.methods is None or "GET" in door.methods
        if reads and route not in NO_PAGE and set(door.needs) & may:
            yield from ((route, door, address) for address in addresses(route, door, rows))


def addresses(route: str, door: Door, rows: int | None) -> list[str]:
    """The addresses of a route, filled with every row there is, or with so many."""
    for string, values in STRINGS.items():
        if string in route:
            return [f"/{route.replace(string, value)}" for value in values]
    names = re.findall(r"<uuid:(\w+)>", route)
    if not names:
        return [f"/{door.at or route}"]
    found = list(dict.fromkeys(_filled(route, row) for row in rows_for(names[-1])))
    if ITSELF.match(route):
        return found if rows is None else found[:: max(1, len(found) // STATES)]
    return found[:2] if route.endswith(LOOK_ALIKE) else found[:rows]


def rows_for(name: str) -> list[dict[str, Any]]:
    """The ids that go into an address, by the name of the last of them."""
    if name == "import_id":
        from belisha.figures.desk.collating import all_waiting

        return [{"import_id": one.id} for one in all_waiting()]
    if name in ("order_id", "loose_id"):
        from belisha.enforcement.models import Order

        rows = Order.objects.filter(case__isnull=name == "loose_id").order_by("made_at")
        return [{name: row.pk, "case_id": row.case_id} for row in rows]
    from belisha.decisions.models import Decision
    from belisha.enforcement.models import Appeal, Clock, Endpoint, Erasure, Preserved
    from belisha.intake.models import Connector
    from belisha.organisation.models import Service, Team
    from belisha.people.models import ApiKey, Staff
    from belisha.referrals.models import Referral
    from belisha.screening.models import HashList, Unscreened
    from belisha.triage.models import Case

    model = {
        "case_id": Case,
        "decision_id": Decision,
        "referral_id": Referral,
        "service_id": Service,
        "team_id": Team,
        "person_id": Staff,
        "key_id": ApiKey,
        "list_id": HashList,
        "unscreened_id": Unscreened,
        "erasure_id": Erasure,
        "clock_id": Clock,
        "endpoint_id": Endpoint,
        "connector_id": Connector,
        "appeal_id": Appeal,
        "preserved_id": Preserved,
    }[name]
    return [{name: row.pk, "case_id": getattr(row, "case_id", row.pk)} for row in model.objects.all()]


def _filled(route: str, row: dict[str, Any]) -> str:
    return "/" + re.sub(r"<uuid:(\w+)>", lambda match: str(row[match[1]]), route)
