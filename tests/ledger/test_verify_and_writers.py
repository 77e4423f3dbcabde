"""Checking the log holds nobody up who writes to it."""

import threading

from django.db import connections

from belisha.ledger import verify as verifying
from belisha.ledger.record import SYSTEM, record
from belisha.people.models import Staff


def test_an_entry_is_appended_while_the_log_is_checked(committed, monkeypatch):
    somebody = Staff.objects.create_user("rosa@desk.example", "x", name="Rosa")
    for _ in range(3):
        record("staff.noted", by=SYSTEM, about=somebody)
    check, appended = verifying._Check.entry, []

    def append():
        appended.append(record("staff.noted", by=SYSTEM, about=somebody).seq)
        connections.close_all()

    def check_and_append(self, row):
        if row.seq == 0:
            writer = threading.Thread(target=append)
            writer.start()
            writer.join(timeout=10)
            assert appended == [3], "the writer had to wait"
        return check(self, row)

    monkeypatch.setattr(verifying._Check, "entry", check_and_append)
    assert verifying.verify() == verifying.Verdict(ok=True, entries=3)
    monkeypatch.undo()
    assert verifying.verify() == verifying.Verdict(ok=True, entries=4)
