"""`python -m bench.fuzz SECONDS`: wrong files and wrong text, which an index must refuse or answer.

Atheris watches which code an input reaches, and turns the input on from there. An input is either bytes laid
over one of the index's files, which is then opened and searched, or lines, records and manifests to parse.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["belisha.matching"]):
    from belisha.matching import Index, Malformed, UnusableIndex, log, manifest, parse, snapshot
    from belisha.matching.files import WrongFile

import numpy as np

from tests.databases import in_memory

KEPT: dict[str, bytes] = {}
FOLDER = Path(tempfile.mkdtemp(prefix="belisha-fuzz-", dir=in_memory()))


def main() -> None:
    """Run for the seconds that are given, or until something goes wrong."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    _make()
    try:
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=8192", "-verbosity=0"], one_input)
        atheris.Fuzz()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


def one_input(octets: bytes) -> None:
    """The first byte says what the rest is for."""
    if not octets:
        return
    names = sorted(KEPT)
    choice = octets[0] % (len(names) + 3)
    if choice < len(names):
        _open_with(names[choice], octets[1:])
    elif choice == len(names):
        parse.lines(octets[1:].splitlines())
    elif choice == len(names) + 1:
        _one_of(octets[1:])
    else:
        _resealed(octets[1:])


def _make() -> None:
    """A small index with every array, a log with both kinds of records, and removed entries."""
    rng = np.random.default_rng(1)
    hashes = rng.integers(0, 256, (4200, 32), dtype=np.uint8)
    hashes[:50] = hashes[50]
    index = Index.build(FOLDER, hashes)
    index.add(hashes[:5], range(5000, 5005))
    index.remove([3, 5001])
    KEPT.update(
        {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    )


def _open_with(name: str, octets: bytes) -> None:
    """Lay the input over a part of one file; the first four bytes say where."""
    path, kept = FOLDER / name, KEPT[name]
    at = int.from_bytes(octets[:4], "little") % (len(kept) + 1)
    cut = octets[:1] == b"\xff"
    path.write_bytes(kept[:at] + octets[4:] + (b"" if cut else kept[at + len(octets) - 4 :]))
    try:
        index = Index.open(FOLDER)
        index.search_many(np.frombuffer(bytes(range(64)), dtype=np.uint8).reshape(2, 32), 40)
        index.search(bytes(32))
    except UnusableIndex:
        pass
    finally:
        path.write_bytes(kept)


def _resealed(octets: bytes) -> None:
    """A log record whose checksums are right, whatever it says."""
    if len(octets) < 3:
        return
    kind, count = octets[:1], int.from_bytes(octets[1:3], "little") % 64
    body = octets[3:].ljust(count * 40, b"\0")
    entries = np.frombuffer(body[: count * 8], dtype="<u8")
    hashes = parse.table_of(body[count * 8 : count * 40])
    record = log.added(hashes, entries) if kind < b"\x80" else log.removed(entries)
    records, end = log._records(record.to_bytes(), 0, 0)
    assert len(records) == 1
    snapshot.NOTHING.after(records, end)
    _resealed_manifest(octets)


def _resealed_manifest(octets: bytes) -> None:
    """A manifest whose digest is right, with one of its words replaced."""
    kept = KEPT[manifest.NAME].decode()
    words = kept.split('"')
    words[octets[0] % len(words)] = octets[1:].decode(errors="replace")
    try:
        body = json.loads('"'.join(words))
        body.pop("sha256", None)
        manifest.parse(json.dumps({**body, "sha256": manifest._digest(body)}).encode())
    except (ValueError, WrongFile):
        pass


def _one_of(octets: bytes) -> None:
    """A single hash, and a manifest by itself."""
    for read in (
        lambda: parse.table([octets.decode(errors="replace"), octets]),
        lambda: manifest.parse(octets),
    ):
        try:
            read()
        except (Malformed, WrongFile):
            continue


if __name__ == "__main__":
    main()
