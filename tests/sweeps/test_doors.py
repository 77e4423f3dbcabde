"""Who may: every route, method and role, generated from the URL resolver, against the rows of doors.py."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from belisha.people.keys import Scope, add_key, revoke_key
from belisha.people.models import Staff
from belisha.people.roles import Role, permissions_of
from tests.staff import expired
from tests.sweeps.doors import API, DOORS, PUBLIC, SIGNED_IN, address, routes, suggested

ANONYMOUS, DISABLED, NO_FACTOR = "anonymous", "disabled", "without second factor"
IDLE, TOO_OLD = "with an idle session", "with a session that is too old"
EVERY_ROLE = [str(role) for role in Role]
PERSONS = (*EVERY_ROLE, ANONYMOUS, DISABLED, IDLE, TOO_OLD, NO_FACTOR)
NOBODY = (ANONYMOUS, DISABLED, IDLE, TOO_OLD)
ODD_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ELSEWHERE = ("/account/login/", "/account/2fa/")
# People and keys are made once for so many routes: to make them costs more than a route does.
AT_ONCE = 24


def some_of(routes):
    """So many routes at a time, each time a test that is named by the first of them."""
    return [pytest.param(routes[at : at + AT_ONCE], id=routes[at]) for at in range(0, len(routes), AT_ONCE)]


@pytest.fixture
def clients(person):
    """A browser for each kind of person, signed in as far as they can be."""
    made = {who: Client() for who in PERSONS}
    for role in EVERY_ROLE:
        made[role].force_login(person(role.title(), role))
    # Whatever they once were allowed to, it opens nothing any more, or not yet.
    for who in (DISABLED, IDLE, TOO_OLD):
        made[who].force_login(person(who.title().replace(" ", ""), *EVERY_ROLE))
    # Only the row says it: their session still stands.
    Staff.objects.filter(name="Disabled").update(is_active=False)
    expired(made[IDLE], by="idle")
    expired(made[TOO_OLD], by="too old")
    made[NO_FACTOR].force_login(person("Newcomer", *EVERY_ROLE, second_factor=False))
    return made


def turned_away(answer, path):
    """Was this person sent to sign in, or to set up a second factor, or told that it isn't for them?"""
    if answer.status_code in (401, 403):
        return True
    target = answer.headers.get("Location", "").partition("?")[0]
    return answer.status_code == 302 and target in ELSEWHERE and target != path


def may(who, door):
    """May this person come in, by the row?"""
    if PUBLIC in door.needs:
        return True
    if who in NOBODY:
        return False
    if who == NO_FACTOR:
        return door.without_second_factor
    return SIGNED_IN in door.needs or bool(permissions_of([who]) & set(door.needs))


def deviations(door, path, clients, methods=("GET", "POST")):
    """Each person and method whose answer differs from the row, in words."""
    for who, client in clients.items():
        for method in methods:
            answer = asked(client, method, path)
            away, wanted = turned_away(answer, path), may(who, door)
            if door.methods is not None and method not in door.methods:
                fits = answer.status_code == 405 or (away and not wanted)
            else:
                fits = away != wanted and (door.methods is None or answer.status_code != 405)
            if not fits:
                side = "in" if wanted else "out"
                yield f"{method} {path} as {who}: {answer.status_code}, and by its row {side}"


def asked(client, method, path, **options):
    """The answer to one request, whose effects are then undone: it may have been to sign out."""
    before = deepcopy(client.cookies)
    forget_visits()
    with transaction.atomic():
        answer = client.generic(method, path, content_type=FORM, **options)
        transaction.set_rollback(True)
    client.cookies = before
    return answer


def test_every_route_has_a_row_that_says_who_may_come_in():
    missing = {route: view for route, view in routes() if route not in DOORS | API}
    rows = "\n".join(suggested(route, view) for route, view in missing.items())
    assert not missing, f"Say who may open these, in tests/sweeps/doors.py:\n{rows}"


def test_every_row_has_its_route():
    assert sorted(set(DOORS | API) - {route for route, _ in routes()}) == []


@pytest.mark.parametrize("routes", some_of(list(DOORS)))
def test_a_door_opens_to_those_of_its_row_and_to_nobody_else(routes, clients):
    rows = {route: DOORS[route] for route in routes}
    found = {route: list(deviations(door, address(route, door), clients)) for route, door in rows.items()}
    assert {route: wrong for route, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("routes", some_of([route for route, door in DOORS.items() if door.methods]))
def test_a_door_answers_no_other_method(routes, clients):
    found = {}
    for route in routes:
        door, some = DOORS[route], {who: clients[who] for who in (ANONYMOUS, NO_FACTOR)}
        # A method that isn't answered is the same to each of them: one who may come in stands for all.
        some |= {who: clients[who] for who in [who for who in EVERY_ROLE if may(who, door)][:1]}
        found[route] = list(deviations(door, address(route, door), some, ODD_METHODS))
    assert {route: wrong for route, wrong in found.items() if wrong} == {}


def test_a_form_from_elsewhere_is_refused_at_every_door_that_acts(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Solo", *EVERY_ROLE))
    acting = {r: d for r, d in DOORS.items() if PUBLIC not in d.needs and "POST" in (d.methods or ())}
    answers = {route: client.post(address(route, door)).status_code for route, door in acting.items()}
    assert acting
    assert {route: status for route, status in answers.items() if status != 403} == {}


def forget_visits() -> None:
    """Whoever comes to one door after the other isn't asked to wait."""
    from belisha.api import apart
    from belisha.web import limits

    for counted in (apart.VISITS, limits.VISITS):
        counted.forget()


def called(client, route, **options):
    """The API's answer to the method of a row."""
    door = API[route]
    forget_visits()
    return client.generic(door.methods[0], address(route, door), "{}", content_type=JSON, **options)


def bearing(secrets):
    return {what: {"Authorization": f"Bearer {secret}"} for what, secret in secrets.items()}


def statuses(route, secrets):
    """The API's answer to each of these secrets."""
    return {
        what: called(Client(), route, headers=sent).status_code for what, sent in bearing(secrets).items()
    }


def test_a_key_opens_what_its_scopes_name_and_nothing_else(alex):
    secrets = {scope.value: add_key(name=scope, scopes=[scope], by=alex).secret for scope in Scope}
    opened = {}
    for route, door in API.items():
        told = statuses(route, secrets)
        wanted = set(secrets) if PUBLIC in door.needs else set(door.needs)
        if {scope for scope, status in told.items() if status not in (401, 403)} != wanted:
            opened[route] = told
    assert opened == {}


CLOSED = [route for route, door in API.items() if PUBLIC not in door.needs]


@pytest.fixture
def dead_keys(alex):
    """The secrets of keys that open nothing any more, or never did, whatever their scopes."""
    every = [scope.value for scope in Scope]
    past = timezone.now() - timedelta(seconds=1)
    revoked, live = (add_key(name=name, scopes=every, by=alex) for name in ("revoked", "live"))
    revoke_key(key_id=revoked.id, by=alex)
    return {
        "expired": add_key(name="expired", scopes=every, by=alex, expires_at=past).secret,
        "revoked": revoked.secret,
        "wrong": live.secret[:-1] + ("a" if live.secret[-1] != "a" else "b"),
        "without a scope": add_key(name="none", scopes=[], by=alex).secret,
        "none": "",
    }


def test_a_key_that_is_expired_revoked_or_wrong_opens_nothing(dead_keys):
    wanted = dict.fromkeys(dead_keys, 401) | {"without a scope": 403}
    told = {route: statuses(route, dead_keys) for route in CLOSED}
    assert {route: found for route, found in told.items() if found != wanted} == {}


def other_methods(secret) -> Iterator[str]:
    """Each method that a door of the API answers and its row lacks, or the other way round."""
    for route in CLOSED:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            forget_visits()
            path, headers = address(route, API[route]), bearing({"": secret})[""]
            status = Client().generic(method, path, "{}", headers=headers).status_code
            if (status == 405) == (method in API[route].methods):
                yield f"{method} {path}: {status}"


def test_no_other_method_gets_past_the_key(alex):
    """With a key of every scope a method that the row lacks is a 405, and without one nothing is said."""
    secret = add_key(name="all", scopes=[scope.value for scope in Scope], by=alex).secret
    assert list(other_methods(secret)) == []


def test_a_session_of_staff_opens_nothing_of_the_api(clients):
    told = {route: {who: called(one, route).status_code for who, one in clients.items()} for route in CLOSED}
    assert {route: found for route, found in told.items() if set(found.values()) != {401}} == {}


def test_the_sweep_sees_a_door_that_is_open_too_far_or_not_enough(clients):
    unscreened, ledger = DOORS["desk/unscreened/"], DOORS["desk/ledger/"]
    found = list(deviations(ledger, "/desk/unscreened/", clients))
    assert any("as moderator" in line for line in found)
    assert any("as auditor" in line for line in found)
    assert list(deviations(unscreened, "/desk/unscreened/", clients)) == []


def test_the_sweep_knows_every_role():
    assert set(EVERY_ROLE) == {"moderator", "senior", "list_officer", "analyst", "auditor", "administrator"}
