"""One request sent many times at one moment, with real commits, on each database."""

from belisha.intake.models import Report, Retry
from belisha.ledger.models import Entry
from belisha.ledger.verify import verify
from tests.committed import together
from tests.intake.samples import full, least


def test_fifty_repeats_at_one_moment_are_one_report_with_one_answer(committed, shop):
    answers = together(lambda _: shop.post(full(), Idempotency_Key="k-50"), 50)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (Report.objects.count(), Retry.objects.count()) == (1, 1)
    assert Entry.objects.filter(event="report.received").count() == 1


def test_of_fifty_different_reports_with_one_key_one_is_kept_and_the_others_are_told(committed, shop):
    answers = together(lambda n: shop.post(least(what_happened=f"report {n}"), Idempotency_Key="k-50"), 50)
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 49
    assert Report.objects.count() == 1


def test_fifty_reports_at_one_moment_are_fifty_receipts_and_a_log_in_order(committed, shop):
    answers = together(lambda n: shop.post(least(what_happened=f"report {n}"), Idempotency_Key=f"k-{n}"), 50)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["receipt"] for answer in answers}) == 50
    assert verify().ok
