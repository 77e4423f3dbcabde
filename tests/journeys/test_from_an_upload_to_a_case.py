"""A planted picture is uploaded in every guise: each is held, all are one case, and no byte of it is kept."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from PIL import Image

from belisha.intake.models import Report
from belisha.ledger.record import CONSOLE
from belisha.screening.fingerprint import fingerprint
from belisha.screening.own import add_to_own_list
from tests.journeys.steps import opens_the_next_case, the_only_case, the_worker_runs
from tests.screening.draw import picture, saved
from tests.sweeps.canaries import resting_places

RUN = 24  # bytes of a file in a row that are nowhere else by chance
DESK = str(settings.BELISHA.data_dir)
SERVER = "belisha-pg-"  # begins the name of a server's folder (tests/databases.py)
SCAN = 64 * 1024 * 1024  # what is larger in a folder of temporary files is a database server's


@pytest.fixture(scope="module")
def planted() -> Image.Image:
    """The picture as it is known."""
    return picture(512, 384, seed=8)


def guises(planted: Image.Image) -> dict[str, bytes]:
    """The same picture as people would send it."""
    turn = Image.Transpose
    palette = planted.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    return {
        "as it is": saved(planted, "PNG"),
        "recompressed": saved(planted, "JPEG", quality=60),
        "resized": saved(planted.resize((300, 225)), "JPEG", quality=85),
        "turned by 90": saved(planted.transpose(turn.ROTATE_90), "JPEG", quality=85),
        "turned by 180": saved(planted.transpose(turn.ROTATE_180), "JPEG", quality=85),
        "turned by 270": saved(planted.transpose(turn.ROTATE_270), "JPEG", quality=85),
        "mirrored": saved(planted.transpose(turn.FLIP_LEFT_RIGHT), "JPEG", quality=85),
        "palette PNG": saved(palette, "PNG"),
        "GIF": saved(palette, "GIF"),
        "CMYK JPEG": saved(planted.convert("CMYK"), "JPEG", quality=85),
    }


@pytest.fixture
def uploads(organisation) -> Any:
    """Lantern Chat's own program, with a key that may screen: uploads(data, account="user-1")."""
    from belisha.people.keys import add_key

    secret = add_key(name="Lantern's uploads", scopes=["screen"], by=CONSOLE).secret

    def send(data: bytes, **said: str) -> dict[str, Any]:
        query = "&".join(f"{name}={value}" for name, value in {"service": "lantern", **said}.items())
        headers = {"Authorization": f"Bearer {secret}"}
        path = f"/api/v1/screen/media?{query}"
        answer = Client().post(path, data, content_type="application/octet-stream", headers=headers)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    return send


@pytest.fixture
def known(organisation, planted) -> None:
    """The picture is on this desk's list, by its fingerprint alone."""
    pdq = fingerprint(saved(planted, "PNG")).pdq
    add_to_own_list(fingerprints={"pdq": pdq}, category="A1", by=CONSOLE, about=organisation)


def test_every_guise_is_held_and_opens_one_case(known, planted, uploads, rosa):
    answers = {name: uploads(data, id=name.replace(" ", "-")) for name, data in guises(planted).items()}
    assert {name: answer["action"] for name, answer in answers.items()} == dict.fromkeys(answers, "hold")
    assert {answer["verdict"] for answer in answers.values()} == {"match"}
    the_worker_runs()
    case = the_only_case()
    assert (case.report_count, Report.objects.count()) == (len(answers), len(answers))
    assert opens_the_next_case(rosa) == case
    assert "A fingerprint matched a list." in rosa.reads


def test_pictures_of_one_account_are_one_case_and_of_others_are_not_joined_to_it(known, planted, uploads):
    uploads(saved(planted, "PNG"), id="photo-1", account="user-1")
    harmless = uploads(saved(picture(512, 384, seed=9), "PNG"), id="photo-2", account="user-1")
    assert (harmless["verdict"], harmless["action"]) == ("no_match", "none")
    the_worker_runs()
    assert the_only_case().report_count == 1


def test_no_byte_of_an_upload_is_on_the_disk_afterwards(committed, known, planted, uploads, caplog):
    began = time.time()
    files = [*guises(planted).values(), saved(picture(seed=9), "PNG"), os.urandom(50_000)]
    for number, data in enumerate(files):
        uploads(data, id=f"photo-{number}")
    the_worker_runs()
    connections.close_all()
    runs = [data[at : at + RUN] for data in files for at in range(1000, len(data) - RUN, len(data) // 3)]
    assert places(runs, began, DESK, tempfile.gettempdir(), "/dev/shm", "/var/tmp") == []
    assert not any(run.hex() in caplog.text for run in runs)
    # The search would have found it.
    Path(settings.BELISHA.data_dir, "left-over").write_bytes(b"before" + files[0])
    assert [path.name for path in places(runs, began, DESK)] == ["left-over"]


@pytest.fixture(autouse=True)
def _swept() -> Any:
    yield
    Path(settings.BELISHA.data_dir, "left-over").unlink(missing_ok=True)


def places(runs: list[bytes], since: float, *folders: str) -> list[Path]:
    """The files written since then, of the desk or temporary ones, that hold one of these."""
    found = []
    for path in written(since, folders):
        try:
            data = path.read_bytes() if os.access(path, os.R_OK) else b""
        except FileNotFoundError:
            continue  # A table that another test's database has just dropped.
        if any(run in data for run in runs):
            found.append(path)
    return found


def written(since: float, folders: Iterable[str]) -> Iterator[Path]:
    """This test's databases, and files written since then but for what else is on a database server."""
    yield from resting_places()
    for folder in folders:
        for parent, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(SERVER)]
            for path in (Path(parent, name) for name in names):
                try:
                    known = path.lstat()
                except OSError:
                    continue  # Somebody else's, and gone again.
                if stat.S_ISREG(known.st_mode) and known.st_mtime >= since - 1 and known.st_size < SCAN:
                    yield path
