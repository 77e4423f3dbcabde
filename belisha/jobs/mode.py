"""Demo or not: the two never share a database, and each is served only as what it is."""

from django.conf import settings
from django.db import transaction

from belisha.ledger import read as ledger
from belisha.ledger.record import CONSOLE, record
from belisha.organisation.models import Note
from belisha.refusal import Refusal

BEGUN = "demo.begun"


class HoldsRealData(Refusal):
    """This database is in use, so no demo goes into it. Give it a folder of its own: --data demo-data"""

    code = "holds_real_data"


class DemoIsThere(Refusal):
    """The demo is there already. To begin anew, stop the server and delete its folder {folder}."""

    code = "demo_is_there"


class DemoServedAsReal(Refusal):
    """This database holds the demo, with passwords that anybody knows. Serve it with BELISHA_DEMO=1, or name
    another folder with --data."""

    code = "demo_served_as_real"


class RealServedAsDemo(Refusal):
    """This database holds no demo. Unset BELISHA_DEMO: with it, nobody would need a second factor."""

    code = "real_served_as_demo"


def holds_demo() -> bool:
    """Did this database begin as a demo?"""
    return ledger.first_event() == BEGUN


@transaction.atomic
def begin_demo() -> None:
    """Mark an empty database as the demo's. Raises DemoIsThere and HoldsRealData."""
    if holds_demo():
        raise DemoIsThere(folder=settings.BELISHA.data_dir)
    if ledger.first_event() is not None:
        raise HoldsRealData
    note = Note.objects.create(about="demo", text="Invented data.")
    record(BEGUN, by=CONSOLE, about=note)


def refuse_mixed() -> None:
    """Raise unless the database and BELISHA_DEMO agree; an empty one may become either."""
    if ledger.first_event() is None:
        return
    if settings.BELISHA.demo and not holds_demo():
        raise RealServedAsDemo
    if not settings.BELISHA.demo and holds_demo():
        raise DemoServedAsReal
