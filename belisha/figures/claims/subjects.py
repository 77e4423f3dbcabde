"""Whom a clause speaks of: its area, those it is compared with, and those among which it has a place."""

import re
from dataclasses import dataclass
from typing import Final

from belisha.figures.claims.clause import Clause
from belisha.figures.claims.known import vocabulary
from belisha.figures.claims.statements import Context
from belisha.figures.places import Area, Member

_NEUTRAL: Final = vocabulary("neutral")
_CAPITAL: Final = re.compile(r"[A-Z][a-z]+")
_BACKWARD: Final = re.compile(
    r"\b(?:the|that|this|its?|their) (?:force|constabulary|county|police|area|service|figure|total"
    r"|number)s?\b|\b(?:it|they|officers|forces?)\b",
    re.I,
)


@dataclass(slots=True)
class Subject:
    """The areas of a clause by their part in it. Each is what one name can mean."""

    areas: tuple[Area, ...] = ()
    others: tuple[Area, ...] = ()  # compared with
    scope: tuple[Area, ...] = ()  # ranked among, or a part of
    listed: tuple[tuple[Area, ...], ...] = ()  # "Kent, Essex and Norfolk", one by one
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    strange: bool = False  # it names a place that isn't known, so that nothing is taken from before


def subject_of(clause: Clause, context: Context) -> Subject:
    """Whom a clause speaks of; what it doesn't name is taken from before, and that is said."""
    subject = Subject(strange=_is_strange(clause))
    left = [index for index, token in enumerate(clause.tokens) if token.kind == "area"]
    left = [index for index in left if not _is_other(clause, index, subject)]
    left = [index for index in left if not _is_scope(clause, index, left, subject)]
    lists = _together(clause, left)
    groups = [_group(clause, one) for one in lists]
    if len(lists) == 1 and len(lists[0]) > 1:
        subject.listed = tuple(tuple(clause.tokens[index].value) for index in lists[0])
    if not groups:
        _from_before(clause, context, subject)
        return subject
    first = groups[0]
    if any(not _around(first, other) for other in groups[1:]):
        names = " and ".join(dict.fromkeys(group[0].name for group in groups))
        subject.doubts = (f"It isn't clear what is said of which: {names}.",)
    subject.areas = first
    return subject


def _is_other(clause: Clause, index: int, subject: Subject) -> bool:
    back = index - 1
    while clause.is_word(back, "the", "in", "by", "those", "police", "that", "of"):
        back -= 1
    token = clause.at(back)
    as_many = clause.is_word(back, "as") and clause.has("times", "fold")
    compared = as_many or (
        clause.is_word(back, "than", "versus", "vs")
        or (clause.is_word(back, "with", "to") and clause.is_word(back - 1, "compared"))
        or (token is not None and token.kind in ("fold", "times") and token.value[1] == "as")
    )
    if compared or (token is not None and token.kind == "word_of_size"):
        subject.others = tuple(clause.tokens[index].value)
    return compared


def _is_scope(clause: Clause, index: int, areas: list[int], subject: Subject) -> bool:
    """ "the highest of the six East of England forces", "England's highest"."""
    best = next((place for place, token in enumerate(clause.tokens) if token.kind == "best"), None)
    if best is None:
        return False
    wide = any(area.kind != "force" for area in clause.tokens[index].value)
    alone = len(areas) == 1
    after = index > best and _is_among(clause, best, index)
    before = index == best - 1 or (index == best - 2 and clause.tokens[index].text.endswith("'s"))
    if wide and (
        after or (before and not alone) or (before and alone and clause.tokens[index].text.endswith("'s"))
    ):
        subject.scope = tuple(clause.tokens[index].value)
        return True
    return False


def _is_among(clause: Clause, best: int, index: int) -> bool:
    between = clause.tokens[best + 1 : index]
    return any(token.is_word("of", "in", "among", "amongst", "across", "within", "any") for token in between)


def _together(clause: Clause, indexes: list[int]) -> list[list[int]]:
    """Areas that stand in one list are taken together: "Kent, Essex and Norfolk"."""
    groups: list[list[int]] = []
    for index in indexes:
        if groups and _are_listed(clause, groups[-1][-1], index):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _are_listed(clause: Clause, one: int, other: int) -> bool:
    between = clause.tokens[one + 1 : other]
    return 0 < len(between) <= 2 and all(token.is_word(",", "and", "&") for token in between)


def _group(clause: Clause, indexes: list[int]) -> tuple[Area, ...]:
    if len(indexes) == 1:
        return tuple(clause.tokens[indexes[0]].value)
    named = [
        next((a for a in clause.tokens[i].value if a.kind == "force"), clause.tokens[i].value[0])
        for i in indexes
    ]
    members = tuple(dict.fromkeys(force for area in named for force in area.members()))
    name = f"{', '.join(area.name for area in named[:-1])} and {named[-1].name}"
    return (
        Area(
            id=f"together/{'+'.join(members)}", name=name, kind="region", belongs=tuple(map(Member, members))
        ),
    )


def _around(one: tuple[Area, ...], other: tuple[Area, ...]) -> bool:
    """Whether the other only says where the one lies: "Cambridgeshire, in the East of England"."""
    return any(
        area.kind != "force" and set(first.members()) <= set(area.members())
        for area in other
        for first in one
    ) or {area.id for area in one} == {area.id for area in other}


def _from_before(clause: Clause, context: Context, subject: Subject) -> None:
    said = " ".join(token.text for token in clause.tokens)
    if subject.strange:
        return
    if re.search(r"\b(?:the|that) region\b", said, re.I) and context.region:
        subject.areas = context.region
        subject.notes = (f"“The region” is taken to be {_name(context.region)}, named before.",)
    elif context.heading and context.heading.areas:
        subject.areas = context.heading.areas
        subject.notes = (f"Taken to be of {_name(subject.areas)}, named in the heading.",)
    elif context.areas and (
        context.same_sentence or _BACKWARD.search(said) or (context.follows and said[:1].islower())
    ):
        subject.areas = context.areas
        subject.notes = (f"Taken to be of {_name(context.areas)}, named before.",)


def _name(areas: tuple[Area, ...]) -> str:
    return areas[0].name


def _is_strange(clause: Clause) -> bool:
    """Whether it names something that isn't known: a town, another organisation."""
    if clause.has("elsewhere"):
        return True
    first = next((token for token in clause.tokens if token.kind != "sign"), None)
    for index, token in enumerate(clause.tokens):
        if token.kind == "word" and token is not first and _CAPITAL.match(token.text):
            near = (
                clause.is_word(index - 1, "in", "at", "near", "of", "by", "across", "for", "from")
                or index <= 1
            )
            if token.text.lower() not in _NEUTRAL and near:
                return True
    return (
        first is not None
        and first.kind == "word"
        and _CAPITAL.match(first.text) is not None
        and first.text.lower() not in _NEUTRAL
        and _speaks(clause, first.text)
    )


def _speaks(clause: Clause, name: str) -> bool:
    """ "Leeds recorded 70": the name at the beginning is what it is about."""
    after = clause.sentence[clause.tokens[0].start + len(name) :]
    return (
        re.match(
            r"(?:'s)? (?:[A-Z][a-z]+ )?(?:recorded|had|saw|has|police|up|down|rose|fell|reported|logged"
            r"|records|sees)\b",
            after,
        )
        is not None
    )
