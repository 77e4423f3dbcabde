"""Why an appeal is not taken, or not decided, in words."""

from typing import ClassVar

from belisha.refusal import Refusal


class UnknownCode(Refusal):
    """We do not know this number. Check each digit and try again."""

    code = "unknown_code"
    field: ClassVar[str] = "code"


class CodeMissing(Refusal):
    """Enter the number that the message gave you, or your receipt number."""

    code = "code_missing"
    field: ClassVar[str] = "code"


class TextMissing(Refusal):
    """Say in a few words what is wrong."""

    code = "text_missing"
    field: ClassVar[str] = "text"


class NotDecidedYet(Refusal):
    """A person has not decided about this report yet. You can ask again once they have."""

    code = "not_decided_yet"


class TooLate(Refusal):
    """The time to ask for another look was over on {until}."""

    code = "too_late"


class AskedAlready(Refusal):
    """We have been asked for another look with this number already. You can check where that stands."""

    code = "asked_already"


class HadPart(Refusal):
    """You had a part in what this appeal is about, so somebody else decides it."""

    code = "had_part"


class AppealDecided(Refusal):
    """This appeal was decided on {at} by {by}."""

    code = "appeal_decided"


class WrongOutcome(Refusal):
    """Choose what comes of it: {outcomes}."""

    code = "wrong_outcome"
    field: ClassVar[str] = "outcome"


class ReasonsMissing(Refusal):
    """Say why you decide so, for this desk, in a sentence."""

    code = "no_reason"
    field: ClassVar[str] = "reasons"


class AnswerMissing(Refusal):
    """Write what the person is to read, in plain words."""

    code = "no_answer"
    field: ClassVar[str] = "answer"


class SeniorDecidesAppeal(Refusal):
    """A child may be the suspect in case {case}: a senior decides the appeal."""

    code = "senior_decides"
