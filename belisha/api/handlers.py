"""What each exception becomes at this door."""

from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from belisha.api.auth import ScopeMissing
from belisha.api.body import NotJson, too_large
from belisha.api.facts import fact_errors
from belisha.api.guessing import TooManyGuesses
from belisha.api.problems import RETRY_AFTER, FieldError, field_errors, problem, shown_path
from belisha.api.screen_body import NotAForm, NotWhole, TooLarge, WrongType
from belisha.api.screen_room import NoRoom
from belisha.enforcement.appeal_refusals import AskedAlready, NotDecidedYet, TooLate, UnknownCode
from belisha.enforcement.order_refusals import OrderAnswered, OrderOver
from belisha.enforcement.preserve import DestroyedAlready
from belisha.intake.arrive import ConnectorEdited, ConnectorOff, WrongSignature
from belisha.intake.connectors.seen import WrongShape
from belisha.intake.receive_upload import TooBusy
from belisha.intake.repeat import IdempotencyConflict
from belisha.organisation.reach import OtherService
from belisha.people.key_limits import KeyLimit
from belisha.refusal import NotFound, Refusal
from belisha.routing import WrongFacts
from belisha.screening.library import ListsUnusable
from belisha.screening.metrics import turned_away
from belisha.screening.photodna import ComparerFailed
from belisha.screening.probing import BudgetSpent
from belisha.vault.masters import NoMasterKey, WrongMasterKey

log = structlog.get_logger(__name__)

STATUS: dict[type[Refusal], int] = {
    WrongSignature: 401,
    ConnectorEdited: 403,
    ConnectorOff: 403,
    OtherService: 403,
    ScopeMissing: 403,
    NotFound: 404,
    IdempotencyConflict: 409,
    OrderAnswered: 409,
    UnknownCode: 404,
    AskedAlready: 409,
    NotDecidedYet: 409,
    TooLate: 409,
    OrderOver: 409,
    DestroyedAlready: 409,
    TooManyGuesses: 429,
    BudgetSpent: 429,
    KeyLimit: 429,
    NotAForm: 400,
    NotWhole: 400,
    TooLarge: 413,
    WrongType: 415,
    NoRoom: 503,
    TooBusy: 503,
    ListsUnusable: 503,
    ComparerFailed: 503,
    NoMasterKey: 503,
    WrongMasterKey: 503,
}
REFUSED = 422
"""The status of a refusal that isn't named above: something in the request can't be used."""


def install(api: NinjaAPI) -> None:
    """Give the API an answer for every exception."""
    for kind, handler in {
        AuthenticationError: unknown_key,
        HttpError: not_json,
        NotJson: not_json,
        ValidationError: invalid,
        WrongFacts: wrong_facts,
        WrongShape: wrong_shape,
        RequestDataTooBig: too_big,
        SuspiciousOperation: unreadable,
        Http404: nothing_here,
        Refusal: refused,
        OperationalError: unavailable,
        InterfaceError: unavailable,
        InternalError: unavailable,
        Exception: failed,
    }.items():
        api.add_exception_handler(kind, handler)


def unknown_key(_: HttpRequest, __: Any) -> HttpResponse:
    detail = "Send a live key as: Authorization: Bearer KEY"
    return problem(401, "unauthorised", detail, headers={"WWW-Authenticate": "Bearer"})


def not_json(_: HttpRequest, error: Any) -> HttpResponse:
    """Ninja raises HttpError for one reason here: our parser could not read the body."""
    cause = error if isinstance(error, NotJson) else error.__cause__
    return problem(400, "not_json", str(cause) if isinstance(cause, NotJson) else "The body can't be read.")


def invalid(_: HttpRequest, error: Any) -> HttpResponse:
    return fields_refused(field_errors(error.errors))


def wrong_facts(_: HttpRequest, error: Any) -> HttpResponse:
    return fields_refused(fact_errors(error))


def fields_refused(errors: list[FieldError]) -> HttpResponse:
    detail = f"{len(errors)} field{'s' if len(errors) != 1 else ''} can't be used; see errors."
    return problem(422, "invalid", detail, errors=errors)


def wrong_shape(_: HttpRequest, wrong: Any) -> HttpResponse:
    errors = [FieldError(field=shown_path(place), message=said) for place, said in wrong.errors.items()]
    return problem(422, wrong.code, wrong.sentence, errors=errors)


def too_big(_: HttpRequest, __: Any) -> HttpResponse:
    return too_large()


def unreadable(_: HttpRequest, __: Any) -> HttpResponse:
    """Django refused to read it, such as a query of a thousand fields."""
    return problem(400, "bad_request", "The request can't be read.")


def nothing_here(_: HttpRequest, __: Any = None) -> HttpResponse:
    return problem(404, "not_found", "There is nothing here.")


def refused(_: HttpRequest, refusal: Any) -> HttpResponse:
    status = STATUS.get(type(refusal), REFUSED)
    if status in (429, 503):
        turned_away(refusal.code)
    field = getattr(refusal, "field", "")
    errors = [FieldError(field=field, message=refusal.sentence)] if field else []
    wait = getattr(refusal, "wait", RETRY_AFTER)
    headers = {"Retry-After": str(wait)} if status in (429, 503) else {}
    return problem(status, refusal.code, refusal.sentence, errors=errors, headers=headers)


def unavailable(_: HttpRequest, error: Any) -> HttpResponse:
    """The database is locked, full, read-only or away: nothing is acknowledged; the client tries again."""
    log.warning("database did not answer", exc_info=error)
    detail = "The desk can't keep anything now. Send it again with the same Idempotency-Key."
    return problem(503, "unavailable", detail, headers={"Retry-After": str(RETRY_AFTER)})


def failed(_: HttpRequest, error: Any) -> HttpResponse:
    log.error("unexpected error", exc_info=error)
    return problem(500, "failed", "An error of ours. Nothing was kept.")
