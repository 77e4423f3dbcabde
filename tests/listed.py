"""Lists for tests, of random hashes, and cases of what matched them: through the same verbs as at a desk."""

from __future__ import annotations

from random import Random
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


@pytest.fixture
def import_file(tmp_path):
    """A maker of versions: import_file(60) takes in a list of 60 entries, each a PDQ hash and an MD5."""

    def make(entries: int = 30, *, name: str = NAME, kind: str = "known", start: int = 1) -> Any:
        from belisha.ledger.record import CONSOLE
        from belisha.screening.lists import import_list

        rows = [
            f"{hex_of(n, 64)},{hex_of(n, 32)},indecent,B,SRC.{n:06}" for n in range(start, start + entries)
        ]
        path = tmp_path / f"{name}-{start}-{entries}.csv"
        path.write_text("\n".join(["pdq,md5,category,grade,source_id", *rows]))
        return import_list(name=name, path=path, by=CONSOLE, kind=kind)

    return make


@pytest.fixture
def hash_list(import_file):
    """A list of 30 entries in force."""
    from belisha.screening.models import HashList

    import_file()
    return HashList.objects.get(name=NAME)


@pytest.fixture
def match_case(organisation, hash_list):
    """A maker of cases of what matched: match_case(md5=hex_of(1, 32)), as a service's back end does."""
    from belisha.intake.batches import receive_hashes
    from belisha.intake.models import Report
    from belisha.people.models import ApiKey
    from belisha.triage.triage import triage

    key = ApiKey.objects.create(name="Uploads", prefix="uploads", digest=b"2", scopes=["screen"])
    made: list[int] = []

    def make(**sent: Any) -> Any:
        made.append(1)
        row = {"id": f"upload-{len(made)}", "account": f"uploader-{len(made)}"} | sent
        answers = receive_hashes(rows=[row], service="lantern", by=key)
        assert [one.verdict for one in answers.values()] == ["match"], "nothing matched"
        return triage(report_id=Report.objects.latest("received_at").id)

    return make
