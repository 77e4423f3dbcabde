"""A desk of each earlier schema, filled, comes to this version with all that it holds; and goes back."""

import pyrage
import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connections

from belisha.intake.models import Report
from belisha.jobs import start
from belisha.jobs.backups import take
from belisha.jobs.backups.enclosed import DATA, KEYS, manifest_of
from belisha.jobs.backups.restore import Backup, restore
from belisha.jobs.backups.snapshot import snapshot
from belisha.jobs.migrate import migrate
from belisha.ledger.models import Entry
from belisha.ledger.verify import verify
from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.referrals.models import Pack, Referral
from belisha.screening import read_lists
from belisha.triage.models import Case
from belisha.vault.fields import SealedField
from belisha.vault.router import STORE
from tests.jobs.elsewhere import Place
from tests.sweeps.stages import our_models
from tests.upgrade import frozen_desk

ON = "postgresql" if "postgresql" in configured.DATABASES["default"]["ENGINE"] else "sqlite"
PAGES = ("/desk/", "/desk/tasks/", "/desk/rota/", "/desk/unscreened/", "/report/", "/desk/search/")


NAMES = frozen_desk.names(ON)
# The longest way up is walked each time: whoever comes from further on walks the rest of the same way.
EACH = [pytest.param(name, marks=[pytest.mark.slow] if at else []) for at, name in enumerate(NAMES)]


@pytest.fixture(params=EACH)
def frozen(request, committed, settings, tmp_path):
    """A frozen desk, as it was left, with this version's code in front of it."""
    place = Place(tmp_path / "desk")
    frozen_desk.thaw(request.param, place)
    settings.BELISHA_MASTER_KEYS = frozen_desk.master_keys()
    settings.BELISHA = settings.BELISHA.model_copy(update={"demo": True})
    with place.here():
        yield place
    place.remove()


def test_a_filled_desk_of_an_earlier_schema_opens_whole_in_this_version(frozen, client):
    with snapshot("default") as view:
        before = {table: view.ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in view.tables()}
    migrate()
    start.check_start()
    for model in (Report, Case, Entry, Referral, Pack, Staff):
        assert model.objects.count() == before[model._meta.db_table] > 0, model
    assert (verify().ok, verify().erased) == (True, 0)
    assert sealed_fields_that_open() > 100
    pages_answer(client)


def sealed_fields_that_open():
    opened = 0
    for model in our_models():
        fields = [field for field in model._meta.get_fields() if isinstance(field, SealedField)]
        for row in model.objects.all() if fields else ():
            for field in fields:
                getattr(row, field.name)
                opened += 1
    return opened


def pages_answer(client):
    client.force_login(next(one for one in Staff.objects.all() if Role.SENIOR in one.roles))
    cases = [f"/desk/cases/{case.id}/" for case in Case.objects.all()]
    referrals = [f"/desk/referrals/{one.id}/" for one in Referral.objects.all()]
    for address in (*PAGES, *cases, *referrals):
        assert client.get(address).status_code == 200, address
    assert all(line.name for line in read_lists.overview())


@pytest.mark.slow
def test_a_desk_goes_back_to_the_schema_it_came_from_with_every_row_and_forth_again(frozen):
    with snapshot("default") as view:
        then = manifest_of(view, what="data", id="")
        before = {table: view.ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in view.tables()}
    migrate()
    go_back(then.migrations)
    with snapshot("default") as view:
        after = {table: view.ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in view.tables()}
    told = {name for name in before if name.startswith(("auth_", "django_"))}
    assert {name: after.get(name) for name in before if name not in told} == {
        name: count for name, count in before.items() if name not in told
    }
    migrate()
    assert verify().ok


def go_back(migrations):
    """To the last migration of each app that the frozen desk had, the latest stages first."""
    had = {}
    for app, name in migrations:
        had[app] = max(had.get(app, ""), name)
    apps = [model._meta.app_label for model in our_models()]
    for app in reversed(dict.fromkeys(apps)):
        if app != "vault":
            call_command("migrate", app, had.get(app, "zero"), database="default", verbosity=0)
    connections.close_all()


@pytest.mark.slow
def test_a_backup_that_an_earlier_version_took_is_restored_into_this_one(frozen, tmp_path):
    me = pyrage.x25519.Identity.generate()
    backup = Backup(file=tmp_path / "old", keys_file=tmp_path / "old.keys", identities=[me])
    for alias, what, path in (("default", DATA, backup.file), (STORE, KEYS, backup.keys_file)):
        with snapshot(alias) as view:
            manifest = manifest_of(view, what=what, id="old", entries=0)
            take._write(path, view, manifest, [me.to_public()], lambda *_: lambda count: None)
    reports = Report.objects.count()
    other = Place(tmp_path / "other")
    with other.here():
        assert restore(backup, checkpoints=None).ledger.ok
        assert Report.objects.count() == reports
        assert sealed_fields_that_open() > 100
    other.remove()
