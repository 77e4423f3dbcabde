"""The evidence of a case under the program that checks it: whole, or red with what isn't proven."""

import io
import json
import shlex
import zipfile
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from belisha.ledger import note, signer
from belisha.referrals import evidence_files
from tests.desk_cases import make_case, organisation
from tests.referrals.bundles import (
    case,
    client,
    lines,
    ran_there,
    run_there,
    signed_anew,
    taken_out,
    unzipped,
    verified,
)

__all__ = ["case", "client", "make_case", "organisation"]


def test_a_police_officer_follows_the_text_and_sees_it_verify(client, case, tmp_path):
    path = tmp_path / f"evidence-{case.label}.zip"
    path.write_bytes(taken_out(client, case).content)
    text = unzipped(path.read_bytes())["HOW-TO-VERIFY.txt"].decode()
    line = next(line for line in text.splitlines() if "--key" in line)
    said = shlex.split(line)
    assert said == ["python", "verify_ledger.py", path.name, "--key", "KEY"]
    answer, words = verified(path, "--key", signer.vkeys()[0])
    assert (answer, "Whole" in words) == (0, True), words


def test_the_text_gives_no_key_and_says_to_get_it_over_another_way(client, case):
    text = " ".join(unzipped(taken_out(client, case).content)["HOW-TO-VERIFY.txt"].decode().split())
    assert "Get the ledger key of the organisation over another way than this file" in text
    assert signer.vkeys()[0] not in text


def test_without_a_key_it_only_says_that_the_origin_was_not_checked(client, case, tmp_path):
    path = tmp_path / "evidence.zip"
    path.write_bytes(taken_out(client, case).content)
    answer, words = verified(path)
    assert (answer, "origin was not checked" in words, "Whole" in words) == (1, True, False), words


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


def _facts_without_key(files):
    for name in [name for name in files if name.startswith("packs/")]:
        del files[name]
    return with_entries(files, lambda one: one | {"facts": '{"another": "story"}', "hmac_key": None})


def _facts_gone(files):
    return with_entries(files, lambda one: one | {"facts": None, "hmac_key": None})


def with_entries(files, change):
    changed_lines = [change(one) if one["event"] == "referral.released" else one for one in lines(files)]
    return files | {"entries.jsonl": b"".join(json.dumps(one).encode() + b"\n" for one in changed_lines)}


BENT = {
    "are not proven": _facts_without_key,
    "No entry proves that packs/": _facts_gone,
    "No entry proves that packs/R-9.pdf": lambda files: files | {"packs/R-9.pdf": b"never released"},
    "doesn't belong to the bundle": lambda files: files | {"Packs/R-9.pdf": b"never released"},
    "stands twice": lambda files: files | {"entries.jsonl": files["entries.jsonl"] * 2},
    "There is no entry": lambda files: files | {"entries.jsonl": b""},
}


def test_what_no_entry_proves_is_never_whole_though_the_desk_itself_signed_it(client, case, tmp_path):
    files = unzipped(taken_out(client, case).content)
    path = tmp_path / "bent.zip"
    path.write_bytes(signed_anew(files))
    assert verified(path, "--key", signer.vkeys()[0])[0] == 0
    for due, bend in BENT.items():
        path.write_bytes(signed_anew(bend(dict(files))))
        answer, words = verified(path, "--key", signer.vkeys()[0])
        assert (answer, due in words) == (1, True), (due, words)


def test_facts_that_were_erased_are_counted_where_the_manifest_lists_them(client, case, tmp_path):
    files = unzipped(taken_out(client, case).content)
    first = lines(files)[0]
    told = [json.dumps(first | {"facts": None, "hmac_key": None}).encode()]
    files["entries.jsonl"] = b"\n".join(told + files["entries.jsonl"].splitlines()[1:]) + b"\n"
    path = tmp_path / "erased.zip"
    for listed, code, due in (([], 1, "not proven"), ([first["seq"]], 0, "The facts of 1 were erased")):
        manifest = json.loads(files["manifest.json"]) | {"erased": listed}
        path.write_bytes(signed_anew(files | {"manifest.json": json.dumps(manifest).encode()}))
        answer, words = verified(path, "--key", signer.vkeys()[0])
        assert (answer, due in words) == (code, True), words


def _hostile(data):
    """Archives that were bent on purpose, and what Python's own reader makes of them is its affair."""
    directory, other, deep = data.find(b"PK\1\2"), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("custody.txt", "Another story.")
    with zipfile.ZipFile(deep, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "[" * 100_000)
    yield "another archive in front", other.getvalue() + data
    yield "something in front", b"PK\3\4" + b"junk" * 100 + data
    yield "a comment behind", data[:-2] + b"\5\0hello"
    yield "something behind", data + b"hello"
    yield "encrypted", data[: directory + 8] + b"\1" + data[directory + 9 :]
    yield "packed by method 99", data[: directory + 10] + b"\x63" + data[directory + 11 :]
    yield "deep JSON", deep.getvalue()


def test_a_hostile_archive_is_refused_with_a_sentence(client, case, tmp_path):
    data, path = taken_out(client, case).content, tmp_path / "hostile.zip"
    for what, bent in _hostile(data):
        path.write_bytes(bent)
        (tmp_path / "verify_ledger.py").write_bytes(evidence_files.VERIFIER.read_bytes())
        code, words = ran_there(tmp_path, path.name, "--key", signer.vkeys()[0])
        assert (code, "Traceback" in words, words.count("\n")) == (1, False, 1), (what, words)
