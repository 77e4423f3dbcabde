"""Appeals: taken from whoever has a code, decided by another person, and undone all the way where wrong."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.api.appeal_metrics import appeals
from belisha.contact.models import Raised
from belisha.contact.pattern_read import raised_counts
from belisha.decisions.decide import reopen, standing
from belisha.decisions.known import add_known
from belisha.enforcement import act, appeal_read
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal, look_at_decided
from belisha.enforcement.appeal_refusals import (
    AppealDecided,
    AskedAlready,
    HadPart,
    NotDecidedYet,
    TooLate,
    UnknownCode,
)
from belisha.enforcement.appeal_status import status_of
from belisha.enforcement.models import Appeal, Notice, Order
from belisha.enforcement.notices import notice_for
from belisha.enforcement.order_add import Thing
from belisha.enforcement.order_read import counts as order_counts
from belisha.intake.receipts import new_receipt
from belisha.jobs.patterns import carry_outcomes
from belisha.ledger.models import Entry
from belisha.ledger.record import PUBLIC
from belisha.organisation.arrange import save_service
from belisha.people.roles import Role
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, record_delivery, release
from belisha.screening.known_here import on_own_list
from tests.desk_cases import events, open_tasks
from tests.enforcement.kept import no_action, told
from tests.enforcement.test_notices import decided, item_of, removed, silent_to_nobody, suspect_of
from tests.listed import hash_list, hex_of, match_case
from tests.referrals.filing_steps import declared

__all__ = ["hash_list", "match_case"]
WRONG = "This was a drawing of my own."


def post(client, name, data):
    return client.post(reverse(name), urlencode(data), content_type="application/x-www-form-urlencoded")


@pytest.fixture
def nila(person):
    """A moderator who had no part in anything."""
    return person("Nila", Role.MODERATOR)


def code_of(order):
    return Notice.objects.get(order=order).code


def appealed(case, rosa, omar):
    """Content was removed, its user was told, and says that it was wrong."""
    order = removed(case, rosa, omar)
    silent_to_nobody(case, rosa)
    assert notice_for(order)
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    return order, Appeal.objects.get()


def upheld(row, by, outcome="upheld", **more):
    return decide_appeal(
        appeal_id=row.id, outcome=outcome, reasons="Looked again.", answer="You were right.", by=by, **more
    )


def test_whoever_has_the_code_of_a_notice_appeals_once_and_a_person_is_asked(case, rosa, omar):
    order, row = appealed(case, rosa, omar)
    assert (row.kind, row.case_id, row.order_id) == ("action", case.id, order.id)
    assert open_tasks(row) == {"appeal"}
    with pytest.raises(AskedAlready):
        appeal(code=code_of(order), text="Again.", by=PUBLIC)
    assert status_of(row.receipt).sentence == status_of(code_of(order)).sentence
    assert Entry.objects.filter(event="appeal.received").count() == 1


def test_a_code_counts_as_soon_as_it_may_be_shown(case, rosa, omar):
    from belisha.enforcement.notice_round import look_at_notices

    order = removed(case, rosa, omar)
    look_at_notices(now=timezone.now())
    with pytest.raises(UnknownCode):  # Held: nobody may know that there is a notice.
        appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    silent_to_nobody(case, rosa)
    shown = notice_for(order)["appeal"]["code"]  # before the worker has looked again
    assert appeal(code=shown, text=WRONG, by=PUBLIC)


def test_the_same_appeal_sent_twice_is_one(case, rosa, omar):
    order = removed(case, rosa, omar)
    sent = [appeal(code=code_of(order), text=WRONG, by=PUBLIC, retry="a") for _ in range(2)]
    assert sent[0] == sent[1]


def test_who_decided_confirmed_or_ordered_does_not_decide_the_appeal(case, rosa, omar, nila):
    _, row = appealed(case, rosa, omar)
    for person in (rosa, omar):
        with pytest.raises(HadPart):
            upheld(row, person)
    upheld(row, nila)
    with pytest.raises(AppealDecided):
        upheld(row, nila)


def test_in_a_team_of_two_who_only_confirmed_it_decides_and_the_other_looks_at_it(case, rosa, omar):
    _, row = appealed(case, rosa, omar)
    with pytest.raises(HadPart):
        upheld(row, rosa)
    row = upheld(row, omar)
    assert row.one_person_mode
    assert open_tasks(row) == {"appeal_second_look"}
    with pytest.raises(HadPart):
        look_at_decided(appeal_id=row.id, by=omar)
    assert [appeal_read.one(row.id, who).second_look for who in (omar, rosa)] == [False, True]
    look_at_decided(appeal_id=row.id, by=rosa)
    assert open_tasks(row) == set()


@pytest.mark.parametrize("outcome", ["upheld", "partly"])
def test_an_upheld_appeal_leaves_alone_who_has_the_same_id_elsewhere(
    case, rosa, omar, nila, make_case, outcome
):
    order, row = appealed(case, rosa, omar)
    thing = Thing(kind=order.target_kind, id=order.target_id)
    there = save_service(slug="elsewhere", name="Elsewhere", by=rosa)
    elsewhere = act.order(case_id=case.id, kind="hold", thing=thing, service=there, by=rosa)
    another = make_case(items=[], accounts=[], what_happened="message 2 of the reported conversation")
    assert another.id != case.id
    of_another = act.order(case_id=another.id, kind="hold", thing=thing, by=rosa)
    upheld(row, nila, outcome)
    undone = set(Order.objects.exclude(undoes=None).values_list("undoes", flat=True))
    assert order.id in undone
    assert of_another.id not in undone
    # Where the decision as a whole was wrong, all that rests on it is undone.
    assert (elsewhere.id in undone) is (outcome == "upheld")


def test_an_upheld_appeal_is_reversed_all_the_way(case, rosa, omar, nila):
    made = decided(case, rosa, omar)
    for one in Referral.objects.filter(case=case, state="draft"):
        release(referral_id=one.id, by=rosa)
        if one.authority == "nca":
            declared(one, rosa)
        record_delivery(
            referral_id=one.id,
            by=rosa,
            at=case.opened_at,
            channel="portal",
            reference="REF-1",
            contact="The desk",
            note="Told.",
        )
    item = case.memberships.get().report.items.get()
    add_known(case_id=case.id, item_id=item.id, category="indecent_images", by=rosa)
    orders = [
        act.order(case_id=case.id, kind=kind, thing=thing, by=rosa)
        for kind, thing in (("remove", item_of(case)), ("suspend", suspect_of(case)))
    ]
    kept = act.order(
        case_id=case.id, kind="preserve", thing=item_of(case), by=rosa, details={"until": "2027-11-23"}
    )
    assert on_own_list(item.fingerprints)
    # The notice was held: the code reached nobody. This one is as if the silence had been lifted since.
    appeal(code=code_of(orders[0]), text=WRONG, by=PUBLIC)
    row = upheld(Appeal.objects.get(), nila)

    undoing = {one.undoes_id: one.kind for one in Order.objects.exclude(undoes=None)}
    assert undoing == {orders[0].id: "restore", orders[1].id: "restore"}
    assert {one.origin for one in Order.objects.exclude(undoes=None)} == {"appeal"}
    kept.refresh_from_db()
    assert kept.state == "due"
    now = standing(case)
    made.refresh_from_db()
    assert (made.state, now.outcome, now.made_by) == ("reopened", "no_action", nila)
    assert not on_own_list(item.fingerprints)
    withdrawals = Referral.objects.filter(case=case, purpose="withdrawal")
    sent = Referral.objects.filter(case=case, purpose="report", state__in=["sent", "acknowledged"])
    assert {one.follows_id for one in withdrawals} == {one.id for one in sent}
    assert sent
    prepare(case_id=case.id)
    assert set(withdrawals.values_list("state", flat=True)) <= {"draft", "held"}
    assert {"case.reopened", "case.decided", "case.item_unlisted", "appeal.decided"} <= set(events(case))
    assert row.undone["decision"] == str(now.id)


def test_the_figures_follow_an_upheld_appeal(make_case, rosa, omar, nila):
    case = make_case(source="contact_pattern")
    report = case.memberships.get().report
    row = Raised.objects.create(
        actor=b"a" * 16, at=case.opened_at, points=70, threshold=60, observed=False, report=report
    )
    _, filed = appealed(case, rosa, omar)
    carry_outcomes()
    row.refresh_from_db()
    assert (row.outcome, raised_counts().confirmed) == ("confirmed", 1)
    assert b'belisha_appeals{kind="action",outcome="waiting"} 1.0' in appeals()
    upheld(filed, nila)
    carry_outcomes()
    row.refresh_from_db()
    counts = raised_counts()
    assert (row.outcome, counts.confirmed, counts.refuted) == ("refuted", 0, 1)
    assert b'belisha_appeals{kind="action",outcome="upheld"} 1.0' in appeals()
    assert ("restore", "due", 1) in order_counts()


def test_a_decision_that_was_made_since_stands_whatever_an_appeal_says_of_the_one_before(
    case, rosa, omar, nila
):
    _, row = appealed(case, rosa, omar)
    reopen(case_id=case.id, reason="New facts.", by=rosa)
    made = decided(case, rosa, omar)
    row = upheld(row, nila)
    assert (row.undone["decision"], standing(case)) == ("", made)


def test_what_is_released_and_not_yet_sent_is_stopped_by_an_upheld_appeal(case, rosa, omar, nila):
    order = removed(case, rosa, omar)
    on_its_way = Referral.objects.filter(case=case, state="draft").first()
    release(referral_id=on_its_way.id, by=rosa)
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    upheld(Appeal.objects.get(), nila)
    on_its_way.refresh_from_db()
    assert on_its_way.state == "withdrawn"


def test_upheld_in_part_undoes_what_was_done_to_this_one_and_the_decision_stands(case, rosa, omar, nila):
    order, row = appealed(case, rosa, omar)
    other = act.order(case_id=case.id, kind="suspend", thing=suspect_of(case), by=rosa)
    upheld(row, nila, "partly")
    assert [one.undoes_id for one in Order.objects.exclude(undoes=None)] == [order.id]
    other.refresh_from_db()
    assert (other.state, standing(case).outcome) == ("due", "refer")


def test_a_rejected_appeal_undoes_nothing_and_is_answered(case, rosa, omar, nila):
    _, row = appealed(case, rosa, omar)
    upheld(row, nila, "rejected")
    assert not Order.objects.exclude(undoes=None).exists()
    assert status_of(row.receipt).answer == "You were right."
    assert open_tasks(row) == set()


def test_who_reported_may_ask_for_another_look_once_a_person_has_decided(case, rosa, omar, nila):
    report = case.memberships.get().report
    with pytest.raises(NotDecidedYet):
        appeal(code=report.receipt, text="Look again.", by=PUBLIC)
    no_action(case, rosa)
    appeal(code=report.receipt, text="Look again.", by=PUBLIC)
    row = upheld(Appeal.objects.get(), nila)
    case.refresh_from_db()
    assert (row.kind, case.state, standing(case)) == ("turned_down", "open", None)


def test_the_receipt_of_what_a_machine_found_is_no_code(make_case, rosa):
    case = make_case(source="hash_match")
    no_action(case, rosa)
    with pytest.raises(UnknownCode):
        appeal(code=case.memberships.get().report.receipt, text=WRONG, by=PUBLIC)


def test_a_complaint_about_what_works_by_itself_needs_no_code(organisation, nila):
    appeal(text="I was warned for no reason.", tool=True, by=PUBLIC)
    row = upheld(Appeal.objects.get(), nila, "partly")
    assert (row.kind, row.case, row.undone) == ("tool", None, {})


def test_the_answer_is_held_while_nobody_may_be_told(case, rosa, omar, nila):
    for _ in told(case, rosa, omar):
        pass
    order = act.order(case_id=case.id, kind="remove", thing=item_of(case), by=rosa)
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    row = Appeal.objects.get()
    before = status_of(row.receipt)
    upheld(row, nila, "rejected")
    assert status_of(row.receipt) == before


def test_an_appeal_that_comes_too_late_is_refused(case, rosa, omar, time_machine):
    order = removed(case, rosa, omar)
    until = Notice.objects.get().appeal_until
    time_machine.move_to(until + timedelta(minutes=1))
    with pytest.raises(TooLate):
        appeal(code=code_of(order), text=WRONG, by=PUBLIC)


def test_a_team_of_one_decides_itself_and_somebody_looks_at_it(case, one_person, solo):
    order = removed(case, solo, solo)
    silent_to_nobody(case, solo)
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    row = upheld(Appeal.objects.get(), solo)
    assert row.one_person_mode
    assert open_tasks(row) == {"appeal_second_look"}


def test_every_wrong_number_gets_the_same_answer(client, case, rosa, omar):
    order = removed(case, rosa, omar)
    code = code_of(order)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    sent = {"about": "mine", "text": WRONG, "once": ""}
    tried = (wrong, new_receipt(), "x")
    answers = [post(client, "appeal", sent | {"code": one}) for one in tried]
    assert {one.status_code for one in answers} == {404}
    pairs = zip(answers, tried, strict=True)
    assert len({one.content.decode().replace(f'value="{typed}"', "") for one, typed in pairs}) == 1
    assert "We do not know this number" in answers[0].content.decode()
    status = [post(client, "appeal_status", {"code": one}) for one in tried]
    assert len({one.content for one in status}) == 1


def test_a_match_that_was_wrong_is_answered_so(match_case, rosa, omar, nila):
    from belisha.screening.models import Match

    case = match_case(md5=hex_of(1, 32))
    _, row = appealed(case, rosa, omar)
    upheld(row, nila, match_wrong=True)
    assert {one.answer for one in Match.objects.all()} == {"refuted"}
    assert row.__class__.objects.get().undone["matches"]


def test_a_correction_goes_to_who_was_told_where_the_decision_stands(case, rosa, omar, nila):
    told(case, rosa, omar)
    order = act.order(case_id=case.id, kind="suspend", thing=suspect_of(case), by=rosa)
    appeal(code=code_of(order), text=WRONG, by=PUBLIC)
    upheld(Appeal.objects.get(), nila, "partly")
    letters = Referral.objects.filter(case=case, purpose="correction")
    assert letters
    assert all(suspect_of(case).id in one.edits["what_happened"] for one in letters)


def test_many_appeals_at_once_have_a_number_each(committed, organisation):
    from tests.committed import together

    answers = together(lambda at: appeal(text=f"Complaint {at}.", tool=True, by=PUBLIC), 4)
    assert len({one.receipt for one in answers}) == 4
    assert sorted(Appeal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
