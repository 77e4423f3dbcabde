"""People and what is on its way: tried now, left to a person, withdrawn, told by telephone meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.referrals import leases, steer
from belisha.referrals.models import Breaker, Delivery
from belisha.referrals.recipients.channel import Arrived, Later, Refused, Undone
from belisha.referrals.refer import close, record_delivery, withdraw
from belisha.referrals.refusals import AlreadyTold, NotOnItsWay, ReasonMissing, WayChanged
from tests.desk_cases import events, open_tasks
from tests.referrals.carried import again, channel, clock, on_its_way, released, row_of, send, ways

__all__ = ["channel", "clock", "on_its_way", "ways"]

AWAY = Later(problem="unreachable")
REFUSED = Refused(problem="code_4101", words="They did not take a field.")
WHY = "The child is safe with us on the telephone."


def rang(referral, by, **told):
    return record_delivery(referral_id=referral.id, by=by, at=timezone.now(), channel="telephone", **told)


def test_try_now_sends_at_once_whatever_pause_and_breaker_there_is(on_its_way, channel, clock, rosa):
    channel.script = [AWAY]
    send()
    Breaker.objects.update(failures=9, open_until=clock() + timedelta(minutes=5))
    assert send() == 0
    steer.try_now(referral_id=on_its_way.id, by=rosa)
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"
    assert "referral.tried_now" in events(on_its_way.case)


def test_what_stopped_is_tried_again_under_the_same_key(on_its_way, channel, clock, rosa):
    channel.script = [REFUSED]
    send()
    steer.try_now(referral_id=on_its_way.id, by=rosa)
    assert send() == 1
    assert len({parcel.id for parcel in channel.sent}) == 1
    assert again(on_its_way).state == "acknowledged"
    assert open_tasks(on_its_way) == set()


@pytest.mark.parametrize("told", [False, True])
def test_to_try_again_what_is_taken_back_sends_nothing(on_its_way, channel, rosa, told):
    channel.script = [AWAY]
    send()
    if told:
        rang(on_its_way, rosa)
    else:
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    channel.undoing = [REFUSED]
    for _ in range(2):
        steer.try_now(referral_id=on_its_way.id, by=rosa)
        send()
    assert (len(channel.sent), len(channel.undone)) == (1, 2)
    assert again(on_its_way).state == ("sent" if told else "withdrawn")


def test_what_arrived_is_not_tried_again(on_its_way, channel, rosa):
    send()
    with pytest.raises(NotOnItsWay):
        steer.try_now(referral_id=on_its_way.id, by=rosa)
    with pytest.raises(NotOnItsWay):
        steer.by_hand_instead(referral_id=on_its_way.id, by=rosa, reason=WHY)


def test_what_was_released_to_another_address_is_not_tried_again(on_its_way, channel, ways, rosa):
    ways.where = "http://127.0.0.1:2/"
    send()
    with pytest.raises(WayChanged):
        steer.try_now(referral_id=on_its_way.id, by=rosa)


def test_what_was_never_sent_is_left_to_a_person_at_once(on_its_way, channel, rosa):
    steer.by_hand_instead(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert row_of(on_its_way).state == "by_hand"
    assert open_tasks(on_its_way) == {"tell_authority"}
    assert send() == 0
    assert (channel.sent, channel.undone) == ([], [])
    assert "referral.by_hand_wanted" in events(on_its_way.case)


def test_what_may_be_open_there_is_taken_back_before_a_person_has_it(on_its_way, channel, clock, rosa):
    channel.script = [AWAY]
    send()
    steer.by_hand_instead(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert row_of(on_its_way).state == "waiting"
    send()
    assert len(channel.undone) == 1
    assert (row_of(on_its_way).state, again(on_its_way).state) == ("by_hand", "released")
    assert open_tasks(on_its_way) == {"tell_authority"}
    steer.try_now(referral_id=on_its_way.id, by=rosa)
    send()
    assert again(on_its_way).state == "acknowledged"


def test_a_reason_is_asked_for(on_its_way, rosa):
    with pytest.raises(ReasonMissing):
        steer.by_hand_instead(referral_id=on_its_way.id, by=rosa, reason=" ")


def test_what_was_never_sent_is_withdrawn_at_once(on_its_way, channel, rosa):
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert (again(on_its_way).state, row_of(on_its_way).state) == ("withdrawn", "withdrawn")
    assert send() == 0


@pytest.mark.parametrize("first", [AWAY, REFUSED])
def test_what_may_be_open_there_is_taken_back_before_it_is_withdrawn(on_its_way, channel, rosa, first):
    channel.script = [first]
    send()
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert again(on_its_way).state == "released"
    send()
    assert len(channel.undone) == 1
    ended = again(on_its_way)
    assert (ended.state, ended.problem, row_of(on_its_way).state) == ("withdrawn", WHY, "withdrawn")
    assert open_tasks(on_its_way) == set()
    entry = Entry.objects.get(event="referral.withdrawn")
    assert entry.actor == str(rosa.id) or str(rosa.id) in str(entry.actor)


def test_what_they_have_by_then_is_too_late_to_withdraw_and_says_so(on_its_way, channel, rosa):
    channel.script, channel.undoing = [AWAY], [Arrived(reference="R-9")]
    send()
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    send()
    told = again(on_its_way)
    assert (told.state, told.reference) == ("acknowledged", "R-9")
    assert "Too late" in told.problem
    assert "referral.too_late" in events(told.case)
    with pytest.raises(AlreadyTold):
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)


def test_a_withdrawal_while_it_is_being_sent_comes_next(on_its_way, channel, rosa):
    def meanwhile(parcel):
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
        return REFUSED

    channel.script = [meanwhile]
    assert send() == 2
    assert len(channel.undone) == 1
    assert again(on_its_way).state == "withdrawn"


def test_a_withdrawal_between_two_steps_keeps_what_was_opened_and_takes_it_back(on_its_way, channel, rosa):
    def opened(parcel):
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
        parcel.keep(report="70")
        raise AssertionError("it went on")

    channel.script = [opened]
    send()
    assert channel.undone[0].progress == {"report": "70"}
    assert again(on_its_way).state == "withdrawn"


def test_a_withdrawal_just_before_a_step_keeps_nothing_of_the_step(on_its_way, channel, rosa):
    def about_to(parcel):
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
        parcel.keep(ahead=True, under_way=True)
        raise AssertionError("it went on")

    channel.script = [about_to]
    send()
    assert channel.undone[0].progress == {}
    assert again(on_its_way).state == "withdrawn"


def test_who_was_told_by_telephone_while_it_is_withdrawn_stays_told(on_its_way, channel, rosa):
    channel.script = [AWAY]
    send()
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    rang(on_its_way, rosa)
    send()
    assert (len(channel.sent), len(channel.undone)) == (1, 1)
    assert (again(on_its_way).state, row_of(on_its_way).state) == ("sent", "by_hand")


def test_a_withdrawal_while_it_arrives_is_too_late(on_its_way, channel, rosa):
    def meanwhile(parcel):
        withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
        return Arrived(reference="R-1")

    channel.script = [meanwhile]
    send()
    assert (again(on_its_way).state, channel.undone) == ("acknowledged", [])
    assert "Too late" in again(on_its_way).problem


def test_what_cannot_be_taken_back_since_the_way_is_closed_is_withdrawn_all_the_same(
    on_its_way, channel, ways, rosa
):
    channel.script = [AWAY]
    send()
    ways.closed = True
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    send()
    assert (row_of(on_its_way).state, again(on_its_way).state) == ("stopped", "released")
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert again(on_its_way).state == "withdrawn"


def test_taking_back_is_tried_again_while_they_are_away(on_its_way, channel, clock, rosa):
    channel.script, channel.undoing = [AWAY], [AWAY, AWAY, Undone()]
    send()
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    for _ in range(3):
        send()
        clock(timedelta(minutes=1))
    assert again(on_its_way).state == "withdrawn"


def test_who_was_told_by_telephone_meanwhile_is_not_sent_it_unasked(on_its_way, channel, rosa):
    rang(on_its_way, rosa)
    assert row_of(on_its_way).state == "by_hand"
    assert (send(), channel.sent) == (0, [])
    assert again(on_its_way).state == "sent"
    steer.try_now(referral_id=on_its_way.id, by=rosa)
    send()
    assert again(on_its_way).reference == "R-1"


def test_who_was_told_by_telephone_while_it_was_tried_has_it_taken_back(on_its_way, channel, rosa):
    channel.script = [AWAY]
    send()
    rang(on_its_way, rosa, reference="T-5")
    send()
    assert (len(channel.sent), len(channel.undone)) == (1, 1)
    told = again(on_its_way)
    assert (told.state, told.reference, row_of(on_its_way).state) == ("acknowledged", "T-5", "by_hand")
    assert open_tasks(on_its_way) == set()


def test_who_was_told_by_telephone_after_it_stopped_is_not_sent_it_by_trying_again(on_its_way, channel, rosa):
    channel.script = [REFUSED]
    send()
    rang(on_its_way, rosa)
    steer.try_now(referral_id=on_its_way.id, by=rosa)
    send()
    assert (len(channel.sent), len(channel.undone)) == (1, 1)
    assert (again(on_its_way).state, row_of(on_its_way).state) == ("sent", "by_hand")


def test_a_reference_that_a_person_noted_stays_when_it_turns_out_to_have_arrived(on_its_way, channel, rosa):
    channel.script, channel.undoing = [AWAY], [Arrived(reference="R-9")]
    send()
    rang(on_its_way, rosa, reference="T-5")
    close(referral_id=on_its_way.id, by=rosa, reason="All is told.")
    send()
    told = again(on_its_way)
    assert (told.state, told.reference) == ("closed", "T-5")
    assert [one.reference for one in Delivery.objects.filter(by=None, outcome="acknowledged")] == ["R-9"]


def test_nobody_reached_by_telephone_leaves_it_on_its_way(on_its_way, channel, rosa):
    rang(on_its_way, rosa, failed=True)
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"


def test_what_a_test_environment_took_is_withdrawn_without_more(channel, ways, danger, rosa):
    ways.mode = "test"
    referral = released(danger, rosa)
    send()
    withdraw(referral_id=referral.id, by=rosa, reason=WHY)
    assert again(referral).state == "withdrawn"


def test_a_row_that_is_leased_can_be_steered_without_losing_its_lease(on_its_way, channel, rosa):
    row = leases.take_next(row_of(on_its_way).line)
    withdraw(referral_id=on_its_way.id, by=rosa, reason=WHY)
    assert row_of(on_its_way).lease == row.lease
    assert again(on_its_way).state == "released"
