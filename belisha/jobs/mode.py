"""Demo or not: the two never share a database, and each is served only as what it is."""

from django.conf import settings
from django.db import transaction

from belisha.ledger import read as ledger
from belisha.ledger.record import CONSOLE, record
from belisha.organisation.models import Note
from belisha.refusal import Refusal

BEGUN, TOLD = "demo.begun", "demo.told"


class HoldsRealData(Refusal):
    """This database is in use, so no demo goes into it. Give it a folder of its own: --data demo-data"""

    code = "holds_real_data"


class DemoIsThere(Refusal):
    """The demo is there already. To begin anew, stop the server and delete its folder {folder}."""

    code = "demo_is_there"


class DemoInterrupted(Refusal):
    """The demo was interrupted while it was being told. Delete its folder {folder}, then run this again."""

    code = "demo_interrupted"


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


def demo_is_ready() -> bool:
    """Was the demo told to its end? Raises DemoInterrupted where it was only begun."""
    if not holds_demo():
        return False
    if not ledger.has_event(TOLD):
        raise DemoInterrupted(folder=settings.BELISHA.data_dir)
    return True


@transaction.atomic
def end_demo() -> None:
    """Mark the demo as told to its end."""
    record(TOLD, by=CONSOLE, about=Note.objects.create(about="demo", text="Told to its end."))


@transaction.atomic
def begin_demo() -> None:
    """Mark an empty database as the demo's. Raises DemoIsThere, DemoInterrupted and HoldsRealData."""
    if demo_is_ready():
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
