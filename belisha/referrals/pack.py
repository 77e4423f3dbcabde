"""A message as the documents that leave: canonical JSON, and a tagged PDF. Same message, same bytes.

The PDF is made by typst from `typst/pack.typ`. The message reaches it as data, never as markup: nothing that
a person wrote can act in it.
"""

import json
from pathlib import Path
from typing import Any

import typst

from belisha.referrals.glyphs import OPENING, drawable, pieces
from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import recipient_for
from belisha.referrals.sheet import sheet
from belisha.referrals.words import NO_IMAGES

FORMAT = "belisha-referral/1"

# By path: typst never forgets a source that is handed over as bytes, and stops for good at the 65,536th.
_TEMPLATE = Path(__file__).with_name("typst") / "pack.typ"
_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
_NOT_TEXT = frozenset({"kind", "tone", "widths"})


def render_json(message: ReferralMessage) -> bytes:
    """Return the JSON pack, for programs: format, statement, checklist and the whole message, in UTF-8."""
    asked = recipient_for(message.recipient.authority).checklist(message)
    pack = {
        "format": FORMAT,
        "statement": NO_IMAGES,
        "asked": [
            {"asked": one.asked, "group": one.group, "stand": one.stand, "text": one.text} for one in asked
        ],
        "message": message.as_json(),
    }
    return (json.dumps(pack, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def render_pdf(message: ReferralMessage) -> bytes:
    """Return the PDF pack, for people: tagged (PDF/UA-1), without image or attachment, dated `created_at`.

    What its fonts can't draw is written as code points, and the pack says so.
    """
    try:
        return _compiled(message, plain=False)
    except typst.TypstError:
        # A mixture that the table of glyphs promised and the fonts then refused: a plainer pack beats none.
        return _compiled(message, plain=True)


def _compiled(message: ReferralMessage, *, plain: bool) -> bytes:
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"pack": _data(message, plain=plain)},
        pdf_standards=["ua-1"],
        timestamp=int(message.created_at.timestamp()),
    )


def _data(message: ReferralMessage, *, plain: bool) -> str:
    written = sheet(message)
    shown = _shown(written, plain)
    # The document's title is one string: pieces are for what is laid out.
    shown["document_title"] = drawable(written["title"], plain=plain)
    shown["code_points"] = plain or OPENING in json.dumps(shown, ensure_ascii=False)
    return json.dumps(shown, ensure_ascii=False)


def _shown(value: Any, plain: bool) -> Any:
    if isinstance(value, str):
        return pieces(drawable(value, plain=plain))
    if isinstance(value, list):
        return [_shown(one, plain) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _NOT_TEXT else _shown(one, plain) for key, one in value.items()}
    return value
