"""What the service keeps: listed as it says so, kept longer, let go, and proven destroyed."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions import decide
from belisha.enforcement import keep, preserve_due
from belisha.enforcement.models import Order, Preserved
from belisha.enforcement.preserve import Kept, StillToBeKept, note_kept
from belisha.jobs import keep as keep_jobs
from belisha.ledger.models import Entry
from belisha.people.models import ApiKey
from belisha.people.roles import Role
from belisha.triage import arrange
from belisha.vault.lookup import digest
from belisha.work.models import Task
from tests.enforcement.kept import DAY, clocks_begin, no_action, on_day

DIGEST = sha256(b"an invented file").hexdigest()


def order(case, rosa, *, until=None, kind="preserve", undoes=None, state="delivered"):
    """An order about one item of a case, as the case's people give it."""
    now, thing = timezone.now(), f"item of {case.label}"
    until = until or now + 90 * DAY
    details = {"until": until.isoformat(), "law": "us_content"} if kind == "preserve" else {}
    place = Order.objects.filter(target=digest("item", thing)).count() + 1
    return Order.objects.create(
        kind=kind,
        state=state,
        origin="person",
        target_kind="item",
        target=digest("item", thing),
        place=place,
        target_id=thing,
        locator="store/1",
        details=details,
        case=case,
        service=case.service,
        made_by=rosa,
        made_at=now,
        due_at=now,
        undoes=undoes,
    )


def kept(case, rosa, *things, **how):
    made = order(case, rosa, **how)
    listed = things or (Kept(what="The picture", locator="vault/1", sha256=DIGEST),)
    return note_kept(order=made, kept=listed, at=timezone.now(), by=service())


def service():
    return ApiKey.objects.get_or_create(name="Orders", prefix="orders", defaults={"digest": b"2"})[0]


def look(later=timedelta()):
    """What the worker does about it, this much later."""
    now = timezone.now() + later
    steps = (preserve_due.follow_releases, preserve_due.extend, preserve_due.ask_about_ends)
    return [step(now=now) for step in (*steps, preserve_due.ask_for_proof)]


def kinds(row):
    return sorted(Task.objects.filter(about_id=row.id, done_at=None).values_list("kind", flat=True))


def events():
    rows = Entry.objects.filter(event__startswith="preservation").order_by("seq")
    return [row.event for row in rows]


def test_what_the_service_lists_is_kept_under_the_case_once(case, rosa):
    things = (Kept(what="The picture", locator="vault/1", sha256=DIGEST), Kept(what="", locator="vault/2"))
    rows = kept(case, rosa, *things)
    again = note_kept(order=rows[0].order, kept=things, at=timezone.now(), by=service())
    assert [row.id for row in again] == [row.id for row in rows]
    first = Preserved.objects.get(locator__isnull=False, place=0)
    assert (first.what, first.locator, first.sha256) == ("The picture", "vault/1", DIGEST)
    assert (first.law, first.label, first.sealed_under().subject) == ("us_content", case.label, case.id)
    assert first.until == rows[0].until
    assert events() == ["preservation.noted"]


def test_a_service_that_lists_nothing_keeps_what_the_order_names(case, rosa):
    made = order(case, rosa)
    [row] = note_kept(order=made, kept=(), at=timezone.now(), by=service())
    assert (row.locator, row.until.isoformat()) == ("store/1", made.details["until"])


def test_a_person_is_asked_where_it_is_kept_for_a_shorter_time_than_ordered(case, rosa):
    [row] = kept(case, rosa, Kept(what="", locator="v", until=timezone.now() + 5 * DAY))
    assert kinds(row) == ["preservation_short"]


def test_a_person_is_asked_once_before_the_end_and_not_earlier(case, rosa):
    [row] = kept(case, rosa)
    look()
    assert kinds(row) == []
    for _ in range(2):
        look(70 * DAY)
    assert kinds(row) == ["preservation_ends"]
    assert Task.objects.get(about_id=row.id).due_at == row.until


def test_what_an_authority_asks_for_keeps_it_longer_and_the_question_goes(case, rosa):
    [row] = kept(case, rosa)
    look(70 * DAY)
    later = timezone.now() + 300 * DAY
    keep.keep(case_id=case.id, authority="The NCA", reference="7", until=later, by=rosa)
    look()
    row.refresh_from_db()
    assert row.until == later
    assert kinds(row) == []
    assert events()[-1] == "preservation.extended"


def test_what_is_kept_longer_is_asked_about_again_before_its_new_end(case, rosa):
    [row] = kept(case, rosa)
    look(70 * DAY)
    later = timezone.now() + 300 * DAY
    keep.keep(case_id=case.id, authority="The NCA", reference="7", until=later, by=rosa)
    look(71 * DAY)
    assert kinds(row) == []
    look(280 * DAY)
    assert kinds(row) == ["preservation_ends"]


def test_proof_is_asked_for_too_of_what_was_asked_about_before_its_end(case, rosa):
    [row] = kept(case, rosa)
    look(70 * DAY)
    order(case, rosa, kind="release", undoes=row.order)
    look(71 * DAY)
    assert kinds(row) == []
    look(79 * DAY)
    assert kinds(row) == ["destruction_unproven"]


def test_an_order_of_release_lets_it_go_and_its_end_is_asked_for(case, rosa):
    [row] = kept(case, rosa)
    release = order(case, rosa, kind="release", undoes=row.order, state="planned")
    look()
    row.refresh_from_db()
    assert row.state == "kept"
    Order.objects.filter(id=release.id).update(state="due")
    look()
    row.refresh_from_db()
    assert (row.state, row.released_by) == ("released", rosa)
    look(6 * DAY)
    assert kinds(row) == []
    for _ in range(2):
        look(8 * DAY)
    assert kinds(row) == ["destruction_unproven"]


def test_what_is_kept_follows_its_order_into_another_case_under_its_key(make_case, rosa):
    case, other = make_case(), make_case()
    [row] = kept(case, rosa)
    made = row.order
    opened = {name: getattr(made, name) for name in ("target_id", "locator", "details", "answer")}
    made.case = other
    for name, value in opened.items():
        setattr(made, name, value)
    made.save()
    assert [preserve_due.follow_moves(now=timezone.now()) for _ in range(2)] == [1, 0]
    moved = Preserved.objects.get()
    assert (moved.case, moved.label, moved.locator) == (other, other.label, "vault/1")
    assert moved.sealed_under().subject == other.id


def test_the_worker_looks_after_it(case, rosa, monkeypatch):
    [row] = kept(case, rosa)
    order(case, rosa, kind="release", undoes=row.order)
    monkeypatch.setattr(keep_jobs, "_preserved", keep_jobs.Pace(keep_jobs.PRESERVED_EVERY))
    keep_jobs.look_after_preserved()
    row.refresh_from_db()
    assert row.state == "released"


def test_an_erased_case_leaves_where_it_lies_under_a_key_of_its_own_until_it_is_destroyed(
    committed, client, make_case, rosa, omar, sana
):
    case = no_action(make_case(), rosa)
    [row] = kept(case, rosa, until=timezone.now() + 1000 * DAY)
    clocks_begin()
    on_day(100 * DAY)
    apart = Preserved.objects.get(id=row.id)
    assert (apart.case, apart.order, apart.label) == (None, None, case.label)
    assert (apart.locator, apart.sha256, apart.what) == ("vault/1", DIGEST, "")
    assert apart.sealed_under().kind == "preserved"

    client.force_login(rosa)
    early = client.post(reverse("preserved_let_go", args=[row.id]), {"reason": "No longer needed."})
    assert early.status_code == 409
    assert "A senior lets it go" in early.content.decode()
    client.force_login(sana)
    assert client.post(reverse("preserved_let_go", args=[row.id]), {"reason": "A court."}).status_code == 302
    said = {"at_0": "2026-11-20", "at_1": "10:00", "by_whom": "Alex", "detail": "Shredded."}
    assert client.post(reverse("preserved_destroyed", args=[row.id]), said).status_code == 302
    on_day(101 * DAY)
    from belisha.enforcement.preserve_apart import forget_destroyed
    from belisha.vault.keys import was_destroyed

    assert forget_destroyed(now=timezone.now()) == 1
    assert not Preserved.objects.exists()
    assert was_destroyed(apart.sealed_under())
    last = Entry.objects.get(event="preservation.forgotten")
    assert last.content["case"] == case.label
    assert last.content["early"] is False


def test_what_was_destroyed_goes_with_its_case(committed, make_case, rosa):
    case = no_action(make_case(), rosa)
    kept(case, rosa)
    Preserved.objects.update(state="destroyed", destroyed_at=timezone.now(), early=True)
    clocks_begin()
    on_day(100 * DAY)
    assert not Preserved.objects.exists()


def test_the_page_says_what_is_kept_where_and_hides_it_from_whom_the_case_is_closed_to(
    client, case, rosa, person
):
    from belisha.people.roles import Role
    from belisha.triage.models import Case

    kept(case, rosa)
    client.force_login(rosa)
    shown = client.get(reverse("preserved")).content.decode()
    assert "vault/1" in shown
    assert DIGEST in shown
    assert "United States" in shown
    assert "The picture" in client.get(reverse("case", args=[case.id])).content.decode()
    client.force_login(person("An auditor", Role.AUDITOR))
    page = client.get(reverse("preserved"))
    assert page.status_code in (200, 403)
    assert "vault/1" not in page.content.decode()
    assert Case.objects.count() == 1


def test_a_place_that_names_the_account_is_hidden_as_the_account_is(client, make_case, rosa):
    case, other = make_case(accounts=[{"id": "u-417", "role": "suspect"}]), make_case()
    kept(
        case,
        rosa,
        Kept(what="The account", locator="u-417"),
        Kept(what="Letters of u-417", locator="vault/7"),
    )
    arrange.merge(into_id=other.id, case_id=case.id, by=rosa, reason="One thing.")
    client.force_login(rosa)
    for page in ("/desk/preserved/", f"/desk/cases/{other.id}/"):
        shown = client.get(page).content.decode()
        assert "vault/7" in shown
        assert "u-417" not in shown


def test_an_empty_page_says_where_things_come_from(client, rosa):
    client.force_login(rosa)
    assert "appears here when it answers" in client.get(reverse("preserved")).content.decode()


def test_what_a_case_still_holds_is_let_go_by_an_order(client, case, rosa):
    [row] = kept(case, rosa)
    client.force_login(rosa)
    answer = client.post(reverse("preserved_let_go", args=[row.id]), {"reason": "Enough."})
    assert answer.status_code == 409
    assert "by an order of release" in answer.content.decode()


def test_the_table_that_is_taken_out_holds_no_formula_and_is_recorded(client, case, sana):
    kept(case, sana, Kept(what="=1+1", locator="@vault/1"))
    client.force_login(sana)
    answer = client.post(reverse("preserved_export"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "'=1+1" in text
    assert "'@vault/1" in text
    assert events()[-1] == "preservation.exported"


def test_what_was_not_let_go_and_is_destroyed_wakes_somebody(client, case, rosa):
    [row] = kept(case, rosa)
    client.force_login(rosa)
    said = {"at_0": "2026-11-20", "at_1": "10:00", "by_whom": "Alex", "detail": "By mistake."}
    assert client.post(reverse("preserved_destroyed", args=[row.id]), said).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.early, row.destroyed_by) == ("destroyed", True, "Alex")
    assert kinds(row) == ["destroyed_early"]
    assert Task.objects.get(about_id=row.id).wakes


def test_what_was_just_ordered_is_no_more_let_go_early_than_what_is_kept(danger, rosa, person):
    from belisha.enforcement.act import order as give
    from belisha.enforcement.act import reverse as undo
    from belisha.enforcement.order_add import Thing

    decide.decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    made = give(case_id=danger.id, kind="preserve", thing=Thing(kind="item", id="item-1"), by=rosa)
    assert (made.state, made.decision.state) == ("due", "final")
    with pytest.raises(StillToBeKept):
        undo(order_id=made.id, by=rosa, reason="Not needed.")
    assert undo(order_id=made.id, by=person("Sana", Role.SENIOR), reason="The wrong one.").kind == "release"


def test_a_service_that_keeps_something_for_a_shorter_time_does_not_shorten_its_order(case, rosa):
    from belisha.enforcement.act import reverse as undo

    now = timezone.now()
    (row,) = kept(case, rosa, Kept(what="", locator="vault/1", until=now - DAY), until=now + 90 * DAY)
    assert kinds(row) == ["preservation_short"]
    with pytest.raises(StillToBeKept):
        undo(order_id=row.order_id, by=rosa, reason="Its time is over, they say.")
