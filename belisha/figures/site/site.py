"""All pages and files of a publication by their addresses: for the folder, and for the running service."""

from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

from belisha.figures.site.addresses import answer_page
from belisha.figures.site.downloads import Downloads
from belisha.figures.site.material import INVENTED, Material
from belisha.figures.site.page import File, Page, kind_of, root_of
from belisha.figures.site.pages import answers, area, areas, changes, download, embed, how, overview
from belisha.figures.site.pictures import Pictures
from belisha.figures.site.publication import day
from belisha.figures.site.render import render

FRONT: Final = "index.html"
NAVIGATION: Final = (
    (FRONT, "Overview"),
    ("areas.html", "Forces and regions"),
    ("answers.html", "Answers"),
    ("changes.html", "Changes"),
    ("how-to-read.html", "How to read"),
    ("downloads.html", "Downloads"),
)
FONTS: Final = ("next-latin-400.woff2", "next-latin-700.woff2", "OFL.txt")


class Site:
    """A publication, page by page. Each is made when it is asked for, the same for everybody."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.pictures = Pictures(material)
        self.downloads = Downloads(material)

    def addresses(self) -> Iterator[str]:
        """Every address of the folder, the first page first."""
        yield from self._pages
        for key in self.pictures.keys:
            if self.pictures.chart(key) is not None:
                yield from (f"charts/{key}.svg", f"charts/{key}-narrow.svg", f"embed/{key}.html")
        yield from (f"downloads/{name}" for name in self.downloads.names())
        yield from ("figures.css", "site.css", "favicon.svg", *(f"fonts/{name}" for name in FONTS))

    def page(self, address: str) -> Page | None:
        """The page at an address, without the frame; None where there is none."""
        maker = self._pages.get(address) or self._embedded(address)
        return maker() if maker else None

    def file(self, address: str) -> File | None:
        """What lies at an address in the folder; None where there is nothing."""
        page = self.page(address)
        body = self.in_frame(page).encode() if page else self.other(address)
        return None if body is None else File(address=address, kind=kind_of(address), body=body)

    def other(self, address: str) -> bytes | None:
        """A file that is no page: a picture, a download, a style or a font."""
        folder, _, name = address.rpartition("/")
        if folder == "charts" and name.endswith(".svg"):
            picture = self.pictures.svg(name.removesuffix(".svg"))
            return picture.encode() if picture else None
        if folder == "downloads":
            return self.downloads.body(name)
        return _shipped(address)

    def in_frame(self, page: Page) -> str:
        """A page as it stands in the folder, with everything that a browser needs."""
        template = "site.html" if page.framed else "bare.html"
        return render(template, page=page, made=day(self.material.publication.made), **self._around(page))

    def navigation(self, page: Page) -> str:
        """The parts of the publication, as links from a page."""
        return render("_navigation.html", **self._around(page))

    def main(self, page: Page) -> str:
        """A page with what has to be said on each: that it is held back, that its figures are invented."""
        return render("_main.html", page=page, **self._around(page))

    def _around(self, page: Page) -> dict[str, Any]:
        publication, root = self.material.publication, root_of(page.address)
        parts = [
            {"href": root + address, "words": words, "here": "yes" if address == page.place else ""}
            for address, words in NAVIGATION
        ]
        return {
            "root": root,
            "parts": parts,
            "site": publication.title,
            "notice": publication.notice,
            "invented": INVENTED if self.material.invented else "",
        }

    @cached_property
    def _pages(self) -> dict[str, Callable[[], Page]]:
        material, pictures = self.material, self.pictures
        pages: dict[str, Callable[[], Page]] = {
            FRONT: lambda: overview.page(material, pictures),
            "areas.html": lambda: areas.page(material, pictures),
            "answers.html": lambda: answers.page(material),
            "changes.html": lambda: changes.page(material),
            "how-to-read.html": lambda: how.page(material),
            "downloads.html": lambda: download.page(self.downloads),
        }
        for id, address in material.pages.items():
            pages[address] = lambda id=id: area.page(material, pictures, material.areas[id])  # type: ignore[misc]
        for number in material.sources:
            pages[answer_page(number)] = lambda number=number: answers.one(material, number)  # type: ignore[misc]
        return pages

    def _embedded(self, address: str) -> Callable[[], Page | None] | None:
        folder, _, name = address.rpartition("/")
        key = name.removesuffix(".html")
        if folder != "embed" or key == name or self.pictures.chart(key) is None:
            return None
        return lambda: embed.page(self.material, self.pictures, key)


def _shipped(address: str) -> bytes | None:
    own = files("belisha.figures.site").joinpath("static")
    if address in ("figures.css", "site.css"):
        return own.joinpath(address).read_bytes()
    # The project's own letters and mark, read from where the service keeps them: there is one copy of each.
    shared = files("belisha").joinpath("web/static/belisha")
    if address == "favicon.svg" or address in {f"fonts/{name}" for name in FONTS}:
        return shared.joinpath(address).read_bytes()
    return None
