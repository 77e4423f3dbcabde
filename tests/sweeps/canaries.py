"""Canaries: made-up words put where people would write, then searched wherever bytes come to rest."""

import base64
import json
import os
import re
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from random import SystemRandom

from django.db import connections

ALPHABET = "bcdfghjkmnpqrstvwxz"


class Canaries:
    """Hands out words that occur nowhere else, and remembers them."""

    def __init__(self) -> None:
        # Of this run alone: another one on the machine may have its own words in its own files.
        self.random, self.words = SystemRandom(), list[str]()

    def word(self) -> str:
        word = "zq" + "".join(self.random.choices(ALPHABET, k=16))
        self.words.append(word)
        return word


def a_report(sing: Canaries, number: int) -> dict[str, object]:
    """A report with a canary wherever the shape takes free words: 28 of them."""
    w = sing.word
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "yes" if number % 10 == 0 else "unknown",
        "what_happened": f"message 1 {w()} and {w()}",
        "items": [{"id": w(), "locator": f"https://files.example/{w()}",
                   "sha256": sha256(b"%d" % number).hexdigest()}],
        "accounts": [
            {"id": w(), "role": "suspect", "screen_name": w(), "emails": [f"{w()}@mail.example"],
             "profile_url": f"https://forum.example/{w()}"},
            {"id": w(), "role": "child", "screen_name": w(), "emails": [f"{w()}@mail.example"]},
        ],
        "conversation": [
            {"at": "2026-11-01T10:00:00Z", "from": w(), "to": w(), "text": f"message {w()}"} for _ in range(3)
        ],
        "child": {"country": "GB", "place": "Norwich", "age": 12},
        "reporter": {"name": w(), "email": f"{w()}@mail.example", "may_contact": True},
        "already_reported": [{"authority": "police:local", "reference": w()}],
    }  # fmt: skip


def spellings(word: str) -> Iterator[bytes]:
    """The forms in which a word could lie about; UTF-16 and what is packed is turned into these first."""
    plain = word.encode()
    yield plain
    yield plain[::-1]
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    # The middle of its base64 at each of the three offsets at which it may begin.
    for before in range(3):
        yield base64.b64encode(b"x" * before + plain + b"x" * 3)[4:-8]


# Either order of bytes: which one it was doesn't matter once every other byte is gone.
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){12,}")
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")


def unfolded(body: bytes) -> Iterator[bytes]:
    """What a body holds in two bytes a letter, or packed by gzip, zlib or ZIP."""
    for run in _WIDE.findall(body):
        yield run[::2]
    for match in _PACKED.finditer(body):
        yield _unpacked(body, match.start(), match[0])


def _unpacked(body: bytes, start: int, magic: bytes) -> bytes:
    if magic == b"PK\x03\x04":
        sizes = (int.from_bytes(body[start + at : start + at + 2], "little") for at in (26, 28))
        start, kind = start + 30 + sum(sizes), -15
    else:
        kind = 31 if magic[0] == 0x1F else 15
    try:
        return zlib.decompressobj(kind).decompress(body[start : start + 1_000_000], 4_000_000)
    except zlib.error:
        return b""


def found(words: Iterable[str], places: Iterable[Path]) -> list[str]:
    """Which words lie in clear, and where. grep reads the files once for all spellings."""
    patterns = {spelling: word for word in words for spelling in spellings(word)}
    hits = []
    for place in places:
        try:
            body = place.read_bytes()
        except FileNotFoundError:
            continue  # a running PostgreSQL makes and removes files of its own all the time
        hits += [f"{word} folded in {place.name}" for word in sung(patterns, b"\n".join(unfolded(body)))]
    return hits + _grepped([*patterns], [str(place) for place in places])


def sung(patterns: dict[bytes, str], body: bytes) -> list[str]:
    """The words that stand in a body, in any of these spellings."""
    return [word for pattern, word in patterns.items() if pattern in body] if body else []


def heard(words: Iterable[str], text: bytes) -> list[str]:
    """The words that stand in something that was said: a log, a letter, a page."""
    patterns = {spelling: word for word in words for spelling in spellings(word)}
    return sung(patterns, text) + sung(patterns, b"\n".join(unfolded(text)))


def _grepped(texts: list[bytes], places: list[str]) -> list[str]:
    ran = subprocess.run(
        ["grep", "-saoFH", "-f", "/dev/stdin", *places],
        input=b"\n".join(texts) + b"\n",
        capture_output=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    # With -s a file that is gone by now is no error, but still answers 2.
    assert ran.returncode in (0, 1, 2)
    assert not ran.stderr
    return ran.stdout.decode("latin-1").splitlines()


def resting_places() -> list[Path]:
    """Every file in which this test's databases keep bytes: tables, write-ahead logs, indexes."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        names = [connections[alias].settings_dict["NAME"] for alias in connections]
        return [path for name in names for path in map(Path, (name, f"{name}-wal")) if path.exists()]
    return [path for path in _of_a_server(Path(database["HOST"])) if _holds_bytes(path)]


def _of_a_server(folder: Path) -> Iterator[Path]:
    """All that PostgreSQL keeps, but for the tables of other databases: they are of tests beside this one."""
    own = set()
    yield folder / "log"
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            own.add(str(cursor.fetchone()[0]))
    # os.walk passes over a folder that is gone by now.
    for at, folders, names in os.walk(folder / "data"):
        if Path(at).name == "base":
            folders[:] = [name for name in folders if name in own or not name.isdecimal()]
        yield from (Path(at, name) for name in names)


def _holds_bytes(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except FileNotFoundError:
        return False


def sing_everywhere(report: dict[str, object]) -> bytes:
    """The body of a request."""
    return json.dumps(report).encode()
