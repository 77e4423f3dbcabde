"""Logging without personal data: a line says what happened and where in the code, never with which words."""

import logging
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

# Only these may appear beside an event's name; everything else is dropped before it is rendered.
ALLOWED = {"event", "job", "count", "seconds", "status", "method", "where", "code", "exc_info"}
# Their messages quote what was sent: the path of a request, the row of an SQL error. Their templates don't.
QUOTING = ("django", "allauth", "ninja", "httpx", "httpcore", "asyncio")


def configure(_: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: every line of every logger goes through one redacting formatter."""
    structlog.configure(
        processors=[only_allowed, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in ("httpx", "pikepdf"):
        logging.getLogger(name).setLevel(logging.WARNING)


def only_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that isn't known to be harmless."""
    for name in set(event) - ALLOWED:
        del event[name]
    return event


class Redacting(logging.Formatter):
    """One line: time in UTC, level, logger, what happened, harmless fields, the place of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        time = structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", {})["timestamp"]
        quoting = record.name.startswith(QUOTING)
        message = str(record.msg).partition(":")[0].replace("%s", "…") if quoting else record.getMessage()
        shown = ALLOWED - {"event", "exc_info"} | {"status_code"}
        fields = [f"{name}={record.__dict__[name]}" for name in sorted(shown) if name in record.__dict__]
        return " ".join([time, record.levelname, record.name, message, *fields, *_exception(record)])


def _exception(record: logging.LogRecord) -> list[str]:
    """The class and the place of an exception; its text may quote a report."""
    if not record.exc_info or record.exc_info[0] is None:
        return []
    return [f"exception={record.exc_info[0].__name__}", f"at={_place(record.exc_info[2])}"]


def _place(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return "<".join(reversed(places[-4:]))
