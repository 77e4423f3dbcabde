"""A recipient that is away for a day: the others go on, and afterwards all arrives, once, in order."""

from datetime import timedelta

from belisha.referrals import dispatch, refer
from belisha.referrals.models import Delivery, Dispatch, Referral
from belisha.referrals.recipients.channel import Arrived, Later
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import channel, clock, released, send, ways

__all__ = ["case", "channel", "clock", "danger", "make_case", "organisation", "ways"]

LINES = ("webhook a", "webhook b", "webhook c")
DEAD = LINES[0]
TOGETHER = 24
HOURS = 24


def copies(first, ways, count):
    """Referrals like the first, spread over the day and the three lines."""
    began = Dispatch.objects.get(referral=first).began_at
    facts = {
        "case": first.case,
        "authority_name": "A recipient",
        "how_fast": "promptly",
        "confirmed_address": True,
        "state": "released",
        "message": first.message,
        "drafted_at": began,
        "composed_at": began,
        "released_by": first.released_by,
        "released_at": began,
    }
    for number in range(count):
        row = Referral.objects.create(number=f"{first.number}-{number}", authority=f"copy:{number}", **facts)
        refer._pack(row, "json", b"{}")
        sent = dispatch.begin(row, ways("police:E23000023"), now=began)
        at = began + timedelta(minutes=number * HOURS * 60 // count)
        Dispatch.objects.filter(id=sent.id).update(line=LINES[number % 3], way="", began_at=at, next_at=at)


def test_a_day_away_loses_nothing_doubles_nothing_and_holds_up_nobody_else(
    channel, ways, clock, danger, rosa
):
    first = released(danger, rosa)
    copies(first, ways, TOGETHER)
    Dispatch.objects.filter(referral=first).delete()
    lines = {row.referral.number: row.line for row in Dispatch.objects.select_related("referral")}
    channel.sent.clear()
    away = [True]
    arrived, tried = [], []

    def answer(parcel):
        tried.append(parcel.number)
        if away[0] and lines[parcel.number] == DEAD:
            return Later(problem="unreachable")
        arrived.append(parcel.number)
        return Arrived(reference=f"R-{parcel.number}")

    channel.send = answer
    for _ in range(HOURS * 4):
        clock(timedelta(minutes=15))
        send()
    others = [number for number in lines if lines[number] != DEAD]
    assert sorted(arrived) == sorted(others)
    assert 20 <= len(tried) - len(others) <= HOURS * 4 + 10  # It is probed, not hammered.
    away[0] = False
    for _ in range(4 * 4 + 1):  # The longest pause of what is told promptly is 4 hours.
        clock(timedelta(minutes=15))
        send()
    assert len(arrived) == len(set(arrived)) == TOGETHER
    late = [number for number in arrived if lines[number] == DEAD]
    assert late[1:] == sorted(late[1:], key=lambda number: int(number.rsplit("-", 1)[1]))
    assert Delivery.objects.filter(outcome="acknowledged").count() == TOGETHER
