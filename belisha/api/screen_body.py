"""Reading what is to be screened: from the connection into memory, counted as it comes, never to disk."""

from io import BytesIO
from typing import Any, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from belisha.api.screen_room import Share
from belisha.refusal import Refusal

MIB = 1024 * 1024
LARGEST = 64 * MIB
AROUND = MIB  # what a multipart body may have besides the file
PIECE = 256 * 1024
FORM = "multipart/form-data"


class TooLarge(Refusal):
    """The body is larger than {most:,} bytes."""

    code = "too_large"


class NotWhole(Refusal):
    """The body ended before its length, or can't be read: nothing was screened. Send it again."""

    code = "not_whole"


class NotAForm(Refusal):
    """The body is not one file as multipart/form-data; give everything else in the query or in headers."""

    code = "not_a_form"


class WrongType(Refusal):
    """Send the body as {types}."""

    code = "unsupported_media_type"


def read_body(request: HttpRequest, share: Share) -> bytes:
    """The whole body. Raises TooLarge, NotWhole, NoRoom."""
    source, pieces, held = Source(request, LARGEST), list[bytes](), 0
    while piece := source.read():
        held += len(piece)
        if held > LARGEST:
            raise TooLarge(most=LARGEST)
        share.take(len(piece))
        pieces.append(piece)
    if not source.is_whole:
        raise NotWhole
    return b"".join(pieces)


def read_form(request: HttpRequest, share: Share) -> tuple[bytes, str]:
    """The one file of a form, and its media type. Raises NotAForm, TooLarge, NotWhole, NoRoom."""
    source, handler = Source(request, LARGEST + AROUND), OneFile(share)
    # Django takes a body without a length for an empty one.
    meta = request.META | {"CONTENT_LENGTH": str(source.left)}
    try:
        fields, files = MultiPartParser(meta, cast(Any, source), [handler], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation):
        raise NotAForm from None
    if not source.is_whole:
        raise NotWhole
    if fields or [len(named) for _, named in files.lists()] != [1]:
        raise NotAForm
    return b"".join(handler.pieces), handler.content_type or ""


def declared(request: HttpRequest) -> int | None:
    """The length that the client gave; None where it sends the body in chunks."""
    if request.headers.get("Transfer-Encoding", "").lower() == "chunked":
        return None
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isdecimal() else 0


class OneFile(FileUploadHandler):
    """Keeps the one file of a form in memory."""

    def __init__(self, share: Share) -> None:
        super().__init__()
        self.share = share
        self.pieces: list[bytes] = []
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.pieces:
            raise NotAForm

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > LARGEST:
            raise TooLarge(most=LARGEST)
        self.share.take(len(raw_data))
        self.pieces.append(bytes(raw_data))

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)


class Source:
    """The body as it comes from the connection; `left`: bytes of its declared length still to come."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        self._stream = request.META["wsgi.input"]
        self.length = declared(request)
        if self.length is not None and self.length > most:
            raise TooLarge(most=most)
        self.left = most + 1 if self.length is None else self.length

    def read(self, size: int = PIECE) -> bytes:
        """The next piece; b"" at the end. Raises NotWhole where the connection fails."""
        try:
            piece: bytes = self._stream.read(min(size, self.left))
        except OSError:
            raise NotWhole from None
        self.left -= len(piece)
        return piece

    @property
    def is_whole(self) -> bool:
        """Did everything come that was announced?"""
        return self.length is None or not self.left
