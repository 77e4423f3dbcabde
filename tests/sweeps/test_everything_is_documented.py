"""Every setting, endpoint and command is in the documentation."""

from pathlib import Path

import pytest

from belisha.jobs.cli import COMMANDS
from belisha.options import PREFIX, Settings
from tools.settings_doc import page

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
DOCS = {
    path.name: path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
}


def test_every_setting_is_documented_as_it_is():
    assert DOCS["SETTINGS.md"] == page(), "run: python tools/settings_doc.py"
    assert all(f"`{PREFIX}{name.upper()}`" in DOCS["SETTINGS.md"] for name in Settings.model_fields)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"`belisha {command}" in DOCS["COMMANDS.md"]


def test_every_endpoint_is_documented():
    from belisha.api.application import api

    paths = [path for path in api.get_openapi_schema()["paths"] if not path.endswith("openapi.json")]
    assert paths
    assert [path for path in paths if path.replace("/api/v1/", "") not in DOCS["API.md"]] == []
