"""Check a text: find its claims, and say of each whether the figures carry it."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from belisha.figures.claims.asking import Asking
from belisha.figures.claims.clauses import clauses_of
from belisha.figures.claims.judge import verdict_on
from belisha.figures.claims.lexer import lex
from belisha.figures.claims.reader import Reader
from belisha.figures.claims.statements import AnyStatement, ChangeOf, Context, CountOf, RankOf, ShareOf
from belisha.figures.claims.text import LONGEST, Passage, sentences
from belisha.figures.claims.verdict import Checked, Unread, Verdict

if TYPE_CHECKING:
    from belisha.figures.figures import Figures


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
        found, why = _passage(asking, passage, context)
        verdicts += [verdict_on(asking, claim) for claim in found]
        if not found:
            unread.append(Unread(text=passage.text[:LONGEST], why=why, line=passage.line))
    return Checked(verdicts=tuple(verdicts), unread=tuple(unread))


def _passage(asking: Asking, passage: Passage, context: Context) -> tuple[list[AnyStatement], str]:
    if len(passage.text) > LONGEST:
        return [], f"It is longer than {LONGEST:,} characters: make shorter sentences of it."
    if passage.text.rstrip("\"') ").endswith("?"):
        return [], "It is a question."
    return list(_statements(asking, passage, context)), "No claim about figures was found in it."


def _statements(asking: Asking, passage: Passage, context: Context) -> Iterator[AnyStatement]:
    tokens = lex(passage.text, asking.names, asking.platforms)
    context.same_sentence, context.follows = False, passage.follows
    for clause in clauses_of(passage.text, tokens, passage.line):
        reader = Reader(clause, context)
        found = reader.statements()
        _remember(context, reader, found)
        context.same_sentence = True
        yield from found


def _remember(context: Context, reader: Reader, found: list[AnyStatement]) -> None:
    if reader.subject.areas and not reader.subject.strange:
        context.areas = reader.subject.areas
    regions = tuple(area for area in (*reader.subject.scope, *reader.subject.areas) if area.kind == "region")
    if regions:
        context.region = regions
    context.platforms = any(isinstance(one, ShareOf) for one in found)
    for one in found:
        if isinstance(one, ChangeOf | RankOf) and one.first and one.last:
            context.years = (one.first, one.last)
        elif isinstance(one, CountOf) and len(one.years) == 1:
            context.year = one.years[0]
