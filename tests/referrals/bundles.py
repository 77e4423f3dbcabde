"""A case that was released, its evidence, and the program that checks it as an outsider runs it."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions import decide
from belisha.ledger import note, signer
from belisha.referrals import evidence_files
from belisha.referrals.models import Referral
from belisha.referrals.refer import prepare, release
from tests.desk_cases import make_case, organisation

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


def verified(path, *more):
    """The program of the bundle, as a police officer runs it: in a folder with nothing of ours."""
    with zipfile.ZipFile(path) as archive:
        archive.extract("verify_ledger.py", path.parent)
    return ran_there(path.parent, path.name, *more)


def run_there(folder, *said):
    return ran_there(folder, *said)[0]


def ran_there(folder, *said):
    command = [sys.executable, "-I", "verify_ledger.py", *said]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def signed_anew(files):
    """The files as whoever holds the ledger's key would sign them after a change."""
    manifest, key = json.loads(files["manifest.json"]), signer.signer()
    parts = {name: data for name, data in files.items() if not name.startswith("manifest.")}
    manifest["files"] = [
        {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in parts.items()
    ]
    data = json.dumps(manifest).encode()
    lines = [evidence_files.FORMAT, manifest["case"], evidence_files.digest_line(data)]
    told = note.sign("".join(f"{line}\n" for line in lines), key.origin, bytes(key.private)).encode()
    return evidence_files.zipped({"manifest.json": data, "manifest.note": told, **parts}, timezone.now())
