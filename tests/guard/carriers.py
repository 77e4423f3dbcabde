"""The six carriers of a referral, filled with the pieces of a family between innocent text."""

import csv
import io
import json
from collections.abc import Callable
from email.message import EmailMessage
from textwrap import wrap
from xml.sax.saxutils import escape

import pikepdf

from belisha.guard import Inspection, inspect, inspect_json

TEXT = "message 1 of the reported conversation"
_UNWRITABLE = dict.fromkeys((*range(55296, 57344), 0))


def as_json(pieces: list[str]) -> bytes:
    rows = [{"from": "a", "text": piece} for piece in pieces]
    return json.dumps({"what_happened": TEXT, "conversation": rows}, ensure_ascii=False).encode()


def as_webhook(pieces: list[str]) -> bytes:
    data = {"number": "C-1-1", "authority": "partner:a", "notes": [TEXT, *pieces]}
    return json.dumps(
        {"type": "referral.released", "timestamp": "2026-11-07T10:00:00Z", "data": data}
    ).encode()


def as_xml(pieces: list[str]) -> bytes:
    rows = "".join(f"<line><from>a</from><text>{escape(piece)}</text></line>" for piece in pieces)
    return f"<?xml version='1.0' encoding='UTF-8'?><report><note>{TEXT}</note>{rows}</report>".encode()


def as_mail(pieces: list[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@example.org", "a@example.org", "Referral C-1-1"
    message["Date"], message["Message-ID"] = "Sat, 07 Nov 2026 10:00:00 +0000", "<1@example.org>"
    message.set_content("\n\n".join([TEXT, *pieces]).translate({13: None}))
    return bytes(message)


def as_csv(pieces: list[str]) -> bytes:
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow(["number", "text", "by"])
    rows.writerows([number, piece, "a"] for number, piece in enumerate([TEXT, *pieces]))
    return kept.getvalue().encode()


def as_pdf(pieces: list[str]) -> bytes:
    """Lines of at most 90 letters, one page for each 50, in a font that says what its letters are."""
    lines = [line for piece in [TEXT, *pieces] for line in piece.splitlines()]
    text = [part for line in lines for part in _typeset(line)]
    codes = {letter: number for number, letter in enumerate(sorted(set("".join(text))), start=1)}
    pdf = pikepdf.new()
    font = _font(pdf, codes)
    for at in range(0, len(text), 50):
        pdf.add_blank_page(page_size=(595, 842))
        shown = [
            f"<{''.join(f'{codes[letter]:04x}' for letter in line)}> Tj T*" for line in text[at : at + 50]
        ]
        page = pdf.pages[-1]
        page.Contents = pdf.make_stream("\n".join(["BT /F1 9 Tf 40 800 Td 12 TL", *shown, "ET"]).encode())
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    kept = io.BytesIO()
    pdf.save(kept, fix_metadata_version=False)
    return kept.getvalue()


def _typeset(line: str) -> list[str]:
    if line.isspace():  # Wrapping would drop it.
        return [line[at : at + 90] for at in range(0, len(line), 90)]
    return wrap(line, 90, replace_whitespace=False, drop_whitespace=False, break_on_hyphens=False)


def _font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    name = pikepdf.Name
    rows = "\n".join(
        f"<{code:04x}> <{letter.encode('utf-16-be', 'replace').hex()}>" for letter, code in codes.items()
    )
    space = "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    cmap = f"begincmap\n{space}\n{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap"
    child = pikepdf.Dictionary(Type=name.Font, Subtype=name.CIDFontType2, BaseFont=name.A)
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=name.Font, Subtype=name.Type0, BaseFont=name.A, Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([child]), ToUnicode=pdf.make_stream(cmap.encode()),
        )
    )  # fmt: skip


Carrier = Callable[[list[str]], Inspection]

CARRIERS: dict[str, Carrier] = {
    "JSON": lambda pieces: inspect_json(as_json(pieces), name="pack.json"),
    "PDF": lambda pieces: inspect(as_pdf(pieces), name="pack.pdf"),
    "XML": lambda pieces: inspect(as_xml(pieces), name="pack.xml"),
    "e-mail": lambda pieces: inspect(as_mail(pieces), name="letter.eml"),
    "CSV": lambda pieces: inspect(as_csv(pieces), name="table.csv"),
    "webhook": lambda pieces: inspect_json(as_webhook(pieces), name="hook.json"),
}
