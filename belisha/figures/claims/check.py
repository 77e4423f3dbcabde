"""Check a text: find its claims, and say of each whether the figures carry it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from belisha.figures.claims.asking import Asking
from belisha.figures.claims.clause import WAYS, Clause
from belisha.figures.claims.clauses import clauses_of
from belisha.figures.claims.counted import not_offences
from belisha.figures.claims.judge import verdict_on
from belisha.figures.claims.lexer import lex
from belisha.figures.claims.periods import Period, period_of
from belisha.figures.claims.reader import Reader
from belisha.figures.claims.statements import (
    AnyStatement,
    ChangeOf,
    Context,
    CountOf,
    Heading,
    RankOf,
    ShareOf,
    SurveyOf,
)
from belisha.figures.claims.text import LONGEST, Passage, sentences
from belisha.figures.claims.twists import goes_on_about, subject_unknown
from belisha.figures.claims.verdict import Checked, Unread, Verdict

if TYPE_CHECKING:
    from belisha.figures.figures import Figures

_OF_OFFENCES = re.compile(
    r"offen[cs]es?|crimes?|cases?|recorded|abuse|\brose|\brise|\bfell|\bup\b|\bdown\b|forces", re.I
)


def check(figures: "Figures", text: str, *, written: date | None = None) -> list[Verdict]:
    """The verdict on each claim of a text. `written`: the day of the text, for "last year"."""
    return list(read(figures, text, written=written).verdicts)


def read(figures: "Figures", text: str, *, written: date | None = None) -> Checked:
    """The same, with what was not checked."""
    asking = Asking(figures, written)
    context = Context(last_year=asking.last_year)
    verdicts: list[Verdict] = []
    unread: list[Unread] = []
    for passage in sentences(text):
        if not passage.follows:
            context.years, context.year = (), ""
        if not passage.under:
            context.heading = None
        found, why = (_heading if passage.heading else _passage)(asking, passage, context)
        judged = [(claim, verdict_on(asking, claim)) for claim in found]
        kept = [verdict for claim, verdict in judged if not _is_of_something_else(claim, verdict)]
        verdicts += kept
        if kept:
            unread += [_left_out(claim) for claim, verdict in judged if verdict not in kept]
        else:
            unread.append(Unread(text=passage.text[:LONGEST], why=why, line=passage.line))
    return Checked(verdicts=tuple(verdicts), unread=tuple(unread))


def _left_out(claim: AnyStatement) -> Unread:
    return Unread(text=claim.text, why="It seems to be no claim about offences.", line=claim.line)


def _is_of_something_else(claim: AnyStatement, verdict: Verdict) -> bool:
    """Numbers without an area in a sentence that speaks of no offences: no claim about these figures."""
    if claim.areas or verdict.verdict != "cannot_say" or isinstance(claim, SurveyOf):
        return False
    return _OF_OFFENCES.search(claim.text) is None


def _heading(asking: Asking, passage: Passage, context: Context) -> tuple[list[AnyStatement], str]:
    """Read a heading as all else, and keep what it speaks of for those below."""
    above, before = context.heading, context.areas
    context.areas = ()
    found = _passage(asking, passage, context)
    areas = context.areas or (above.areas if above else ())
    context.heading = Heading(areas=areas, other=context.other or context.unknown)
    context.areas = areas or before
    return found


def _passage(asking: Asking, passage: Passage, context: Context) -> tuple[list[AnyStatement], str]:
    if len(passage.text) > LONGEST:
        return [], f"It is longer than {LONGEST:,} characters: make shorter sentences of it."
    found = list(_statements(asking, passage, context))
    if passage.text.rstrip("\"') ").endswith("?"):
        return [], "It is a question."
    return found, "No claim about figures was found in it."


def _statements(asking: Asking, passage: Passage, context: Context) -> Iterator[AnyStatement]:
    tokens = lex(passage.text, asking.names, asking.platforms)
    context.same_sentence, context.follows = False, passage.follows
    context.period = _of_the_sentence(Clause(passage.text, tokens, passage.line))
    context.way, context.bare = None, False
    parts: list[tuple[list[AnyStatement], list[AnyStatement]]] = []
    for clause in clauses_of(passage.text, tokens, passage.line):
        reader = Reader(clause, context)
        found = reader.statements()
        parts.append((found, list(_passed_over(reader))))
        _remember(context, reader, found)
        context.same_sentence = True
    judged = any(found for found, _ in parts)
    for found, passed_over in parts:
        yield from found or (passed_over if judged else ())


def _passed_over(reader: Reader) -> Iterator[AnyStatement]:
    """A part that says which way something went, beside one that is judged: that isn't supported with it."""
    if reader.clause.has(*WAYS, "best", "more", "fewer"):
        yield reader.unclear("This part was not checked: it says neither how many nor of which years.")


def _of_the_sentence(whole: Clause) -> Period | None:
    """When, where a sentence says it once: one year, or one pair of them."""
    years = [token.value for token in whole.tokens if token.kind == "year"]
    period = period_of(whole)
    return period if len(years) == 1 or (len(years) == 2 and period.pair is not None) else None


def _remember(context: Context, reader: Reader, found: list[AnyStatement]) -> None:
    if reader.subject.areas and not reader.subject.strange:
        context.areas = reader.subject.areas
    regions = tuple(area for area in (*reader.subject.scope, *reader.subject.areas) if area.kind == "region")
    if regions:
        context.region = regions
    ways = [token.kind for token in reader.clause.tokens if token.kind in ("up", "down")]
    context.way = (1 if ways[-1] == "up" else -1) if ways else context.way
    context.bare = not any(token.kind == "word" for token in reader.clause.tokens)
    context.other = not_offences(reader.clause.words) or goes_on_about(reader)
    context.unknown = subject_unknown(reader)
    context.platforms = any(isinstance(one, ShareOf) for one in found)
    for one in found:
        if isinstance(one, ChangeOf | RankOf) and one.first and one.last:
            context.years = (one.first, one.last)
        elif isinstance(one, CountOf) and len(one.years) == 1:
            context.year = one.years[0]
