"""Claims of a survey: 1 in 50 of 40,000 schoolchildren."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.statements import AnyStatement, SurveyOf

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_ASKED: Final = re.compile(
    r"school ?children|pupils|children|adults|people|parents|respondents|surveyed|asked|of those"
    r"|students|young",
    re.I,
)


def survey_of(reader: "Reader") -> Iterator[AnyStatement]:
    """The part of those who were asked; nothing where nobody was."""
    for one in reader.sizes:
        after = [other for other in reader.sizes if other.at > one.at and other.kind == "count"]
        if one.kind != "one_in" or not one.stated.value or not after or not _ASKED.search(reader.clause.text):
            continue
        asked = int(after[0].stated.value)
        facts = reader.facts() | {"areas": (), "doubts": (), "denied": ""}
        if asked >= one.stated.value:
            yield SurveyOf(**facts, hits=round(asked / int(one.stated.value)), asked=asked)
        return
