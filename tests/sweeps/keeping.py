"""Cases that are kept, that collide, that are to be destroyed and that were erased, for pages to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def keep(make_case: Callable[..., Any], moderator: Any, senior: Any) -> None:
    """One kept for an authority, with a clock that was lifted; one that collides; one asked to be destroyed;
    one erased, its reference kept; and a clock that jumped."""
    from django.utils import timezone

    from belisha.enforcement import destroy, due, keep, watch
    from belisha.enforcement.models import Keeping, Watch
    from tests.enforcement.kept import DAY, clocks_begin, closed, no_action

    kept, ordered, erased = (
        no_action(make_case(concerns=["other"], child=None), moderator) for _ in range(3)
    )
    told = closed(make_case(content_detected="yes"), moderator, senior)
    asked = {"authority": "Norfolk Constabulary, Digital Media Investigations", "reference": "NC/2026/17"}
    keep.keep(case_id=kept.id, until=None, by=moderator, **asked)
    lifted = keep.keep(case_id=kept.id, until=timezone.now() + 90 * DAY, by=moderator, **asked)
    keep.lift(case_id=kept.id, clock_id=lifted.id, reason="They have a copy.", by=senior)
    clocks_begin()
    for case in (ordered, erased):
        order = destroy.ask(case_id=case.id, reason="The court orders it.", by=senior, **asked)
    destroy.confirm(case_id=erased.id, order_id=order.id, by=moderator)
    watch.drift.forget()
    due.erase_due(now=timezone.now())
    Keeping.objects.filter(case=told).update(
        collides=True, due_at=None, erase_by=timezone.now() + timedelta(9)
    )
    moment = timezone.now()
    Watch.objects.filter(id=1).update(
        stopped_at=moment, jumped_from=moment - timedelta(days=3), jumped_to=moment
    )
