"""A released referral arrives once: sent, tried again, left alone, given up; whatever breaks on the way."""

from datetime import timedelta

import pytest

from belisha.outbound.leased.sending import BROKE_OFF
from belisha.referrals import leases
from belisha.referrals.breaker import REST
from belisha.referrals.late import ask_about_late
from belisha.referrals.models import Breaker, Delivery, Dispatch, Referral
from belisha.referrals.pauses import GIVE_UP_AFTER, PAUSES, pause_after
from belisha.referrals.recipients.channel import Arrived, Later, Refused
from belisha.work.models import Task
from tests.desk_cases import events, open_tasks
from tests.referrals.carried import (
    DAY,
    MINUTE,
    again,
    channel,
    clock,
    on_its_way,
    released,
    row_of,
    send,
    ways,
)

__all__ = ["channel", "clock", "on_its_way", "ways"]

AWAY = Later(problem="unreachable")


def test_what_is_released_arrives_with_their_reference_and_nobody_is_asked(on_its_way, channel):
    assert not Task.objects.filter(kind="tell_authority").exists()
    assert send() == 1
    told = again(on_its_way)
    assert (told.state, told.reference) == ("acknowledged", "R-1")
    assert row_of(on_its_way).state == "arrived"
    (delivery,) = Delivery.objects.all()
    assert (delivery.outcome, delivery.by, len(delivery.sent_sha256)) == ("acknowledged", None, 64)
    assert "referral.attempted" in events(told.case)
    assert send() == 0


def test_what_they_cannot_take_now_is_tried_again_with_growing_pauses(on_its_way, channel, clock):
    channel.script = [AWAY, AWAY, AWAY]
    for pause in (10, 30, 60):
        assert send() == 1
        assert send() == 0
        clock(timedelta(seconds=pause - 1))
        assert send() == 0
        clock(timedelta(seconds=1))
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"
    assert [one.outcome for one in Delivery.objects.all()] == ["later"] * 3 + ["acknowledged"]
    assert len({parcel.id for parcel in channel.sent}) == 1


def test_a_recipient_that_names_a_time_is_heeded_within_bounds():
    asked = timedelta(seconds=90)
    assert pause_after(1, asked=asked) == asked
    assert pause_after(1, asked=timedelta(seconds=-5)) == timedelta(seconds=1)
    assert pause_after(1, asked=timedelta(days=400)) == DAY
    assert pause_after(99) == DAY
    assert pause_after(99, how_fast="now") == timedelta(minutes=15)
    assert list(PAUSES) == sorted(PAUSES)


def test_what_they_refuse_stops_and_asks_a_person(on_its_way, channel):
    channel.script = [Refused(problem="code_4101", words="They did not take a field.")]
    assert send() == 1
    assert row_of(on_its_way).state == "stopped"
    stands = again(on_its_way)
    assert (stands.state, stands.problem) == ("released", "They did not take a field.")
    (task,) = Task.objects.filter(kind="tell_authority", done_at=None)
    assert task.reason.startswith("They did not take a field.")
    assert send() == 0


def test_whatever_breaks_in_a_channel_is_tried_again_and_says_nothing_of_the_line(on_its_way, channel, clock):
    channel.script = [RuntimeError("a defect of ours")] * 7
    for _ in range(7):
        assert send() == 1
        clock(DAY)
    assert row_of(on_its_way).problem == "failed_here"
    assert not Breaker.objects.filter(open_until__gt=clock()).exists()
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"


def test_a_line_that_keeps_failing_is_left_alone_and_holds_up_no_other(
    on_its_way, channel, clock, make_case, rosa
):
    other = released(make_case(danger_now="yes", child={"country": "GB", "place": "G1 1AA"}), rosa)
    assert row_of(other).line != row_of(on_its_way).line
    dead = row_of(on_its_way).line
    channel.send = lambda parcel: AWAY if parcel.reach.line == dead else Arrived(reference="R-2")
    for pause in (0, 10, 30, 60, 300):
        clock(timedelta(seconds=pause))
        send()
    assert again(other).state == "acknowledged"
    assert Breaker.objects.get(line=dead).open_until == clock() + REST
    Dispatch.objects.filter(referral=on_its_way).update(next_at=clock())
    assert send() == 0
    clock(REST)
    assert send() == 1


def test_a_line_that_answers_again_is_sent_all_that_waits_in_order(channel, ways, make_case, rosa, clock):
    rows = [released(make_case(danger_now="yes"), rosa) for _ in range(3)]
    channel.script = [AWAY] * 6
    while channel.script:
        send()
        clock(REST + timedelta(seconds=1))
    Dispatch.objects.update(next_at=clock() + timedelta(hours=20))
    Dispatch.objects.filter(referral=rows[2]).update(next_at=clock())
    channel.sent.clear()
    assert send() == 3
    assert [parcel.number for parcel in channel.sent] == [rows[n].number for n in (2, 0, 1)]
    assert {again(row).state for row in rows} == {"acknowledged"}


def test_a_worker_that_is_killed_leaves_a_row_that_another_takes_once_its_lease_is_over(
    on_its_way, channel, clock
):
    row = leases.take_next(row_of(on_its_way).line)
    assert row is not None
    assert send() == 0
    clock(leases.LEASES.lasts + timedelta(seconds=1))
    assert send() == 1
    assert row_of(on_its_way).state == "arrived"
    assert row_of(on_its_way).attempts == 2


def test_what_another_worker_has_just_put_off_is_not_taken_before_its_time(on_its_way, channel, clock):
    channel.script = [Later(problem="status_503")]
    assert send() == 1
    read_before = Dispatch.objects.all()
    assert leases.LEASES.take(row_of(on_its_way).id, clock(), among=read_before) is None
    assert row_of(on_its_way).lease is None


def test_who_lost_its_lease_writes_nothing(on_its_way, channel, clock):
    def slow(parcel):
        clock(leases.LEASES.lasts + timedelta(seconds=1))
        assert send() == 1  # Another worker, meanwhile.
        return Arrived(reference="R-late")

    channel.script = [slow]
    assert send() == 0
    assert again(on_its_way).reference == "R-1"
    assert Delivery.objects.count() == 1


def test_who_lost_its_lease_can_keep_nothing_and_stops(on_its_way, channel, clock):
    kept = []

    def slow(parcel):
        clock(leases.LEASES.lasts + timedelta(seconds=1))
        assert send() == 1
        parcel.keep(report="70")
        kept.append(parcel)

    channel.script = [slow]
    assert send() == 0
    assert kept == []
    assert row_of(on_its_way).progress == {}


def test_what_is_kept_is_there_after_a_crash(on_its_way, channel, clock):
    def dies(parcel):
        parcel.keep(report="70", made=b"the letter")
        raise SystemExit

    channel.script = [dies]
    with pytest.raises(SystemExit):
        send()
    clock(leases.LEASES.lasts + timedelta(seconds=1))
    assert send() == 1
    assert (channel.sent[-1].progress, channel.sent[-1].made) == ({"report": "70"}, b"the letter")


def test_what_breaks_its_worker_off_each_time_stops_and_asks_and_comes_after_all_others(
    on_its_way, channel, clock, make_case, rosa
):
    other = released(make_case(danger_now="yes"), rosa)
    line = row_of(on_its_way).line
    assert row_of(other).line == line
    for _ in range(BROKE_OFF):
        broken = leases.take(row_of(on_its_way).id, clock())
        assert broken is not None
        clock(leases.LEASES.lasts + timedelta(seconds=1))
    assert send() == 2
    assert [parcel.number for parcel in channel.sent] == [other.number]
    assert (row_of(on_its_way).state, row_of(on_its_way).problem) == ("stopped", "broke_off")
    assert Task.objects.filter(kind="tell_authority", done_at=None).count() == 1


def test_a_clock_that_was_wrong_holds_nothing_up(on_its_way, channel, clock):
    ahead = clock() + timedelta(days=3000)
    Dispatch.objects.update(next_at=ahead, lease=row_of(on_its_way).id, lease_until=ahead)
    Breaker.objects.create(line=row_of(on_its_way).line, failures=9, open_until=ahead)
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"


def test_the_most_dangerous_goes_first_whenever_it_was_released(channel, ways, make_case, rosa):
    first, danger = (released(make_case(danger_now="yes"), rosa) for _ in range(2))
    Referral.objects.get(id=first.id).case.__class__.objects.filter(id=first.case_id).update(priority=3)
    send()
    assert [parcel.number for parcel in channel.sent] == [danger.number, first.number]


@pytest.mark.parametrize(
    ("how_fast", "limit"), [("now", 10 * MINUTE), ("promptly", 60 * MINUTE), ("in_time", DAY)]
)
def test_what_has_not_arrived_in_time_is_asked_for_by_hand_once_while_it_is_tried_on(
    on_its_way, channel, clock, how_fast, limit
):
    Referral.objects.update(how_fast=how_fast)
    channel.script = [AWAY]
    send()
    assert ask_about_late(now=clock(limit - timedelta(seconds=1))) == 0
    assert ask_about_late(now=clock(timedelta(seconds=1))) == 1
    assert ask_about_late(now=clock(MINUTE)) == 0
    assert open_tasks(on_its_way) == {"tell_authority"}
    assert "referral.late" in events(on_its_way.case)
    assert send() == 1
    assert again(on_its_way).state == "acknowledged"
    assert open_tasks(on_its_way) == set()


def test_after_a_fortnight_it_stops_and_a_person_is_asked(on_its_way, channel, clock):
    channel.send = lambda parcel: AWAY
    began, tried = clock(), 0
    Referral.objects.update(how_fast="in_time")
    while row_of(on_its_way).state == "waiting":
        clock(max(row_of(on_its_way).next_at - clock(), REST))
        tried += send()
    assert GIVE_UP_AFTER <= clock() - began <= GIVE_UP_AFTER + 2 * DAY
    assert tried > 20
    assert row_of(on_its_way).problem == "gave_up"
    assert again(on_its_way).state == "released"
    assert open_tasks(on_its_way) == {"tell_authority"}


def test_a_clock_that_jumps_a_year_ahead_gives_nothing_up(on_its_way, channel, clock):
    channel.script = [AWAY, AWAY]
    send()
    clock(timedelta(days=365))
    send()
    assert row_of(on_its_way).state == "waiting"


def test_a_way_that_changed_after_the_release_stops_and_asks(on_its_way, channel, ways):
    ways.where = "http://127.0.0.1:2/"
    send()
    assert channel.sent == []
    assert (row_of(on_its_way).state, row_of(on_its_way).problem) == ("stopped", "way_closed")


@pytest.mark.parametrize("change", [{"closed": True}, {"mode": "test"}])
def test_a_way_that_is_closed_or_of_another_environment_stops_and_asks(on_its_way, channel, ways, change):
    vars(ways).update(change)
    send()
    assert channel.sent == []
    assert row_of(on_its_way).state == "stopped"


def test_what_a_test_environment_takes_never_counts_as_told(channel, ways, danger, rosa):
    ways.mode = "test"
    referral = released(danger, rosa)
    assert open_tasks(referral) == {"tell_authority"}
    send()
    stands = again(referral)
    assert (stands.state, stands.reference) == ("released", "")
    assert "test environment only" in stands.problem
    assert row_of(referral).state == "tested"
    assert [one.outcome for one in Delivery.objects.all()] == ["test"]
    assert open_tasks(referral) == {"tell_authority"}


def test_a_case_that_is_erased_while_it_is_sent_ends_the_attempt(on_its_way, channel):
    def erased(parcel):
        Referral.objects.filter(id=on_its_way.id).delete()
        return Arrived(reference="R-1")

    channel.script = [erased]
    assert send() == 0
    assert Delivery.objects.count() == 0
