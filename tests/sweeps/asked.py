"""A round with a force in each state, for the pages that show it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from belisha.figures.ask.round import forces_named
from belisha.figures.desk import rounds

FORCES = ("Kent", "Devon & Cornwall", "Scotland", "Port of Dover=foia", "Essex", "Surrey")


def ask(by: Any) -> None:
    """Round 2026: forces that are late, clarifying, in review and answered, and one that is not asked yet."""
    rounds.begin_round(by=by, title="Round 2026", forces=forces_named(FORCES))
    day = timezone.localdate() - timedelta(days=60)
    note("sent", "Kent", "Devon & Cornwall", "Scotland", "Essex", "Surrey", day=day, by=by)
    wrong = note("acknowledged", "Kent", day=day + timedelta(days=2), by=by)
    rounds.strike(by=by, round="round-2026", event=wrong.id, why="That was Essex.")
    note("clarification_asked", "Kent", day=day + timedelta(days=9), by=by, words="Which platforms?")
    refused = {"outcome": "refused", "sections": ("s.12", "s.38(1)(b)")}
    note("answered", "Scotland", day=day + timedelta(days=9), by=by, **refused)
    note("review_asked", "Scotland", day=day + timedelta(days=50), by=by)
    note("answered", "Essex", day=day + timedelta(days=50), by=by, outcome="full")


def note(step: str, *forces: str, by: Any, **told: Any) -> Any:
    """Note a step of some forces; the last entry."""
    return [rounds.note_step(by=by, round="round-2026", force=one, step=step, **told) for one in forces][-1]
