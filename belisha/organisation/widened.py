"""What a change of teams or services opens: nobody opens more to themselves, and seniors look at the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from belisha.ledger.record import Actor
from belisha.organisation.models import Organisation, Service
from belisha.organisation.served import SEE, serving
from belisha.people.changes import What, note
from belisha.people.models import Staff
from belisha.refusal import Refusal

OF_NONE = None
Reach = frozenset[UUID | None]


class OwnReach(Refusal):
    """That would open the cases of more services to yourself. Ask another administrator."""

    code = "own_reach"


@contextmanager
def noted(*, by: Actor) -> Iterator[None]:
    """Compare what teams show each person before and after; raises OwnReach outside one-person mode."""
    # A service that is removed takes nothing with it that anybody could see: no report is about it.
    before = {person: _reach(person) for person in _case_workers()}
    yield
    for person, had in before.items():
        if _reach(person) - had:
            if person == by and not Organisation.objects.filter(one_person_mode=True).exists():
                raise OwnReach
            note(person, What.SERVICES, by=by)


def _case_workers() -> list[Staff]:
    return [person for person in Staff.objects.filter(is_active=True) if person.has_perm(SEE)]


def _reach(person: Staff) -> Reach:
    """The services whose cases open to a person, OF_NONE among them, as `Served.rows` has it."""
    served, known = serving(person), {OF_NONE, *Service.objects.values_list("id", flat=True)}
    if served.everything:
        return frozenset(known)
    own = known & served.mine
    return frozenset(own if served.all_served else own | (known - served.by_anybody))
