"""What runs in a worker of the pool: shut in first, then one file after another from a pipe, answers as JSON.

A task is two lengths (4 bytes each, big-endian), a JSON object {"function", "arguments", "seconds"} and the
file. An answer is a length and a JSON object: {"answer": ...}, {"refused": reason} or {"failed": exception
and place}.
"""

import importlib
import json
import os
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, BinaryIO

from belisha.screening import confine
from belisha.screening.limits import clock
from belisha.screening.seen import NotScreened

LENGTH, LENGTHS = struct.Struct(">I"), struct.Struct(">II")
PREPARE = "prepare"
"""A function of this name in a module that is loaded does what would open files later: decoders load late."""


def main() -> None:
    """Be a worker, as the first argument (JSON) describes it, until the pipe is closed."""
    asked = json.loads(sys.argv[1])
    tasks, answers = _take_the_pipes()
    confine.die_with(asked["parent"])
    confine.leave_the_network()
    try:
        _prepare(asked["modules"])
    except Exception as problem:
        return _send(answers, _failure(problem))
    confine.shut_in(asked["memory"], asked["parent"])
    _send(answers, {"ready": True})
    while head := tasks.read(LENGTHS.size):
        about, size = LENGTHS.unpack(head)
        task = json.loads(tasks.read(about))
        confine.allow_processor_time(asked["seconds"])
        clock.until = time.monotonic() + task["seconds"]
        _send(answers, _answer(task, tasks.read(size)))


def _take_the_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the pool, moved away from where a decoder would print to."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return tasks, answers


def _prepare(modules: list[str]) -> None:
    for name in modules:
        getattr(importlib.import_module(name), PREPARE, lambda: None)()


def _answer(task: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return {"answer": _function(task["function"])(data, *task["arguments"])}
    except NotScreened as refusal:
        return {"refused": refusal.reason}
    except MemoryError:
        return {"refused": "too_much_memory"}
    except Exception as problem:
        return _failure(problem)


def _failure(problem: Exception) -> dict[str, Any]:
    return {"failed": f"{type(problem).__name__} at {_place(problem)}"}


def _function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(sys.modules[module], attribute)
    return found


def _place(problem: Exception) -> str:
    """File and line where it was raised; not its text, which may quote the file."""
    at = problem.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at else "?"


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    text = json.dumps(answer, default=_plain).encode()
    answers.write(LENGTH.pack(len(text)) + text)
    answers.flush()


def _plain(value: Any) -> Any:
    """A dataclass as an object, bytes as their hexadecimal digits."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a worker can't answer with {type(value).__name__}")
