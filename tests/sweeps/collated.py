"""An answer that somebody looks at, with doubts in it, for the pages that show it."""

from __future__ import annotations

from typing import Any

from belisha.figures.desk import collating

ANSWER = b"""Indecent images of children: offences recorded
Force,2017/18,2018/19,% change
Kent,12,14,17%
West Midlands,<5,"38,0001",-
Kentt,no information held,refused s.12,
Total,20,30,
* denotes fewer than five
"""


def begin(by: Any) -> None:
    """Two answers that wait: one that can be read, one of which nobody has said which force it is of."""
    collating.read_answer(by=by, data=ANSWER, name="answers.csv", told={"title": "Answers of 2019"})
    collating.read_answer(by=by, data=b"Year,Offences\n2017/18,12\n2018/19,14\n", name="short.csv", told={})
