"""The tables of a publication as they are downloaded: plain columns, and no cell that could be a formula."""

from typing import Final

import polars as pl

from belisha.figures.cell import Cell
from belisha.figures.cells import KEY, SCHEMA
from belisha.figures.site.material import INVENTED, Material
from belisha.figures.spreadsheet import harmless

COLUMNS: Final = {
    "series": "What is counted, and by whom: see how to read these figures.",
    "area": "The code of the area: a police force’s or a country’s (ONS), or a publisher’s region.",
    "area_name": "Its name.",
    "year": "2017/18 is April 2017 to March 2018; 2017 is the calendar year.",
    "offence": "A part of the offences; “all” where it is not broken down.",
    "platform": "The platform; “all” where it is not broken down, “known” for all cases with one recorded.",
    "state": "What the answer is: full, partial, zero, suppressed, not_held, refused, late or none.",
    "low": "The number, or the least that it can be. Empty where nothing is known: that is not zero.",
    "high": "The number, or the most that it can be. Empty where there is no bound.",
    "note": "What is to be said with it.",
    "corrected": "Whether an earlier answer said something else.",
    "source": "The number of the answer that it stands in, as in sources.csv.",
    "sheet": "The sheet in the file of the answer.",
    "cell": "The cell in the sheet.",
}


def totals(material: Material) -> pl.DataFrame:
    """Every figure that is not broken down, in its newest form."""
    cells = [cell for area in sorted(material.totals) for cell in material.totals[area]]
    return of_cells(material, cells)


def of_area(material: Material, area: str) -> pl.DataFrame:
    """Every figure of an area, broken down as far as its answers are."""
    parts = material.broken_down(area).with_columns(pl.col("note").fill_null(""))
    whole = of_cells(material, material.totals.get(area, []))
    return pl.concat([whole, _columns(material, parts)])


def vintages(material: Material) -> pl.DataFrame:
    """Every figure that was told otherwise later, as each answer told it, the oldest first."""
    told = pl.struct("state", "low", "high")
    rows = material.figures.dataset.cells.filter(told.n_unique().over(KEY) > 1)
    ordered = rows.with_columns(pl.col(KEY).cast(pl.String)).sort([*KEY, "source"], maintain_order=True)
    return _columns(material, ordered.with_columns(corrected=True)).drop("corrected")


def sources(material: Material) -> pl.DataFrame:
    """Every answer. Who took it in is nobody's business."""
    names = ("number", "title", "publisher", "address", "file", "sha256", "received", "note")
    rows = [{name: getattr(source, name) for name in names} for source in material.sources.values()]
    schema = dict.fromkeys(names, pl.String) | {"number": pl.Int64, "received": pl.Date}
    return _marked(material, pl.DataFrame(rows, schema=schema))


def shares(material: Material) -> pl.DataFrame:
    """Shares that were published as per cents, without the counts behind them."""
    frame = material.figures.dataset.shares
    names = pl.col("area").replace(_names(material)).alias("area_name")
    return _marked(
        material, frame.with_columns(names).select("series", "area", "area_name", *frame.columns[2:])
    )


def of_cells(material: Material, cells: list[Cell]) -> pl.DataFrame:
    """Figures as rows of the table."""
    schema = dict.fromkeys(SCHEMA, pl.String) | {"low": pl.Int64, "high": pl.Int64, "source": pl.Int64}
    rows = [cell.to_dict() for cell in cells]
    return _columns(material, pl.DataFrame(rows, schema=schema | {"corrected": pl.Boolean}))


def as_csv(frame: pl.DataFrame) -> bytes:
    """CSV in UTF-8, with commas; whatever a spreadsheet would work out has an apostrophe before it."""
    return frame.with_columns(_harmless(frame[name]) for name in _texts(frame)).write_csv().encode()


def _columns(material: Material, frame: pl.DataFrame) -> pl.DataFrame:
    plain = frame.with_columns(
        pl.col(name).cast(pl.String) for name in (*KEY, "state", "note", "sheet", "cell")
    )
    named = plain.with_columns(
        pl.col("area").replace(_names(material)).alias("area_name"), pl.col("source").cast(pl.Int64)
    )
    return _marked(material, named.select(*COLUMNS))


def _marked(material: Material, frame: pl.DataFrame) -> pl.DataFrame:
    # A row that is copied out of its file still says so.
    marks = {"embargo": material.publication.notice, "warning": INVENTED if material.invented else ""}
    return frame.with_columns(pl.lit(words).alias(name) for name, words in marks.items() if words)


def _names(material: Material) -> dict[str, str]:
    return {id: area.name for id, area in material.areas.items()}


def _texts(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind == pl.String]


def _harmless(column: pl.Series) -> pl.Series:
    told = [text for text in column.unique() if text is not None]
    changed = {text: safe for text in told if (safe := harmless(text)) != text}
    return column.replace(changed) if changed else column
