"""The figures in one hand: load them, then ask."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from belisha.figures.cells import current
from belisha.figures.dataset import Dataset
from belisha.figures.shipped import shipped


@dataclass(frozen=True)
class Figures:
    """Offence figures, to be compared, said, checked and drawn. Nothing that it does changes them."""

    dataset: Dataset

    @classmethod
    def load(cls, source: Dataset | None = None) -> "Figures":
        """The figures of a dataset; without one, those that come with Belisha."""
        return cls(source or shipped())

    @cached_property
    def current(self) -> pl.DataFrame:
        """The newest vintage of each figure (cells.SCHEMA and `corrected`)."""
        return current(self.dataset.cells)
