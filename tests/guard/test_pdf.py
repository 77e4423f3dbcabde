# ruff: noqa: E501  # Tables of cases: one case a line.
import base64
import random
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from belisha.guard import inspect
from tests.guard.build import (
    blank,
    encoded,
    image_stream,
    page_that_draws,
    picture,
    saved,
    typeset,
    wrapped,
    zlib_bomb,
)
from tests.guard.innocent import FOREIGN

pytestmark = pytest.mark.pure


def _on_page(key, make):
    pdf = blank()
    pdf.pages[0].obj[key] = make(pdf)
    return pdf


def _drawn(content, **resources):
    pdf = blank()
    page_that_draws(pdf, content, {name: make(pdf) for name, make in resources.items()})
    return pdf


def _form(pdf, content, resources):
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=resources
    )


def _image_in_a_form(pdf):
    inner = _form(pdf, b"/I Do", Dictionary(XObject=Dictionary(I=image_stream(pdf))))
    return Dictionary(F=_form(pdf, b"/G Do", Dictionary(XObject=Dictionary(G=inner))))


def _image_in_a_pattern(pdf):
    resources = Dictionary(XObject=Dictionary(I=image_stream(pdf)))
    pattern = pdf.make_stream(
        b"/I Do", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9
    )
    pattern.Resources = resources
    return Dictionary(P=pattern)


def _image_in_letters(pdf):
    glyph = pdf.make_stream(b"9 0 0 0 9 9 d1 BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI")
    return Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=glyph)))


def _soft_mask(pdf):
    return Dictionary(I=image_stream(pdf, SMask=image_stream(pdf)))


def _annotation(**entries):
    return lambda pdf: Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries))])


def _annotation_with_looks(pdf):
    look = _form(pdf, b"/I Do", Dictionary(XObject=Dictionary(I=image_stream(pdf))))
    return Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=look))
            )
        ]
    )


def _attached(pdf):
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"text")
    return pdf


def _root(**entries):
    pdf = blank()
    for key, value in entries.items():
        pdf.Root[f"/{key}"] = value(pdf) if callable(value) else value
    return pdf


MEDIA = {
    "a picture": lambda: _drawn(b"/I Do", XObject=lambda pdf: Dictionary(I=image_stream(pdf))),
    "a picture nobody draws": lambda: _drawn(b"", XObject=lambda pdf: Dictionary(I=image_stream(pdf))),
    "a JPEG picture": lambda: _drawn(b"", XObject=lambda pdf: Dictionary(I=pdf.make_stream(picture(), Filter=Name.DCTDecode))),
    "an inline picture": lambda: _drawn(b"q BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q"),
    "a picture as a mask": lambda: _drawn(b"", XObject=lambda pdf: Dictionary(I=pdf.make_stream(b"ab", ImageMask=True, Width=8, Height=2))),
    "a soft mask": lambda: _drawn(b"", XObject=_soft_mask),
    "a preview of the page": lambda: _on_page("/Thumb", image_stream),
    "a picture in forms in forms": lambda: _drawn(b"/F Do", XObject=_image_in_a_form),
    "a picture in a pattern": lambda: _drawn(b"", Pattern=_image_in_a_pattern),
    "a picture in the letters of a font": lambda: _drawn(b"", Font=_image_in_letters),
    "a picture in an annotation": lambda: _on_page("/Annots", _annotation_with_looks),
    "an attachment": lambda: _attached(blank()),
    "a file on the page": lambda: _on_page("/Annots", _annotation(Subtype=Name.FileAttachment)),
    "rich media": lambda: _on_page("/Annots", _annotation(Subtype=Name.RichMedia)),
    "a 3D model": lambda: _on_page("/Annots", _annotation(Subtype=Name("/3D"))),
    "a film": lambda: _on_page("/Annots", _annotation(Subtype=Name.Movie)),
    "a sound": lambda: _on_page("/Annots", _annotation(Subtype=Name.Sound)),
    "associated files": lambda: _root(AF=Array([])),
    "a portfolio": lambda: _root(Collection=Dictionary()),
    "base64 in the title": lambda: _titled(encoded("PNG")),
    "base64 on the page": lambda: _drawn(b"BT /F 9 Tf 1 0 0 1 9 9 Tm (" + encoded("PNG").encode() + b") Tj ET", Font=_helvetica),
    "base64 in pieces on the page": lambda: _drawn(b"BT /F 9 Tf " + _pieces() + b" ET", Font=_helvetica),
    "a thumbnail in the metadata": lambda: _root(Metadata=lambda pdf: pdf.make_stream(_xmp(), Type=Name.Metadata, Subtype=Name.XML)),
    "colours sampled from a picture": lambda: _drawn(b"", Shading=_sampled),
    "a mesh of colours": lambda: _drawn(b"", Shading=_mesh),
    "a drawing of a thousand squares": lambda: _drawn(b"0 0 1 1 re f\n" * 6_000),
}  # fmt: skip


def _sampled(pdf):
    function = pdf.make_stream(
        _noise(9_000), FunctionType=0, Domain=[0, 1, 0, 1], Range=[0, 1], Size=[95, 95], BitsPerSample=8
    )
    return Dictionary(S=Dictionary(ShadingType=1, ColorSpace=Name.DeviceGray, Function=function))


def _mesh(pdf):
    return Dictionary(
        S=pdf.make_stream(_noise(900), ShadingType=4, ColorSpace=Name.DeviceGray, BitsPerCoordinate=8)
    )


def _helvetica(_pdf):
    return Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _pieces():
    return b" ".join(
        b"0 -9 Td (" + line.encode() + b") Tj" for line in wrapped(encoded("PNG"), 60).split("\n")
    )


def _titled(title):
    pdf = blank()
    pdf.docinfo["/Title"] = title
    return pdf


def _xmp():
    return (
        f'<x xmlns:g="http://ns.adobe.com/xap/1.0/g/img/"><g:image>{encoded("JPEG")}</g:image></x>'.encode()
    )


REFUSED = {
    "a script": lambda: _root(OpenAction=Dictionary(S=Name.JavaScript, JS="1")),
    "a script by name": lambda: _root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))),
    "an action that starts a program": lambda: _root(OpenAction=Dictionary(S=Name.Launch, F="a")),
    "a stream without a part": lambda: _root(Secret=lambda pdf: pdf.make_stream(_noise(900))),
    "private data of a program": lambda: _root(PieceInfo=Dictionary()),
    "an unusual compression": lambda: _drawn_with(b"\x80", Filter=Name.RunLengthDecode),
    "a font that is none": lambda: _drawn(b"", Font=_false_font),
    "a colour profile that is none": lambda: _drawn(b"", ColorSpace=_false_profile),
    "a table of the file that is none": lambda: _root(
        Secret=lambda pdf: pdf.make_stream(_noise(9_000), Type=Name.XRef, W=[1, 2, 1], Size=5)
    ),
    "a character map that is none": lambda: _root(ToUnicode=lambda pdf: pdf.make_stream(_noise(9_000))),
    "text in a font without letters": lambda: _drawn(b"BT /F 9 Tf (ab) Tj ET", Font=_silent_font),
}  # fmt: skip


def _noise(size):
    return random.Random(1).randbytes(size)


def _false_font(pdf):
    return Dictionary(
        F=Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            FontDescriptor=Dictionary(FontFile2=pdf.make_stream(_noise(9_000))),
        )
    )


def _false_profile(pdf):
    return Dictionary(C=Array([Name.ICCBased, pdf.make_stream(_noise(9_000), N=3)]))


def _silent_font(_pdf):
    return Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H")))


def _drawn_with(raw, **entries):
    pdf = blank()
    pdf.pages[0].Contents = pdf.make_stream(raw, **entries)
    return pdf


@pytest.mark.parametrize("what", MEDIA)
@pytest.mark.parametrize("packed", ["preserve", "generate"])
def test_a_pdf_with_anything_but_text_is_media(what, packed):
    data = saved(MEDIA[what](), object_stream_mode=pikepdf.ObjectStreamMode[packed])
    assert inspect(data, name="a.pdf").verdict == "media"


# Beside what holds the picture, its place is named too: an empty one is no less a place made for a picture.
NAMED = {
    "a picture": "picture",
    "a soft mask": "picture",
    "a preview of the page": "thumbnail",
    "an attachment": "attachment",
    "rich media": "embedded",
    "a film": "video",
    "a sound": "audio",
    "a mesh of colours": "drawing",
}


@pytest.mark.parametrize("what", NAMED)
def test_a_finding_says_what_kind_of_thing_it_is(what):
    assert NAMED[what] in {finding.kind for finding in inspect(saved(MEDIA[what]())).findings}


@pytest.mark.parametrize("what", REFUSED)
def test_a_pdf_that_acts_or_hides_is_refused(what):
    assert inspect(saved(REFUSED[what]()), name="a.pdf").verdict == "refused"


@pytest.mark.parametrize("standard", ["ua-1", "a-2b", "1.7"])
def test_a_typeset_pack_is_clean(standard):
    hashes = "\n".join(f"- `{random.Random(n).randbytes(32).hex()}`" for n in range(40))
    photodna = base64.b64encode(random.Random(1).randbytes(144)).decode()
    pack = f"= A pack\n{hashes}\n- `{photodna}`\n#table(columns: 2, [a], [b])\n\n{'A long paragraph. ' * 400}"
    found = inspect(typeset(pack, standard), name="pack.pdf")
    assert found.findings == ()


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_a_pack_in_any_script_is_clean(language):
    assert inspect(typeset(f"= A pack\n{FOREIGN[language] * 5}", "1.7")).findings == ()


def test_base64_in_a_typeset_pack_is_media():
    found = inspect(typeset(f"= A pack\n`{encoded('PNG')}`"))
    assert (found.verdict, found.findings[0].where.split(",")[0]) == ("media", "page 1")


def test_a_picture_in_a_typeset_pack_is_media():
    found = inspect(typeset(f'#image(bytes({tuple(picture("PNG"))!r}), alt: "a gradient")'))
    assert found.verdict == "media"


@pytest.mark.parametrize(
    "options", [{"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}]
)
def test_a_pdf_saved_another_way_is_still_clean(options):
    assert inspect(saved(pikepdf.open(_file(typeset())), **options)).findings == ()


def _file(data):
    import io

    return io.BytesIO(data)


def test_a_picture_after_the_end_is_media():
    assert inspect(typeset() + picture()).verdict == "media"


def test_anything_after_the_end_is_refused():
    assert inspect(typeset() + b"\nmore").verdict == "refused"


def test_anything_before_the_header_is_refused():
    assert inspect(b"more\n" + typeset()).verdict == "refused"


def test_base64_in_a_comment_between_the_objects_is_media():
    start, line, rest = typeset().partition(b"\n")
    assert inspect(start + line + b"%" + encoded("PNG").encode() + b"\n" + rest).verdict == "media"


def test_an_encrypted_pdf_is_refused():
    locked = saved(blank(), encryption=pikepdf.Encryption(owner="a", user=""))
    closed = saved(blank(), encryption=pikepdf.Encryption(owner="a", user="b"))
    for data in (locked, closed):
        found = inspect(data)
        assert (found.verdict, found.findings[0].kind) == ("refused", "encrypted")


def test_a_picture_in_an_earlier_version_of_the_document_stops_it():
    pdf = _drawn(b"/I Do", XObject=lambda pdf: Dictionary(I=image_stream(pdf)))
    old = saved(pdf)
    found = inspect(_updated(old))
    assert "an earlier version of the document is still in the file" in {one.detail for one in found.findings}


def _updated(old):
    """Append a version in which the page has no resources any more (ISO 32000-2, 7.5.6)."""
    with pikepdf.open(_file(old)) as pdf:
        number, root = pdf.pages[0].obj.objgen[0], pdf.Root.objgen[0]
        parent, size = pdf.pages[0].obj.Parent.objgen[0], int(pdf.trailer.Size)
    page = f"{number} 0 obj\n<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 9 9] >>\nendobj\n".encode()
    before = int(old.rsplit(b"startxref", 1)[1].split()[0])
    table = f"xref\n{number} 1\n{len(old):010} 00000 n \n".encode()
    trailer = (
        f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {before} >>\nstartxref\n{len(old + page)}\n%%EOF\n"
    )
    return old + page + table + trailer.encode()


def test_a_stream_that_no_object_names_is_refused():
    data = saved(blank(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    table = data.rindex(b"xref\n0 ")
    hidden = b"99 0 obj\n<< /Length 5 >>\nstream\n12345\nendstream\nendobj\n"
    moved = (
        data[:table]
        + hidden
        + data[table:].replace(b"%d\n%%%%EOF" % table, b"%d\n%%%%EOF" % (table + len(hidden)))
    )
    assert inspect(data).verdict == "clean"
    assert {one.detail for one in inspect(moved).findings} == {"streams that no part of the document names"}


@pytest.mark.parametrize("part", range(1, 10))
def test_a_pdf_that_was_cut_off_is_refused(part):
    whole = typeset()
    assert inspect(whole[: len(whole) * part // 10], name="a.pdf").verdict == "refused"


@pytest.mark.parametrize("key", ["/Type", "/Other"])
def test_a_bomb_in_a_pdf_is_refused(key):
    pdf = blank()
    bomb = pdf.make_stream(zlib_bomb(60), Filter=Name.FlateDecode)
    bomb[key] = Name.ObjStm
    pdf.pages[0].Contents = bomb
    assert (
        inspect(
            saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        ).verdict
        == "refused"
    )


def test_a_bomb_within_a_bomb_is_refused():
    pdf = blank()
    twice = zlib.compress(zlib_bomb(60))
    pdf.pages[0].Contents = pdf.make_stream(twice, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
    assert (
        inspect(
            saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        ).verdict
        == "refused"
    )
