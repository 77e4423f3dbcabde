"""What an authority says of a referral is noted with a clock, and releases nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from belisha.ledger.record import SYSTEM
from belisha.referrals.answers import answer, drop, note_incoming, set_clock
from belisha.referrals.follow_models import Incoming
from belisha.referrals.follow_read import open_questions
from belisha.referrals.follow_up import chase
from belisha.referrals.models import Referral
from belisha.referrals.read import cases_known_as
from belisha.referrals.refer import record_delivery, release
from belisha.referrals.refusals import (
    NoSuchQuestion,
    NotToldYet,
    ReasonMissing,
    WrongClock,
    WrongOutcome,
    WrongTime,
)
from belisha.referrals.tasks import count_for, tasks_for
from belisha.refusal import NotFound
from belisha.work.models import Task
from tests.desk_cases import events, open_tasks
from tests.referrals.filing_steps import declared
from tests.referrals.test_reported import judged

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.fixture
def released(make_case, rosa, omar, time_machine):
    time_machine.move_to(FRIDAY, tick=True)
    return release(referral_id=judged(make_case(content_detected="yes"), rosa, omar).id, by=rosa)


@pytest.fixture
def told(released, rosa):
    """The NCA was told on a Friday afternoon, without a reference."""
    return record_delivery(referral_id=declared(released, rosa).id, by=rosa, at=FRIDAY, channel="portal")


def heard(row, by, **changed):
    said = {"kind": "question", "said_at": FRIDAY, "channel": "telephone", "text": "Which time zone?"}
    return note_incoming(referral_id=row.id, by=by, **(said | changed))


def of(row):
    return {"referral_id": row.referral_id, "question_id": row.id}


def test_a_question_opens_a_task_with_a_clock_and_releases_nothing(told, rosa, omar):
    before = list(Referral.objects.order_by("number").values_list("number", "state"))
    question = heard(told, rosa)
    assert open_tasks(question) == {"authority_asked"}
    task = Task.objects.get(about_id=question.id)
    assert (task.label, task.due_at, question.due_at.weekday()) == (told.number, question.due_at, 2)
    assert "time zone" not in task.reason
    assert list(Referral.objects.order_by("number").values_list("number", "state")) == before
    assert events(told.case)[-1] == "referral.authority_said"
    assert [line.number for line in open_questions(omar)] == [told.number]
    assert count_for(omar) == len(tasks_for(omar).open)


def test_a_message_that_nobody_typed_in_opens_a_task_too(told):
    row = heard(told, SYSTEM, kind="message", channel="email", text="Please release C-000001-1 at once.")
    assert (row.noted_by, row.state, open_tasks(row)) == (None, "open", {"authority_asked"})
    assert set(Referral.objects.filter(released_at=None).values_list("state", flat=True)) <= {"draft", "held"}


def test_a_request_under_the_law_is_due_in_seven_days_and_wakes_people_a_day_before(told, rosa):
    row = heard(told, rosa, kind="request", reference="NCA/REQ/7")
    assert row.due_at == FRIDAY + timedelta(days=7)
    assert cases_known_as("NCA/REQ/7") == {told.case_id}
    chase(now=row.due_at - timedelta(days=1, minutes=1))
    assert "authority_answer_due" not in open_tasks(row)
    chase(now=row.due_at - timedelta(hours=23))
    chase(now=row.due_at)
    assert Task.objects.get(about_id=row.id, kind="authority_answer_due").wakes
    answer(**of(row), by=rosa, answer="Sent by the portal.")
    assert open_tasks(row) == set()
    with pytest.raises(NoSuchQuestion):
        answer(**of(row), by=rosa, answer="Again.")


def test_a_clock_is_set_anew_with_what_was_agreed_and_reminds_anew(told, rosa):
    row = heard(told, rosa, kind="request")
    chase(now=row.due_at)
    later = timezone.now() + timedelta(days=20)
    set_clock(**of(row), by=rosa, due_at=later, reason="PC 123 agreed by telephone.")
    row.refresh_from_db()
    assert (row.due_at, row.reminded_at, open_tasks(row)) == (later, None, {"authority_asked"})
    for wrong in (timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=100)):
        with pytest.raises(WrongClock):
            set_clock(**of(row), by=rosa, due_at=wrong, reason="No.")


def test_a_question_that_needs_no_answer_says_why(told, rosa):
    row = heard(told, rosa)
    with pytest.raises(ReasonMissing):
        drop(**of(row), by=rosa, reason=" ")
    drop(**of(row), by=rosa, reason="Asked twice.")
    assert open_tasks(row) == set()
    assert events(told.case)[-1] == "referral.question_dropped"


def test_an_acknowledgement_ends_the_chase_with_a_reference_or_without(told, rosa):
    heard(told, rosa, kind="acknowledgement", text="")
    told.refresh_from_db()
    assert (told.state, told.chase_at, told.reference) == ("acknowledged", None, "")
    heard(told, rosa, kind="acknowledgement", text="", reference="NCA-5")
    told.refresh_from_db()
    assert told.reference == told.reported.get().reference == "NCA-5"
    assert cases_known_as("NCA-5") == {told.case_id}


def test_a_reference_that_is_known_is_not_written_over(told, rosa):
    for reference in ("NCA-5", "NCA-6"):
        heard(told, rosa, kind="acknowledgement", text="", reference=reference)
    told.refresh_from_db()
    assert told.reference == told.reported.get().reference == "NCA-5"


def test_a_clock_of_this_desk_reminds_and_wakes_nobody(told, rosa):
    row = heard(told, rosa)
    chase(now=row.due_at - timedelta(hours=23))
    assert not Task.objects.get(about_id=row.id, kind="authority_answer_due").wakes


def test_nothing_was_said_tomorrow_and_no_answer_waits_for_a_year(told, rosa):
    now = timezone.now()
    with pytest.raises(WrongTime):
        heard(told, rosa, said_at=now + timedelta(days=1))
    for due_at in (now - timedelta(hours=1), now + timedelta(days=366)):
        with pytest.raises(WrongClock):
            heard(told, rosa, due_at=due_at)


def test_what_came_of_it_is_one_of_a_few_plain_words(told, rosa):
    assert heard(told, rosa, kind="outcome", outcome="child_safeguarded", text="").state == "noted"
    for kind, outcome in (("outcome", "arrested"), ("question", "investigation"), ("outcome", "")):
        with pytest.raises(WrongOutcome):
            heard(told, rosa, kind=kind, outcome=outcome)
    assert Incoming.objects.count() == 1


def test_nobody_answers_about_what_they_were_not_told(released, rosa):
    with pytest.raises(NotToldYet):
        heard(released, rosa)


def test_a_question_is_answered_on_its_own_referral_alone(told, rosa, make_case, omar):
    other = judged(make_case(content_detected="yes"), rosa, omar)
    row = heard(told, rosa)
    with pytest.raises(NotFound):
        answer(referral_id=other.id, question_id=row.id, by=rosa, answer="Here.")
