"""A chart: a picture, the same in words, and the table behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from belisha.figures.charts import frame
from belisha.figures.charts.key import Key

WIDE: Final = 720  # pixels; for a page
NARROW: Final = 340  # for a telephone: the same letters, less room between them


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """What the picture shows, as text: `rows` as they are read, the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
        }


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One picture of figures. `svg` and `png` are the same to the byte for the same figures.

    `alt` says what it shows and what is found in it; `notes` are the sentences that belong to it and stand
    in the picture, as `credit` does. `invented`: the figures are, and the picture says so.
    """

    kind: str
    title: str
    subtitle: str
    alt: str
    table: Table
    credit: str
    notes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    invented: bool = False
    draw: Callable[[int], dict[str, Any]] = field(repr=False)  # the picture alone, so wide: Vega-Lite

    def svg(self, *, width: int = WIDE) -> str:
        """The picture without script, style sheet or anything from outside; its text stays text."""
        return frame.framed(
            frame.Words(
                title=self.title,
                subtitle=self.subtitle,
                alt=self.alt,
                notes=self.notes,
                credit=self.credit,
                keys=self.keys,
                invented=self.invented,
            ),
            self.draw(width - 2 * frame.MARGIN),
            width=width,
        )

    def png(self, *, scale: float = 2, width: int = WIDE) -> bytes:
        """The picture in `scale` pixels for each of its own."""
        from belisha.figures.charts.convert import png

        return png(self.svg(width=width), scale=scale)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: everything but the picture."""
        return {
            "kind": self.kind,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "notes": list(self.notes),
            "credit": self.credit,
            "invented": self.invented,
            "table": self.table.to_dict(),
        }
