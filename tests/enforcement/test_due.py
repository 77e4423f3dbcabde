"""Which cases are due to be erased, and how the operator's lengths move that."""

from django.utils import timezone

from belisha.enforcement import due
from belisha.enforcement.models import Keeping
from tests.enforcement.kept import DAY, clocks_begin, no_action


def test_a_case_that_something_keeps_is_not_due_however_long_its_time_is_over(case, rosa):
    no_action(case, rosa)
    clocks_begin()
    now, row = timezone.now(), Keeping.objects.filter(case=case)
    row.update(due_at=now - DAY, kept_until=now + DAY)
    assert due.due(now) == []
    row.update(kept_until=None)
    assert due.due(now) == [case.id]


def test_another_length_that_the_operator_sets_counts_for_the_cases_that_are_there(case, rosa, settings):
    no_action(case, rosa)
    clocks_begin()
    before = Keeping.objects.get(case=case).due_at
    shorter = settings.BELISHA.retention_unfounded_days - 10
    settings.BELISHA = settings.BELISHA.model_copy(update={"retention_unfounded_days": shorter})
    clocks_begin()
    assert before - Keeping.objects.get(case=case).due_at >= 9 * DAY
