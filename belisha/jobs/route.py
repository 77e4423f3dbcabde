"""`belisha route`: who is to be told in a situation."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from belisha.jobs.console import WRONG_USE, answer, stop
from belisha.routing import Route, Step, WrongFacts
from belisha.routing import route as find_route


def route(
    facts: Annotated[
        str, typer.Argument(help="A JSON file of facts; - reads it from stdin.", metavar="FACTS.json")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Say who is to be told, in order, and why. Not legal advice.

    Example: echo '{"danger_now": "unknown", "child": {"place": "CB2 1TN"}}' | belisha route - --json
    """
    try:
        found = find_route(_read(facts))
    except WrongFacts as wrong:
        stop("\n".join(f"{path} {problem}." for path, problem in wrong.problems.items()), WRONG_USE)
    if as_json:
        answer(found.as_json())
    else:
        typer.echo(_words(found))


def _read(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except OSError as problem:
        stop(f"{name} can't be read: {problem.strerror}.")
    except UnicodeDecodeError:
        stop(f"{name} isn't text in UTF-8.", WRONG_USE)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        stop(f"{name} isn't JSON.", WRONG_USE)


def _words(found: Route) -> str:
    steps = "\n".join(_step(step) for step in found.steps)
    helping = "\n".join(
        f"- {one.name}: {' '.join(part for part in (one.phone, one.url) if part)}, for {one.audience}"
        for one in found.help
    )
    changing = "\n".join(f"- {sentence}" for sentence in found.would_change)
    parts = [
        steps,
        f"Somebody to talk to:\n{helping}" if helping else "",
        f"What would change this:\n{changing}" if changing else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _step(step: Step) -> str:
    contact = ", ".join(part for part in (step.contact.phone, step.contact.url, step.contact.email) if part)
    checked = f", checked on {step.source.checked_on}" if step.source.checked_on else ""
    lines = [
        f"{step.order}. {step.authority.name}: {step.how_fast.replace('_', ' ')}"
        + ("" if step.confirmed else " (confirm first)"),
        step.why,
        contact,
        f"Basis: {step.basis} Source: {step.source.title}{checked}.",
        "Send no pictures or videos.",
    ]
    return "\n   ".join(line for line in lines if line)
