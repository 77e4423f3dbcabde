"""The values that a report is made of, each checked and brought into its one spelling before it is kept.

The messages say what is asked for and never repeat what was sent.
"""

import base64
import binascii
import ipaddress
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictInt,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from belisha.guard.cut import cut
from belisha.routing.countries import countries
from belisha.routing.parse import AUTHORITY

OURS = "belisha"
"""The type of every error raised here: its message may be shown as it stands."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
OLDEST = 120  # years
SHORT = 200  # characters
NOT_BLANK = r"\S"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE = re.compile(r"(?=(?:\D*\d){3})[0-9+() ./#*x-]{3,40}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,46}/[a-z0-9][a-z0-9!#$&^_.+-]{0,46}")
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PRODUCT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+-]*")
_PRODUCT_ASKED = "must be a name and version, such as detector/1.2"
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")
_PHOTODNA_BYTES = 144


def wrong(message: str) -> PydanticCustomError:
    """Return the error that names a field with this sentence."""
    return PydanticCustomError(OURS, "{sentence}", {"sentence": message})


def _storable(value: Any) -> Any:
    # PostgreSQL can't hold the one, UTF-8 can't write the other; both databases take the same reports.
    if isinstance(value, str) and "\0" in value:
        raise wrong("must not hold the character NUL (U+0000)")
    if isinstance(value, str) and _SURROGATE.search(value):
        raise wrong("must not hold half of a surrogate pair")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise wrong("must not be blank")
    return value


def _one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise wrong("must be one line without control characters")
    return _not_blank(value)


def _like(pattern: re.Pattern[str], sentence: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise wrong(sentence)
        return value

    return check


def _time(value: Any) -> datetime:
    try:
        time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise wrong("must be a time such as 2026-11-22T10:00:00+00:00 (ISO 8601)") from None
    if time.utcoffset() is None:
        raise wrong("must carry its zone, such as Z or +01:00")
    if not EARLIEST.year <= time.year < LATEST.year:
        raise wrong(f"must lie between {EARLIEST.year} and {LATEST.year}")
    return time.astimezone(UTC)


def _country(value: str) -> str:
    if value not in countries():
        raise wrong("must be two capital letters of ISO 3166, such as GB or US")
    return value


def _address(value: str) -> str:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        raise wrong("must be an Internet address, such as 192.0.2.1 or 2001:db8::1") from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            raise wrong("must be an address without a zone index")
        address = address.ipv4_mapped or address
    return address.compressed


def _media_type(value: str) -> str:
    essence = value.partition(";")[0].strip().lower()
    return _like(_MEDIA_TYPE, "must be a media type, such as image/jpeg")(essence)


def _hex(digits: int) -> Callable[[str], str]:
    check = _like(re.compile(f"[0-9a-fA-F]{{{digits}}}"), f"must be {digits} hexadecimal digits")
    return lambda value: check(value).lower()


def _photodna(value: str) -> str:
    if re.fullmatch(f"[0-9a-fA-F]{{{2 * _PHOTODNA_BYTES}}}", value):
        return value.lower()
    try:
        decoded = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != _PHOTODNA_BYTES:
        raise wrong("must be 288 hexadecimal digits, or the base64 of 144 bytes")
    return decoded.hex()


def _fact(value: Any) -> Any:
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if not isinstance(value, str) or len(value) > SHORT:
        raise wrong(f"must be a number, true, false or a text of at most {SHORT} characters")
    return _one_line(_storable(value))


@dataclass(frozen=True)
class Checked:
    """Marks a text of at most `length` characters that `check` accepts, or brings into its one spelling."""

    length: int
    check: Callable[[str], str]
    pattern: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(max_length=self.length)
        stored = core_schema.no_info_before_validator_function(_storable, text)
        return core_schema.no_info_after_validator_function(self.check, stored)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), **({"pattern": self.pattern} if self.pattern else {})}


def _product(value: str) -> str:
    # The sentence that stands for a picture cut from a text is longer than its column.
    if cut(value).removed:
        raise wrong(_PRODUCT_ASKED)
    return _like(_PRODUCT, _PRODUCT_ASKED)(value)


_AUTHORITY = _like(AUTHORITY, 'must be the id of an authority, such as "nca" or "police:local"')
_FACT = _like(_FACT_NAME, "must be named in lower-case letters, digits and underscores")

Address = Annotated[str, Checked(60, _address)]
Age = Annotated[StrictInt, Field(ge=0, le=OLDEST)]
Authority = Annotated[str, Checked(80, _AUTHORITY)]
Country = Annotated[str, Checked(2, _country, "^[A-Z]{2}$")]
Email = Annotated[str, Checked(320, _like(_EMAIL, "must be an e-mail address"))]
Fact = Annotated[
    Any, AfterValidator(_fact), WithJsonSchema({"type": ["string", "number", "boolean"], "maxLength": SHORT})
]
FactName = Annotated[str, Checked(40, _FACT, "^[a-z][a-z0-9_]*$")]
Hex32 = Annotated[str, Checked(32, _hex(32), "^[0-9a-fA-F]{32}$")]
Hex40 = Annotated[str, Checked(40, _hex(40), "^[0-9a-fA-F]{40}$")]
Hex64 = Annotated[str, Checked(64, _hex(64), "^[0-9a-fA-F]{64}$")]
Id = Annotated[str, Checked(500, _one_line, NOT_BLANK)]
Locator = Annotated[str, Checked(2000, _one_line, NOT_BLANK)]
MediaType = Annotated[str, Checked(200, _media_type)]
Narrative = Annotated[str, Checked(20_000, _not_blank, NOT_BLANK)]
Phone = Annotated[str, Checked(40, _like(_PHONE, "must be a telephone number"))]
PhotoDNA = Annotated[str, Checked(288, _photodna)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
Product = Annotated[str, Checked(100, _product)]
Short = Annotated[str, Checked(SHORT, _one_line, NOT_BLANK)]
Slug = Annotated[str, Checked(50, _like(_SLUG, "must be the short name of a service"))]
Time = Annotated[datetime, BeforeValidator(_time)]
Words = Annotated[str, Checked(20_000, str)]
