"""A log line says what happened and where, never with which words."""

import io
import logging

import pytest
import structlog

from belisha.web.logs import Redacting

pytestmark = pytest.mark.pure

CANARY = "canary-4f1d-message-1"


@pytest.fixture
def lines(monkeypatch):
    """What the handlers of the running configuration write."""
    written = io.StringIO()
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Redacting)]
    assert handlers, "the redacting formatter is not in force"
    for handler in handlers:
        monkeypatch.setattr(handler, "stream", written)
    return written


def test_a_field_that_is_not_known_to_be_harmless_is_dropped(lines):
    structlog.get_logger("belisha.test").info("job done", job="carry", count=3, text=CANARY)
    assert "job done count=3 job=carry" in lines.getvalue()
    assert CANARY not in lines.getvalue()


def test_an_exception_shows_its_class_and_place_and_not_its_text(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        structlog.get_logger("belisha.test").exception("job failed", job="carry")
    assert "exception=ValueError" in lines.getvalue()
    assert f"{__name__}:" in lines.getvalue()
    assert CANARY not in lines.getvalue()


@pytest.mark.parametrize("logger", ["django.request", "django.db.backends", "allauth.account", "httpx"])
def test_a_library_that_quotes_what_was_sent_is_cut_to_its_template(lines, logger):
    logging.getLogger(logger).error("Not Found: %s", f"/report/{CANARY}")
    assert "Not Found" in lines.getvalue()
    assert CANARY not in lines.getvalue()
