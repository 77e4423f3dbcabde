"""Much to be screened in one body: read quickly where it is plain, and field by field where it isn't."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NotRequired

from ninja.errors import ValidationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, with_config
from pydantic import ValidationError as Invalid
from typing_extensions import TypedDict  # pydantic takes no other below Python 3.12

from belisha.api.body import NotJson, read_json
from belisha.intake.uploads import SentHashes, SentUrl

MOST = 100_000
ERRORS = 100  # that are named in one answer
PDQ = 32  # bytes
# Of 100,000 rows that say everything there are six million. A body of nothing else takes thirty times its
# length in memory once it is read.
MOST_MARKS = 7_000_000
_MARKS = b'"{[,\r\n'

Row = dict[str, Any]
Rows = Sequence[Row]


class SentHashesBatch(BaseModel):
    """Fingerprints of up to 100,000 pieces of content."""

    model_config = ConfigDict(extra="forbid")
    hashes: list[SentHashes] = Field(max_length=MOST)


class SentUrlsBatch(BaseModel):
    """Up to 100,000 addresses."""

    model_config = ConfigDict(extra="forbid")
    urls: list[SentUrl] = Field(max_length=MOST)


@with_config(ConfigDict(extra="forbid"))
class _Plain(TypedDict):
    """A row that says no more than most do: checked without a call of Python for each."""

    id: NotRequired[Annotated[str, Field(min_length=1, max_length=500)]]
    pdq: Annotated[str, Field(min_length=64, max_length=64)]


_PLAIN = TypeAdapter(list[_Plain])
_HASHES = TypeAdapter(list[SentHashes])
_URLS = TypeAdapter(list[SentUrl])


def hashes_of(body: bytes) -> Rows:
    """The rows of `{"hashes": [...]}`. Raises NotJson, ValidationError."""
    return _hashes(_member(body, "hashes"), "hashes")


def hashes_of_lines(body: bytes) -> Rows:
    """The rows of a body with an object a line. Raises NotJson, ValidationError."""
    return _hashes(_lines(body), "")


def urls_of(body: bytes) -> Rows:
    """The rows of `{"urls": [...]}`. Raises NotJson, ValidationError."""
    return _checked(_URLS, _member(body, "urls"), "urls")


def octets_of(body: bytes) -> bytes:
    """PDQ hashes that follow one another. Raises ValidationError."""
    if len(body) % PDQ:
        raise _wrong("body", f"must be whole hashes of {PDQ} bytes each")
    if len(body) > MOST * PDQ:
        raise _wrong("body", f"must have at most {MOST:,} hashes")
    return body


def _hashes(rows: Any, name: str) -> Rows:
    return rows if _is_plain(rows) else _checked(_HASHES, rows, name)


def _is_plain(rows: Any) -> bool:
    """Are these rows that SentHashes would take just as they are?"""
    if isinstance(rows, list) and len(rows) > MOST:
        return False
    try:
        _PLAIN.validate_python(rows, strict=True)
    except Invalid:
        return False
    ids, digits = [row["id"] for row in rows if "id" in row], "".join([row["pdq"] for row in rows])
    named = "".join(ids)
    if not (named.isascii() and (named.isprintable() or not named) and not any(map(str.isspace, ids))):
        return False
    return _is_hexadecimal(digits)


def _is_hexadecimal(digits: str) -> bool:
    try:
        # It takes blanks between two digits, and leaves them out.
        return 2 * len(bytes.fromhex(digits)) == len(digits)
    except ValueError:
        return False


def _checked(shape: TypeAdapter[Any], rows: Any, name: str) -> Rows:
    place = ("body", "batch", name) if name else ("body", "batch")
    if isinstance(rows, list) and len(rows) > MOST:
        raise ValidationError([{"type": "too_long", "loc": place, "ctx": {"max_length": MOST}}])
    try:
        return [one.model_dump(exclude_defaults=True) for one in shape.validate_python(rows)]
    except Invalid as invalid:
        errors = invalid.errors(include_url=False, include_input=False)[:ERRORS]
        raise ValidationError([{**error, "loc": (*place, *error["loc"])} for error in errors]) from None


def _member(body: bytes, name: str) -> Any:
    _require_rows(body)
    given = read_json(body)
    if not isinstance(given, dict):
        raise _wrong("body", "must be an object with named fields")
    if unknown := [field for field in given if field != name]:
        raise ValidationError(
            [{"type": "extra_forbidden", "loc": ("body", "batch", field)} for field in unknown[:ERRORS]]
        )
    if name not in given:
        raise ValidationError([{"type": "missing", "loc": ("body", "batch", name)}])
    return given[name]


def _lines(body: bytes) -> list[Any]:
    """Read as one text, which is faster; one by one where the lines don't add up."""
    _require_rows(body)
    lines = [line for line in body.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    try:
        rows = read_json(b"[" + b",".join(lines) + b"]")
    except NotJson:
        rows = []
    return rows if len(rows) == len(lines) else list(_one_by_one(lines))


def _one_by_one(lines: Sequence[bytes]) -> Iterator[Any]:
    for number, line in enumerate(lines, 1):
        try:
            yield read_json(line)
        except NotJson as reason:
            raise NotJson(reason.problem, what=f"Line {number}") from None


def _require_rows(body: bytes) -> None:
    """Raise ValidationError for a body that would be far more values than rows that may be sent."""
    if len(body) > MOST_MARKS and len(body) - len(body.translate(None, _MARKS)) > MOST_MARKS:
        raise _wrong("body", f"must have at most {MOST:,} rows")


def _wrong(field: str, sentence: str) -> ValidationError:
    return ValidationError([{"type": "belisha", "loc": (field,), "ctx": {"sentence": sentence}}])
