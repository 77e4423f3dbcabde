"""Logging without personal data: a line says what happened and where in the code, never with which words."""

import logging
import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

# Only these may appear beside an event's name; everything else is dropped before it is rendered.
ALLOWED = frozenset(
    {"event", "level", "logger", "timestamp", "job", "count", "seconds", "status", "method", "where", "error", "code"}
)


def configure(_: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: every logger ends in one redacting formatter."""
    shared = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _stamp]
    structlog.configure(
        processors=[*shared, only_allowed, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, foreign_words, only_allowed],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    handler.addFilter(without_traceback_text)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Its lines are the paths of requests, which hold receipts.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("httpx").setLevel(logging.WARNING)


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)


def only_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that isn't known to be harmless."""
    for name in [name for name in event if name not in ALLOWED and not name.startswith("_")]:
        del event[name]
    return event


def foreign_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's message may quote what was sent (an SQL error holds its row): keep its template, not its values."""
    record = event.get("_record")
    if record is not None and record.name.startswith(("django", "allauth", "ninja")):
        event["event"] = str(record.msg).split(":")[0]
    return event


def without_traceback_text(record: logging.LogRecord) -> bool:
    """Replace a traceback, whose last line quotes the exception's text, by the exception's class and its place."""
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, trace = record.exc_info
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_qualname if hasattr(trace.tb_frame.f_code, 'co_qualname') else trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
        record.msg = f"{kind.__name__} at {where}"
        record.args = ()
        record.exc_info = None
        record.exc_text = None
    return True
