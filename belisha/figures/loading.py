"""Where figures are loaded from: what is shipped, a dataset, a polars frame, or the file of a book."""

from datetime import date
from pathlib import Path
from typing import TypeAlias

import polars as pl

from belisha.figures.cells import SCHEMA
from belisha.figures.dataset import Dataset
from belisha.figures.shipped import shipped
from belisha.figures.sources import Source
from belisha.figures.vintages import as_of as vintage
from belisha.refusal import Refusal

Loadable: TypeAlias = Dataset | pl.DataFrame | Path | str | None


class NotFigures(Refusal):
    """This table has not the shape of figures: {problem}."""

    code = "not_figures"


def dataset_of(source: Loadable, *, as_of: int | date | None = None) -> Dataset:
    """The figures, all of them or as they were known after a source (its number) or on a day."""
    if isinstance(source, Path | str):
        from belisha.figures.book import Book

        return Book.open(Path(source)).dataset(as_of)
    if isinstance(source, pl.DataFrame):
        source = Dataset(cells=_shaped(source), sources=_sources(source))
    return vintage(source or shipped(), as_of)


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in cells.SCHEMA; columns that say where it stands may be left out."""
    optional = {"offence": "all", "platform": "all", "note": "", "source": 1, "sheet": "", "cell": ""}
    added = [pl.lit(value).alias(name) for name, value in optional.items() if name not in frame.columns]
    whole = frame.with_columns(added)
    if lacking := [name for name in SCHEMA if name not in whole.columns]:
        raise NotFigures(problem=f"it has no column {', '.join(lacking)}")
    try:
        return whole.select(SCHEMA.names()).cast(SCHEMA)
    except pl.exceptions.PolarsError as problem:
        raise NotFigures(problem=str(problem).splitlines()[0]) from problem


def _sources(frame: pl.DataFrame) -> tuple[Source, ...]:
    numbers = frame["source"].unique().sort().to_list() if "source" in frame.columns else [1]
    return tuple(Source(number=number, title="A table") for number in numbers)
