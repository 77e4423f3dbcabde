# ruff: noqa: E501  # Tables of cases: one case a line.
import pytest

from belisha.guard import inspect
from tests.guard.build import TEXT, encoded, picture, wrapped

pytestmark = pytest.mark.pure


def _page(body, head=""):
    return f"<!DOCTYPE html><html><head><title>A page</title>{head}</head><body><p>{TEXT}</p>{body}</body></html>".encode()


MEDIA = {
    "a picture": _page('<img src="https://a.example/a.jpg">'),
    "a picture in the page": _page(f'<img src="data:image/png;base64,{encoded("PNG")}">'),
    "a picture as a background": _page(
        f'<div style="background:url(data:image/png;base64,{encoded("PNG")})">a</div>'
    ),
    "a picture in a style sheet": _page(
        "", f"<style>p {{ background: url('data:image/png;base64,{encoded('PNG')}') }}</style>"
    ),
    "a drawing": _page("<svg><path d='M0 0'/></svg>"),
    "an object": _page("<object data=a></object>"),
    "an embedded file": _page("<embed src=a>"),
    "a video": _page("<video src=a></video>"),
    "a sound": _page("<audio src=a></audio>"),
    "a canvas": _page("<canvas></canvas>"),
    "a button": _page("<input type=image src=a>"),
    "an icon": _page("", "<link rel='shortcut icon' href=a>"),
    "a picture for one mail program": _page("<!--[if mso]><v:imagedata src=a><![endif]-->"),
    "base64 in a comment": _page(f"<!-- {encoded()} -->"),
    "base64 in an attribute": _page(f"<p data-a='{encoded()}'>a</p>"),
    "base64 in pieces": _page("".join(f"<b>{piece}</b>" for piece in wrapped(encoded(), 40).split())),
    "entities for letters": _page(f"<p>{''.join(f'&#{ord(letter)};' for letter in encoded())}</p>"),
    "a table of coloured cells": _page(f"<table><tr>{'<td bgcolor=red></td>' * 3_000}</tr></table>"),
    "a page without a page": f"{TEXT} <img src=a>".encode(),
    "an SVG file": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    "an SVG file with a prefix": b'<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
    "a picture in XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><img/></html>',
    "base64 in XML": f"<report><content>{encoded()}</content></report>".encode(),
    "base64 in a CDATA section": f"<report><![CDATA[{encoded()}]]></report>".encode(),
    "base64 in an instruction": f"<?xml version='1.0'?><?a {encoded()}?><report/>".encode(),
    "base64 behind the document": f"<report/><!-- {encoded()} -->".encode(),
    "an office document in one file": b'<?xml version="1.0"?><a xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:binary-data>A</o:binary-data></a>',
}

REFUSED = {
    "a script": _page("<script>1</script>"),
    "a script in an attribute": _page("<p onclick='1'>a</p>"),
    "a script in a link": _page("<a href=' java\nscript:1'>a</a>"),
    "a page in the page": _page("<iframe srcdoc='a'></iframe>"),
    "a background from elsewhere": _page("<p style='background: url(https://a.example/a)'>a</p>"),
    "entities of its own": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a thousand laughs": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;") for n in range(12))
    + b"]><a>&a11;</a>",
    "a page deeper than a parser goes": _page("<b>" * 300 + "<img src=a>"),
    "an element with too many attributes": _page(f"<p {' '.join(f'a{n}' for n in range(90_000))}>"),
    "the same behind a quotation": _page("<p " + "".join(f"a{n}='>' " for n in range(90_000)) + ">"),
    "XML that does not parse": b'<?xml version="1.0"?><a><b></a>',
}


@pytest.mark.parametrize("what", MEDIA)
def test_markup_that_shows_anything_is_media(what):
    assert inspect(MEDIA[what]).verdict == "media"


@pytest.mark.parametrize("what", REFUSED)
def test_markup_that_acts_or_does_not_parse_is_refused(what):
    assert inspect(REFUSED[what]).verdict == "refused"


@pytest.mark.parametrize(
    "data",
    [
        _page(
            "<h1>A</h1><table><tr><td>1</td></tr></table><a href='https://a.example/'>a</a><!-- a note -->"
        ),
        f'<?xml version="1.0"?><report id="1"><image>3</image><note>{TEXT}</note></report>'.encode(),
        '<?xml version="1.0" encoding="utf-16"?><report>a note</report>'.encode("utf-16"),
        f"<rosa> {TEXT}\n<tom> hello".encode(),
        b"<3 <3 <3",
        b"<html><body>a page left open",
    ],
)
def test_markup_of_text_is_clean(data):
    assert inspect(data).findings == ()


def test_no_file_of_the_machine_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(picture("PNG"))
    document = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'
    assert inspect(document.encode()).verdict == "refused"
