"""Erasure under kills: cases full of canaries, erased by workers that are killed at random moments."""

import json
from collections.abc import Iterator

from bench.desk import prepared

Row = tuple[str, str, bool]

# Runs with Django set up on the desk's own databases. It forks, so that a kill costs milliseconds.
ERASE = """
import json, os, random, signal, time
from datetime import timedelta
from django.db import connections
from django.utils import timezone
from belisha.decisions import decide
from belisha.enforcement import due, watch
from belisha.enforcement.models import Erasure, Watch
from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Report
from belisha.intake.receive import receive
from belisha.ledger.models import Document
from belisha.ledger.record import CONSOLE
from belisha.ledger.verify import verify
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.triage.triage import triage
from belisha.vault.keys import forget
from belisha.vault.models import DataKey
from belisha.vault.seal import Erased
from tests.sweeps.canaries import Canaries, a_report, found, resting_places
from tests.sweeps.stages import our_models

random.seed(11)
TIMES, sing = int(os.environ["CASES"]), Canaries()
rosa = Staff.objects.create_user("rosa@desk.example", None, name="Rosa", roles=["moderator"])
erased, kept = [], []
for number in range(TIMES + 20):
    body = a_report(sing, number) | {"danger_now": "no"}
    report = receive(report=IncomingReport.model_validate_json(json.dumps(body)), by=CONSOLE)
    case = triage(report_id=report.report_id)
    if number < TIMES:
        decide.decide(case_id=case.id, outcome="no_action", category="other", reasons=sing.word(), by=rosa)
    (erased if number < TIMES else kept).append((case.id, report.report_id))
while due.begin_clocks():
    pass
cases, reports = [one for one, _ in erased], [one for _, one in erased]

def pieces(ids):
    rows = DataKey.objects.filter(subject__in=ids).values_list("wrapped", flat=True)
    texts = [row.__dict__["what_happened"] for row in Report.objects.filter(id__in=ids)]
    return [bytes(one) for one in (*rows, *texts)]

gone, there = pieces([*cases, *reports]), pieces([one for _, one in kept])
on_sqlite = connections["default"].vendor == "sqlite"
later = timezone.now() + timedelta(days=100)
Watch.objects.update_or_create(id=1, defaults={"seen_at": later})
kills = 0
while Case.objects.filter(id__in=cases).exists() or Erasure.objects.filter(files_clean_at=None).exists():
    connections.close_all()
    child = os.fork()
    if not child:
        watch.drift.forget()
        while due.erase_due(now=later):
            pass
        os._exit(0)
    # A little longer each time, so that a slow machine comes to its end too.
    time.sleep(random.uniform(0.02, 0.9) + kills / 200)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    kills += os.WIFSIGNALED(status)
forget()
verdict = verify()
names = {str(one).replace("-", "") for one in (*cases, *reports)}
apart = {"ledger.entry", "ledger.document", "vault.datakey", "enforcement.erasure", "enforcement.tombstone"}
rows = 0
for model in our_models():
    if model._meta.label_lower in apart:
        continue
    fields = [one.attname for one in model._meta.concrete_fields if one.get_internal_type() != "BinaryField"]
    for row in model.objects.values_list(*fields):
        text = " ".join(map(str, row)).replace("-", "")
        rows += any(name in text for name in names)
places = resting_places()
files = [path.read_bytes() for path in places] if on_sqlite else []
print(json.dumps({
    "cases": Erasure.objects.exclude(files_clean_at=None).count(),
    "kills": kills,
    "rows": rows,
    "keys": DataKey.objects.filter(subject__in=[*cases, *reports]).exclude(wrapped=None).count(),
    "notes": Document.objects.filter(name__startswith="erasure-").count(),
    "clear": len(found(sing.words, places)),
    "canaries": len(sing.words),
    "sealed": sum(any(piece in file for file in files) for piece in gone) if on_sqlite else None,
    "searched": len(gone),
    "there": all(any(piece in file for file in files) for piece in there) if on_sqlite else True,
    "others": sum(bool(one.what_happened) for one in Report.objects.filter(id__in=[r for _, r in kept])),
    "ledger": verdict.ok,
    "entries_erased": verdict.erased,
}))
"""


def erased(kind: str, cases: int) -> Row:
    """Erase this many cases while their worker is killed again and again; then search for what they held."""
    with prepared(kind) as running:
        running.env["CASES"] = str(cases)
        said = json.loads(running.python(ERASE).splitlines()[-1])
    wrong = [said["rows"], said["keys"], said["clear"], said["sealed"] or 0, cases - said["cases"]]
    ok = (
        not any(wrong)
        and said["notes"] == cases
        and said["ledger"]
        and said["there"]
        and said["others"] == 20
    )
    files = (
        "" if said["sealed"] is None else f", {said['sealed']} of {said['searched']} sealed pieces in files"
    )
    whole = "whole" if said["ledger"] else "BROKEN"
    figure = (
        f"{said['cases']} of {cases} erased over {said['kills']} kills, {said['rows']} rows and"
        f" {said['keys']} keys left, {said['clear']} of {said['canaries']} canaries{files}, ledger {whole}"
    )
    return (f"cases erased while the worker is killed, {kind}", figure, bool(ok))


def rows(cases: int = 200) -> Iterator[Row]:
    """Both databases."""
    for kind in ("sqlite", "postgres"):
        yield erased(kind, cases)


if __name__ == "__main__":
    for what, figure, ok in rows():
        print(f"{'pass' if ok else 'FAIL'}  {what:45} {figure}", flush=True)
