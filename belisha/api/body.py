"""Reading a body: JSON of at most 1 MB, in memory only, each field named once."""

import json
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja.parser import Parser

from belisha.api.problems import problem

View = Callable[..., HttpResponse]

MEDIA_TYPE = "application/json"
READ_AT_ONCE = 64 * 1024


class NotJson(ValueError):
    """The body, or one line of it, isn't JSON; the text says where, and quotes nothing."""

    def __init__(self, problem: str, *, what: str = "The body") -> None:
        super().__init__(f"{what} {problem}.")
        self.problem = problem


class StrictParser(Parser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, and no name twice (one value would be lost without a word)."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


def read_json(octets: bytes) -> Any:
    """Read a JSON text; raises NotJson."""
    try:
        text = octets.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        # A text of one line needs no number; where it is one of many, its reader knows the right one.
        line = f"line {error.lineno}, " if "\n" in error.doc else ""
        raise NotJson(f"is not JSON: {line}column {error.colno}") from None
    except UnicodeDecodeError:
        raise NotJson("is not UTF-8") from None
    except RecursionError:
        raise NotJson("is nested too deeply") from None
    except NotJson:
        raise
    except ValueError:
        raise NotJson("holds a number that is too long") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("names a field twice in one object")
    return found


def _no_number(_: str) -> NoReturn:
    raise NotJson("holds a number that JSON doesn't know")


class Capped(BytesIO):
    """A body without a length (chunked): raises RequestDataTooBig instead of filling the memory."""

    def __init__(self, source: Any, limit: int) -> None:
        super().__init__()
        self.source, self.left = source, limit

    def read(self, size: int | None = -1, /) -> bytes:
        parts = []
        while part := self.source.read(min(READ_AT_ONCE, self.left + 1)):
            self.left -= len(part)
            if self.left < 0:
                raise RequestDataTooBig
            parts.append(part)
        return b"".join(parts)


def json_body(view: View) -> View:
    """Refuse bodies of another type or beyond the limit before anything of them is read."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.content_type != MEDIA_TYPE:
            return problem(415, "unsupported_media_type", f"Send the body as {MEDIA_TYPE}.")
        if declared(request) > most():
            return too_large()
        if request.headers.get("Transfer-Encoding", "").lower() == "chunked":
            # Django takes a body without a length for an empty one.
            request._stream = Capped(request.META["wsgi.input"], most())
        return view(request, *args, **kwargs)

    return checked


def too_large(instead: str = "") -> HttpResponse:
    """The answer to a body beyond the limit; `instead`: what to send, where a door knows."""
    return problem(413, "too_large", f"The body is larger than {most():,} bytes. {instead}".strip())


def declared(request: HttpRequest) -> int:
    """The length that a body is said to have."""
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isdecimal() else 0


def most() -> int:
    """The most that a body of JSON may hold, in bytes."""
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
