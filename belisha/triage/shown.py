"""What the page of a case says about hidden fields: what is shown to whoever looks, and to others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from belisha.people.models import Staff
from belisha.triage.leave import LeaveView, waiting_for
from belisha.triage.models import Reveal


@dataclass(frozen=True, kw_only=True)
class ShownView:
    """That somebody was shown all of a case for an emergency call, or fields of it because of danger."""

    person: str
    everything: bool
    at: datetime
    own: bool


@dataclass(frozen=True, kw_only=True)
class ShownPanel:
    """`until`: when all is hidden again from this person; `look`: shown by danger, not looked at yet."""

    until: datetime | None
    everything: bool
    look: tuple[ShownView, ...]
    asking: tuple[LeaveView, ...]

    @property
    def may_look(self) -> bool:
        return any(not one.own for one in self.look)


def shown_panel(case_id: UUID, viewer: Staff) -> ShownPanel:
    """The part of a case's page about who is shown what."""
    now = timezone.now()
    rows = Reveal.objects.filter(case_id=case_id)
    held = list(rows.filter(person=viewer, until__gt=now).order_by("until"))
    look = rows.filter(second_look=True, looked_at=None).select_related("person")
    return ShownPanel(
        until=held[0].until if held else None,
        everything=any(row.everything for row in held),
        look=tuple(
            ShownView(
                person=row.person.name,
                everything=row.everything,
                at=row.at,
                own=row.person_id == viewer.id,
            )
            for row in look.order_by("at")
        ),
        asking=tuple(waiting_for(case_id)),
    )
