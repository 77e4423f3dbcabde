"""What the guide to lists shows is read as it says."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from belisha.screening.parse.entry import Entry, Refused
from belisha.screening.parse.read import Reading
from belisha.screening.urls import entry

pytestmark = pytest.mark.pure
GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "lists.md").read_text(encoding="utf-8")


def examples():
    section = GUIDE.partition("## From a file")[2].partition("\n## ")[0]
    return [
        re.sub(r"^    ", "", block, flags=re.MULTILINE)
        for block in re.findall(r"(?:^    .*\n)+", section, re.M)
    ]


def test_every_example_of_a_file_is_read_without_a_refused_line():
    read = [list(Reading(BytesIO(text.encode()))) for text in examples()]
    assert [sum(isinstance(item, Entry) for item in items) for items in read][1:] == [2, 2]
    assert not [item for items in read for item in items if isinstance(item, Refused)]
    assert len(read) == 3


def test_every_example_of_an_address_is_an_entry_of_the_kind_it_says():
    rows = GUIDE.partition("| the list says |")[2].partition("\n\n")[0].splitlines()[2:]
    kinds = [
        {entry(text).partition(" ")[0] for text in re.findall("`(.*?)`", row.split("|")[1])} for row in rows
    ]
    assert kinds == [{"example.com/a?b=c"}, {"prefix"}, {"host"}, {"host"}, {"host"}]
