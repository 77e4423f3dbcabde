"""What a decision looks at, category by category: the elements for which grounds are noted. Not legal advice.

A provider judges content illegal where it has reasonable grounds to infer every element of an offence, and
none to infer a defence (Online Safety Act 2023 s.192; Ofcom, Illegal content judgements guidance, 16 December
2024). A referral doesn't wait for that: a ground to be concerned about a child is enough to tell the police
(gov.uk). The elements below are our short and neutral summary of United Kingdom law. `confidence`: H official
page or two independent ones, M second-hand or general knowledge, L weak.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """Where an element is written."""

    title: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that has to be inferred; `id` is what is kept, `words` what a person reads."""

    id: str
    words: str
    law: Law


JUDGEMENT = Law(
    "Online Safety Act 2023 s.192", "https://www.legislation.gov.uk/ukpga/2023/50/section/192", "H"
)
COMMUNICATION = Law(
    "Sexual Offences Act 2003 s.15A", "https://www.legislation.gov.uk/ukpga/2003/42/section/15A", "H"
)
DEMAND = Law("Theft Act 1968 s.21", "https://www.legislation.gov.uk/ukpga/1968/60/section/21", "M")
PHOTOGRAPH = Law(
    "Protection of Children Act 1978 ss.1, 7", "https://www.legislation.gov.uk/ukpga/1978/37/section/1", "M"
)
CONCERN = Law(
    "Child online safety: protecting children from online sexual exploitation and abuse (gov.uk)",
    "https://www.gov.uk/guidance/child-online-safety-protecting-children-from-online-sexual-exploitation-and-abuse",
    "H",
)

NO_DEFENCE = Element("no_defence", "Nothing suggests a defence", JUDGEMENT)

ELEMENTS: dict[str, tuple[Element, ...]] = {
    "grooming": (
        Element("communication", "Communication with a child", COMMUNICATION),
        Element("recipient_under_16", "The recipient is under 16", COMMUNICATION),
        Element("sender_adult", "The sender is 18 or over", COMMUNICATION),
        Element(
            "no_belief_16",
            "The sender does not reasonably believe the recipient is 16 or over",
            COMMUNICATION,
        ),
        Element("content_and_purpose", "Content and purpose are those that the law names", COMMUNICATION),
        NO_DEFENCE,
    ),
    "coercion": (
        Element("demand", "A demand", DEMAND),
        Element("threat", "A threat that goes with it", DEMAND),
        Element("child_addressed", "The person addressed is under 18", CONCERN),
        NO_DEFENCE,
    ),
    "indecent_images": (
        Element(
            "photograph", "A photograph, video or image made to look like one, or a link to it", PHOTOGRAPH
        ),
        Element("child", "It shows a person under 18", PHOTOGRAPH),
        Element(
            "legal_test", "It meets the legal test, as a list or an authorised reviewer found", PHOTOGRAPH
        ),
        Element("conduct", "It was made, shared, offered or kept by the account", PHOTOGRAPH),
        NO_DEFENCE,
    ),
    "child_safety": (
        Element("child_at_risk", "A child may be at risk", CONCERN),
        Element("serious", "From crime or serious harm, or from themselves", CONCERN),
    ),
    "other": (Element("concern", "What gives concern for a child", CONCERN),),
}

INFERRED = {
    "yes": "Reasonable grounds to infer it",
    "no": "No reasonable grounds to infer it",
    "unknown": "Not known",
}


def elements_of(category: str) -> tuple[Element, ...]:
    """The elements of a category; none for a word that is no category."""
    return ELEMENTS.get(category, ())
