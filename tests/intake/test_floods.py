"""A flood is kept whole, each report with its receipt, and whoever else reports doesn't wait behind it."""

import pytest
from django.test import Client

from belisha.intake import quotas
from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Report
from belisha.intake.receive import receive
from belisha.ledger.record import PUBLIC
from belisha.people.models import ApiKey
from belisha.triage.read import untriaged
from tests.intake.samples import least
from tests.web.public_form import Visitor, harbour

FLOOD = 6


@pytest.fixture(autouse=True)
def quotas_of_three(monkeypatch):
    for pace in (quotas.OF_A_KEY, quotas.OF_A_VISITOR, quotas.ABOUT_ONE):
        monkeypatch.setattr(pace, "most", 3)


def sent(key, **fields):
    return receive(report=IncomingReport.model_validate(least(**fields)), by=key)


@pytest.fixture
def keys():
    return [ApiKey.objects.create(name=f"key {n}", prefix=f"{n}", digest=b"%d" % n) for n in range(FLOOD + 1)]


def slow():
    return set(Report.objects.filter(slow=True).values_list("id", flat=True))


def test_a_flood_of_one_key_is_kept_and_waits_behind_the_report_of_another(keys):
    flood = [sent(keys[0]).report_id for _ in range(FLOOD)]
    other = sent(keys[1]).report_id
    assert slow() == set(flood[3:])
    assert untriaged() == [*flood[:3], other, *flood[3:]]


def test_a_flood_about_one_account_waits_whoever_sends_it(keys):
    about = {"accounts": [{"id": "account-1", "role": "suspect"}]}
    flood = [sent(key, **about).report_id for key in keys[:FLOOD]]
    other = sent(keys[FLOOD]).report_id
    assert untriaged() == [*flood[:3], other, *flood[3:]]


def test_danger_now_comes_first_of_a_flood_too(keys):
    flood = [sent(keys[0]).report_id for _ in range(FLOOD)]
    danger = sent(keys[0], danger_now="yes").report_id
    assert danger in slow()
    assert untriaged() == [danger, *flood]


def test_a_flood_of_one_visitor_has_its_receipts_and_waits(keys):
    harbour()
    receipts = [Visitor().to_check().send().receipt for _ in range(FLOOD)]
    assert len(set(receipts)) == FLOOD
    assert len(slow()) == FLOOD - 3
    other = Visitor(Client(REMOTE_ADDR="192.0.2.77")).to_check().send()
    assert other.receipt
    assert len(slow()) == FLOOD - 3


def test_what_is_sent_again_with_its_key_counts_once(keys):
    for number in range(3):
        for _ in range(3):
            report = IncomingReport.model_validate(least())
            receive(report=report, by=keys[0], idempotency_key=f"key {number}")
    assert slow() == set()


def test_the_public_without_a_network_is_counted_as_one():
    public = least(source="public")
    several = [receive(report=IncomingReport.model_validate(public), by=PUBLIC) for _ in range(FLOOD)]
    assert len(slow()) == len(several) - 3
