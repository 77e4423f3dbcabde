"""What the gate finds: a sentence that a person has to look at."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that a person has to look at. `innocent`: what usually explains it where nothing is wrong.

    `code` names it among those of one import; `where` is a cell, or an area and a year.
    """

    code: str
    sentence: str
    where: str = ""
    innocent: tuple[str, ...] = ()
    needs_confirming: bool = True

    def to_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "sentence": self.sentence,
            "where": self.where,
            "innocent": list(self.innocent),
            "needs_confirming": self.needs_confirming,
        }
