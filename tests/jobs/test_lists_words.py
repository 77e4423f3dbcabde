"""What `belisha lists` says of an import."""

import pytest

from belisha.jobs.lists import _say_imported
from belisha.screening.lists_versions import Imported

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("refused", "left_out", "said"),
    [
        (2, 0, "Lines that can't be read: 2. See list.refused.txt"),
        (0, 1, "Lines of a kind that isn't compared here: 1. See list.refused.txt"),
        (2, 1, "Lines that can't be read: 2; of a kind that isn't compared here: 1. See list.refused.txt"),
        (0, 0, ""),
    ],
)
def test_an_import_tells_of_no_lines_where_there_are_none(capsys, refused, left_out, said):
    made = {"list": "partner", "state": "in_force", "version": 1, "refused_file": "list.refused.txt"}
    _say_imported(Imported(**made, refused=refused, left_out=left_out), as_json=False)
    assert capsys.readouterr().err.strip() == said
