"""Which services a program's key reaches: those that it is bound to, or all where it is bound to none.

Every door for programs asks here, by way of its use case: what is another service's is not there for a bound
key, and what is of no service either, since it may be another's.
"""

from collections.abc import Iterable
from typing import ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from belisha.ledger.record import Actor
from belisha.organisation.models import Service
from belisha.people.models import ApiKey
from belisha.refusal import Refusal

Row = TypeVar("Row", bound=Model)


class UnknownService(Refusal):
    """This desk has no service of that short name; an administrator adds services."""

    code = "unknown_service"
    field: ClassVar[str] = "service"


class OtherService(Refusal):
    """This key is not for that service. It is for {services}; an administrator makes keys for others."""

    code = "other_service"
    field: ClassVar[str] = "service"


class ServiceMissing(Refusal):
    """This key is for {services}: say in “service” which of them this is about."""

    code = "service_missing"
    field: ClassVar[str] = "service"


def bound_to(by: Actor) -> frozenset[UUID] | None:
    """The ids of the services that somebody is bound to; None: to none, so that all are in reach."""
    if not isinstance(by, ApiKey) or by.services is None:
        return None
    return frozenset(map(UUID, by.services))


def within(rows: QuerySet[Row], by: Actor, *, path: str = "service") -> QuerySet[Row]:
    """Those of the rows that are within somebody's reach; `path`: to the service that a row is of."""
    reach = bound_to(by)
    return rows if reach is None else rows.filter(**{f"{path}__in": reach})


def service_of(slug: str | None, by: Actor) -> Service | None:
    """The service of this short name; of a key that is bound to one, that one where none is named.

    Raises UnknownService, OtherService, ServiceMissing.
    """
    reach = bound_to(by)
    if reach is not None:
        return _within_reach(slug, reach)
    service = Service.objects.filter(slug=slug).first() if slug else None
    if slug and service is None:
        raise UnknownService
    return service


def refuse_other(slug: str, by: Actor) -> None:
    """Raise OtherService where a key that is bound asks for a service that it isn't bound to."""
    reach = bound_to(by)
    if slug and reach is not None:
        _within_reach(slug, reach)


def ids_of(slugs: Iterable[str]) -> list[UUID]:
    """The services of these short names. Raises UnknownService."""
    wanted = set(slugs)
    found = dict(Service.objects.filter(slug__in=wanted).values_list("slug", "id"))
    if wanted - set(found):
        raise UnknownService
    return list(found.values())


def names_of(services: Iterable[UUID]) -> list[str]:
    """The short names of these services; one that is gone has none."""
    return list(Service.objects.filter(id__in=services).order_by("slug").values_list("slug", flat=True))


def _within_reach(slug: str | None, reach: frozenset[UUID]) -> Service:
    theirs = list(Service.objects.filter(id__in=reach).order_by("slug"))
    if not slug and len(theirs) == 1:
        return theirs[0]
    names = " and ".join(one.slug for one in theirs) or "none that is left"
    if not slug and theirs:
        raise ServiceMissing(services=names)
    # One that this desk doesn't have is refused alike: a bound key learns no other's name.
    for one in theirs:
        if one.slug == slug:
            return one
    raise OtherService(services=names)
