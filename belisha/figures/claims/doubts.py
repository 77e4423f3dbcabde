"""Why a clause can't be checked, though it claims something: what limits, denies or blurs it."""

import re
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.clause import Clause
from belisha.figures.claims.counted import not_offences
from belisha.figures.claims.nouns import other_noun
from belisha.figures.claims.ranks import forces_counted
from belisha.figures.claims.rates import is_told_per_time
from belisha.figures.claims.strangers import strangers
from belisha.figures.claims.twists import twists_in

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_OF_TOKENS: Final = {
    "odd": "can't be read as a number for sure: is a footnote glued to it?",
    "limit": "limits what is counted; the figures aren't split like that.",
    "perhaps": "isn't said as a fact.",
    "other_than": "leaves a part out.",
    "elsewhere": "seems to be a part of an area, or another body's name.",
    "beyond": "is more than is checked here.",
    "ever": "needs every year there ever was.",
}
_VERB_DENIED: Final = re.compile(r"(?:did|has|had|have|was|were)(?:n't| not)|never", re.I)


def doubts_of(reader: "Reader") -> tuple[str, ...]:
    """Each reason, in words."""
    doubts = [*reader.subject.doubts, *reader.period.doubts]
    doubts += [
        f"“{token.text}” {_OF_TOKENS[token.kind]}"
        for token in reader.clause.tokens
        if token.kind in _OF_TOKENS
    ]
    if other := not_offences(reader.clause.words):
        doubts.append(f"{other}. The figures hold offences that the police recorded.")
    doubts += strangers(reader.clause.tokens, reader.clause.sentence)
    if noun := other_noun(reader.clause):
        doubts.append(f"It says that “{noun}” went up or down, as it seems; the figures count offences.")
    doubts += twists_in(reader)
    if reader.clause.has("a_time", "rate") and not any(
        is_told_per_time(reader.clause, one) for one in reader.sizes if one.kind == "count"
    ):
        doubts.append("It isn't clear what is told by the day or by the head, and what by the year.")
    doubts += _of_so_many(reader)
    units = dict.fromkeys(one.unit for one in reader.sizes if one.unit)
    doubts += [f"It counts “{unit}”; the figures count offences." for unit in units]
    return tuple(dict.fromkeys(doubts))


def denial_in(clause: Clause) -> str:
    """The word that denies what it says; "plainly" where it stands right before the verb."""
    found = [index for index, token in enumerate(clause.tokens) if token.kind == "denied"]
    if not found:
        return ""
    word = clause.tokens[found[0]].text
    after = clause.at(found[0] + 1)
    verb = after is not None and (
        after.kind in ("up", "down", "fold") or after.is_word("record", "recorded", "see", "change")
    )
    return "plainly" if verb and len(found) == 1 and _VERB_DENIED.fullmatch(word) else word


def _of_so_many(reader: "Reader") -> list[str]:
    """ "The four North East forces", where it has three."""
    count = forces_counted(reader.clause.tokens)
    groups = [area for area in reader.subject.areas if area.kind != "force"]
    if count is None or not groups or reader.clause.has("best", "answered"):
        return []
    year = reader.year() or (reader.period.pair[0] if reader.period.pair else None)
    if any(len(area.members(year)) == count for area in groups):
        return []
    return [f"It speaks of {count} forces; {groups[0].name} has {len(groups[0].members(year))}."]
