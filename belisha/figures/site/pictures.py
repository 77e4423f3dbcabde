"""The charts of a publication, each made once: drawn where it is shown, sent or embedded."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from belisha.figures import charts
from belisha.figures.cannot import CannotSay
from belisha.figures.charts import NARROW, Chart
from belisha.figures.site.addresses import key_of
from belisha.figures.site.material import Material
from belisha.figures.site.page import root_of

# One picture at a time: the library that draws them keeps one engine for all threads.
_DRAWING = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A chart as a page shows it: where its files are, and what it says in words and numbers."""

    key: str
    title: str
    alt: str
    wide: str
    narrow: str
    embed: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Pictures:
    """Every chart of a publication by its key; None where the figures don't carry it."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._made: dict[str, Chart | None] = {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all charts that there may be."""
        return tuple(self._makers)

    def chart(self, key: str) -> Chart | None:
        """The chart of a key; None where there is none, or the figures don't carry it."""
        with _DRAWING:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]

    def shown(self, key: str, address: str) -> Picture | None:
        """The chart as the page at `address` shows it."""
        chart = self.chart(key)
        if chart is None:
            return None
        root = root_of(address)
        return Picture(
            key=key,
            title=chart.title,
            alt=chart.alt,
            wide=f"{root}charts/{key}.svg",
            narrow=f"{root}charts/{key}-narrow.svg",
            embed=f"{root}embed/{key}.html",
            caption=chart.table.caption,
            columns=chart.table.columns,
            rows=chart.table.rows,
        )

    def svg(self, name: str) -> str | None:
        """The picture of a name: a key, or a key with "-narrow"."""
        key = name.removesuffix("-narrow")
        chart = self.chart(key)
        if chart is None:
            return None
        with _DRAWING:
            return chart.svg(width=NARROW) if name != key else chart.svg()

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[], Chart]]:
        figures = self._material.figures
        makers = {**self._of_forces(), **self._of_platforms()}
        for id, address in self._material.pages.items():
            if self._material.answered(self._material.areas[id]):
                makers[key_of(address)] = lambda id=id: charts.trend(figures, [id])  # type: ignore[misc]
        return makers

    def _of_forces(self) -> dict[str, Callable[[], Chart]]:
        """The charts of all forces, in the series and year for which most of them answered."""
        figures, widest = self._material.figures, self._material.widest
        if widest is None:
            return {}
        series, year = widest
        return {
            "map": lambda: charts.map_of(figures, first=year, series=series),
            "tiles": lambda: charts.tiles(figures, first=year, series=series),
            "ranking": lambda: charts.ranking(figures, first=year, series=series),
            "coverage": lambda: charts.coverage(figures, series=series),
        }

    def _of_platforms(self) -> dict[str, Callable[[], Chart]]:
        year = self._material.platform_year
        return {"platforms": lambda: charts.platforms(self._material.figures, year=year)} if year else {}

    def _make(self, key: str) -> Chart | None:
        maker = self._makers.get(key)
        if maker is None:
            return None
        try:
            chart = maker()
        except CannotSay:
            return None
        notice = self._material.publication.notice
        # A picture travels alone: whoever is sent it reads in it until when it is not for publication.
        return replace(chart, notes=(notice, *chart.notes)) if notice else chart
