"""Files of answers, made by code: workbooks, and what strangers could send in their place."""

import io
import zipfile

import xlsxwriter

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def xlsx(write):
    """An XLSX; `write` gets the workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    write(book)
    book.close()
    return out.getvalue()


def xlsx_of(rows, name="Sheet1"):
    """An XLSX of one sheet with these rows."""

    def write(book):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)

    return xlsx(write)


def zipped(parts):
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(data, change):
    """The same zip, its parts changed by `change(name, data)`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def ods(tables, styles=""):
    """An ODS; `tables` is the XML of its tables."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis"/>'
    return zipped({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(value, attributes=""):
    """One cell of an ODS: a number or a text."""
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if value == "":
        return "<table:table-cell/>"
    text = value if value.startswith("<text") else f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="string" {attributes}>{text}</table:table-cell>'


def ods_of(rows, name="Sheet1"):
    """An ODS of one sheet with these rows."""
    body = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return ods(f'<table:table table:name="{name}">{body}</table:table>')


def encrypted_xlsx():
    """What a spreadsheet program writes for an XLSX with a password: a container of the old kind."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return (
        head
        + "EncryptionInfo".encode("utf-16-le")
        + bytes(100)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(400)
    )
