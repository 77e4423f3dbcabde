# ruff: noqa: E501  # Tables of cases: one case a line.
import pytest

from belisha.guard import inspect
from tests.guard.build import docx, encoded, odt, picture, pptx, xlsx, zipped

pytestmark = pytest.mark.pure

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://a.example/a" '
    'TargetMode="External"/></Relationships>'
)

MEDIA = {
    "a picture": docx({"word/media/image1.jpeg": picture()}),
    "a picture under another name": docx({"word/media/notes.xml": b"<a/>"}),
    "a preview": docx({"docProps/thumbnail.jpeg": picture()}),
    "an embedded object": docx({"word/embeddings/oleObject1.bin": b"text"}),
    "an embedded workbook": docx({"word/embeddings/sheet.xlsx": xlsx()}),
    "a picture in another folder": docx({"customXml/item1.xml": picture("PNG")}),
    "a place for a picture": docx(body=f'<a:blip {_A} r="1"/>'),
    "a picture of the old kind": docx(body='<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/>'),
    "base64 in a text": docx(body=f"<w:p><w:r><w:t>{encoded()}</w:t></w:r></w:p>"),
    "base64 in pieces": docx(
        body="".join(f"<w:t>{encoded()[at : at + 50]}</w:t>" for at in range(0, 900, 50))
    ),
    "base64 in properties": docx({"docProps/custom.xml": f"<p>{encoded('PNG')}</p>".encode()}),
    "an embedded binary": docx(body="<w:binData>AAAA</w:binData>"),
    "a picture in a workbook": xlsx({"xl/media/image1.png": picture("PNG")}),
    "an object in a workbook": xlsx({"xl/embeddings/oleObject1.bin": b"text"}),
    "a picture in a presentation": pptx({"ppt/media/image1.png": picture("PNG")}),
    "a preview of a presentation": pptx({"docProps/thumbnail.jpeg": picture()}),
    "a film in a presentation": pptx({"ppt/media/media1.mp4": b"text"}),
    "a workbook in a presentation": pptx({"ppt/embeddings/sheet.xlsx": xlsx()}),
    "a picture in an ODF text": odt({"Pictures/1.png": picture("PNG")}),
    "a preview in an ODF text": odt({"Thumbnails/thumbnail.png": picture("PNG")}),
    "a place for a picture in ODF": odt(body="<draw:image/>"),
    "a picture within ODF": odt(
        body="<draw:image><office:binary-data>AAAA</office:binary-data></draw:image>"
    ),
    "an object in ODF": odt({"Object 1/content.xml": b"<a/>"}),
}

REFUSED = {
    "a macro": docx({"word/vbaProject.bin": b"text"}),
    "a macro in ODF": odt({"Basic/Standard/Module1.xml": b"<a/>"}),
    "an active control": docx({"word/activeX/activeX1.xml": b"<a/>"}),
    "a font": docx({"word/fonts/font1.odttf": b"text"}),
    "a part that is no XML": docx({"word/notes.bin": b"text"}),
    "a part that does not parse": docx({"word/notes.xml": b"<a>"}),
    "a picture from elsewhere": docx({"word/_rels/document.xml.rels": _RELATION.encode()}),
    "an encrypted ODF": odt(manifest="<file-entry><encryption-data/></file-entry>"),
    "a container of the old kind": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    "a cut file": docx()[:-40],
    "another file named so": b"text",
}


@pytest.mark.parametrize("what", MEDIA)
def test_an_office_file_with_anything_to_look_at_is_media(what):
    assert inspect(MEDIA[what], name="a.docx").verdict == "media"


@pytest.mark.parametrize("what", REFUSED)
def test_an_office_file_that_cannot_be_checked_is_refused(what):
    assert inspect(REFUSED[what], name="a.docx").verdict == "refused"


@pytest.mark.parametrize("data", [docx(), xlsx(), pptx(), odt()])
def test_an_office_file_of_text_is_clean(data):
    assert inspect(data).findings == ()


def test_an_office_file_is_known_by_its_content_not_its_name():
    assert inspect(docx({"word/media/image1.jpeg": b"text"}), name="notes.txt").verdict == "media"


def test_an_office_file_in_an_archive_is_looked_into():
    found = inspect(zipped({"a.docx": docx({"docProps/thumbnail.jpeg": b"text"})}))
    assert [(finding.kind, finding.where) for finding in found.findings] == [
        ("thumbnail", "a.docx: docProps/thumbnail.jpeg")
    ]
