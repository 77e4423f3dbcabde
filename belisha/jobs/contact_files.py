"""What the commands on contacts with children share: reading events and policies, from files or a desk."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from belisha.jobs.console import WRONG_USE, stop

if TYPE_CHECKING:
    from belisha.contact.event import Event
    from belisha.contact.policy import Policy


def policy_named(name: str) -> "Policy":
    """The policy of a preset's name, of a file, or of stdin (-). A file may be called as a preset: ./game"""
    from belisha.contact.policy_file import PRESETS, WrongPolicy, preset, read_policy

    if name in PRESETS:
        return preset(name)
    try:
        return read_policy(text_of(name))
    except WrongPolicy as wrong:
        stop(f"{name}: {wrong.sentence}", WRONG_USE)


def text_of(name: str) -> str:
    """A file's text; - reads stdin."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except OSError as problem:
        _unreadable(name, problem)
    except UnicodeDecodeError:
        stop(f"{name} isn't text in UTF-8.", WRONG_USE)


def events_of(name: str) -> Iterator["Event"]:
    """The contacts in a file: one JSON object, {"events": [...]}, or one object a line. Wrong ones end it.

    Lines are read one by one: a file of any length fits.
    """
    try:
        with sys.stdin if name == "-" else open(name, encoding="utf-8") as lines:
            yield from _events(lines)
    except OSError as problem:
        _unreadable(name, problem)
    except UnicodeDecodeError:
        stop(f"{name} isn't text in UTF-8.", WRONG_USE)


def _events(lines: Any) -> Iterator["Event"]:
    from belisha.contact.event_file import WrongContact, read_contact, read_line

    first = next((line for line in lines if line.strip()), "")
    try:
        whole = _whole(first, lines)
        if whole is None:
            yield read_line(first, 1)
            for number, line in enumerate(lines, 2):
                if line.strip():
                    yield read_line(line, number)
            return
        for number, given in enumerate(whole):
            yield read_contact(given, where=f"events[{number}]: " if len(whole) > 1 else "")
    except WrongContact as wrong:
        stop(wrong.sentence, WRONG_USE)


def _whole(first: str, lines: Any) -> list[Any] | None:
    """The events of a file that is one JSON document; None where each line is one."""
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        # The beginning of a document over several lines, or nothing that can be read.
        try:
            found = json.loads(first + lines.read())
        except (ValueError, RecursionError):
            stop("The contacts aren't JSON: one object, or one object a line.", WRONG_USE)
        return _list(found)
    return _list(found) if isinstance(found, dict) and "events" in found else None


def _list(found: Any) -> list[Any]:
    if isinstance(found, dict) and "events" not in found:
        return [found]
    listed = found.get("events") if isinstance(found, dict) and len(found) == 1 else found
    if not isinstance(listed, list):
        stop('Contacts are given as one object, as {"events": [...]}, or as one object a line.', WRONG_USE)
    return listed


def _unreadable(name: str, problem: OSError) -> NoReturn:
    stop(f"{name} can't be read: {problem.strerror}.")
