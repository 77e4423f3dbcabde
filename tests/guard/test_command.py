import json

import pytest
from typer.testing import CliRunner

from belisha.jobs.cli import app
from tests.guard.build import TEXT, docx, picture, typeset

pytestmark = pytest.mark.pure


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pack.pdf").write_bytes(typeset())
    (tmp_path / "notes.txt").write_text(TEXT)
    (tmp_path / "report.docx").write_bytes(docx({"word/media/image1.jpeg": picture()}))
    (tmp_path / "broken.pdf").write_bytes(typeset()[:500])
    return tmp_path


def _run(*arguments):
    return CliRunner().invoke(app, ["guard", *map(str, arguments)])


def test_clean_files_end_with_zero(folder):
    done = _run(folder / "pack.pdf", folder / "notes.txt")
    assert (done.exit_code, done.stdout.count(": clean\n")) == (0, 2)


@pytest.mark.parametrize("name", ["report.docx", "broken.pdf"])
def test_one_file_that_is_not_clean_ends_with_one(folder, name):
    assert _run(folder / "pack.pdf", folder / name).exit_code == 1


def test_the_reasons_are_said_in_words(folder):
    shown = _run(folder / "report.docx").stdout
    assert "report.docx: media: do not send\n" in shown
    assert "  word/media/image1.jpeg: a picture: a picture or recording\n" in shown


def test_each_file_gives_one_json_object_a_line(folder):
    names = [folder / "pack.pdf", folder / "report.docx", folder / "broken.pdf"]
    answers = [json.loads(line) for line in _run(*names, "--json").stdout.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["clean", "media", "refused"]
    assert [answer["file"] for answer in answers] == [str(name) for name in names]
    assert answers[1]["findings"][0] == {
        "kind": "picture", "where": "word/media/image1.jpeg", "detail": "a picture or recording",
    }  # fmt: skip


@pytest.mark.parametrize("arguments", [[], ["no-such-file.txt"], ["--no-such-option"]])
def test_a_wrong_use_ends_with_two(arguments):
    done = _run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_folder_is_a_wrong_use(folder):
    assert _run(folder).exit_code == 2


def test_a_file_that_cannot_be_read_ends_with_three_and_the_others_are_answered(folder):
    (folder / "locked.txt").symlink_to("/proc/self/mem")
    done = _run(folder / "locked.txt", folder / "notes.txt", "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["verdict"] == "clean"
    assert "locked.txt could not be read" in done.stderr


def test_the_help_has_an_example():
    done = _run("--help")
    assert (done.exit_code, "Example: belisha guard" in done.stdout) == (0, True)
