"""A desk with a CyberTipline on this machine, and a case whose referral is for NCMEC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import AnyUrl, SecretStr

from belisha.referrals.cybertip import CyberTip
from tests.fakes.cybertip import PASSWORD, USER, serve
from tests.referrals.tips import ENTICEMENT


@pytest.fixture
def ncmec(tmp_path: Path):
    """A CyberTipline on this machine that the desk does not know yet."""
    with serve(tmp_path / "ncmec.sqlite3", slow=2) as server:
        yield server


@pytest.fixture
def connected(ncmec, settings, tmp_path):
    """The same, as the stand-in of this desk."""
    connect(settings, ncmec, data_dir=tmp_path)
    return ncmec


def connect(settings: Any, server: Any, **more: Any) -> None:
    own = {
        "cybertip_user": USER,
        "cybertip_password": SecretStr(PASSWORD),
        "cybertip_url": AnyUrl(server.url),
    }
    settings.BELISHA = settings.BELISHA.model_copy(update=own | more)


@pytest.fixture
def draft_for_ncmec(american, make_case, person):
    """A referral to NCMEC, its kind of incident chosen, and who chose it."""
    from belisha.people.roles import Role
    from belisha.referrals.describe import describe

    rosa = person("Rosa", Role.MODERATOR)
    referral = drafted(make_case(), rosa, person("Omar", Role.MODERATOR))
    describe(referral_id=referral.id, by=rosa, tip=CyberTip(incident_type=ENTICEMENT))
    referral.refresh_from_db()
    return referral, rosa


@pytest.fixture
def american(organisation):
    """The service is in the United States, so it tells NCMEC."""
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile

    return save_profile(
        by=CONSOLE,
        legal_name="Lantern Chat Inc",
        country="US",
        place="",
        force_code="",
        regulated_user_to_user="no",
        nca_registered="no",
        contact={"name": "Duty Desk", "email": "desk@lantern.example", "phone": "+1 202 555 0100"},
    )


def drafted(case: Any, rosa: Any, omar: Any) -> Any:
    from belisha.decisions.decide import confirm, decide
    from belisha.referrals import refer

    decision = decide(
        case_id=case.id, by=rosa, outcome="refer", category="grooming", reasons="Both accounts."
    )
    if decision.state == "proposed":
        confirm(decision_id=decision.id, by=omar)
    rows = refer.prepare(case_id=case.id)
    return next(row for row in rows if row.authority == "ncmec")
