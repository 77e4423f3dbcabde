"""Every migration runs up and down on a filled database, and the models have no change without one."""

from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from belisha.intake.models import Report
from belisha.ledger.record import CONSOLE, PUBLIC, record
from belisha.ledger.verify import verify
from belisha.organisation.arrange import save_profile
from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.vault.lookup import digest
from tests.sweeps.a_desk_in_use import say_of_addresses
from tests.sweeps.stages import ORDER, our_models

APPS = {model._meta.app_label for model in our_models()}


def filled():
    receipt = digest("receipt", str(uuid4()))
    report = Report.objects.create(
        source="user", sent_by="x", received_at=timezone.now(), receipt_lookup=receipt
    )
    record("report.received", by=PUBLIC, about=report)
    save_profile(by=CONSOLE, legal_name="Lantern Chat Ltd", country="GB")
    people = [
        Staff.objects.create(email=f"{uuid4()}@desk.example", name=name, roles=[Role.SENIOR])
        for name in ("Rosa", "Sana")
    ]
    say_of_addresses(*people)


def migrate(*arguments, database="default"):
    call_command("migrate", *arguments, database=database, verbosity=0, interactive=False)


def tables():
    return {name for name in connection.introspection.table_names() if name.split("_")[0] in APPS}


def test_every_migration_runs_down_and_up_again_on_a_filled_database(committed):
    filled()
    before = tables()
    for app in reversed([app for app in ORDER if app in APPS - {"vault", "people"}]):
        migrate(app, "zero")
    assert not {name for name in tables() if not name.startswith("people_")}
    migrate()
    assert tables() == before
    filled()
    assert verify().ok


def test_the_log_stays_append_only_after_a_way_down_and_up(committed):
    migrate("ledger", "0001")
    migrate("ledger")
    filled()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
            if connection.vendor == "sqlite"
            else "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass"
        )
        assert cursor.fetchone()[0] == 2


def test_no_model_changed_without_a_migration():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out, verbosity=1)
    assert "No changes detected" in out.getvalue()
