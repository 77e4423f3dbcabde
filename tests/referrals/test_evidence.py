"""The evidence of a case: whole to an outsider, red after one changed byte, marked, guarded and recorded."""

import base64
import hmac
import io
import json
import shlex
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from belisha.decisions import decide
from belisha.ledger import note, triggers
from belisha.ledger.models import Entry
from belisha.ledger.proof import root_from
from belisha.ledger.record import CONSOLE
from belisha.people.roles import Role
from belisha.referrals import evidence_files
from belisha.referrals.evidence import EvidenceRefused, SayWhy, export
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, release
from belisha.triage.models import Case
from tests.desk_cases import make_case, organisation
from tests.staff import stale

__all__ = ["make_case", "organisation"]
WHY = "Asked for by the police, 35/1/26"


@pytest.fixture
def case(make_case, rosa, omar):
    """A case that was decided, confirmed and released to the police."""
    made = make_case()
    decided = decide.decide(case_id=made.id, outcome="refer", category="grooming", reasons="Line 1.", by=rosa)
    if decided.state == "proposed":
        decide.confirm(decision_id=decided.id, by=omar)
    prepare(case_id=made.id)
    referral = next(row for row in Referral.objects.filter(case=made) if row.authority.startswith("police:"))
    release(referral_id=referral.id, by=rosa)
    return made


@pytest.fixture
def client(client, sana):
    client.force_login(sana)
    return client


def taken_out(client, case, **said):
    return client.post(reverse("evidence", args=[case.id]), {"reason": WHY} | said)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(files):
    return [json.loads(line) for line in files["entries.jsonl"].splitlines()]


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


def verified(path, *more):
    """The program of the bundle, as a police officer runs it: in a folder with nothing of ours."""
    with zipfile.ZipFile(path) as archive:
        archive.extract("verify_ledger.py", path.parent)
    command = [sys.executable, "-I", "verify_ledger.py", path.name, *more]
    ran = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_a_police_officer_follows_the_text_and_sees_it_verify(client, case, tmp_path):
    path = tmp_path / f"evidence-{case.label}.zip"
    path.write_bytes(taken_out(client, case).content)
    text = unzipped(path.read_bytes())["HOW-TO-VERIFY.txt"].decode()
    line = next(line for line in text.splitlines() if "--key" in line)
    said = shlex.split(line)
    assert said[:3] == ["python", "verify_ledger.py", path.name]
    answer, words = verified(path, *said[3:])
    assert (answer, "Whole" in words) == (0, True), words


def changed(files):
    """The same files with one byte of one of them changed, each part in turn; then one more, one less."""
    for name, data in files.items():
        at = len(data) // 2
        yield name, files | {name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]}
    yield "one more", files | {"packs/more.txt": b"x"}
    yield "one less", {name: data for name, data in files.items() if name != "custody.txt"}


def test_one_changed_byte_anywhere_turns_it_red(client, case, tmp_path):
    files = unzipped(taken_out(client, case).content)
    key = json.loads(files["manifest.json"])["keys"][0]
    (tmp_path / "verify_ledger.py").write_bytes(files["verify_ledger.py"])
    found = {}
    for what, bent in changed(files):
        path = tmp_path / "bent.zip"
        path.write_bytes(evidence_files.zipped(bent, timezone.now()))
        found[what] = run_there(tmp_path, "bent.zip", "--key", key)
    assert {what for what, code in found.items() if code != 1} == set()
    assert len(found) >= 10


def run_there(folder, *said):
    command = [sys.executable, "-I", "verify_ledger.py", *said]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_a_bundle_made_up_by_somebody_without_the_key_is_red(client, case, tmp_path):
    files = unzipped(taken_out(client, case).content)
    files["custody.txt"] = b"Another story.\n"
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        one["sha256"], one["size"] = sha256(files[one["name"]]).hexdigest(), len(files[one["name"]])
    files["manifest.json"] = json.dumps(manifest).encode()
    own = Ed25519PrivateKey.generate()
    digest = evidence_files.digest_line(files["manifest.json"])
    told = "".join(f"{line}\n" for line in [evidence_files.FORMAT, case.label, digest])
    name = manifest["keys"][0].partition("+")[0]
    files["manifest.note"] = note.sign(told, name, own.private_bytes_raw()).encode()
    path = tmp_path / "made-up.zip"
    path.write_bytes(evidence_files.zipped(files, timezone.now()))
    answer, words = verified(path, "--key", manifest["keys"][0])
    assert (answer, "isn't signed" in words) == (1, True), words


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


def test_who_it_is_is_asked_again_first_unless_a_child_is_in_danger_now(client, case):
    stale(client)
    assert client.get(reverse("evidence", args=[case.id])).status_code == 302
    assert taken_out(client, case).status_code != 200
    Case.objects.filter(id=case.id).update(priority=1, state="open")
    assert taken_out(client, case).status_code == 200


def test_a_moderator_may_not_take_it_out(client, case, rosa):
    client.force_login(rosa)
    assert taken_out(client, case).status_code == 403
    assert Role.SENIOR not in rosa.roles
