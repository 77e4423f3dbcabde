"""What the holder of a receipt is told."""

import pytest

from belisha.intake.incoming import IncomingReport
from belisha.intake.models import State
from belisha.intake.read import SENTENCES, status_of
from belisha.intake.receipts import new_receipt
from belisha.intake.receive import move, receive
from belisha.ledger.record import SYSTEM
from tests.intake.samples import least


@pytest.fixture
def answer():
    return receive(report=IncomingReport.model_validate(least()), by=SYSTEM)


def test_a_new_report_is_waiting_for_a_person(answer):
    status = status_of(answer.receipt.replace(" ", "-"))
    assert (status.receipt, status.state) == (answer.receipt, "received")
    assert status.sentence == "We have your report. A person will look at it."


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sentence(answer, state):
    move(report_ids=[answer.report_id], state=state)
    assert status_of(answer.receipt).sentence == SENTENCES[state]


def test_no_sentence_tells_what_was_decided_about_whom():
    assert len({SENTENCES[state] for state in (State.DECIDED, State.REFERRED, State.CLOSED)}) == 1
    telling = ("police", "refer", "closed", "account", "person reported", "no action")
    assert not any(word in sentence.lower() for sentence in SENTENCES.values() for word in telling)


@pytest.mark.parametrize("receipt", ["", "1", "no receipt", "0" * 15 + "1", "\0", "\ud800"])
def test_what_is_no_receipt_is_unknown(answer, receipt):
    assert status_of(receipt) is None


def test_a_receipt_that_was_never_given_is_unknown(answer):
    assert status_of(new_receipt()) is None
