"""The evidence of a case: proved by the written rules alone, marked, guarded and recorded."""

import base64
import hmac
import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.db import connection
from django.urls import reverse

from belisha.decisions import decide
from belisha.ledger import note, signer, triggers
from belisha.ledger.models import Entry
from belisha.ledger.proof import root_from
from belisha.ledger.record import CONSOLE
from belisha.people.roles import Role
from belisha.referrals import evidence_files
from belisha.referrals.evidence import EvidenceRefused, SayWhy, export
from belisha.triage import arrange
from belisha.triage.models import Case
from tests.desk_cases import make_case, organisation
from tests.referrals.bundles import (
    WHY,
    case,
    client,
    lines,
    taken_out,
    unzipped,
    verified,
)
from tests.staff import stale

__all__ = ["case", "client", "make_case", "organisation"]


def test_an_outsider_proves_every_entry_by_the_written_rules_alone(client, case):
    """Each step of docs/reference/evidence-bundle.md, in a few lines of its own."""
    files = unzipped(taken_out(client, case).content)
    manifest = json.loads(files["manifest.json"])
    key = manifest["keys"][0]
    head = note.open_note(files["checkpoint.txt"].decode(), key)
    told, _, _ = files["manifest.note"].decode().partition("\n\n")
    digest = base64.b64encode(sha256(files["manifest.json"]).digest()).decode()
    assert told.splitlines() == ["belisha-evidence/1", case.label, digest]
    for one in manifest["files"]:
        data = files[one["name"]]
        assert (one["size"], one["sha256"]) == (len(data), sha256(data).hexdigest())
    entries = lines(files)
    assert [one["event"] for one in entries][:2] == ["report.received", "case.opened"]
    for one in entries:
        words = [one[part] for part in ("seq", "at", "event", "actor", "about", "key")]
        words.append(one["content_hmac"])
        leaf = sha256(b"\0" + json.dumps(words, separators=(",", ":")).encode()).digest()
        assert leaf.hex() == one["leaf"]
        path = [bytes.fromhex(beside) for beside in one["proof"]]
        assert root_from(leaf, one["seq"], head.size, path) == head.root
        made = hmac.digest(bytes.fromhex(one["hmac_key"]), b"ledger\0" + one["facts"].encode(), "sha256")
        assert made.hex() == one["content_hmac"]
    released = next(json.loads(one["facts"]) for one in entries if one["event"] == "referral.released")
    for kind, digest in released["packs"].items():
        assert sha256(files[f"packs/{released['number']}.{kind}"]).hexdigest() == digest


def test_what_was_released_under_a_case_that_was_merged_is_in_it(client, case, make_case, sana, tmp_path):
    decide.reopen(case_id=case.id, reason="It belongs to the other one.", by=sana)
    other = make_case()
    arrange.merge(case_id=case.id, into_id=other.id, reason="The same person.", by=sana)
    path = tmp_path / "evidence.zip"
    path.write_bytes(taken_out(client, other).content)
    files = unzipped(path.read_bytes())
    assert [name for name in files if name.startswith("packs/")]
    assert ("case", str(case.id)) in {tuple(one["key"]) for one in lines(files)}
    assert "Referral released" in files["custody.txt"].decode()
    assert [one["state"] for one in json.loads(files["decisions.json"])]
    answer, words = verified(path, "--key", signer.vkeys()[0])
    assert (answer, "Whole" in words) == (0, True), words


def test_it_is_marked_with_who_took_it_out_and_recorded_before_it_leaves(client, case, sana):
    answer = taken_out(client, case)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{case.label}.zip"'
    files = unzipped(answer.content)
    mark = json.loads(files["manifest.json"])["exported"]
    assert (mark["by"], mark["account"], mark["why"]) == ("Sana", sana.ledger_name, WHY)
    assert "Taken out by: Sana" in files["HOW-TO-VERIFY.txt"].decode()
    last = Entry.objects.order_by("-seq")[0]
    assert (last.event, last.actor) == ("case.exported", sana.ledger_name)
    assert (last.content["sha256"], last.content["reason"]) == (sha256(answer.content).hexdigest(), WHY)


def test_where_it_can_not_be_recorded_nothing_is_handed_over(client, case, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr("belisha.referrals.evidence.record", fail)
    with pytest.raises(RuntimeError):
        taken_out(client, case)


def test_the_colleagues_of_the_exporter_stand_under_neutral_names(client, case, rosa, omar):
    answer = taken_out(client, case).content
    text = b"".join(data for name, data in unzipped(answer).items() if not name.endswith(".pdf")).decode()
    assert "Reviewer 1 (moderator)" in text
    assert [person.name for person in (rosa, omar) if person.name in text] == []


def test_the_same_case_at_the_same_moment_gives_the_same_bytes(client, case, sana, monkeypatch):
    first = export(case_id=case.id, reason=WHY, by=sana, named="Sana")
    files = unzipped(first.data)
    assert list(files)[:3] == ["HOW-TO-VERIFY.txt", "manifest.json", "manifest.note"]
    assert list(files)[3:] == sorted(list(files)[3:])
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        at = archive.infolist()[0].date_time
    stamp = evidence_files.datetime(*at, tzinfo=evidence_files.UTC)
    assert evidence_files.zipped(files, stamp) == first.data


def test_no_other_case_and_nothing_of_the_desk_is_in_it(client, case, make_case, rosa):
    other = make_case()
    files = unzipped(taken_out(client, case).content)
    keys = {tuple(one["key"]) for one in lines(files)}
    assert {kind for kind, _ in keys} == {"case", "report"}
    assert ("case", str(case.id)) in keys
    assert all(str(other.id) not in data.decode("latin-1") for data in files.values())


def test_a_log_that_was_changed_proves_nothing_and_the_page_says_so(client, case):
    taken_out(client, case)
    first = Entry.objects.filter(about_id=str(case.id)).order_by("seq")[0]
    _overwrite(first.seq)
    answer = taken_out(client, case)
    assert answer.status_code == 409
    assert "was changed" in answer.content.decode()


def _overwrite(seq):
    statements = triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("UPDATE ledger_entry SET actor = 'nobody' WHERE seq = %s", [seq])


def test_what_the_guard_can_not_pass_is_not_made(client, case, monkeypatch):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    monkeypatch.setattr(evidence_files, "custody", lambda steps: picture)
    with pytest.raises(EvidenceRefused):
        export(case_id=case.id, reason=WHY, by=CONSOLE, named="root, at the console")
    answer = taken_out(client, case)
    assert answer.status_code == 409
    assert "The guard stopped" in answer.content.decode()
    assert not Entry.objects.filter(event="case.exported").exists()


def test_without_a_reason_nothing_is_made(client, case, sana):
    assert taken_out(client, case, reason=" ").status_code == 422
    with pytest.raises(SayWhy):
        export(case_id=case.id, reason=" ", by=sana, named="Sana")


def test_who_it_is_is_asked_again_first_also_where_a_child_is_in_danger_now(client, case):
    stale(client)
    assert client.get(reverse("evidence", args=[case.id])).status_code == 302
    assert taken_out(client, case).status_code != 200
    Case.objects.filter(id=case.id).update(priority=1, state="open")
    assert taken_out(client, case).status_code != 200


def test_a_moderator_may_not_take_it_out(client, case, rosa):
    client.force_login(rosa)
    assert taken_out(client, case).status_code == 403
    assert Role.SENIOR not in rosa.roles
