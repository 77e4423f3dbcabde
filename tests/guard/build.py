# ruff: noqa: E501  # Tables of cases: one case a line.
"""Files for the guard's tests, made by code. The only picture is a drawn grey gradient."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterable
from email.message import EmailMessage
from functools import cache

import pikepdf
import typst
from PIL import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "JPEG2000", "AVIF", "PPM", "QOI", "DDS", "PCX")
TEXT = "message 1 of the reported conversation"


@cache
def picture(kind: str = "JPEG") -> bytes:
    drawn = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).convert("RGB").save(drawn, kind)
    return drawn.getvalue()


def encoded(kind: str = "JPEG") -> str:
    return base64.b64encode(picture(kind)).decode()


def wrapped(text: str, width: int, join: str = "\n") -> str:
    return join.join(text[at : at + width] for at in range(0, len(text), width))


def zipped(members: dict[str, bytes], **options: object) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **options)
    return packed.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(extra: dict[str, bytes] | None = None, body: str = "") -> bytes:
    document = f'<?xml version="1.0"?><w:document {_W}><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>{body}</w:body></w:document>'
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    )
    parts = {"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()}
    return zipped({**parts, **(extra or {})})


def xlsx(extra: dict[str, bytes] | None = None) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData><row><c t="inlineStr"><is><t>{TEXT}</t></is></c></row></sheetData></worksheet>'
    parts = {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": sheet.encode()}
    return zipped({**parts, **(extra or {})})


def pptx(extra: dict[str, bytes] | None = None) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="http://schemas.openxmlformats.org/{path}/2006/main"'
        for name, path in (("p", "presentationml"), ("a", "drawingml"))
    )
    slide = f"<p:sld {spaces}><p:cSld><p:spTree><a:t>{TEXT}</a:t></p:spTree></p:cSld></p:sld>"
    parts = {"[Content_Types].xml": b"<Types/>", "ppt/slides/slide1.xml": slide.encode()}
    return zipped({**parts, **(extra or {})})


def odt(extra: dict[str, bytes] | None = None, manifest: str = "", body: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "draw")
    )
    content = f"<office:document-content {spaces}><office:body><text:p>{TEXT}</text:p>{body}</office:body></office:document-content>"
    listed = f'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest>'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": listed.encode(),
    }
    return zipped({**parts, **(extra or {})})


def mail(**parts: object) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "rosa@example.org", "desk@example.org", "A report"
    message["Date"], message["Message-ID"] = "Sat, 07 Nov 2026 10:00:00 +0000", "<1@example.org>"
    message.set_content(TEXT)
    return message


@cache
def typeset(source: str = f"= A pack\n{TEXT}", standard: str = "ua-1") -> bytes:
    head = '#set document(title: "A pack")\n#set text(lang: "en")\n'
    return bytes(typst.compile((head + source).encode(), pdf_standards=[standard]))


def blank() -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    return pdf


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    kept = io.BytesIO()
    pdf.save(kept, fix_metadata_version=False, **options)
    return kept.getvalue()


def image_stream(pdf: pikepdf.Pdf, **more: object) -> pikepdf.Stream:
    pixels = Image.linear_gradient("L").resize((16, 16)).tobytes()
    return pdf.make_stream(
        pixels,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=16,
        Height=16,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
        **more,
    )


def page_that_draws(pdf: pikepdf.Pdf, content: bytes, resources: dict[str, object]) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(content)
    page.Resources = pikepdf.Dictionary(**resources)


def zlib_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    packed: Iterable[bytes] = [packer.compress(block) for _ in range(megabytes)]
    return b"".join(packed) + packer.flush()
