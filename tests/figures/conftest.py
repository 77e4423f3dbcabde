"""What several tests of figures plant."""

import pytest

from belisha.figures import definitions


@pytest.fixture
def _recording_changed(monkeypatch):
    """In England and Wales, answers count something else from 2023/24 on: invented."""
    changed = definitions.Break(
        series="foi", area="K04000001", year="2023/24", why="an invented change of recording", source=""
    )
    known = definitions.breaks()
    monkeypatch.setattr(definitions, "breaks", lambda: (changed, *known))
