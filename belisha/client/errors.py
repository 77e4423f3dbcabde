"""What can go wrong between a service and its desk, as exceptions with the desk's own words and code."""

from dataclasses import dataclass


class DeskError(Exception):
    """Anything that keeps the desk from doing what was asked."""


class Unreachable(DeskError):
    """The desk gave no answer, however often it was asked. Keep back what was to be screened."""


class NotUnderstood(DeskError):
    """What answered is no desk, or one that speaks another language."""


@dataclass(frozen=True)
class FieldProblem:
    """One thing that is wrong with what was sent."""

    field: str
    message: str


class Refused(DeskError):
    """The desk said no. `code` is stable, `detail` is for people, `errors` names each field.

    `retry_after`: how many seconds the desk asked to be left alone, 0 where it said nothing.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: tuple[FieldProblem, ...] = (),
        retry_after: float = 0.0,
    ) -> None:
        fields = "; ".join(f"{one.field} {one.message}" for one in errors)
        super().__init__(f"{status} {code}: {detail}" + (f" ({fields})" if fields else ""))
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.retry_after = errors, retry_after


class WrongKey(Refused):
    """There is no key, or it is wrong, expired, revoked, or lacks the scope."""


class OtherService(WrongKey):
    """The key is bound to services, and another was named."""


class NotThere(Refused):
    """There is nothing here, or nothing that this key may see."""


class Conflict(Refused):
    """Something else was said before under the same key or of the same order. The first stands."""


class TooLarge(Refused):
    """More was sent at once than the desk takes."""


class Invalid(Refused):
    """Something in the request can't be used; `errors` names each field."""


class TooMany(Refused):
    """Too many requests: the desk asked for a pause that is longer than this call may take."""


class DeskInTrouble(Refused):
    """The desk can't answer now, and nothing was acknowledged. Keep back what was to be screened."""


BY_STATUS: dict[int, type[Refused]] = {
    401: WrongKey,
    403: WrongKey,
    404: NotThere,
    409: Conflict,
    413: TooLarge,
    422: Invalid,
    429: TooMany,
}
BY_CODE: dict[tuple[int, str], type[Refused]] = {(403, "other_service"): OtherService}


def refused(status: int, code: str = "") -> type[Refused]:
    """The exception for a status that says no; some codes have one of their own."""
    return BY_CODE.get((status, code)) or BY_STATUS.get(status, DeskInTrouble if status >= 500 else Refused)
