"""The fonts of a PDF: what their codes mean. Each is read once, however many pages name it."""

import pikepdf

from belisha.guard.limits import Budget
from belisha.guard.pdf_streams import unpacked
from belisha.guard.pdf_text import CharacterMap, character_map

Maps = dict[str, CharacterMap | None]


class Fonts:
    """Reads the maps of fonts, and keeps those of fonts that are objects of their own."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._read: dict[tuple[int, int], CharacterMap | None] = {}

    def of(self, resources: object) -> Maps:
        """Return the map of each font by its name on the page, None where its codes are no characters."""
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(fonts, pikepdf.Dictionary):
            return {}
        named = {name: font for name, font in fonts.items() if isinstance(font, pikepdf.Dictionary)}
        return {str(name): self._map(font) for name, font in named.items()}

    def _map(self, font: pikepdf.Object) -> CharacterMap | None:
        if not font.is_indirect:
            return character_map(font, self._unpacked)
        if font.objgen not in self._read:
            self._read[font.objgen] = character_map(font, self._unpacked)
        return self._read[font.objgen]

    def _unpacked(self, stream: pikepdf.Object) -> bytes:
        content = unpacked(stream)
        self._budget.take_bytes(len(content))
        return content
