"""What a user is told of an order: once, in plain words, and never while nobody may be told."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions.decide import confirm, decide, reopen
from belisha.enforcement import act, order_answers
from belisha.enforcement.models import Notice
from belisha.enforcement.notice_round import look_at_notices
from belisha.enforcement.notices import notice_for
from belisha.enforcement.order_add import Thing
from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM
from belisha.referrals.dont_tell import dont_tell
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, release, withdraw
from tests.api.conftest import caller

__all__ = ["caller"]


def item_of(case):
    row = case.memberships.first().report.items.get()
    return Thing(kind="item", id=row.external_id, locator=row.locator)


def suspect_of(case):
    return Thing(kind="account", id=case.memberships.first().report.accounts.get(role="suspect").external_id)


def decided(case, rosa, omar):
    """In force, to be referred; and whom to tell is settled."""
    made = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    if made.state == "proposed":
        made = confirm(decision_id=made.id, by=omar)
    prepare(case_id=case.id)
    return made


def silent_to_nobody(case, by):
    """Every draft that holds back is withdrawn: the user may be told."""
    for row in Referral.objects.filter(case=case):
        withdraw(referral_id=row.id, by=by, reason="Not them.")


def removed(case, rosa, omar):
    decided(case, rosa, omar)
    return act.order(case_id=case.id, kind="remove", thing=item_of(case), by=rosa)


def round_of_the_worker(later=timedelta(0)):
    return look_at_notices(now=timezone.now() + later)


def test_nobody_is_told_while_a_referral_forbids_it_and_the_service_is_told_once_it_does_not(
    case, rosa, omar
):
    order = removed(case, rosa, omar)
    assert notice_for(order) is None
    assert round_of_the_worker() == 0
    assert Notice.objects.get().held_since
    silent_to_nobody(case, rosa)
    said = notice_for(order)
    assert said["title"] == "Something you posted was taken away"
    assert round_of_the_worker(timedelta(minutes=6)) == 1
    assert Notice.objects.get().let_go_at
    assert Entry.objects.filter(event="notice.let_go").count() == 1
    assert round_of_the_worker(timedelta(minutes=12)) == 0


def test_what_the_service_could_not_read_with_its_order_does_not_count_as_told(case, rosa, omar):
    order = removed(case, rosa, omar)
    assert notice_for(order) is None
    order_answers.done(order_id=order.id, by=SYSTEM)
    silent_to_nobody(case, rosa)
    assert round_of_the_worker() == 1
    notice = Notice.objects.get()
    assert (notice.told_at, notice.let_go_at is None) == (None, False)


def test_a_suspect_of_unknown_age_reads_the_childs_words_where_somebody_says_that_it_is_a_child(
    make_case, sana
):
    suspect = {"id": "who-1", "role": "suspect"}
    case = make_case(danger_now="yes", suspect_is_child="yes", accounts=[suspect])
    act.order(case_id=case.id, kind="restrict", thing=suspect_of(case), by=sana)
    assert Notice.objects.get().reader == "child"


def test_who_reported_it_is_not_taken_for_whose_content_it_is(make_case, rosa):
    told = {"id": "reader-1", "role": "reporter", "age_band": "13_15"}
    case = make_case(danger_now="yes", accounts=[told, {"id": "who-1", "role": "other"}], conversation=[])
    act.order(case_id=case.id, kind="remove", thing=item_of(case), by=rosa)
    assert Notice.objects.get().reader == "unknown"


def test_a_user_hears_nothing_of_an_order_that_failed(case, rosa, omar):
    order = removed(case, rosa, omar)
    order_answers.failed(order_id=order.id, by=SYSTEM, reason="No such item.")
    assert round_of_the_worker() == 0
    notice = Notice.objects.get()
    assert (notice.told_at, notice.held_since, notice.next_at) == (None, None, None)


def test_whoever_one_report_calls_a_child_reads_the_childs_words(make_case, rosa):
    account, item = {"id": "who-1", "role": "other"}, {"id": "post-1"}
    told = [[account | {"age_band": age}] for age in ("adult", "13_15")]
    case, same = [make_case(danger_now="yes", accounts=one, items=[item]) for one in told]
    assert case == same
    act.order(case_id=case.id, kind="remove", thing=Thing(kind="item", id="post-1"), by=rosa)
    assert Notice.objects.get().reader == "child"


def test_a_notice_is_held_until_it_is_settled_whom_the_decision_is_referred_to(case, rosa, omar):
    made = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    confirm(decision_id=made.id, by=omar)
    order = act.order(case_id=case.id, kind="remove", thing=item_of(case), by=rosa)
    assert notice_for(order) is None
    prepare(case_id=case.id)
    silent_to_nobody(case, rosa)
    assert notice_for(order)
    reopen(case_id=case.id, reason="New facts.", by=rosa)
    assert notice_for(order) is None


def test_another_case_that_names_the_account_holds_back_too(case, make_case, rosa, omar):
    order = removed(case, rosa, omar)
    silent_to_nobody(case, rosa)
    assert notice_for(order)
    account = suspect_of(case).id
    other = make_case(accounts=[{"id": account, "role": "other"}], items=[])
    if other.id != case.id:
        decided(other, rosa, omar)
    else:
        pytest.fail("it should not have joined")
    assert notice_for(order) is None


def test_what_is_asked_at_each_reading_may_be_held_back_again(case, rosa, omar):
    order = removed(case, rosa, omar)
    rows = list(Referral.objects.filter(case=case))
    told = release(referral_id=rows[0].id, by=rosa)
    for row in rows[1:]:
        withdraw(referral_id=row.id, by=rosa, reason="Not them.")
    from belisha.referrals.dont_tell import lift
    from belisha.referrals.follow_models import DontTell

    for row in DontTell.objects.all():
        lift(referral_id=row.referral_id, silence_id=row.id, by=omar, reason="Over.")
    assert notice_for(order)
    dont_tell(referral_id=told.id, by=rosa, asked_by="PC 123", reason="A search.")
    assert notice_for(order) is None


@pytest.mark.parametrize("kind", ["hold", "preserve"])
def test_a_hold_and_what_is_kept_tell_nobody(case, rosa, kind):
    details = {"until": "2027-11-23", "law": "UK"} if kind == "preserve" else {}
    order = act.order(case_id=case.id, kind=kind, thing=item_of(case), by=rosa, details=details)
    assert notice_for(order) is None
    assert not Notice.objects.exists()


def test_no_notice_names_who_what_or_whom(case, rosa, omar):
    order = removed(case, rosa, omar)
    silent_to_nobody(case, rosa)
    for language in ("en", "de", "fr", "es"):
        said = json.dumps(notice_for(order, language=language), ensure_ascii=False).lower()
        for word in ("match", "list", "hash", "report", "police", "nca", "rosa", "omar", "grooming"):
            assert f" {word}" not in said.replace("childline", ""), (language, word)


def test_a_child_reads_the_childs_words_and_an_adult_no_help_line(case, make_case, rosa, sana, omar):
    adult = removed(case, rosa, omar)
    young = make_case(accounts=[{"id": "young-1", "role": "suspect", "age_band": "13_15"}])
    decided(young, sana, omar)
    order = act.order(case_id=young.id, kind="restrict", thing=suspect_of(young), by=sana)
    unknown = make_case(accounts=[{"id": "who-1", "role": "suspect"}])
    decided(unknown, rosa, omar)
    third = act.order(case_id=unknown.id, kind="suspend", thing=suspect_of(unknown), by=rosa)
    for one in (case, young, unknown):
        silent_to_nobody(one, rosa)
    said = [notice_for(one) for one in (adult, order, third)]
    assert [one["title"] for one in said] == [
        "Something you posted was taken away",
        "Some parts of your account are off for now",
        "Your account is turned off",
    ]
    assert ["Childline" in one["text"] for one in said] == [False, True, True]


def test_the_service_reads_it_with_the_order_in_the_language_that_it_asks_for(case, rosa, omar, caller):
    order, service = removed(case, rosa, omar), caller("orders")
    path = reverse("api:order", args=[order.id])
    assert service.get(path).json()["notice"] is None
    silent_to_nobody(case, rosa)
    said = service.get(f"{path}?language=de-AT").json()["notice"]
    assert (said["language"], said["title"]) == ("de", "Etwas von dir wurde entfernt")
    assert said["appeal"]["url"].endswith("/appeal/")
    assert said["appeal"]["code"] in said["appeal"]["text"]
    assert service.get(f"{path}?language=xx").json()["notice"]["language"] == "en"
