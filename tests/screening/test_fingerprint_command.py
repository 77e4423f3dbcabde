"""`belisha fingerprint`, as an operator or a script runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app
from belisha.screening.fingerprint import digests
from tests.screening.draw import picture, saved

pytestmark = pytest.mark.pure

PROMISED = {"file", "pdq", "pdq_displayed", "quality", "md5", "sha1", "sha256", "width", "height"} | {
    *("format", "frames", "partial", "dihedral"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    (folder / "one.png").write_bytes(saved(picture(), "PNG"))
    (folder / "two.jpg").write_bytes(saved(picture(seed=2), "JPEG"))
    (folder / "words.txt").write_text("no picture")
    return folder


def run(*arguments):
    return CliRunner().invoke(app, ["fingerprint", *map(str, arguments)])


@pytest.fixture(scope="module")
def answered(folder):
    """Three files asked about at once, one of which is no picture."""
    return run(folder / "one.png", folder / "words.txt", folder / "two.jpg", "--json")


def test_each_file_gives_one_json_object_a_line_in_the_order_asked(answered, folder):
    one, words, two = [json.loads(line) for line in answered.stdout.splitlines()]
    assert [one["file"], words["file"], two["file"]] == [
        str(folder / name) for name in ("one.png", "words.txt", "two.jpg")
    ]
    assert set(one) >= PROMISED
    assert (one["format"], two["format"], len(one["dihedral"])) == ("PNG", "JPEG", 8)


def test_a_file_that_is_not_screened_is_named_with_the_reason_and_ends_with_one(answered, folder):
    words = json.loads(answered.stdout.splitlines()[1])
    assert (answered.exit_code, words["error"], words["reason"]) == (1, "not_screened", "format")
    assert words["sha256"] == digests((folder / "words.txt").read_bytes())["sha256"]


def test_a_person_reads_lines(folder):
    done = run(folder / "one.png", folder / "words.txt")
    assert f"{folder}/one.png: PNG, 320 x 240\n  PDQ     " in done.stdout
    assert f"{folder}/words.txt: not screened, its format is not one that is read here.\n" in done.stdout


def test_fast_says_that_it_was_fast(folder):
    done = run(folder / "two.jpg", "--fast", "--json")
    assert (done.exit_code, json.loads(done.stdout)["mode"]) == (0, "fast")


def test_a_file_that_can_not_be_read_ends_with_three(folder, monkeypatch):
    opens = Path.open

    def refused(self, *arguments, **named):
        if self.parent == folder:
            raise PermissionError(13, "Permission denied")
        return opens(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", refused)
    done = run(folder / "one.png")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "could not be read: Permission denied." in done.stderr


@pytest.mark.parametrize("arguments", [[], ["no-such-file.jpg"], ["--no-such-option"]])
def test_a_wrong_use_ends_with_two(arguments):
    assert run(*arguments).exit_code == 2


def test_a_folder_is_a_wrong_use(folder):
    assert run(folder).exit_code == 2
