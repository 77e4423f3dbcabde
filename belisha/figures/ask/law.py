"""The two Acts under which forces are asked, and what each says of clocks and remedies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from belisha.refusal import Refusal
from belisha.routing.forces import forces


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """An Act, its sections as letters name them, and its times in working days."""

    id: str
    short: str
    title: str
    holidays_of: tuple[str, ...]
    """The parts of the United Kingdom whose bank holidays are no working days."""
    days: int = 20
    clarify: str = "section 1(3)"
    time: str = "section 10(1)"
    who_asks: str = "section 8(1)"
    advice: str
    extension: str = ""
    """The section on which an answer may be put off to weigh the public interest; none in Scotland."""
    extended_days: int = 40
    review: str
    review_days: int
    review_source: str
    review_statutory: bool
    ask_review_within: int = 40
    ask_review_source: str
    complaint: str
    commissioner: str
    complain_within: str
    review_first: bool
    """Whether the Commissioner hears of a late answer only after a review was asked for."""
    sections: Mapping[str, str] = field(hash=False)
    """What the sections that police forces refuse on are about."""


# Freedom of Information Act 2000 c. 36. Working day: s. 10(6). Reviews: the Code of Practice under s. 45, and
# the Information Commissioner's Office, which hears of a review after 40 working days without an outcome.
_FOIA: Final = Law(
    id="foia",
    short="FOIA",
    title="Freedom of Information Act 2000",
    holidays_of=("ENG", "WLS", "SCT", "NIR"),
    advice="section 16",
    extension="section 10(3)",
    review="the Code of Practice under section 45",
    review_days=40,
    review_source="20 working days are usual and 40 the most (Code of Practice under section 45)",
    review_statutory=False,
    ask_review_source="the Code of Practice under section 45",
    complaint="section 50(1)",
    commissioner="Information Commissioner",
    complain_within="6 weeks",
    review_first=False,
    sections=MappingProxyType(
        {
            "1": "information not held",
            "12": "cost of finding it: over 18 hours of work",
            "14": "vexatious or repeated",
            "21": "already accessible",
            "22": "to be published",
            "30": "investigations",
            "31": "law enforcement",
            "40": "personal information",
        }
    ),
)
# Freedom of Information (Scotland) Act 2002 asp 13. Working day: s. 73. Review: ss. 20, 21. Appeal: s. 47.
_FOISA: Final = Law(
    id="foisa",
    short="FOISA",
    title="Freedom of Information (Scotland) Act 2002",
    holidays_of=("SCT",),
    advice="section 15",
    review="section 20(1)",
    review_days=20,
    review_source="section 21(1)",
    review_statutory=True,
    ask_review_source="section 20(5)",
    complaint="section 47(1)",
    commissioner="Scottish Information Commissioner",
    complain_within="6 months",
    review_first=True,
    sections=MappingProxyType(
        {
            "12": "cost of finding it: over £600",
            "14": "vexatious or repeated",
            "17": "information not held",
            "18": "neither confirmed nor denied",
            "25": "already accessible",
            "27": "to be published",
            "34": "investigations",
            "35": "law enforcement",
            "38": "personal information",
        }
    ),
)
LAWS: Final[Mapping[str, Law]] = MappingProxyType({law.id: law for law in (_FOIA, _FOISA)})
_OF_PART: Final = {"Scotland": "foisa", "England": "foia", "Wales": "foia", "Northern Ireland": "foia"}


class UnknownLaw(Refusal):
    """There is no law “{law}” here: say foia or foisa."""

    code = "unknown_law"


class NameTheLaw(Refusal):
    """Say under which law {name} is asked: foia or foisa."""

    code = "name_the_law"


class OutsideTheActs(Refusal):
    """{name} is under neither Act: it has a law of its own, whose days aren’t counted here."""

    code = "outside_the_acts"


def law(id: str) -> Law:
    """A law by its id; a refusal for any other word."""
    if id not in LAWS:
        raise UnknownLaw(law=id[:40])
    return LAWS[id]


def law_for(force: str, *, name: str, chosen: str = "") -> Law:
    """The law for a force: of its country for the 45, as chosen for those that the user adds."""
    known = forces().get(force)
    if known and known.kind == "crown_dependency":
        raise OutsideTheActs(name=name)
    if known and known.part in _OF_PART:
        return LAWS[_OF_PART[known.part]]
    if not chosen:
        raise NameTheLaw(name=name)
    return law(chosen)
