"""Where copies of the log's heads are kept outside the database: what is configured, and how each fared."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet

from belisha.ledger.models import Place
from belisha.outbound import mail

FOLDER, HTTP, MAIL = "folder", "http", "mail"
TOO_LONG = timedelta(days=1)


@dataclass(frozen=True)
class Configured:
    """A place as the operator set it. `address` may hold a password: it is never shown nor kept."""

    kind: str
    address: str

    @property
    def digest(self) -> str:
        return sha256(f"{self.kind}\0{self.address}".encode()).hexdigest()


def configured() -> list[Configured]:
    """Every place that the operator set; nothing leaves a demo but into a folder."""
    own = settings.BELISHA
    found = [
        (FOLDER, own.checkpoint_dir, True),
        (HTTP, own.checkpoint_url, not own.demo),
        (MAIL, own.checkpoint_mail, mail.configured()),
    ]
    return [Configured(kind, str(address)) for kind, address, reached in found if address and reached]


def known() -> QuerySet[Place]:
    """The rows of the places that are configured now."""
    digests = [place.digest for place in configured()]
    return Place.objects.filter(digest__in=digests).order_by("kind")


def failing(*, now: datetime) -> list[Place]:
    """Places that have taken nothing for a day, although something was to be taken there."""
    return list(known().filter(failing_since__lte=now - TOO_LONG))


def address_of(place: Place) -> str:
    """Where a place is; raises KeyError where it isn't configured any more."""
    return {one.digest: one.address for one in configured()}[place.digest]
