"""`belisha figures chart`: a picture in a file, its words beside it, exit codes that mean something."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from typer.testing import CliRunner

from belisha.figures import Figures
from belisha.figures.charts import NARROW, trend
from belisha.jobs.figures import app

pytestmark = pytest.mark.pure
ASKED = {
    "trend": ("--force", "Lancashire", "--force", "Cheshire"),
    "ranking": ("--area", "Wales", "--from", "2016/17", "--to", "2017/18"),
    "map": ("--year", "2017/18"),
    "tiles": ("--year", "2017/18"),
    "multiples": ("--area", "Wales"),
    "platforms": ("--year", "2021/22"),
    "coverage": ("--area", "ons/east-of-england"),
}


def run(*words):
    env = {"BELISHA_DATA_DIR": "/nowhere", "BELISHA_FIGURES_BOOK": ""}
    return CliRunner().invoke(app, ["chart", *words], env=env)


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_writes_a_picture_and_says_what_it_shows(kind, tmp_path) -> None:
    out = tmp_path / "picture.svg"
    found = run(kind, *ASKED[kind], "--out", str(out), "--json")
    assert found.exit_code == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["kind"] == kind
    assert told["file"] == str(out)
    assert told["table"]["rows"]
    assert told["alt"] in out.read_text().replace("&amp;", "&")
    assert os.listdir(tmp_path) == ["picture.svg"]


def test_a_png_is_as_large_as_its_scale_says(tmp_path) -> None:
    for scale, width in (("1", 340), ("2", 680)):
        out = tmp_path / "picture.PNG"
        assert run("trend", "--area", "UK", "--out", str(out), "--scale", scale, "--narrow").exit_code == 0
        assert int.from_bytes(out.read_bytes()[16:20]) == width


def test_without_a_file_the_svg_goes_to_stdout_and_words_to_stderr() -> None:
    found = run("trend", "--force", "Kent", "--narrow")
    assert found.stdout == trend(Figures.load(), "Kent").svg(width=NARROW)
    assert "these are the figures that come with Belisha" in found.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("trend",), 2, "Name an area"),
        (("trend", "--force", "Kent", "--out", "kent.gif"), 2, "neither .svg nor .png"),
        (("trend", "--force", "Kent", "--out", "/nowhere/at/all.svg"), 2, "There is no folder /nowhere/at"),
        (("trend", "--force", "Atlantis"), 2, "Atlantis"),
        (("trend", *(w for n in ("Kent",) * 7 for w in ("--force", n))), 2, "up to 6 areas"),
        (("trend", "--force", "Surrey"), 1, "There is no figure of Surrey"),
        (("trend", "--force", "Kent", "--from", "lately"), 2, "lately"),
        (("map",), 2, "needs --year"),
        (("map", "--year", "2017/18", "--from", "2016/17"), 2, "needs --from and --to"),
        (("map", "--year", "2017/18", "--by", "colour"), 2, "none of total, rate"),
        (("map", "--year", "2010/11"), 1, "2010/11"),
        (("map", "--year", "2017/18", "--by", "rate"), 1, ""),
        (("platforms", "--year", "2016/17"), 1, "No share of a platform"),
        (("ranking", "--area", "Kent", "--year", "2017/18"), 0, ""),
    ],
)
def test_what_cannot_be_drawn_ends_with_its_code_and_a_sentence(words, code, said) -> None:
    found = run(*words)
    assert (found.exit_code, said in found.stderr) == (code, True), found.stderr


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch) -> None:
    out = tmp_path / "picture.svg"
    out.write_text("old")

    def full(self: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found = run("trend", "--force", "Kent", "--out", str(out))
    assert found.exit_code == 3
    assert "can't be written: No space left on device." in found.stderr
    assert (out.read_text(), os.listdir(tmp_path)) == ("old", ["picture.svg"])


def test_the_pictures_of_the_docs_are_what_the_commands_draw_and_small(tmp_path) -> None:
    docs = Path(__file__).parents[2] / "docs"
    lines = [w for n in ("Lancashire", "Devon & Cornwall", "Cheshire", "Dorset") for w in ("--force", n)]
    drawn = {
        "figures-trend.png": ("trend", *lines),
        "figures-map.png": ("map", "--from", "2016/17", "--to", "2017/18"),
    }
    for name, words in drawn.items():
        out = tmp_path / name
        assert run(*words, "--out", str(out)).exit_code == 0
        assert len(out.read_bytes()) < 150_000
        assert _difference(out, docs / name) < 1, f"draw it anew: belisha figures chart {' '.join(words)}"


def _difference(one: Path, other: Path) -> float:
    """Of 255; another version of the renderer may set an edge a shade lighter."""
    with Image.open(one) as drawn, Image.open(other) as kept:
        if drawn.size != kept.size:
            return 255
        return max(ImageStat.Stat(ImageChops.difference(drawn.convert("RGB"), kept.convert("RGB"))).mean)
