"""The parts that a stream or name can play in a PDF (ISO 32000-2), and which of them are media."""

import pikepdf

from belisha.guard.finding import Kind

NAMES: dict[str, tuple[Kind, str]] = {
    "/Subtype=/Image": ("picture", "a picture"),
    "/ImageMask": ("picture", "a picture used as a mask"),
    "/SMask": ("picture", "a picture used as a soft mask"),
    "/Thumb": ("thumbnail", "a preview picture of a page"),
    "/Alternates": ("picture", "alternative pictures"),
    "/JBIG2Globals": ("picture", "a compressed picture"),
    "/Filter=/DCTDecode": ("picture", "a JPEG stream"),
    "/Filter=/JPXDecode": ("picture", "a JPEG 2000 stream"),
    "/Filter=/JBIG2Decode": ("picture", "a JBIG2 stream"),
    "/Filter=/CCITTFaxDecode": ("picture", "a fax stream"),
    "/EmbeddedFiles": ("attachment", "embedded files"),
    "/EF": ("attachment", "an embedded file"),
    "/AF": ("attachment", "an associated file"),
    "/Type=/EmbeddedFile": ("attachment", "an embedded file"),
    "/Collection": ("attachment", "a portfolio of files"),
    "/Subtype=/FileAttachment": ("attachment", "a note with a file attached"),
    "/Subtype=/RichMedia": ("embedded", "rich media"),
    "/RichMediaContent": ("embedded", "rich media"),
    "/Subtype=/3D": ("embedded", "a 3D model"),
    "/3DD": ("embedded", "a 3D model"),
    "/Subtype=/U3D": ("embedded", "a 3D model"),
    "/Subtype=/PRC": ("embedded", "a 3D model"),
    "/Subtype=/Screen": ("embedded", "a media player"),
    "/Subtype=/Movie": ("video", "a film"),
    "/Movie": ("video", "a film"),
    "/Subtype=/Sound": ("audio", "a sound"),
    "/Sound": ("audio", "a sound"),
    "/Type=/Sound": ("audio", "a sound"),
    "/Type=/Rendition": ("embedded", "a media clip"),
    "/S=/Rendition": ("embedded", "a media clip"),
    "/S=/JavaScript": ("script", "a script"),
    "/JavaScript": ("script", "scripts"),
    "/JS": ("script", "a script"),
    "/S=/Launch": ("script", "an action that starts a program"),
    "/S=/ImportData": ("script", "an action that loads data"),
    "/S=/SubmitForm": ("script", "an action that sends data"),
    "/S=/GoToE": ("attachment", "a link into an embedded file"),
    "/S=/GoToR": ("external", "a link into another file"),
    "/XFA": ("embedded", "an XFA form"),
    "/PieceInfo": ("unknown", "private data of a program"),
    "/Subtype=/PS": ("unknown", "PostScript"),
    "/OPI": ("external", "a picture kept elsewhere"),
    "/F=/URL": ("external", "content kept elsewhere"),
    "/FFilter": ("external", "a stream kept in another file"),
}
"""A key, or a key with the name that is its value."""

_BY_TYPE = {
    "/Metadata": "metadata",
    "/XRef": "structure",
    "/ObjStm": "structure",
    "/CMap": "map",
    "/EmbeddedFile": "image",
}
_BY_SUBTYPE = {
    "/Image": "image",
    "/Form": "content",
    "/XML": "metadata",
    "/Type1C": "font",
    "/CIDFontType0C": "font",
    "/OpenType": "font",
}
_BY_KEY = {
    "/Contents": "page",
    "/FontFile": "font",
    "/FontFile2": "font",
    "/FontFile3": "font",
    "/ToUnicode": "map",
    "/CIDSet": "map",
    "/CIDToGIDMap": "map",
    "/Encoding": "map",
    "/Metadata": "metadata",
    "/CharProcs": "content",
    "/ICCBased": "profile",
    "/DestOutputProfile": "profile",
}


def part_of(stream: pikepdf.Stream, named_by: str) -> str:
    """Return a key of the readers in `pdf`, `image` where the name was reported, or nothing if unknown."""
    if "/ShadingType" in stream:
        return "mesh"
    if "/FunctionType" in stream:
        return "function"
    if "/PatternType" in stream:
        return "content"
    own = _BY_TYPE.get(str(stream.get("/Type"))) or _BY_SUBTYPE.get(str(stream.get("/Subtype")))
    return own or _BY_KEY.get(named_by, "")
