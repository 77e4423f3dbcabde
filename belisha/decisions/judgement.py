"""What a person judged, checked before it is kept: outcome, category, grounds and corrected facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from belisha.decisions.elements import INFERRED, elements_of
from belisha.decisions.models import Outcome
from belisha.decisions.refusals import ReasonMissing, WrongJudgement
from belisha.decisions.rules import CATEGORIES
from belisha.routing.parse import WrongFacts, parse_facts

CORRECTED = frozenset(
    {"child", "suspect", "content_detected", "may_be_elsewhere", "uk_link", "child_made_it", "danger_now"}
    | {"already_reported", "concerns", "other_adult_behaviour", "site"}
)
"""The routing facts that a person may correct on a case; the rest comes from reports and the organisation."""


def checked_words(*, outcome: str, category: str, reasons: str) -> None:
    """Raise WrongJudgement or ReasonMissing unless outcome, category and reasons can be kept."""
    if outcome not in Outcome.values:
        raise WrongJudgement(field="Outcome", problem=f"must be one of {', '.join(Outcome.values)}")
    if category not in CATEGORIES:
        raise WrongJudgement(field="Category", problem=f"must be one of {', '.join(CATEGORIES)}")
    reason_given(reasons)


def reason_given(reason: str) -> str:
    """Return the reason without its margins. Raises ReasonMissing where there is none."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def checked_grounds(category: str, grounds: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the grounds with each element's words of today, so that the record outlives a change of them.

    Raises WrongJudgement for an element that the category doesn't have, or a word that is no inference.
    """
    words = {element.id: element.words for element in elements_of(category)}
    return [_ground(one, words) for one in grounds]


def _ground(one: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    element, inferred = one.get("element", ""), one.get("inferred", "unknown")
    if element not in words:
        raise WrongJudgement(field="Grounds", problem=f"“{element}” is no element of this category")
    if inferred not in INFERRED:
        raise WrongJudgement(field="Grounds", problem=f"must be one of {', '.join(INFERRED)}")
    return {
        "element": element,
        "words": words[element],
        "inferred": inferred,
        "why": one.get("why", "").strip(),
    }


def checked_facts(facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the corrected routing facts as JSON. Raises WrongJudgement, naming the first wrong field."""
    given = dict(facts or {})
    if strange := set(given) - CORRECTED:
        raise WrongJudgement(field=", ".join(sorted(strange)), problem="can't be corrected here")
    try:
        parse_facts(given)
    except WrongFacts as wrong:
        field, problem = next(iter(wrong.problems.items()))
        raise WrongJudgement(field=field, problem=problem) from wrong
    return given
