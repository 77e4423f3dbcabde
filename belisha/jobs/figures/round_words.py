"""A round in words, for a terminal."""

from belisha.figures.ask.board import GROUPS, Board
from belisha.figures.ask.days import in_words
from belisha.figures.ask.round import Asked, Round
from belisha.figures.ask.sections import in_words as sections_in_words
from belisha.figures.ask.steps import OUTCOMES, STEPS, Event

_BAR = 30  # letters


def board_lines(board: Board, groups: tuple[str, ...]) -> list[str]:
    """The counts, the progress, and a line for each force."""
    counts = ", ".join(f"{GROUPS[group].lower()} {count}" for group, count in board.counts.items() if count)
    lines = [
        f"{board.round.title}, as of {in_words(board.today)}",
        f"{bar(board.answered, len(board.rows))} {board.answered} of {len(board.rows)} answered: {counts}",
        "",
    ]
    rows = board.only(*groups)
    width = max((len(row.asked.name) for row in rows), default=0)
    for row in rows:
        due = f"{row.due_words} (from the day of sending)" if row.now.presumed else row.due_words
        told = " · ".join(filter(None, [row.state_words, due, row.next.words]))
        lines.append(f"{row.asked.name:{width}}  {told}")
    return lines


def bar(done: int, of: int) -> str:
    """ "[##########--------------------]"."""
    full = _BAR * done // of if of else 0
    return f"[{'#' * full}{'-' * (_BAR - full)}]"


def round_lines(round: Round) -> list[str]:
    """What a round asks, of how many, and its text."""
    laws = {law: sum(one.law.short == law for one in round.forces) for law in ("FOIA", "FOISA")}
    forces = ", ".join(f"{count} under {law}" for law, count in laws.items() if count)
    head = [
        ("Title", round.title),
        ("Name", round.name),
        ("Begun", f"{in_words(round.begun)}, by {round.by}"),
        ("Years", round.years or "not said"),
        ("Question", round.question),
        ("Asked by", round.asker or "not said"),
        ("Reply to", round.reply_to or "not said"),
        ("Forces", forces),
    ]
    return [*(f"{key + ':':10} {value}" for key, value in head), "", round.request.strip()]


def history_lines(events: tuple[Event, ...], asked: Asked) -> list[str]:
    """What happened with one force, struck entries too."""
    return [_event(event, asked) for event in sorted(events, key=lambda event: event.order)]


def _event(event: Event, asked: Asked) -> str:
    told = [
        STEPS[event.step].words,
        OUTCOMES.get(event.outcome, ""),
        sections_in_words(event.sections, asked.law),
        f"until {in_words(event.until)}" if event.until else "",
        f"source {event.source}" if event.source else "",
        event.words,
        f"struck out: {event.struck}" if event.struck else "",
    ]
    line = " · ".join(filter(None, told))
    return f"{event.id:>5}  {event.day}  {line} (noted by {event.by}, {event.noted:%Y-%m-%d})"
