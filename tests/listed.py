"""Lists for tests, of random hashes, and cases of what matched them: through the same verbs as at a desk."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

NAME = "harbour-7"
FIRST_ID = "SRC.000001"


def hex_of(number: int, digits: int) -> str:
    """Made-up digits: a hash of nothing that ever was."""
    return "".join(Random(number * 1000 + digits).choices("0123456789abcdef", k=digits))


def near(pdq: str, bits: int) -> str:
    """The hash with its last bits turned over."""
    return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"


def take_in(entries: int = 30, *, name: str = NAME, kind: str = "known", start: int = 1) -> Any:
    """Import a version of a list: so many entries from a number on, each a PDQ hash and an MD5."""
    from belisha.ledger.record import CONSOLE
    from belisha.screening.lists import import_list

    numbers = range(start, start + entries)
    rows = [f"{hex_of(n, 64)},{hex_of(n, 32)},indecent,B,SRC.{n:06}" for n in numbers]
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_text("\n".join(["pdq,md5,category,grade,source_id", *rows, ""]))
        return import_list(name=name, path=path, by=CONSOLE, kind=kind)


def sent(row: dict[str, Any], key: Any) -> Any:
    """The case of content that matched, as a service's back end sends its fingerprints."""
    from belisha.intake.batches import receive_hashes
    from belisha.triage.read import untriaged
    from belisha.triage.triage import triage

    answers = receive_hashes(rows=[row], service="lantern", by=key)
    assert [one.verdict for one in answers.values()] == ["match"], "nothing matched"
    (report,) = untriaged()
    return triage(report_id=report)


@pytest.fixture
def hash_list():
    """A list of 30 entries in force."""
    from belisha.screening.models import HashList

    take_in()
    return HashList.objects.get(name=NAME)


@pytest.fixture
def match_case(organisation, hash_list):
    """A maker of cases of what matched: match_case(md5=hex_of(1, 32))."""
    from belisha.people.models import ApiKey

    key = ApiKey.objects.create(name="Uploads", prefix="uploads", digest=b"2", scopes=["screen"])
    numbers = count(1)

    def make(**given: Any) -> Any:
        number = next(numbers)
        return sent({"id": f"upload-{number}", "account": f"uploader-{number}"} | given, key)

    return make
