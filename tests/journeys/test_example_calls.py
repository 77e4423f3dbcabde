"""Every call that examples/README.md shows is made as it stands there, with curl, and answered."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from django.utils import timezone

from belisha.enforcement import order_answers, preserve_due
from belisha.enforcement.act import order, reverse
from belisha.enforcement.models import Order, Preserved
from belisha.enforcement.order_add import Thing
from belisha.enforcement.order_details import details_of
from belisha.intake.models import Report
from belisha.ledger.record import CONSOLE
from belisha.options import unknown_settings
from belisha.people.keys import add_key
from belisha.people.roles import Role
from tests.desk_cases import make_case
from tests.journeys.example import FOLDER, SCOPES
from tests.screening.draw import picture, saved

__all__ = ["make_case"]

README = (FOLDER / "README.md").read_text()
CALLS = [block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "curl" in block]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


@pytest.fixture
def orders(make_case, person):
    """One order to preserve, one to hold, and one thing that may be destroyed."""
    sana, case = person("Sana", Role.SENIOR), make_case()
    made = [
        order(
            case_id=case.id, kind=kind, thing=Thing(kind="item", id=name), by=sana, details=details_of(kind)
        )
        for kind, name in (("preserve", "a"), ("hold", "b"), ("preserve", "c"))
    ]
    order_answers.done(order_id=made[2].id, by=CONSOLE)
    reverse(order_id=made[2].id, by=sana, reason="It is not needed.")
    preserve_due.follow_releases(now=timezone.now())
    return made


def test_each_call_of_the_readme_is_answered(desk, orders, tmp_path):
    key = add_key(name="The example", scopes=SCOPES, by=CONSOLE).secret
    preserved = Preserved.objects.get(state="released")
    (tmp_path / "photo.jpg").write_bytes(saved(picture(seed=3), "JPEG", quality=85))
    given = {"DESK_URL": desk.url, "DESK_KEY": key, "PRESERVED": str(preserved.id)}
    given |= {"ORDER": str(orders[0].id), "OTHER_ORDER": str(orders[1].id)}
    assert len(CALLS) == 5
    for call in CALLS:
        done = subprocess.run(
            ["sh", "-euc", call],
            env=os.environ | given,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{call}\n{done.stdout}{done.stderr}"
    states = {one.kind: one.state for one in Order.objects.filter(id__in=[one.id for one in orders[:2]])}
    assert states == {"preserve": "done", "hold": "failed"}
    preserved.refresh_from_db()
    assert preserved.state == "destroyed"
    assert Preserved.objects.get(state="kept").locator == "vault/7"
    assert Report.objects.filter(source="user", what_happened__isnull=False).exists()


def test_every_door_of_the_service_is_among_the_calls():
    called = set(re.findall(r"/api/v1/([a-z/]+)", "".join(CALLS)))
    doors = {
        "screen/media",
        "screen/hashes",
        "screen/urls",
        "reports",
        "contacts/assess",
        "orders",
        "preserved",
    }
    assert {path.rstrip("/") for path in called} == doors


def test_the_desk_knows_each_of_its_names_that_the_example_exports(monkeypatch):
    exported = re.findall(r"\bBELISHA_[A-Z_]+", README + (FOLDER / "service.py").read_text())
    for name in exported:
        monkeypatch.setenv(name, "1")
    assert exported
    assert not set(unknown_settings()) & set(exported)
