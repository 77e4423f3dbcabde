import io
import struct
import zipfile

import pytest

from belisha.guard import inspect
from belisha.guard.limits import MAX_MEMBERS, Budget, TooMuch
from tests.guard.build import TEXT, docx, picture, typeset, zipped

pytestmark = pytest.mark.pure

PLAIN = {"a.txt": TEXT.encode(), "b.json": b'{"a": 1}'}


def _nested(depth):
    data = b"text"
    for _ in range(depth):
        data = zipped({"a": data})
    return data


def _with_byte_after_packed():
    """A member whose packed size covers bytes behind the end of its content."""
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    name, central = 30 + len("a.txt"), data.index(b"PK\x01\x02")
    packed = struct.unpack_from("<L", data, 18)[0]
    hidden = b"0123456789"
    data[name + packed : name + packed] = hidden
    struct.pack_into("<L", data, 18, packed + len(hidden))
    struct.pack_into("<L", data, central + len(hidden) + 20, packed + len(hidden))
    struct.pack_into("<L", data, data.index(b"PK\x05\x06") + 16, central + len(hidden))
    return bytes(data)


def _with_gap():
    """An archive with bytes between its last member and its directory."""
    data = bytearray(zipped(PLAIN))
    central = data.index(b"PK\x01\x02")
    data[central:central] = b"0123456789"
    struct.pack_into("<L", data, data.index(b"PK\x05\x06") + 16, central + 10)
    return bytes(data)


def _encrypted():
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _twice():
    return zipped({"a.txt": b"one", "b.txt": b"two"}).replace(b"b.txt", b"a.txt")


def _method(method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.txt", TEXT)
    return packed.getvalue()


MEDIA = {
    "a picture": lambda: zipped({"a.jpg": picture()}),
    "a picture named text": lambda: zipped({"a.txt": picture("PNG")}),
    "a picture in an archive in an archive": lambda: zipped(
        {"a.zip": zipped({"a.zip": zipped({"a": picture()})})}
    ),
    "a PDF with a picture behind it": lambda: zipped({"a.pdf": typeset() + picture()}),
    "a picture behind the archive": lambda: zipped(PLAIN) + picture(),
    "a picture before the archive": lambda: picture() + zipped(PLAIN),
    "a picture in the comment": lambda: _commented(picture("GIF")),
}

REFUSED = {
    "an encrypted member": _encrypted,
    "two members of one name": _twice,
    "bytes behind": lambda: zipped(PLAIN) + b"more",
    "bytes before": lambda: b"more" + zipped(PLAIN),
    "bytes between": _with_gap,
    "bytes behind the packed content": _with_byte_after_packed,
    "a method that is not read": lambda: _method(zipfile.ZIP_LZMA),
    "a member of an unknown kind": lambda: zipped({"a.bin": b"\x00\x01\x02\x03" * 9}),
    "too many levels": lambda: _nested(5),
    "too many members": lambda: zipped({f"{n}": b"" for n in range(MAX_MEMBERS + 1)}),
    "a bomb": lambda: zipped({"a.txt": b" " * 40_000_000}),
    "many small bombs": lambda: zipped({f"{n}.txt": b" " * 1_000_000 for n in range(40)}),
    "a cut archive": lambda: zipped(PLAIN)[:-9],
    "no archive at all": lambda: b"PK\x03\x04 and so on",
}


def _commented(comment):
    packed = io.BytesIO(zipped(PLAIN))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.comment = comment
    return packed.getvalue()


@pytest.mark.parametrize("what", MEDIA)
def test_an_archive_with_a_picture_anywhere_is_media(what):
    assert inspect(MEDIA[what]()).verdict == "media"


@pytest.mark.parametrize("what", REFUSED)
def test_an_archive_that_cannot_be_checked_is_refused(what):
    assert inspect(REFUSED[what](), name="a.zip").verdict == "refused"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_texts_is_clean(method):
    assert inspect(_method(method), name="a.zip").findings == ()


def test_an_archive_of_documents_is_clean():
    assert (
        inspect(zipped({**PLAIN, "a.pdf": typeset(), "b.docx": docx(), "c/d.zip": zipped(PLAIN)})).findings
        == ()
    )


def test_an_archive_written_as_a_stream_is_clean():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
    assert inspect(pipe.getvalue()).findings == ()


def test_an_archive_of_small_bombs_is_refused_before_it_is_unpacked():
    found = inspect(REFUSED["many small bombs"]())
    assert "times its size" in found.findings[0].detail


def test_what_a_file_unpacks_to_is_counted_over_all_its_levels():
    budget = Budget(unpacked=10)
    budget.take_bytes(6)
    budget.take_bytes(4)
    with pytest.raises(TooMuch):
        budget.take_bytes(1)


def test_a_finding_names_the_member():
    found = inspect(zipped({"a/b.jpg": picture()}))
    assert found.findings[0].where.startswith("a/b.jpg")
