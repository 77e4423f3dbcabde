"""Which characters typst's own fonts can draw: `python -m tests.referrals.probe` writes the table anew."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import typst

TABLE = Path(__file__).parents[2] / "belisha" / "referrals" / "data" / "glyphs.json"
FACES = ("Libertinus Serif", "DejaVu Sans Mono")
CATEGORIES = frozenset("LMNPS")
LAST = 0x1FFFF
# By path: typst never forgets an in-memory source, and stops for good at the 65,536th.
COMPILER = typst.Compiler(
    Path(__file__).with_name("probe.typ"),
    font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
    ignore_system_fonts=True,
)
MISSING = re.compile(r'the text `"((?:\\u\{[0-9a-f]+\}|\\.|[^"])+)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def missing(face: str, characters: Iterable[str]) -> set[str]:
    """Those of the characters for which the face alone has no glyph."""
    marks = " ".join(as_a_word(c) for c in characters)
    try:
        COMPILER.compile(
            sys_inputs={"face": face, "marks": marks}, pdf_standards=["ua-1"], timestamp=0, format="pdf"
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return {c for text in MISSING.findall(error.diagnostic) for c in unescaped(text)}
    return set()


def unescaped(text: str) -> str:
    """The text that typst's message quotes."""
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)


def as_a_word(character: str) -> str:
    """The character, on a letter where it needs one to stand on."""
    return "a" + character if unicodedata.category(character)[0] == "M" else character


def batches(characters: list[str], size: int = 512) -> Iterator[list[str]]:
    """The characters, a few hundred at a time."""
    return (characters[i : i + size] for i in range(0, len(characters), size))


def ranges(points: Iterable[int]) -> str:
    """Code points as '21-7E A1 ...'."""
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return " ".join(f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in spans)


def probe(face: str) -> str:
    """The ranges of code points that a face draws, letters to symbols."""
    wanted = [chr(p) for p in range(0x21, LAST) if unicodedata.category(chr(p))[0] in CATEGORIES]
    return ranges(ord(c) for batch in batches(wanted) for c in set(batch) - missing(face, batch))


if __name__ == "__main__":
    table = {"typst": version("typst"), "faces": {face: probe(face) for face in FACES}}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="ascii")
