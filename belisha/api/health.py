"""`/livez`: the process answers. `/readyz`: the database, the key store and their safe settings do."""

from collections.abc import Callable, Iterable

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from belisha.refusal import Refusal
from belisha.vault.keys import LOOKUP_KEY, key_to_seal

log = structlog.get_logger(__name__)

Check = Callable[[], object]


@require_safe
def live(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"ok": True})


def health_urls(checks: Iterable[Check]) -> list[URLPattern]:
    """Return the two addresses; `checks` raise where the desk must not be sent requests."""
    every = [*checks, opens_keys]

    @require_safe
    def ready(_: HttpRequest) -> HttpResponse:
        """503 until every check passes; which one failed stands in the log."""
        failed = [check for check in every if not _passes(check)]
        return JsonResponse({"ok": not failed}, status=503 if failed else 200)

    return [path("livez", live, name="livez"), path("readyz", ready, name="readyz")]


def opens_keys() -> None:
    """Raise unless the key store answers and the master key opens what is in it."""
    key_to_seal(LOOKUP_KEY)


def _passes(check: Check) -> bool:
    try:
        check()
    except (Refusal, Error) as error:
        log.error("not ready", where=getattr(check, "__name__", ""), exc_info=error)
        return False
    return True
