"""Who serves what: the services of a person's teams, and those that no team serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q

from belisha.organisation.models import Team
from belisha.people.models import Staff

SEE, ANY = "triage.view_case", "triage.open_any_case"
EVERY = Q()
_known: ContextVar["dict[object, Served] | None"] = ContextVar("known", default=None)


@dataclass(frozen=True, kw_only=True)
class Served:
    """Which services a person's teams serve, and which anybody's do; a team nobody is in serves none."""

    everything: bool
    all_served: bool
    mine: frozenset[object]
    by_anybody: frozenset[object]

    def rows(self) -> Q:
        """Rows with a `service` that are this person's to see, as far as teams say."""
        if self.everything:
            return EVERY
        return Q(service__in=self.mine) if self.all_served else Q(service__in=self.mine) | self.nobodys()

    def nobodys(self) -> Q:
        """Rows of a service that no team serves, or of none."""
        return ~Q(service__in=self.by_anybody)


@contextmanager
def while_reading() -> Iterator[None]:
    """A page that changes nothing asks a dozen times who serves what: it gets one answer to all of them."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def serving(person: Staff) -> Served:
    """Who serves what, as far as this person goes; seniors, and all where there is no team, see all."""
    known = _known.get()
    if known is None:
        return _serving(person)
    if person.pk not in known:
        known[person.pk] = _serving(person)
    return known[person.pk]


def _serving(person: Staff) -> Served:
    teams = Team.objects.filter(members__is_active=True)
    rows = set(teams.values_list("id", "services"))
    own = set(teams.filter(members=person).values_list("id", "services"))
    mine_serves_all = any(service is None for _, service in own)
    return Served(
        everything=person.has_perm(ANY) or mine_serves_all or not rows,
        all_served=any(service is None for _, service in rows),
        mine=frozenset(service for _, service in own if service),
        by_anybody=frozenset(service for _, service in rows if service),
    )
